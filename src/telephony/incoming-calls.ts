// Calls that ring now (S-6). The history row has no number in it: it only carries the news to every process, which reads the
// call itself and pushes it to the screens at which it rings.
import type { Actor } from '../auth/actor.js';
import type { IncomingCall, ReportCallInput } from '../contract/calls.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { fieldError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

/** Numbers are kept so long only. */
const FORGET_AFTER_MINUTES = 5;
/** A screen that comes back after a lost line is not told of calls that nobody waits in any more. */
const RINGS_SECONDS = 60;

/** Throws request.invalid for an operator who is not there, or is not active. */
export async function reportCall(tx: Tx, actor: Actor, { phone, line, operatorId, login }: ReportCallInput): Promise<IncomingCall> {
  if (operatorId !== undefined && login !== undefined) throw fieldError('request.invalid', 'body/login', 'is one too many: give either operatorId or login');
  const wanted = operatorId !== undefined || login !== undefined;
  const [operator] = wanted ? await queryRows<{ id: number }>(tx, sql('find_operator'), { id: operatorId ?? null, login: login ?? null }) : [];
  if (wanted && !operator) throw fieldError('request.invalid', operatorId === undefined ? 'body/login' : 'body/operatorId', 'is nobody who can sign in');
  const now = tx.clock.now();
  await queryRows(tx, sql('forget_calls'), { before: now.minus({ minutes: FORGET_AFTER_MINUTES }).toJSDate() });
  const call = { at: now.toUTC().toISO() as string, phone: phone.trim(), line: line?.trim() || null, operatorId: operator?.id ?? null };
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_call'), { at: now.toJSDate(), phone: call.phone, line: call.line, operator_id: call.operatorId });
  await record(tx, actor, { entity: 'call', entityId: id, version: null, action: 'call.reported' });
  return { id, ...call };
}

/** To be called now and then: numbers go even when nobody calls any more. */
export async function forgetCalls(db: Db): Promise<void> {
  await db.transaction((tx) => queryRows(tx, sql('forget_calls'), { before: db.clock.now().minus({ minutes: FORGET_AFTER_MINUTES }).toJSDate() }));
}

/** Those of the calls that still ring, by id. */
export async function ringingCalls(db: SqlRunner & Pick<Db, 'clock'>, ids: readonly number[]): Promise<Map<number, IncomingCall>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows<IncomingCall>(db, sql('select_ringing'), { ids, after: db.clock.now().minus({ seconds: RINGS_SECONDS }).toJSDate() });
  return new Map(rows.map((row) => [row.id, row]));
}
