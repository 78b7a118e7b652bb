// npm run screenshots: pictures of every screen, in light and dark, for README and for looking at. A server of its own on
// demo data, in a folder that is thrown away; pictures as WebP into docs/pictures.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { pino } from 'pino';
import sharp from 'sharp';
import { buildApp, createHttpServer } from '../src/app.js';
import { systemActor } from '../src/auth/actor.js';
import { readConfig } from '../src/config.js';
import { createContext } from '../src/context.js';
import { startEmbeddedDatabase } from '../src/db/embedded.js';
import { migrate } from '../src/db/migrate.js';
import { loadDemo } from '../src/demo/demo.js';
import { Outbox } from '../src/history/outbox.js';
import { ensureFirstOperator } from '../src/operators/operators.js';
import { mountSockets } from '../src/realtime/sockets.js';
import { audiences } from '../src/routes.js';
import { CHROMIUM_FLAGS, findChromium } from '../test/support/chromium.js';
import { takeCabinetShots } from './support/cabinet-shots.js';

const FOLDER = path.resolve(import.meta.dirname, '../docs/pictures');
const SETTLE_MS = 1_500;

interface Shot {
  name: string;
  at: string;
  /** What to do before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

/** Of the demo directory, whose ids are the same each time. */
const shots: readonly Shot[] = [
  { name: 'clients', at: '/clients?client=5&parent=1&deep=1' },
  { name: 'search', at: '/clients', prepare: async (page) => page.getByRole('textbox', { name: /Search|Поиск/ }).fill('ghbvthjd') },
  { name: 'why', at: '/clients?client=5', prepare: async (page) => page.locator('.summary-pane .why-button').first().click() },
  { name: 'card', at: '/clients?client=5&card=5' },
  { name: 'card-attributes', at: '/clients?client=5&card=5&tab=attributes' },
  { name: 'card-employees', at: '/clients?client=1&card=1&tab=employees' },
  { name: 'order', at: '/orders/new?client=5' },
  { name: 'orders', at: '/orders' },
  { name: 'money', at: '/money?client=1' },
  { name: 'directories', at: '/directories' },
  { name: 'imports', at: '/imports' },
  { name: 'reports', at: '/reports' },
  { name: 'history', at: '/history' },
];

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'treeline-pictures-'));
  const database = await startEmbeddedDatabase({ dataDir, report: () => undefined });
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  try {
    await migrate(database.connectionString);
    const context = createContext(readConfig({ DATABASE_URL: database.connectionString, LOG_LEVEL: 'error' }), database.connectionString, { logger: pino({ level: 'error' }) });
    await ensureFirstOperator(context.db, systemActor('start'), 'admin', 'admin');
    await loadDemo(context.db);
    const outbox = new Outbox(context.db, context.config.outboxPollMs, () => undefined);
    await outbox.start();
    const server = createHttpServer(buildApp(context));
    const sockets = mountSockets(context, server, outbox, audiences);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mkdirSync(FOLDER, { recursive: true });
    for (const [scheme, locale] of [['light', 'en-GB'], ['dark', 'ru-RU']] as const) {
      const window = await browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: scheme, locale, reducedMotion: 'reduce' });
      const page = await window.newPage();
      await page.goto(url);
      await page.waitForSelector('input[autocomplete=username]');
      await take(page, `sign-in-${scheme}`);
      await page.fill('input[autocomplete=username]', 'admin');
      await page.fill('input[autocomplete=current-password]', 'admin');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.grid-row');
      for (const { name, at, prepare } of shots) {
        await page.goto(`${url}${at}`);
        await page.waitForTimeout(SETTLE_MS);
        await prepare?.(page);
        await page.waitForTimeout(prepare ? SETTLE_MS : 0);
        await take(page, `${name}-${scheme}`);
      }
      await window.close();
    }
    await takeCabinetShots(browser, url, take);
    await Promise.race([sockets.close(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
    server.closeAllConnections();
    await outbox.stop();
    await context.db.close();
  } finally {
    await browser.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function take(page: Page, name: string): Promise<void> {
  await sharp(await page.screenshot()).webp({ quality: 82 }).toFile(path.join(FOLDER, `${name}.webp`));
  process.stdout.write(`${name}\n`);
}

await main();
