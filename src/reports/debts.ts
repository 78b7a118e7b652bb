// Clients below zero or below their balance floor, the longest in debt first.
import { type DebtsQuery, type DebtsReport, debtAges } from '../contract/reports.js';
import type { Reference } from '../contract/primitives.js';
import { loadSql, queryRow } from '../db/sql.js';
import { fromMinor } from '../lib/money.js';
import { DEFAULT_ROWS, placeClients, reportCurrency, type ReportDb, requireUnit } from './scope.js';

const sql = loadSql(import.meta.url);

interface Answer {
  clients: number;
  sum: string;
  ages: { age: DebtsReport['ages'][number]['age']; clients: number; sum: string }[];
  rows: { clientId: number; carrier: Reference; balance: string; held: string; floor: string | null; since: string | null; blocked: boolean; deleted: boolean }[];
}

const sum = (minor: string) => fromMinor(BigInt(minor));

/** Debts of deleted clients count too: a debt stays one (D-6). */
export async function reportDebts(db: ReportDb, { unitId, scope = 'negative', limit = DEFAULT_ROWS }: DebtsQuery): Promise<DebtsReport> {
  await requireUnit(db, unitId);
  const currency = await reportCurrency(db);
  const found = await queryRow<Answer>(db, sql('select_debts'), { currency, scope, unit_id: unitId ?? null, now: db.clock.now().toJSDate(), limit });
  const placed = await placeClients(db, found.rows.map(({ clientId }) => clientId));
  return {
    currency, clients: found.clients, sum: sum(found.sum),
    ages: debtAges.flatMap((age) => found.ages.filter((group) => group.age === age)).map((group) => ({ ...group, sum: sum(group.sum) })),
    rows: found.rows.map(({ clientId, balance, held, floor, ...row }) => ({ ...placed(clientId), ...row, balance: sum(balance), held: sum(held), floor: floor === null ? null : sum(floor) })),
  };
}
