// One row per change, written in the transaction of the change: it is the audit trail and the outbox at once.
// Sockets, notifications and search feed from it. `changes` is field → [old, new]; values are what the API shows.
import type { Actor } from '../auth/actor.js';
import type { HistoryAction, HistoryEntity } from '../contract/history.js';
import { empty, join, queryComposed, sql as composed } from '../db/composed.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';

const sql = loadSql(import.meta.url);

export type Changes = Record<string, readonly [before: unknown, after: unknown]>;

export interface HistoryEntry {
  entity: HistoryEntity;
  entityId: number;
  /** The entity's version after the change. */
  version: number | null;
  action: HistoryAction;
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

export interface HistoryFilter {
  entity?: string | undefined;
  entityId?: number | undefined;
  action?: string | undefined;
  /** Actions that are left out. */
  without?: readonly string[] | undefined;
  /** A part of the name of who did it, or on whose behalf. */
  who?: string | undefined;
  channel?: string | undefined;
  /** A client's own rows and those of its accounts. */
  clientId?: number | undefined;
  /** Of everybody below that client too. */
  below?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** The id of the last row of the page before. */
  before: number | null;
  limit: number;
}

/** Newest first. */
export function listHistory(db: SqlRunner, filter: HistoryFilter): Promise<HistoryRow[]> {
  const { entity, entityId, action, without, who, channel, clientId, below = false, from, to, before, limit } = filter;
  const found = who === undefined ? '' : `%${who.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const conditions = [
    entity === undefined ? empty : composed`h.entity = ${entity}::text`,
    entityId === undefined ? empty : composed`h.entity_id = ${entityId}::integer`,
    action === undefined ? empty : composed`h.action = ${action}::text`,
    without === undefined ? empty : composed`h.action <> all (${without}::text[])`,
    who === undefined ? empty : composed`(h.actor_name ilike ${found}::text or h.on_behalf_of ilike ${found}::text)`,
    channel === undefined ? empty : composed`h.channel = ${channel}::text`,
    clientId === undefined ? empty : composed`h.entity in ('client', 'account')`,
    clientId === undefined ? empty : below ? composed`h.entity_id in (select s.id from client_subtree(${clientId}::integer, false) as s)` : composed`h.entity_id = ${clientId}::integer`,
    from === undefined ? empty : composed`h.at >= ${from}::timestamptz`,
    to === undefined ? empty : composed`h.at < ${to}::timestamptz`,
    before === null ? empty : composed`h.id < ${before}::bigint`,
  ].filter((condition) => condition !== empty);
  const slow = [action, who, channel, from, to].some((given) => given !== undefined) || below || (entity !== undefined && entityId === undefined);
  return queryComposed<HistoryRow>(db, composed`
    select
      h.id::float8 as id, to_char(h.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, h.entity, h.entity_id as "entityId",
      h.version, h.action, h.changes, h.actor_kind as "actorKind", h.actor_id as "actorId", h.actor_name as "actorName",
      h.on_behalf_of as "onBehalfOf", h.channel, h.import_id as "importId", h.undoes::float8 as undoes
    from history h
    ${conditions.length ? composed`where ${join(conditions, ' and ')}` : empty}
    order by h.id desc
    limit ${limit}::integer`, slow);
}
