// The log of CommonAPI calls. An answer never waits for it: calls are collected and written in sets; when they come
// faster than they can be written, the newest are dropped and counted.
import { setTimeout as sleep } from 'node:timers/promises';
import { join, queryComposed, type Sql, sql as compose } from '../db/composed.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';

const sql = loadSql(import.meta.url);

export interface CallNote {
  /** RFC 3339. */
  at: string;
  api: string;
  request: string;
  ip: string;
  userId: number | null;
  code: number;
  ms: number;
  clientId: number | null;
  /** Without secrets; null: not kept. */
  parameters: Record<string, unknown> | null;
}

const MAX_WAITING = 5_000;
const SET = 500;
const WRITE_AFTER_MS = 200;

export interface CallLog {
  note(call: CallNote): void;
  /** Waits until all is written. */
  flush(): Promise<void>;
}

/** `onError` also tells how many were dropped. */
export function openCallLog(db: SqlRunner, onError: (error: unknown) => void): CallLog {
  const waiting: CallNote[] = [];
  let dropped = 0;
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    await sleep(WRITE_AFTER_MS, undefined, { ref: false });
    while (waiting.length > 0) {
      const set = waiting.splice(0, SET);
      await queryRows(db, sql('insert_calls'), { calls: JSON.stringify(set) }).catch(onError);
    }
    if (dropped > 0) onError(new Error(`${dropped} CommonAPI calls came faster than the log could be written and are not in it`));
    dropped = 0;
  };

  return {
    note(call) {
      if (waiting.length >= MAX_WAITING) dropped += 1;
      else waiting.push(call);
      writing ??= write().finally(() => (writing = null));
    },
    async flush() {
      while (writing) await writing;
    },
  };
}

const PRUNED_AT_ONCE = 5_000;

/** Deletes what is older than `days`; gives how many calls. */
export async function pruneCalls(db: Pick<Db, 'run' | 'clock'>, days: number): Promise<number> {
  const before = db.clock.now().minus({ days }).toJSDate();
  for (let total = 0; ; ) {
    const deleted = (await queryRows(db, sql('prune_calls'), { before, limit: PRUNED_AT_ONCE })).length;
    total += deleted;
    if (deleted < PRUNED_AT_ONCE) return total;
  }
}

export interface CallView extends CallNote {
  id: number;
}

export interface CallFilter {
  request?: string;
  userId?: number;
  clientId?: number;
  code?: number;
  failed?: boolean;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** Newest first. */
export async function listCalls(db: SqlRunner, filter: CallFilter): Promise<{ items: CallView[]; nextCursor: string | null }> {
  const limit = filter.limit ?? 50;
  const rows = await queryComposed<CallView>(db, compose`
    select
      c.id::float8 as id, to_char(c.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, c.api, c.request, c.ip, c.user_id as "userId", c.code,
      c.ms::float8 as ms, c.client_id as "clientId", c.parameters
    from common_api_calls c
    where ${join([...conditionsOf(filter), compose`true`], ' and ')}
    order by c.id desc
    limit ${limit + 1}::integer`, true);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor('calls', [items[items.length - 1]?.id]) : null };
}

function conditionsOf({ request, userId, clientId, code, failed, from, to, cursor }: CallFilter): Sql[] {
  const conditions: Sql[] = [];
  if (request !== undefined) conditions.push(compose`c.request = ${request}::text`);
  if (userId !== undefined) conditions.push(compose`c.user_id = ${userId}::integer`);
  if (clientId !== undefined) conditions.push(compose`c.client_id = ${clientId}::integer`);
  if (code !== undefined) conditions.push(compose`c.code = ${code}::integer`);
  if (failed !== undefined) conditions.push(failed ? compose`c.code <> 0` : compose`c.code = 0`);
  if (from !== undefined) conditions.push(compose`c.at >= ${parseInstant(from, 'query/from')}::timestamptz`);
  if (to !== undefined) conditions.push(compose`c.at < ${parseInstant(to, 'query/to')}::timestamptz`);
  if (cursor !== undefined) {
    const [id] = decodeCursor(cursor, 'calls');
    if (!Number.isSafeInteger(id)) throw new AppError('request.cursor_invalid');
    conditions.push(compose`c.id < ${id as number}::bigint`);
  }
  return conditions;
}

/** What is kept of calls about a client, oldest first: for the export of personal data. */
export function callsOfClient(db: SqlRunner, clientId: number): Promise<Record<string, unknown>[]> {
  return queryRows<Record<string, unknown>>(db, sql('select_calls_of_client'), { client_id: clientId });
}

/** That there were calls stays, what they said goes. */
export async function eraseCalls(tx: Tx, clientId: number): Promise<void> {
  await queryRows(tx, sql('erase_parameters'), { client_id: clientId });
}
