// The real server in this process on a port of its own, on a clone of the template.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { buildApp, createHttpServer } from '../../src/app.js';
import { systemActor } from '../../src/auth/actor.js';
import type { Right } from '../../src/contract/rights.js';
import { readConfig } from '../../src/config.js';
import { type AppContext, createContext } from '../../src/context.js';
import { Outbox } from '../../src/history/outbox.js';
import { ensureFirstOperator } from '../../src/operators/operators.js';
import { mountSockets, type Sockets } from '../../src/realtime/sockets.js';
import { audiences } from '../../src/routes.js';
import type { Clock } from '../../src/lib/clock.js';
import { startJobQueue } from '../../src/workers/jobs.js';
import { createDatabase, type TestDatabase } from './database.js';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any;
  headers: Headers;
}

export interface TestServer {
  readonly url: string;
  readonly context: AppContext;
  readonly outbox: Outbox;
  /** The first administrator's token. */
  readonly token: string;
  /** Signed in as the administrator unless another token (or null) is given. */
  call(method: string, path: string, body?: unknown, options?: { token?: string | null; headers?: Record<string, string> }): Promise<Answer>;
  /** A new operator with just these rights; its token. */
  operatorWith(rights: Right[]): Promise<string>;
  stop(): Promise<void>;
}

let operators = 0;

export async function startServer(environment: Record<string, string> = {}, overrides: { clock?: Clock; logger?: Logger } = {}): Promise<TestServer> {
  const database: TestDatabase = await createDatabase();
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'error', CHECK_RESPONSES: '1', RATE_LIMIT_PER_SECOND: '0', ...environment });
  const context = createContext(config, database.url, { logger: pino({ level: process.env.TEST_LOG_LEVEL ?? 'fatal' }), ...overrides });
  await ensureFirstOperator(context.db, systemActor('test'), 'admin', 'admin-password');
  const outbox = new Outbox(context.db, config.outboxPollMs, () => undefined);
  await outbox.start();
  const server: Server = createHttpServer(buildApp(context));
  const sockets: Sockets = mountSockets(context, server, outbox, audiences);
  // Few tests wait for jobs: JOBS=1 says so.
  const jobs = environment.JOBS === '1' ? startJobQueue(context, database.url) : null;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const send: TestServer['call'] = async (method, path, body, options = {}) => {
    const token = options.token === undefined ? testServer.token : options.token;
    const response = await fetch(path.startsWith('/api') || !path.startsWith('/') ? new URL(path, url) : `${url}/api/v1${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }), ...options.headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text, headers: response.headers };
  };
  const signIn = async (login: string, password: string) => (await send('POST', '/sessions', { login, password }, { token: null })).body.token as string;

  const testServer = {
    url,
    context,
    outbox,
    token: '',
    call: send,
    async operatorWith(rights: Right[]) {
      operators += 1;
      const role = await send('POST', '/roles', { name: `role ${operators}`, rights });
      await send('POST', '/operators', { login: `operator${operators}`, password: 'long-enough', roleIds: [role.body.id] });
      return signIn(`operator${operators}`, 'long-enough');
    },
    async stop() {
      await jobs?.stop();
      await outbox.stop();
      await sockets.close();
      server.closeAllConnections();
      await context.db.close();
      await database.drop();
    },
  };
  testServer.token = await signIn('admin', 'admin-password');
  return testServer;
}

/** Gives the calling describe block a server: `const server = useServer()`, then `server.get()`. */
export function useServer(environment: Record<string, string> = {}, overrides: { clock?: Clock; logger?: Logger } = {}): { get(): TestServer } {
  let server: TestServer | undefined;
  before(async () => {
    server = await startServer(environment, overrides);
  });
  after(() => server?.stop());
  return {
    get() {
      if (!server) throw new Error('the server is there inside tests and hooks only');
      return server;
    },
  };
}
