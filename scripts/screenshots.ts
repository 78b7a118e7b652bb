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
import { startJobQueue } from '../src/workers/jobs.js';
import { CHROMIUM_FLAGS, findChromium } from '../test/support/chromium.js';
import { takeCabinetShots } from './support/cabinet-shots.js';
import { takeDispatcherShots } from './support/dispatcher-shots.js';

const FOLDER = path.resolve(import.meta.dirname, '../docs/pictures');

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
    const jobs = startJobQueue(context, database.connectionString);
    const server = createHttpServer(buildApp(context));
    const sockets = mountSockets(context, server, outbox, audiences);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mkdirSync(FOLDER, { recursive: true });
    await takeDispatcherShots(browser, url, take);
    await takeCabinetShots(browser, url, take);
    await Promise.race([sockets.close(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
    server.closeAllConnections();
    await jobs.stop();
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
