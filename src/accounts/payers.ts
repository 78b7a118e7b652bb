// Who pays for many clients at once, and what is on its main account: for the rows of a list.
import type { Money, Reference } from '../contract/primitives.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { fromMinor } from '../lib/money.js';

const sql = loadSql(import.meta.url);

export interface Payer {
  id: number;
  payer: Reference;
  balance: Money;
}

/** One statement for all; ids that do not exist are left out (O-2). */
export async function listPayers(db: SqlRunner, ids: readonly number[]): Promise<Payer[]> {
  interface Row { id: number; payerId: number; payerName: string; balance: string; currency: string }
  const rows = await queryRows<Row>(db, sql('select_payers'), { ids });
  return rows.map(({ id, payerId, payerName, balance, currency }) => ({ id, payer: { id: payerId, name: payerName }, balance: { amount: fromMinor(BigInt(balance)), currency } }));
}
