// The effective balance floor alone: a booking asks for nothing else, and all settings are three times the work.
import type { Money } from '../contract/primitives.js';
import { loadSql, queryOptionalRow, type SqlRunner } from '../db/sql.js';

const sql = loadSql(import.meta.url);

/** Of a client with an account of its own. Null: explicitly none; undefined: nobody says anything, which is zero in any currency. */
export async function effectiveFloor(db: SqlRunner, clientId: number): Promise<Money | null | undefined> {
  return (await queryOptionalRow<{ value: Money | null }>(db, sql('select_floor'), { client_id: clientId }))?.value;
}
