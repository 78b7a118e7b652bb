// Clients in their cabinet hear of what happens in their own subtree, by id only, and that something above them changed,
// by nothing at all (C-3, C-6). A socket is first caught up from where it was, and only then live.
import type { Namespace } from 'socket.io';
import { type CabinetEvent, cabinetEvents } from '../cabinet/events.js';
import type { AppContext } from '../context.js';
import type { ChangeEvent } from '../contract/events.js';
import { isSeq, type Outbox, type OutboxRow } from '../history/outbox.js';
import { pushedEvents } from '../http/metrics.js';
import { ancestorChain } from '../tree/tree.js';
import type { AudienceSocket, Feed } from './feed.js';

const MAX_MISSED = 5_000;

interface Place {
  clientId: number;
  /** The client and all that stand above it. */
  chain: ReadonlySet<number>;
  /** Events that came while the socket was being caught up; null: it is live. */
  held: CabinetEvent[] | null;
}

export function cabinetFeed({ db, logger }: AppContext, _namespace: Namespace, outbox: Outbox): Feed {
  const places = new Map<AudienceSocket, Place>();

  function tell(socket: AudienceSocket, place: Place, { event, seenBy, above }: CabinetEvent): void {
    const own = seenBy.has(place.clientId);
    const inherited = above === 'all' || (above !== null && above !== place.clientId && place.chain.has(above));
    if (!own && !inherited) return;
    const said: ChangeEvent = own ? event : { seq: event.seq, entity: 'self', id: 0, version: null, action: 'self.inherited_changed' };
    socket.emit('change', said);
    pushedEvents.inc();
  }

  async function readChain(clientId: number): Promise<ReadonlySet<number>> {
    return new Set((await ancestorChain(db, clientId)).map((node) => node.id));
  }

  return {
    rightsDependOn: new Set(['client', 'group']),
    /** Only those whose own chain changed: a change elsewhere costs the others nothing. */
    concerned(rows: readonly OutboxRow[]) {
      const clients = new Set(rows.filter(({ entity }) => entity === 'client').map(({ entityId }) => entityId));
      const groups = rows.some(({ entity }) => entity === 'group');
      return (socket) => {
        const chain = places.get(socket)?.chain;
        return groups || !chain || [...chain].some((id) => clients.has(id));
      };
    },
    async join(socket) {
      const clientId = socket.data.actor.id as number;
      const place: Place = { clientId, chain: new Set([clientId]), held: [] };
      places.set(socket, place);
      place.chain = await readChain(clientId);
      const { seq } = socket.handshake.auth as { seq?: unknown };
      const until = outbox.position;
      if (seq !== undefined) {
        const missed = isSeq(seq) ? await outbox.missed(seq, until, MAX_MISSED) : null;
        if (missed === null) socket.emit('resync', { seq: until });
        else for (const event of await cabinetEvents(db, missed)) tell(socket, place, event);
      }
      for (const event of place.held ?? []) tell(socket, place, event);
      place.held = null;
      socket.emit('ready', { seq: outbox.position });
    },
    leave: (socket) => void places.delete(socket),
    rightsRead(socket) {
      const place = places.get(socket);
      if (!place) return;
      readChain(place.clientId).then((chain) => { place.chain = chain; }, (error: unknown) => {
        logger.warn({ err: error }, 'the place of a socket could not be read again');
        socket.disconnect(true);
      });
    },
    async push(rows) {
      if (places.size === 0) return () => undefined;
      const events = await cabinetEvents(db, rows);
      return () => {
        for (const [socket, place] of places) {
          for (const event of events) {
            if (place.held) place.held.push(event);
            else tell(socket, place, event);
          }
        }
      };
    },
  };
}
