// How long the money of a client lasts: what is free above its balance floor, at the pace of the last seven days.
import type { Money } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow } from '../db/sql.js';
import { fromMinor } from '../lib/money.js';
import { ancestorChains } from '../tree/tree.js';
import { floorFor } from './accounts.js';

const sql = loadSql(import.meta.url);

const WEEK = 7n;
const MAIN = 0;

export interface Outlook {
  /** Above the floor and without what is held for orders; never below zero. */
  available: Money;
  /** What orders have cost in the last seven days. */
  spent: Money;
  /** Null: nothing was spent. */
  daysLeft: number | null;
}

/** Null for a client without an account of its own or without a floor, whose money cannot come to an end here. */
export async function balanceOutlook(db: Db, clientId: number): Promise<Outlook | null> {
  const [own] = (await ancestorChains(db, [clientId])).get(clientId) ?? [];
  if (!own?.usesOwnAccount) return null;
  const row = await queryOptionalRow<{ balance: string; held: string; currency: string; spent: string }>(db, sql('select_week'), { client_id: clientId, since: db.clock.now().minus({ days: Number(WEEK) }).toJSDate() });
  if (!row) return null;
  const { currency } = row;
  const floor = await floorFor(db, clientId, { kindId: MAIN, currency });
  if (floor === null) return null;
  const free = BigInt(row.balance) - BigInt(row.held) - floor;
  const [available, spent] = [free > 0n ? free : 0n, BigInt(row.spent)];
  return {
    available: { amount: fromMinor(available), currency }, spent: { amount: fromMinor(spent < 0n ? 0n : spent), currency },
    daysLeft: spent > 0n ? Number((available * WEEK) / spent) : null,
  };
}
