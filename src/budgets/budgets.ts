// Budgets (M-12): a client may have one per day, week, month and quarter, for itself and everybody below. An order must fit
// every budget on its path. What it takes from accounts counts, cash does not. It is reserved when the order is made and
// settled when it ends (see src/orders/store.ts); here budgets are set and looked at.
import type { Actor } from '../auth/actor.js';
import type { BudgetView } from '../contract/budgets.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { localTime, type Period, periodStart } from '../orders/calendar.js';
import { ancestorChain } from '../tree/tree.js';
import { requireLive } from '../clients/card.js';
import { timeZoneOf } from '../clients/time-zone.js';

const sql = loadSql(import.meta.url);

type Reader = SqlRunner & Pick<Db, 'clock' | 'defaults'>;

interface Row {
  id: number;
  version: number;
  clientId: number;
  period: Period;
  sum: string;
  currency: string;
  usage: Record<string, { reserved: string; spent: string }>;
}

/** The budgets of one client with what is left of them at this moment; throws client.not_found. */
export async function listBudgets(db: Reader, clientId: number): Promise<BudgetView[]> {
  await ancestorChain(db, clientId);
  const now = db.clock.now().toJSDate();
  const [rows, timeZone] = [await queryRows<Row>(db, sql('select_budgets'), { client_id: clientId, at: now }), await timeZoneOf(db, clientId)];
  return rows.map(({ sum, currency, usage, ...budget }) => {
    const startsOn = periodStart(budget.period, localTime(now, timeZone));
    const { reserved = '0', spent = '0' } = usage[startsOn] ?? {};
    const money = (minor: bigint) => ({ amount: fromMinor(minor), currency });
    return { ...budget, startsOn, sum: money(BigInt(sum)), reserved: money(BigInt(reserved)), spent: money(BigInt(spent)), left: money(BigInt(sum) - BigInt(reserved) - BigInt(spent)) };
  });
}

interface Locked {
  id: number;
  version: number;
  sum: string;
  currency: string;
}

/** Sets or changes the budget of a period. A new one counts what was ordered in the present period before. */
export async function setBudget(tx: Tx, actor: Actor, clientId: number, period: Period, sum: { amount: string; currency: string }, version: number | null): Promise<BudgetView> {
  await requireLive(tx, clientId);
  // Somebody else may set it at this moment: then it is there after their end.
  const current = (await lockBudget(tx, clientId, period)) ?? ((await insertBudget(tx, actor, clientId, period, sum)) ? null : await lockBudget(tx, clientId, period));
  if (current) await updateBudget(tx, actor, current, sum, version);
  return (await listBudgets(tx, clientId)).find((budget) => budget.period === period) as BudgetView;
}

function lockBudget(tx: Tx, clientId: number, period: Period): Promise<Locked | null> {
  return queryOptionalRow<Locked>(tx, sql('lock_budget'), { client_id: clientId, period });
}

async function insertBudget(tx: Tx, actor: Actor, clientId: number, period: Period, sum: { amount: string; currency: string }): Promise<boolean> {
  const now = tx.clock.now().toJSDate();
  const minor = toMinor(sum.amount).toString();
  const made = await queryOptionalRow<{ id: number; version: number }>(tx, sql('insert_budget'), { client_id: clientId, period, sum: minor, currency: sum.currency, now });
  if (!made) return false;
  await queryRows(tx, sql('count_past_orders'), { id: made.id, time_zone: await timeZoneOf(tx, clientId), now, sum: minor });
  await record(tx, actor, { entity: 'budget', entityId: made.id, version: made.version, action: 'budget.created', changes: { client: [null, clientId], period: [null, period], sum: [null, sum] } });
  return true;
}

async function updateBudget(tx: Tx, actor: Actor, current: Locked, sum: { amount: string; currency: string }, version: number | null): Promise<void> {
  if (current.currency !== sum.currency) throw fieldError('ledger.currency', 'body/sum/currency', `must be ${current.currency}; remove the budget to set it in another currency`);
  const money = (minor: bigint) => ({ amount: fromMinor(minor), currency: current.currency });
  const minor = toMinor(sum.amount);
  const changes = differences({ sum: money(BigInt(current.sum)) }, { sum: money(minor) });
  await refuseConflicts(tx, 'budget', current, version, changes);
  if (Object.keys(changes).length === 0) return;
  const { version: next } = await queryRow<{ version: number }>(tx, sql('update_budget'), { id: current.id, sum: minor.toString(), now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'budget', entityId: current.id, version: next, action: 'budget.changed', changes });
}

/** Throws budget.not_found. */
export async function removeBudget(tx: Tx, actor: Actor, clientId: number, period: Period): Promise<void> {
  await ancestorChain(tx, clientId);
  const current = await lockBudget(tx, clientId, period);
  if (!current) throw new AppError('budget.not_found', `There is no ${period} budget.`);
  await queryRows(tx, sql('delete_budget'), { id: current.id });
  await record(tx, actor, { entity: 'budget', entityId: current.id, version: current.version + 1, action: 'budget.removed', changes: { client: [clientId, null], period: [period, null] } });
}
