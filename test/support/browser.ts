// A real browser against the real server: Chromium is found, or installed from Debian's packages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'chai';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Right } from '../../src/contract/rights.js';
// @ts-expect-error the build script is plain JavaScript
import { buildScreens } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, findChromium } from './chromium.js';
import type { TestServer } from './server.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The sizes of look.md. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

let built: Promise<void> | undefined;

/** The screens as they are now, and a browser: before all browser tests of a file, ahead of useServer. */
export function useBrowser(): void {
  before(async function () {
    this.timeout(300_000);
    built ??= buildScreens() as Promise<void>;
    await built;
    await openBrowser();
  });
}

let opened: Promise<Browser> | undefined;

/** One for the whole run; mocha's global teardown closes it. */
function openBrowser(): Promise<Browser> {
  opened ??= chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  return opened;
}

export async function closeBrowser(): Promise<void> {
  await (await opened)?.close();
}

export interface ScreenOptions {
  width?: number;
  height?: number;
  language?: 'en' | 'ru' | 'fr';
  scheme?: 'light' | 'dark';
  /** An operator with just these rights instead of the administrator; null: nobody is signed in. */
  rights?: Right[] | null;
  /** In the cabinet: the token of a client, or null for nobody. Its first address is then /cabinet/. */
  client?: string | null;
  /** Where to begin: '/clients?client=5'. */
  at?: string;
  /** The server's address by another way. */
  url?: string;
}

export interface Screen {
  page: Page;
  context: BrowserContext;
  /** Errors of the page so far: a test that ends with some has failed (see expectQuiet). */
  errors: string[];
  close(): Promise<void>;
}

/** A window of its own, signed in, at its first address. */
export async function openScreen(server: TestServer, { width = 1366, height = 768, language = 'en', scheme = 'light', rights, client, url = server.url, at = client === undefined ? '/clients' : '/cabinet/' }: ScreenOptions = {}): Promise<Screen> {
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width, height }, locale: { en: 'en-GB', ru: 'ru-RU', fr: 'fr-FR' }[language], colorScheme: scheme, reducedMotion: 'reduce', timezoneId: 'Europe/Moscow' });
  const [token, cookie] = client !== undefined ? [client, 'treeline_cabinet'] : [rights === null ? null : rights === undefined ? server.token : await server.operatorWith(rights), 'treeline'];
  if (token !== null) {
    await context.addCookies([
      { name: client === undefined ? `${cookie}_session` : cookie, value: token, url, httpOnly: true, sameSite: 'Strict' },
      { name: `${cookie}_csrf`, value: await csrfOf(token), url, sameSite: 'Strict' },
    ]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  // A refused request is told as an error too, and is part of many tests; a broken policy or component is not.
  page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && errors.push(message.text()));
  await page.goto(new URL(at, url).toString());
  return { page, context, errors, close: () => context.close() };
}

async function csrfOf(token: string): Promise<string> {
  const { csrfToken } = await import('../../src/auth/sessions.js');
  return csrfToken(token);
}

export function expectQuiet({ errors }: Pick<Screen, 'errors'>): void {
  expect(errors, 'errors of the page').to.deep.equal([]);
}

/** C-8: nothing to scroll sideways. */
export async function expectNoSideways(page: Page, what = 'sideways'): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), what).to.equal(0);
}

/** What a button saves as a file. */
export async function savedBy(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

interface Finding {
  id: string;
  impact: string | null;
  help: string;
  nodes: { target: unknown[]; html: string }[];
}

/** Nothing serious or critical of axe on what is shown, WCAG 2.2 AA (quality.md §4). */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const findings = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(context: unknown, options: object): Promise<{ violations: Finding[] }> } }).axe;
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    return violations;
  });
  const serious = findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, help, nodes }) => `${id}: ${help}\n   ${nodes.slice(0, 4).map(({ html }) => html.slice(0, 220)).join('\n   ')}`).join('\n')).to.equal('');
}

/** Keeps a picture when BROWSER_PICTURES names a folder: for looking at what a test sees. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.BROWSER_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
