// The process: settings → database → context → HTTP, sockets, jobs → graceful stop.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp, createHttpServer } from './app.js';
import { systemActor } from './auth/actor.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { type AppContext, createContext } from './context.js';
import { DatabaseStartError, type EmbeddedDatabase, startEmbeddedDatabase } from './db/embedded.js';
import { migrate, MigrationError } from './db/migrate.js';
import { Outbox } from './history/outbox.js';
import { ensureFirstOperator } from './operators/operators.js';
import { mountSockets } from './realtime/sockets.js';
import { dispatcherOperations } from './routes.js';

const STOP_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const embedded = config.databaseUrl === null ? await startEmbeddedDatabase({ dataDir: config.dataDir }) : null;
  try {
    await serve(config, config.databaseUrl ?? (embedded as EmbeddedDatabase).connectionString, embedded);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function serve(config: Config, connectionString: string, embedded: EmbeddedDatabase | null): Promise<void> {
  await migrate(connectionString);
  const context = createContext(config, connectionString);
  try {
    await run(context, embedded);
  } catch (error) {
    await context.db.close();
    throw error;
  }
}

async function run(context: AppContext, embedded: EmbeddedDatabase | null): Promise<void> {
  const { config } = context;
  await welcomeFirstOperator(context);
  const outbox = new Outbox(context.db, config.outboxPollMs, (error) => context.logger.warn({ err: error }, 'the outbox could not be read'));
  await outbox.start();
  const server = createHttpServer(buildApp(context));
  const sockets = mountSockets(context, server, outbox, dispatcherOperations);
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const address = server.address();
  context.logger.info(`Treeline is ready at http://localhost:${typeof address === 'object' && address ? address.port : config.port}/`);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    context.logger.info(`${signal}: finishing what runs`);
    server.close();
    await Promise.race([sockets.close(), sleep(STOP_WITHIN_MS)]);
    await outbox.stop();
    server.closeIdleConnections();
    await context.db.close();
    await embedded?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

async function welcomeFirstOperator(context: AppContext): Promise<void> {
  const { config, db, logger } = context;
  if ((await db.prisma.operator.count()) > 0) return;
  const login = config.adminLogin ?? (config.demo ? 'admin' : null);
  const password = config.adminPassword ?? (config.demo ? 'admin' : null);
  if (login === null || password === null) {
    throw new ConfigError('The database has no operator yet: set ADMIN_LOGIN and ADMIN_PASSWORD for the first one, or DEMO=1 to try it out.');
  }
  if (await ensureFirstOperator(db, systemActor('start'), login, password)) logger.info(`The first operator is "${login}"${config.adminPassword === null ? ' with the password "admin"' : ''}.`);
}

try {
  await main();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof DatabaseStartError || error instanceof MigrationError;
  console.error(expected ? (error as Error).message : error);
  process.exit(1);
}
