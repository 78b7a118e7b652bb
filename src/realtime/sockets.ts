// socket.io for operators: `call` runs any operation; `change` pushes what happened. A socket is first caught up
// from where it was, and only then joins the rooms, so that nothing is missed, doubled or out of order.
import type { Server as HttpServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Server, type Namespace, type Socket } from 'socket.io';
import { type Actor, can } from '../auth/actor.js';
import { actorOfToken } from '../auth/sessions.js';
import type { AppContext } from '../context.js';
import type { CallAnswer, CallMessage, ChangeEvent } from '../contract/events.js';
import { isSeq, type Outbox, type OutboxRow } from '../history/outbox.js';
import { openSockets, outboxAge, pushedEvents } from '../http/metrics.js';
import { cookieValue, idempotencyKey, SESSION_COOKIE } from '../http/mount-http.js';
import type { Operation } from '../http/operation.js';
import { type PreparedOperation, prepareOperation } from '../http/prepared-operation.js';
import { toAppError } from '../http/problem.js';
import { AppError } from '../lib/app-error.js';
import { changeEvents } from './change-events.js';

const MAX_MISSED = 5_000;
const RECHECK_MS = 30_000;

interface SocketData {
  token: string;
  actor: Actor;
  /** Events that came while the socket was being caught up; null once it is live. */
  held: ChangeEvent[] | null;
}

type DispatcherSocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, SocketData>;

export interface Sockets {
  close(): Promise<void>;
}

export function mountSockets(context: AppContext, server: HttpServer, outbox: Outbox, operations: readonly Operation[]): Sockets {
  const io = new Server(server, { path: '/socket.io', serveClient: false, perMessageDeflate: false, maxHttpBufferSize: 1_100_000, pingInterval: 20_000, pingTimeout: 20_000 });
  const dispatcher: Namespace = io.of('/dispatcher');
  const prepared = new Map(operations.filter(({ spec }) => !spec.takesFile && !spec.download).map((operation) => [operation.spec.id, prepareOperation(operation)]));
  const catchingUp = new Set<DispatcherSocket>();

  dispatcher.use((socket, next) => {
    void admit(context, socket as DispatcherSocket).then(() => next(), (error: unknown) => {
      const problem = toAppError(error).toProblem();
      next(Object.assign(new Error(problem.title), { data: problem }));
    });
  });
  dispatcher.on('connection', (plain) => {
    const socket = plain as unknown as DispatcherSocket;
    openSockets.inc();
    catchingUp.add(socket);
    socket.on('disconnect', () => {
      openSockets.dec();
      catchingUp.delete(socket);
    });
    // biome-ignore lint/suspicious/noExplicitAny: socket.io types events by name, ours come from outside
    (socket as any).on('call', (message: unknown, answer: unknown) => void serveCall(context, prepared, socket, message, answer));
    void catchUp(context, socket, outbox, catchingUp);
  });

  outbox.listen(async (rows) => {
    if (rows.some(({ entity }) => entity === 'operator' || entity === 'role')) await recheckAll(context, dispatcher);
    if (dispatcher.sockets.size === 0) return;
    for (const event of await changeEvents(context.db, rows)) {
      dispatcher.to(roomOf(event.entity)).emit('change', event);
      for (const socket of catchingUp) socket.data.held?.push(event);
      pushedEvents.inc();
    }
    outboxAge.set(Math.max(0, context.clock.now().toMillis() - (rows[rows.length - 1] as OutboxRow).at) / 1_000);
  });

  const recheck = setInterval(() => void recheckAll(context, dispatcher).catch(() => undefined), RECHECK_MS);
  return {
    async close() {
      clearInterval(recheck);
      await io.close();
    },
  };
}

async function admit(context: AppContext, socket: DispatcherSocket): Promise<void> {
  const given = (socket.handshake.auth as { token?: unknown }).token;
  const fromCookie = sameOrigin(socket) ? cookieValue(socket.handshake.headers.cookie, SESSION_COOKIE) : null;
  const token = typeof given === 'string' && given.length <= 200 ? given : fromCookie;
  const actor = token ? await actorOfToken(context.db, token, 'dispatcher', randomUUID()) : null;
  if (!token || !actor || actor.kind === 'anonymous') throw new AppError('auth.required');
  socket.data = { token, actor, held: [] };
}

/** A cookie only counts from our own pages: another site's page can open sockets with it too. */
function sameOrigin(socket: DispatcherSocket): boolean {
  const { origin, host } = socket.handshake.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

async function catchUp(context: AppContext, socket: DispatcherSocket, outbox: Outbox, catchingUp: Set<DispatcherSocket>): Promise<void> {
  const { seq } = socket.handshake.auth as { seq?: unknown };
  try {
    const until = outbox.position;
    if (seq !== undefined) {
      const missed = isSeq(seq) ? await outbox.missed(seq, until, MAX_MISSED) : null;
      if (missed === null) socket.emit('resync', { seq: until });
      else for (const event of await changeEvents(context.db, missed)) if (maySee(socket.data.actor, event.entity)) socket.emit('change', event);
    }
    for (const event of socket.data.held ?? []) if (maySee(socket.data.actor, event.entity)) socket.emit('change', event);
    socket.data.held = null;
    catchingUp.delete(socket);
    await joinRooms(socket);
    socket.emit('ready', { seq: outbox.position });
  } catch (error) {
    context.logger.warn({ err: error }, 'a socket could not be caught up');
    socket.disconnect(true);
  }
}

// Rooms by what a receiver may see; operators see the whole directory.
function roomOf(entity: string): string {
  if (entity === 'operator' || entity === 'role') return 'operators';
  return entity === 'import' ? 'imports' : 'directory';
}

function maySee(actor: Actor, entity: string): boolean {
  switch (roomOf(entity)) {
    case 'operators': return can(actor, 'operator.manage');
    case 'imports': return can(actor, 'import.run');
    default: return can(actor, 'client.view');
  }
}

function joinRooms(socket: DispatcherSocket): void {
  for (const [room, entity] of [['directory', 'client'], ['operators', 'operator'], ['imports', 'import']] as const) {
    if (maySee(socket.data.actor, entity)) void socket.join(room);
    else void socket.leave(room);
  }
}

/** Rights hold at once, on open sockets too. */
async function recheckAll(context: AppContext, namespace: Namespace): Promise<void> {
  await Promise.all(
    [...namespace.sockets.values()].map(async (plain) => {
      const socket = plain as unknown as DispatcherSocket;
      const actor = await actorOfToken(context.db, socket.data.token, 'dispatcher', randomUUID());
      if (actor.kind === 'anonymous') {
        socket.emit('signedOut', {});
        socket.disconnect(true);
        return;
      }
      socket.data.actor = actor;
      if (socket.data.held === null) joinRooms(socket);
    }),
  );
}

async function serveCall(context: AppContext, prepared: Map<string, PreparedOperation>, socket: DispatcherSocket, message: unknown, answer: unknown): Promise<void> {
  if (typeof answer !== 'function') return;
  const reply = answer as (answer: CallAnswer) => void;
  const requestId = randomUUID();
  try {
    const { op, params, body } = readCall(message);
    const operation = prepared.get(op);
    if (!operation) throw new AppError('request.not_found', `There is no operation "${op.slice(0, 100)}".`);
    const actor = await actorOfToken(context.db, socket.data.token, 'dispatcher', requestId);
    if (actor.kind === 'anonymous' && operation.operation.spec.permission !== 'public') throw new AppError('auth.required');
    const { idempotencyKey: key, ...parameters } = params;
    const call = {
      context, ip: socket.handshake.address, userAgent: socket.handshake.headers['user-agent'] ?? null,
      ...(operation.operation.spec.idempotent && { idempotencyKey: idempotencyKey(key) }),
    };
    const result = await operation.run(context, actor, { ...splitParameters(operation, operation.operation.spec.idempotent ? parameters : params), body }, call);
    reply({ ok: true, result });
  } catch (error) {
    const problem = toAppError(error);
    if (problem.status >= 500) context.logger.error({ err: problem.cause ?? problem, requestId, code: problem.code }, 'call failed');
    reply({ ok: false, problem: problem.toProblem(requestId) });
  }
}

function readCall(message: unknown): { op: string; params: Record<string, unknown>; body: unknown } {
  const { op, params = {}, body } = (message ?? {}) as CallMessage;
  if (typeof op !== 'string' || typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new AppError('request.malformed', 'A call is {op: operationId, params?: {…}, body?: {…}}.');
  }
  return { op, params, body };
}

/** On the socket path and query parameters come together; `version` stands for If-Match. */
function splitParameters({ operation }: PreparedOperation, given: Record<string, unknown>) {
  const inPath = new Set(Object.keys((operation.spec.params as { properties?: object } | undefined)?.properties ?? {}));
  const { version, ...rest } = given;
  const takesVersion = version === undefined || (typeof version === 'number' && Number.isInteger(version) && version > 0);
  if (!takesVersion) throw new AppError('request.invalid', 'params/version must be a version number', { errors: [{ path: 'params/version', code: 'type', message: 'must be a version number' }] });
  const entries = Object.entries(rest);
  return {
    params: Object.fromEntries(entries.filter(([name]) => inPath.has(name))),
    query: Object.fromEntries(entries.filter(([name]) => !inPath.has(name))),
    version: version ?? null,
  };
}
