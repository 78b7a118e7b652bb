// Crews are pushed the notes on their current orders: the whole list, when they come and whenever it has become another one.
// What a list follows from is remembered, so that a change elsewhere costs no more than a look at its ids.
import type { Namespace } from 'socket.io';
import type { AppContext } from '../context.js';
import type { DriverNotesEvent } from '../contract/events.js';
import type { Outbox, OutboxRow } from '../history/outbox.js';
import { pushedEvents } from '../http/metrics.js';
import { type CrewFeed, crewFeeds, crewsOfOrders } from '../notes/driver-feed.js';
import type { AudienceSocket, Feed } from './feed.js';

interface Watch {
  crewId: number;
  /** What was sent last; null: nothing yet. */
  sent: { text: string; feed: CrewFeed } | null;
  /** Something happened while the first list was being read. */
  stale: boolean;
}

const WATCHED = new Set(['client', 'order', 'crew', 'crewGroup']);

export function driverFeed({ db }: AppContext, _namespace: Namespace, outbox: Outbox): Feed {
  const watches = new Map<AudienceSocket, Watch>();

  function tell(socket: AudienceSocket, watch: Watch, feed: CrewFeed, seq: string): void {
    const text = JSON.stringify(feed.notes);
    const isNew = watch.sent?.text !== text;
    watch.sent = { text, feed };
    if (!isNew) return;
    const event: DriverNotesEvent = { seq, entity: 'driverNotes', id: watch.crewId, version: null, action: 'driverNotes.changed', view: feed.notes };
    socket.emit('change', event);
    pushedEvents.inc();
  }

  async function affected(rows: readonly OutboxRow[]): Promise<Set<number>> {
    const changed = idsByEntity(rows);
    const ids = (entity: string) => changed.get(entity) ?? NONE;
    const crews = new Set<number>();
    for (const { crewId, sent } of watches.values()) {
      if (!sent) continue;
      const { crewGroupId, orderIds, clientIds } = sent.feed;
      if (ids('crew').has(crewId) || (crewGroupId !== null && ids('crewGroup').has(crewGroupId)) || overlap(orderIds, ids('order')) || overlap(clientIds, ids('client'))) crews.add(crewId);
    }
    const others = new Set([...watches.values()].map(({ crewId }) => crewId).filter((crewId) => !crews.has(crewId)));
    if (ids('order').size > 0 && others.size > 0) for (const crewId of await crewsOfOrders(db, [...ids('order')], [...others])) crews.add(crewId);
    return crews;
  }

  return {
    rightsDependOn: new Set(['crew']),
    async join(socket) {
      const watch: Watch = { crewId: socket.data.actor.id as number, sent: null, stale: false };
      watches.set(socket, watch);
      let feed: CrewFeed | undefined;
      do {
        watch.stale = false;
        feed = (await crewFeeds(db, [watch.crewId])).get(watch.crewId);
      } while (watch.stale);
      if (!feed) throw new Error(`there is no crew ${watch.crewId}`);
      tell(socket, watch, feed, outbox.position);
      socket.emit('ready', { seq: outbox.position });
    },
    leave: (socket) => void watches.delete(socket),
    rightsRead: () => undefined,
    async push(rows) {
      const relevant = rows.filter(({ entity }) => WATCHED.has(entity));
      if (relevant.length === 0 || watches.size === 0) return () => undefined;
      for (const watch of watches.values()) if (!watch.sent) watch.stale = true;
      const crews = await affected(relevant);
      const feeds = crews.size === 0 ? new Map<number, CrewFeed>() : await crewFeeds(db, [...crews]);
      const { seq } = relevant[relevant.length - 1] as OutboxRow;
      return () => {
        for (const [socket, watch] of watches) {
          const feed = feeds.get(watch.crewId);
          if (feed && watch.sent) tell(socket, watch, feed, seq);
        }
      };
    },
  };
}

const NONE: ReadonlySet<number> = new Set();

function idsByEntity(rows: readonly OutboxRow[]): Map<string, Set<number>> {
  const ids = new Map<string, Set<number>>();
  for (const { entity, entityId } of rows) ids.set(entity, (ids.get(entity) ?? new Set()).add(entityId));
  return ids;
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const id of small) if (large.has(id)) return true;
  return false;
}
