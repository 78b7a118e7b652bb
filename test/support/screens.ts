// What journeys in a browser begin with.
import type { Page } from 'playwright-core';
import { loadDemo } from '../../src/demo/demo.js';
import { keepPicture, openScreen, type Screen, type ScreenOptions, useBrowser } from './browser.js';
import { type TestServer, useServer } from './server.js';

interface UsedScreens {
  environment?: Record<string, string>;
  /** With the demo directory. */
  demo?: boolean;
  /** What each window has, unless it is said otherwise; asked when one is opened. */
  screen?: () => ScreenOptions;
}

/** The window of the running test. */
interface UsedScreen extends Screen {
  open(options?: ScreenOptions): Promise<Page>;
}

/** A browser, a server, and a window that a test opens and that is closed behind it; a failed test keeps its picture. */
export function useScreens({ environment, demo = false, screen = () => ({}) }: UsedScreens = {}): { server: { get(): TestServer }; screen: UsedScreen } {
  useBrowser();
  const server = useServer(environment);
  let shown: Screen | null = null;
  if (demo) before(() => loadDemo(server.get().context.db));
  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && shown && !shown.page.isClosed()) await keepPicture(shown.page, 'failed');
    await shown?.close();
    shown = null;
  });
  const get = () => {
    if (!shown) throw new Error('the test has opened no window yet');
    return shown;
  };
  return {
    server,
    screen: {
      async open(options) {
        shown = await openScreen(server.get(), { ...screen(), ...options });
        return shown.page;
      },
      get page() {
        return get().page;
      },
      get context() {
        return get().context;
      },
      get errors() {
        return get().errors;
      },
      close: () => get().close(),
    },
  };
}
