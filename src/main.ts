// The process: settings → database → context → HTTP, sockets, jobs → graceful stop.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp, createHttpServer } from './app.js';
import { expireTopUps } from './accounts/top-ups.js';
import { systemActor } from './auth/actor.js';
import { refuseWeakPassword } from './auth/password-rules.js';
import { createCommonApi } from './common-api/serve.js';
import { listenCommonApi } from './common-api/server.js';
import { type Config, ConfigError, DEMO_KEY, readConfig } from './config.js';
import { type AppContext, createContext, createLogger } from './context.js';
import { startEmbeddedDatabase } from './db/embedded.js';
import { migrate, MigrationError } from './db/migrate.js';
import { DatabaseStartError } from './db/start-error.js';
import { loadDemo } from './demo/demo.js';
import { runTransitions } from './groups/transitions.js';
import { Outbox } from './history/outbox.js';
import { pruneCalls } from './integrations/calls.js';
import { pruneLoginFailures } from './api-access/sign-in.js';
import { repeat } from './lib/repeat.js';
import { sendWaitingMessages } from './messages/sender.js';
import { createSenders } from './messages/senders.js';
import { ensureFirstOperator } from './operators/operators.js';
import { makeDailyOrders } from './orders/make-daily.js';
import { tellOrderEvents } from './orders/tell.js';
import { runRetention } from './personal-data/retention.js';
import { mountSockets, type Sockets } from './realtime/sockets.js';
import { audiences } from './routes.js';
import { startScheduler } from './schedule/scheduler.js';
import { forgetCalls } from './telephony/incoming-calls.js';
import { startJobQueue } from './workers/jobs.js';

/** What is not answered by then is cut: container runners kill after ten seconds. */
const FINISH_WITHIN_MS = 8_000;

const MESSAGES_EVERY_MS = 2_000;
const RETENTION_EVERY_MS = 30_000;
const TRANSITIONS_EVERY_MS = 3_600_000;
const DAILY_ORDERS_EVERY_MS = 1_000;
const ORDER_EVENTS_EVERY_MS = 1_000;
const INCOMING_CALLS_EVERY_MS = 60_000;
const CALL_LOG_EVERY_MS = 3_600_000;
const TOP_UPS_EVERY_MS = 60_000;

/** What was opened, in this order; the stop closes it the other way round. */
const opened: (() => Promise<unknown>)[] = [];

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(config);
  const say = (line: string) => logger.isLevelEnabled('info') && process.stdout.write(`${line}\n`);
  let connectionString = config.databaseUrl;
  let where = 'the database of DATABASE_URL';
  if (connectionString === null) {
    const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir, report: (sentence) => logger.warn(sentence) });
    opened.push(embedded.stop);
    connectionString = embedded.connectionString;
    where = embedded.folder;
  }
  const migrations = await migrate(connectionString);
  if (migrations.length) say(`Migrations applied: ${migrations.join(', ')}`);
  const context = createContext(config, connectionString, { logger });
  opened.push(context.db.close);
  const signIn = await welcomeFirstOperator(context);
  const demoClients = config.demo ? await loadDemo(context.db) : 0;
  if (demoClients > 0) say(`Demo directory loaded: ${demoClients} clients`);
  const outbox = new Outbox(context.db, config.outboxPollMs, (error) => logger.warn({ err: error }, 'the outbox could not be read'));
  await outbox.start();
  opened.push(() => outbox.stop());
  const commonApi = createCommonApi(context);
  opened.push(commonApi.close);
  const server = createHttpServer(buildApp(context, commonApi));
  const sockets = mountSockets(context, server, outbox, audiences);
  let stopJobs: () => Promise<unknown> = async () => undefined;
  let closeCommonApi: () => Promise<unknown> = async () => undefined;
  opened.push(() => Promise.race([Promise.all([finishRequests(server, sockets), closeCommonApi(), stopJobs()]), sleep(FINISH_WITHIN_MS)]));
  const port = await listen(server, config);
  const secure = config.commonApiPort === null ? null : await listenCommonApi(context, commonApi, config.commonApiPort);
  if (secure) closeCommonApi = () => closeServer(secure);
  // Not before: a start that fails here has no job to stop in the middle.
  if (config.jobs) stopJobs = startJobs(context, connectionString);
  say(`Data: ${where}`);
  say(`Sign in: ${signIn}`);
  if (secure) say(`CommonAPI: https://localhost:${portOf(secure, 0)}/common_api/1.0/${config.commonApiKey === DEMO_KEY ? ` (demo mode, key: ${DEMO_KEY})` : ''}`);
  say(`Treeline is ready at http://localhost:${port}/`);
}

/** Work without a request. Gives what stops it, after what runs. */
function startJobs(context: AppContext, connectionString: string): () => Promise<unknown> {
  const { db, config, logger } = context;
  const queue = startJobQueue(context, connectionString);
  const senders = createSenders(config);
  const eventFault = (error: unknown) => logger.warn({ err: error }, 'what happened to an order could not be told');
  const dailyFault = (error: unknown) => logger.warn({ err: error }, 'a daily order could not be made');
  const stops = [
    repeat(MESSAGES_EVERY_MS, () => sendWaitingMessages(db, senders), (error) => logger.warn({ err: error }, 'messages could not be sent')),
    repeat(RETENTION_EVERY_MS, () => runRetention(db), (error) => logger.warn({ err: error }, 'the retention of personal data failed')),
    repeat(TRANSITIONS_EVERY_MS, () => runTransitions(db), (error) => logger.warn({ err: error }, 'the transition rules of client groups failed')),
    repeat(ORDER_EVENTS_EVERY_MS, () => tellOrderEvents(db, eventFault), eventFault),
    repeat(DAILY_ORDERS_EVERY_MS, () => makeDailyOrders(db, dailyFault), dailyFault),
    repeat(TOP_UPS_EVERY_MS, () => expireTopUps(db, systemActor('top-ups')), (error) => logger.warn({ err: error }, 'unpaid top-ups could not be ended')),
  ];
  stops.push(repeat(INCOMING_CALLS_EVERY_MS, () => forgetCalls(db), (error) => logger.warn({ err: error }, 'the numbers of calls could not be forgotten')));
  stops.push(repeat(CALL_LOG_EVERY_MS, () => Promise.all([pruneCalls(db, config.commonApiLogDays), pruneLoginFailures(db)]), (error) => logger.warn({ err: error }, 'the log of CommonAPI calls could not be pruned')));
  const scheduler = startScheduler(db, (error) => logger.warn({ err: error }, 'a scheduled change could not be applied'));
  return () => Promise.all([queue.stop(), scheduler.stop(), ...stops.map((stop) => stop())]);
}

async function listen(server: Server, { host, port }: Config): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new ConfigError(`PORT ${port} is taken by another program. Stop that one, or choose another PORT.`);
    if (code === 'EACCES') throw new ConfigError(`PORT ${port} may not be opened by this user. Choose another PORT, above 1023.`);
    throw new ConfigError(`HOST ${host} with PORT ${port} cannot be opened: ${message}`);
  }
  return portOf(server, port);
}

/** Also where any free one was asked for. */
function portOf(server: Pick<Server, 'address'>, wanted: number): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : wanted;
}

/** What was asked is answered, then nothing more. */
async function closeServer(server: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([new Promise((resolve) => server.close(resolve)), sleep(FINISH_WITHIN_MS)]);
  clearInterval(idle);
  server.closeAllConnections();
}

/** No new connections; what was asked is answered; sockets are closed. */
async function finishRequests(server: Server, sockets: Sockets): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([sockets.close(), sleep(FINISH_WITHIN_MS)]);
  clearInterval(idle);
  server.closeAllConnections();
}

/** Makes the first operator of an empty database, and says who can sign in. */
async function welcomeFirstOperator({ config, db }: AppContext): Promise<string> {
  const login = config.adminLogin ?? (config.demo ? 'admin' : null);
  const password = config.adminPassword ?? (config.demo ? 'admin' : null);
  if (login === null || password === null) {
    if ((await db.prisma.operator.count()) > 0) return 'with the operators of this database';
    throw new ConfigError('The database has no operator yet: set ADMIN_LOGIN and ADMIN_PASSWORD for the first one, or DEMO=1 to try it out.');
  }
  const made = await ensureFirstOperator(db, systemActor('start'), login, password);
  if (config.adminPassword === null) return 'admin / admin (demo mode), or with another operator of this database';
  return made ? `${login}, with the password of ADMIN_PASSWORD${weakness(config.adminPassword, login)}` : 'with the operators of this database';
}

/** Who starts the program may choose a weak password, for a trial say, but is told so; nobody else may (see password-rules.ts). */
function weakness(password: string, login: string): string {
  if (password.length < 8) return ' (weak: it has less than 8 characters; choose another)';
  try {
    refuseWeakPassword(password, login);
    return '';
  } catch (error) {
    return ` (weak: it ${(error as Error).message})`;
  }
}

async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

async function main(): Promise<void> {
  let stopping = false;
  // A signal during the start waits for its end: what is half-open cannot be closed.
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await started;
    await closeAll();
    process.exit(0);
  };
  const started = start().catch(async (error: unknown) => {
    const expected = error instanceof ConfigError || error instanceof DatabaseStartError || error instanceof MigrationError;
    console.error(expected ? error.message : error);
    await closeAll();
    process.exit(1);
  });
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  await started;
}

await main();
