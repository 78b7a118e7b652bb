// One row per change, written in the transaction of the change: it is the audit trail and the outbox at once.
// Sockets, notifications and search feed from it. `changes` is field → [old, new]; values are what the API shows.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';

const sql = loadSql(import.meta.url);

export type Changes = Record<string, readonly [before: unknown, after: unknown]>;

export interface HistoryEntry {
  /** client, group, tariff, operator … */
  entity: string;
  entityId: number;
  /** The entity's version after the change. */
  version: number | null;
  /** entity.past_tense */
  action: string;
  changes?: Changes;
  importId?: number;
}

/** Writes history for one or many changes, in their order. */
export async function record(tx: Tx, actor: Actor, entries: HistoryEntry | readonly HistoryEntry[]): Promise<void> {
  const list = Array.isArray(entries) ? (entries as readonly HistoryEntry[]) : [entries as HistoryEntry];
  if (list.length === 0) return;
  await queryRows(tx, sql('insert_history'), {
    entries: JSON.stringify(list.map((entry) => ({ ...entry, changes: entry.changes ?? {} }))),
    at: tx.clock.now().toJSDate(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    on_behalf_of: actor.onBehalfOf ?? null,
    channel: actor.channel,
    request_id: actor.requestId,
  });
}

/** Fields of one entity that others changed after `version`, each with its value then and now. */
export async function changesSince(db: SqlRunner, entity: string, entityId: number, version: number): Promise<Changes> {
  const rows = await queryRows<{ changes: Changes }>(db, sql('select_changes_since'), { entity, entity_id: entityId, version });
  const merged: Record<string, readonly [unknown, unknown]> = {};
  for (const { changes } of rows) {
    for (const [field, [before, after]] of Object.entries(changes)) merged[field] = [merged[field] ? merged[field][0] : before, after];
  }
  return merged;
}

export interface HistoryRow {
  id: number;
  at: string;
  entity: string;
  entityId: number;
  version: number | null;
  action: string;
  changes: Changes;
  actorKind: string;
  actorId: number | null;
  actorName: string;
  onBehalfOf: string | null;
  channel: string;
  importId: number | null;
  /** The row that this one undoes. */
  undoes: number | null;
}

/** Newest first; `before` is the id of the last row of the page before. */
export function listHistory(db: SqlRunner, filter: { entity: string | null; entityId: number | null; before: number | null; limit: number }): Promise<HistoryRow[]> {
  const { entity, entityId, before, limit } = filter;
  return queryRows<HistoryRow>(db, sql(entity === null ? 'list_all' : 'list_of_entity'), {
    ...(entity === null ? {} : { entity, entity_id: entityId }),
    before,
    limit,
  });
}
