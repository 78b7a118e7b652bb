// One PostgreSQL for the whole run, with one migrated template; every file clones it (see database.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../src/db/embedded.js';
import { migrate } from '../../src/db/migrate.js';
import { closeBrowser } from './browser.js';

// The same random cases in every run, so that a red run means a change: PROPERTY_SEED=random goes looking for new ones.
const seed = process.env.PROPERTY_SEED ?? '20261121';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

export const TEMPLATE = 'treeline_template';

let stop: (() => Promise<void>) | undefined;

/** TEST_DATABASE_URL: use that server instead (its user may create databases). */
export async function mochaGlobalSetup(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    await createTemplate(given);
    process.env.TEST_SERVER_URL = given;
    return;
  }
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'treeline-test-'));
  const database = await startEmbeddedDatabase({ dataDir, database: TEMPLATE, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' } });
  process.env.TEST_SERVER_URL = database.connectionString;
  await migrate(database.connectionString);
  stop = async () => {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

export async function mochaGlobalTeardown(): Promise<void> {
  await closeBrowser();
  await stop?.();
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.toString());
}
