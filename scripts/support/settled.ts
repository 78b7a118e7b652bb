import type { Page } from 'playwright-core';

const LOOK_AGAIN_MS = 700;
const AT_MOST_MS = 20_000;

/** Waits until nothing is loaded any more and the page looks the same twice: a busy machine needs longer than any fixed time. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  const until = Date.now() + AT_MOST_MS;
  for (let before = await page.screenshot(); Date.now() < until; ) {
    await page.waitForTimeout(LOOK_AGAIN_MS);
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
}
