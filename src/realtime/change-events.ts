// History rows → what is pushed: id, version, action and, for clients, the list row as it is now, read once for all
// receivers. Many changes of one transaction or import become one "subtree changed" for each tree they are in.
import { clientItems } from '../clients/card.js';
import type { ChangeEvent } from '../contract/events.js';
import type { Db } from '../db/database.js';
import type { OutboxRow } from '../history/outbox.js';
import { ringingCalls } from '../telephony/incoming-calls.js';
import { ancestorChains, rootOf } from '../tree/tree.js';

/** More changes than this in one transaction are merged. */
const MERGE_ABOVE = 20;
const VIEWS_AT_ONCE = 500;

export async function changeEvents(db: Db, rows: readonly OutboxRow[]): Promise<ChangeEvent[]> {
  const { single, bulk } = splitBulk(rows);
  const views = await viewsOf(db, single);
  const calls = await ringingCalls(db, single.filter((row) => row.entity === 'call').map((row) => row.entityId));
  // A call that does not ring any more is no news.
  const news = single.filter((row) => row.entity !== 'call' || calls.has(row.entityId));
  const events = news.map((row): ChangeEvent => {
    const view = row.entity === 'client' ? views.get(row.entityId) : undefined;
    const call = row.entity === 'call' ? calls.get(row.entityId) : undefined;
    return { seq: row.seq, entity: row.entity, id: row.entityId, version: row.version, action: row.action, ...(view && { view }), ...(call && { call }) };
  });
  if (bulk.length === 0) return events;
  const merged = await mergeBulk(db, bulk);
  return [...events, ...merged].sort((a, b) => compareSeq(a.seq, b.seq));
}

function splitBulk(rows: readonly OutboxRow[]): { single: OutboxRow[]; bulk: OutboxRow[] } {
  const perTransaction = new Map<string, number>();
  for (const row of rows) if (row.entity === 'client') perTransaction.set(xidOf(row), (perTransaction.get(xidOf(row)) ?? 0) + 1);
  const isBulk = (row: OutboxRow) => row.entity === 'client' && (perTransaction.get(xidOf(row)) ?? 0) > MERGE_ABOVE;
  return { single: rows.filter((row) => !isBulk(row)), bulk: rows.filter(isBulk) };
}

async function mergeBulk(db: Db, rows: OutboxRow[]): Promise<ChangeEvent[]> {
  const chains = await ancestorChains(db, [...new Set(rows.map((row) => row.entityId))]);
  const lastOfRoot = new Map<number, string>();
  for (const row of rows) {
    const chain = chains.get(row.entityId);
    lastOfRoot.set(chain ? rootOf(chain).id : row.entityId, row.seq);
  }
  return [...lastOfRoot].map(([id, seq]) => ({ seq, entity: 'client', id, version: null, action: 'client.subtree_changed' }));
}

async function viewsOf(db: Db, rows: OutboxRow[]) {
  const ids = [...new Set(rows.filter((row) => row.entity === 'client' && row.action !== 'client.removed').map((row) => row.entityId))];
  const views = new Map<number, NonNullable<ChangeEvent['view']>>();
  for (let from = 0; from < ids.length; from += VIEWS_AT_ONCE) {
    for (const item of await clientItems(db, ids.slice(from, from + VIEWS_AT_ONCE))) views.set(item.id, item);
  }
  return views;
}

function xidOf(row: OutboxRow): string {
  return row.seq.slice(0, row.seq.indexOf('-'));
}

function compareSeq(a: string, b: string): number {
  const [axid = '0', aid = '0'] = a.split('-');
  const [bxid = '0', bid = '0'] = b.split('-');
  return axid === bxid ? Number(BigInt(aid) - BigInt(bid)) : Number(BigInt(axid) - BigInt(bxid));
}
