// Who else has this open (S-12). A socket says `viewing` what its screen shows; everybody who shows the same is told
// `viewers`. Rows of an unlogged table carry it between processes: each asks for what its own sockets show, once a second
// and only while they show something, so another process's operators appear within that second. It is no part of any
// transaction of a client or of money.
import type { Namespace } from 'socket.io';
import { can } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import type { Viewer, Viewers } from '../contract/events.js';
import { loadSql, queryRows } from '../db/sql.js';
import type { AudienceSocket } from './feed.js';

const sql = loadSql(import.meta.url);

const LOOK_MS = 1_000;
const KEEP_MS = 15_000;
/** Rows of a process that was killed are believed so long. */
const BELIEVED_SECONDS = 45;

interface Shown {
  entity: string;
  id: number;
}

interface Row extends Viewer {
  entity: string;
  entityId: number;
}

export interface Presence {
  serve(socket: AudienceSocket, message: unknown): void;
  leave(socket: AudienceSocket): void;
  close(): Promise<void>;
}

const roomOf = ({ entity, id }: Shown) => `shows:${entity}:${id}`;

/** What a screen says it shows; null: nothing more. Anything else is not believed. */
function read(message: unknown): (Shown & { editing: boolean }) | null | undefined {
  const { entity, id, editing } = (message ?? {}) as Record<string, unknown>;
  if (id === null) return null;
  const believable = typeof entity === 'string' && /^[a-zA-Z]{1,40}$/.test(entity) && Number.isInteger(id) && Number(id) > 0 && Number(id) <= 2_147_483_647;
  return believable ? { entity, id: id as number, editing: editing === true } : undefined;
}

export function openPresence({ db, logger }: AppContext, namespace: Namespace): Presence {
  const shown = new Map<AudienceSocket, Shown>();
  /** What each room was last told, so that it is told only of differences. */
  const told = new Map<string, string>();
  /** Writes of one socket stay in order. */
  let queue: Promise<unknown> = Promise.resolve();
  let kept = Date.now();

  const run = (work: () => Promise<void>) => {
    queue = queue.then(work).catch((error: unknown) => logger.warn({ err: error }, 'presence could not be told'));
    return queue;
  };

  async function tell(): Promise<void> {
    const things = new Map([...shown.values()].map((each) => [roomOf(each), each]));
    for (const room of told.keys()) if (!things.has(room)) told.delete(room);
    if (things.size === 0) return;
    const rows = await queryRows<Row>(db, sql('select_presence'), {
      entities: [...things.values()].map(({ entity }) => entity), entity_ids: [...things.values()].map(({ id }) => id), after: db.clock.now().minus({ seconds: BELIEVED_SECONDS }).toJSDate(),
    });
    for (const [room, { entity, id }] of things) {
      const viewers = rows.filter((row) => row.entity === entity && row.entityId === id).map(({ key, operatorId, name, editing }): Viewer => ({ key, operatorId, name, editing }));
      const text = JSON.stringify(viewers);
      if (told.get(room) === text) continue;
      told.set(room, text);
      namespace.to(room).emit('viewers', { entity, id, viewers } satisfies Viewers);
    }
  }

  async function keep(): Promise<void> {
    const now = db.clock.now();
    await queryRows(db, sql('keep_presence'), { socket_ids: [...shown.keys()].map(({ id }) => id), now: now.toJSDate() });
    await queryRows(db, sql('forget_presence'), { before: now.minus({ seconds: BELIEVED_SECONDS }).toJSDate() });
  }

  const timer = setInterval(() => {
    if (shown.size === 0) return;
    const due = Date.now() - kept >= KEEP_MS;
    if (due) kept = Date.now();
    void run(async () => {
      if (due) await keep();
      await tell();
    });
  }, LOOK_MS);

  function stopShowing(socket: AudienceSocket): void {
    const before = shown.get(socket);
    if (!before) return;
    shown.delete(socket);
    void socket.leave(roomOf(before));
  }

  return {
    serve(socket, message) {
      const viewing = read(message);
      if (viewing === undefined || (viewing !== null && !can(socket.data.actor, 'client.view'))) return;
      stopShowing(socket);
      if (viewing === null) {
        void run(async () => {
          await queryRows(db, sql('drop_presence'), { socket_id: socket.id });
          await tell();
        });
        return;
      }
      const { editing, ...thing } = viewing;
      shown.set(socket, thing);
      void socket.join(roomOf(thing));
      // A newcomer is told even if nothing differs for the others.
      told.delete(roomOf(thing));
      const { actor } = socket.data;
      void run(async () => {
        if (shown.get(socket) !== thing) return;
        await queryRows(db, sql('put_presence'), { socket_id: socket.id, operator_id: actor.id ?? 0, name: actor.name, entity: thing.entity, entity_id: thing.id, editing, now: db.clock.now().toJSDate() });
        await tell();
      });
    },
    leave(socket) {
      if (!shown.has(socket)) return;
      stopShowing(socket);
      void run(async () => {
        await queryRows(db, sql('drop_presence'), { socket_id: socket.id });
        await tell();
      });
    },
    async close() {
      clearInterval(timer);
      await queue;
    },
  };
}
