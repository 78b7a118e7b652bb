// What a change means for the clients that are signed in: about whom it is, with all that stand above them. Nothing else
// of it leaves this file, so that no push can name somebody outside of a receiver's own subtree (C-3, C-6).
import { ACCEPTED_FOR_CLIENT } from '../agreements/agreements.js';
import type { ChangeEvent } from '../contract/events.js';
import { loadSql, queryRows } from '../db/sql.js';
import type { Db } from '../db/database.js';
import type { OutboxRow } from '../history/outbox.js';
import { ancestorChains } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export interface CabinetEvent {
  event: ChangeEvent;
  /** Clients whose subtree it happened in. */
  seenBy: ReadonlySet<number>;
  /** Clients above whom it happened: what they have inherited may be another. Null: nobody; 'all': a group or a directory. */
  above: number | 'all' | null;
}

const OF_CLIENTS = new Set(['client', 'account']);
const BY_TABLE = new Set(['order', 'budget', 'invoice', 'topUp', 'dailyOrder', 'import']);
const SHARED = new Set(['group', 'tariff', 'tariffShift', 'discount', 'attribute', 'crewGroup', 'agreement']);

interface Concerned {
  entity: string;
  id: number;
  clientId: number | null;
  path: number[] | null;
}

/** In the order of the rows. */
export async function cabinetEvents(db: Db, rows: readonly OutboxRow[]): Promise<CabinetEvent[]> {
  const asked = rows.filter(({ entity }) => BY_TABLE.has(entity) || entity === 'client');
  const found = asked.length === 0 ? [] : await queryRows<Concerned>(db, sql('select_concerned'), {
    entities: asked.map(({ entity }) => entity), ids: asked.map(({ entityId }) => entityId), versions: asked.map(({ version }) => version ?? 0),
  });
  const concerned = new Map<string, Concerned[]>();
  for (const each of found) concerned.set(`${each.entity} ${each.id}`, [...(concerned.get(`${each.entity} ${each.id}`) ?? []), each]);
  const clientIds = [...new Set([...rows.filter(({ entity }) => OF_CLIENTS.has(entity)).map(({ entityId }) => entityId), ...found.map(({ clientId }) => clientId).filter((id) => id !== null)])];
  const chains = await ancestorChains(db, clientIds);
  const above = (id: number) => new Set((chains.get(id) ?? []).map((node) => node.id));

  return rows.flatMap((row): CabinetEvent[] => {
    const event = (entity: string, id: number, action: string): ChangeEvent => ({ seq: row.seq, entity, id, version: row.version, action });
    if (SHARED.has(row.entity)) return [{ event: event('self', 0, 'self.inherited_changed'), seenBy: new Set(), above: 'all' }];
    if (OF_CLIENTS.has(row.entity)) {
      const left = row.entity === 'client' ? (concerned.get(`left ${row.entityId}`) ?? []) : [];
      return [
        { event: event(row.entity, row.entityId, row.action === ACCEPTED_FOR_CLIENT ? 'client.changed' : row.action), seenBy: above(row.entityId), above: row.entity === 'client' ? row.entityId : null },
        ...left.map(({ clientId }) => ({ event: event('client', clientId as number, 'client.subtree_changed'), seenBy: above(clientId as number), above: null })),
      ];
    }
    return (concerned.get(`${row.entity} ${row.entityId}`) ?? []).map(({ clientId, path }) => ({
      event: event(row.entity, row.entityId, row.action), seenBy: path ? new Set(path) : above(clientId as number), above: null,
    }));
  });
}
