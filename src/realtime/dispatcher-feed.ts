// Operators hear of every change that they may see. A socket is first caught up from where it was, and only then joins the
// rooms, so that nothing is missed, doubled or out of order.
import type { Namespace } from 'socket.io';
import { type Actor, can } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import type { ChangeEvent } from '../contract/events.js';
import { isSeq, type Outbox } from '../history/outbox.js';
import { pushedEvents } from '../http/metrics.js';
import { emitTogether } from './broadcast.js';
import { changeEvents } from './change-events.js';
import type { AudienceSocket, Feed } from './feed.js';

const MAX_MISSED = 5_000;

export function dispatcherFeed({ db }: AppContext, namespace: Namespace, outbox: Outbox): Feed {
  /** Events that came while a socket was being caught up. */
  const held = new Map<AudienceSocket, ChangeEvent[]>();

  async function catchUp(socket: AudienceSocket): Promise<void> {
    const { seq } = socket.handshake.auth as { seq?: unknown };
    const tell = (event: ChangeEvent) => {
      if (maySee(socket.data.actor, event)) socket.emit('change', event);
    };
    const until = outbox.position;
    if (seq !== undefined) {
      const missed = isSeq(seq) ? await outbox.missed(seq, until, MAX_MISSED) : null;
      if (missed === null) socket.emit('resync', { seq: until });
      else for (const event of await changeEvents(db, missed)) tell(event);
    }
    for (const event of held.get(socket) ?? []) tell(event);
    held.delete(socket);
    joinRooms(socket);
    socket.emit('ready', { seq: outbox.position });
  }

  return {
    rightsDependOn: new Set(['operator', 'role']),
    join(socket) {
      held.set(socket, []);
      return catchUp(socket);
    },
    leave: (socket) => void held.delete(socket),
    rightsRead(socket) {
      if (!held.has(socket)) joinRooms(socket);
    },
    async push(rows) {
      const events = namespace.sockets.size === 0 ? [] : await changeEvents(db, rows);
      return () => {
        for (const run of runsOfRooms(events)) emitTogether(namespace, roomOf(run[0] as ChangeEvent), 'change', run);
        for (const waiting of held.values()) waiting.push(...events);
        pushedEvents.inc(events.length);
      };
    },
  };
}

// Rooms by what a receiver may see; operators see the whole directory, and the calls that ring at them.
function roomOf({ entity, call }: Pick<ChangeEvent, 'entity' | 'call'>): string {
  if (entity === 'call') return call?.operatorId ? `calls of ${call.operatorId}` : 'calls';
  if (entity === 'operator' || entity === 'role') return 'operators';
  return entity === 'import' ? 'imports' : 'directory';
}

/** Neighbours for the same room, together; the order stays. */
function runsOfRooms(events: readonly ChangeEvent[]): ChangeEvent[][] {
  const runs: ChangeEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && roomOf(last[0] as ChangeEvent) === roomOf(event)) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

function roomsOf(actor: Actor): { room: string; open: boolean }[] {
  return [
    { room: 'directory', open: can(actor, 'client.view') },
    { room: 'operators', open: can(actor, 'operator.manage') },
    { room: 'imports', open: can(actor, 'import.run') },
    { room: 'calls', open: can(actor, 'order.manage') },
    { room: `calls of ${actor.id}`, open: can(actor, 'order.manage') },
  ];
}

function maySee(actor: Actor, event: Pick<ChangeEvent, 'entity' | 'call'>): boolean {
  return roomsOf(actor).some(({ room, open }) => open && room === roomOf(event));
}

function joinRooms(socket: AudienceSocket): void {
  for (const { room, open } of roomsOf(socket.data.actor)) {
    if (open) void socket.join(room);
    else void socket.leave(room);
  }
}
