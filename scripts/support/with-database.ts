// What every command-line tool starts with: the database of DATABASE_URL, or the embedded one of DATA_DIR. An embedded
// server that already runs, for the application, is used as it is; else it runs for as long as the tool.
import { ConfigError, readConfig, type Config } from '../../src/config.js';
import { createContext, createLogger } from '../../src/context.js';
import type { Db } from '../../src/db/database.js';
import { startEmbeddedDatabase } from '../../src/db/embedded.js';
import { migrate, MigrationError } from '../../src/db/migrate.js';
import { findRunningDatabase } from '../../src/db/running.js';
import { DatabaseStartError } from '../../src/db/start-error.js';

/** Wrong usage, said in a sentence. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export interface Opened {
  db: Db;
  url: string;
  config: Config;
}

export async function withDatabaseUrl<T>(config: Config, use: (url: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== null) return use(config.databaseUrl);
  const running = await findRunningDatabase(config.dataDir);
  if (running !== null) return use(running);
  const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir });
  try {
    return await use(embedded.connectionString);
  } finally {
    await embedded.stop();
  }
}

/** With `migrated`, the database is brought up to date first. */
export async function withDatabase<T>(use: (opened: Opened) => Promise<T>, options: { migrated: boolean } = { migrated: true }): Promise<T> {
  const config = readConfig(process.env);
  return withDatabaseUrl(config, async (url) => {
    if (options.migrated) await migrate(url);
    const { db } = createContext(config, url, { logger: createLogger(config) });
    try {
      return await use({ db, url, config });
    } finally {
      await db.close();
    }
  });
}

/** Runs a tool: foreseen errors are a sentence, the others a stack; either way the exit code is 1. */
export async function runTool(tool: () => Promise<number | void>): Promise<void> {
  try {
    process.exitCode = (await tool()) ?? 0;
  } catch (error) {
    const expected = [ConfigError, DatabaseStartError, MigrationError, UsageError].some((kind) => error instanceof kind);
    console.error(expected ? (error as Error).message : error);
    process.exitCode = 1;
  }
}
