// socket.io: a namespace for each audience. `call` runs its operations (calls.ts), a feed pushes what happened (feed.ts).
import type { Server as HttpServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { type Namespace, Server } from 'socket.io';
import type { AppContext } from '../context.js';
import type { Outbox, OutboxRow } from '../history/outbox.js';
import type { Audience } from '../http/audience.js';
import { openSockets, outboxAge } from '../http/metrics.js';
import { cookieValue } from '../http/mount-http.js';
import { toAppError } from '../http/problem.js';
import { AppError } from '../lib/app-error.js';
import { cabinetFeed } from './cabinet-feed.js';
import { createCalls } from './calls.js';
import { dispatcherFeed } from './dispatcher-feed.js';
import { driverFeed } from './driver-feed.js';
import type { AudienceSocket, Feed } from './feed.js';
import { openPresence } from './presence.js';

const RECHECK_MS = 30_000;

const feeds: Partial<Record<Audience['name'], (context: AppContext, namespace: Namespace, outbox: Outbox) => Feed>> = {
  dispatcher: dispatcherFeed,
  driver: driverFeed,
  cabinet: cabinetFeed,
};

export interface Sockets {
  /** No new connections and calls, over HTTP neither; ends when what runs is answered. */
  close(): Promise<void>;
}

export function mountSockets(context: AppContext, server: HttpServer, outbox: Outbox, audiences: readonly Audience[]): Sockets {
  const io = new Server(server, { path: '/socket.io', serveClient: false, perMessageDeflate: false, maxHttpBufferSize: 1_100_000, pingInterval: 20_000, pingTimeout: 20_000 });
  const spaces = audiences.flatMap((audience) => {
    const feed = feeds[audience.name];
    return feed ? [openNamespace(context, io.of(`/${audience.name}`), audience, (namespace) => feed(context, namespace, outbox))] : [];
  });

  outbox.listen(async (rows) => {
    for (const space of spaces) if (rows.some(({ entity }) => space.feed.rightsDependOn.has(entity))) await space.recheck(rows);
    if (spaces.every(({ namespace }) => namespace.sockets.size === 0)) return;
    const sends = [];
    for (const { feed } of spaces) sends.push(await feed.push(rows));
    for (const send of sends) send();
    outboxAge.set(Math.max(0, context.clock.now().toMillis() - (rows[rows.length - 1] as OutboxRow).at) / 1_000);
  });

  const recheck = setInterval(() => void Promise.all(spaces.map((space) => space.recheck())).catch(() => undefined), RECHECK_MS);
  return {
    async close() {
      clearInterval(recheck);
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(spaces.map(({ calls }) => calls.finish()));
      await Promise.all(spaces.map(({ presence }) => presence?.close()));
      await io.close();
      await closed;
    },
  };
}

function openNamespace(context: AppContext, namespace: Namespace, audience: Audience, feedOf: (namespace: Namespace) => Feed) {
  const feed = feedOf(namespace);
  const calls = createCalls(context, audience);
  const presence = audience.name === 'dispatcher' ? openPresence(context, namespace) : null;

  namespace.use((socket, next) => {
    void admit(context, audience, socket as AudienceSocket).then(() => next(), (error: unknown) => {
      const problem = toAppError(error).toProblem();
      next(Object.assign(new Error(problem.title), { data: problem }));
    });
  });
  namespace.on('connection', (plain) => {
    const socket = plain as unknown as AudienceSocket;
    openSockets.inc();
    socket.on('disconnect', () => {
      openSockets.dec();
      feed.leave(socket);
      presence?.leave(socket);
    });
    // biome-ignore lint/suspicious/noExplicitAny: socket.io types events by name, ours come from outside
    const events = socket as any;
    events.on('call', (message: unknown, answer: unknown) => calls.serve(socket, message, answer));
    events.on('viewing', (message: unknown) => presence?.serve(socket, message));
    feed.join(socket).catch((error: unknown) => {
      context.logger.warn({ err: error }, 'a socket could not be caught up');
      socket.disconnect(true);
    });
  });
  return { namespace, feed, calls, presence, recheck: (rows?: readonly OutboxRow[]) => recheckAll(context, audience, namespace, feed, rows) };
}

async function admit(context: AppContext, audience: Audience, socket: AudienceSocket): Promise<void> {
  const given = (socket.handshake.auth as { token?: unknown }).token;
  const fromCookie = audience.cookies && sameOrigin(socket) ? cookieValue(socket.handshake.headers.cookie, audience.cookies.session) : null;
  const token = typeof given === 'string' && given.length <= 200 ? given : fromCookie;
  const actor = token ? await audience.actorOfToken(context.db, token, randomUUID()) : null;
  if (!token || !actor || actor.kind === 'anonymous') throw new AppError('auth.required');
  socket.data = { token, actor };
}

/** A cookie only counts from our own pages: another site's page can open sockets with it too. */
function sameOrigin(socket: AudienceSocket): boolean {
  const { origin, host } = socket.handshake.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** Rights hold at once, on open sockets too. */
async function recheckAll(context: AppContext, audience: Audience, namespace: Namespace, feed: Feed, rows?: readonly OutboxRow[]): Promise<void> {
  const concerned = (rows && feed.concerned?.(rows)) ?? (() => true);
  await Promise.all(
    ([...namespace.sockets.values()] as unknown as AudienceSocket[]).filter(concerned).map(async (socket) => {
      const actor = await audience.actorOfToken(context.db, socket.data.token, randomUUID());
      if (actor.kind === 'anonymous') {
        socket.emit('signedOut', {});
        socket.disconnect(true);
        return;
      }
      socket.data.actor = actor;
      feed.rightsRead(socket);
    }),
  );
}
