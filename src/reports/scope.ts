// What reports have in common: which unit, which days in whose time zone, which currency.
import { DateTime } from 'luxon';
import type { Reference } from '../contract/primitives.js';
import type { Step } from '../contract/reports.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { ancestorChain, ancestorChains } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export type ReportDb = SqlRunner & Pick<Db, 'clock' | 'defaults'>;

export interface Period {
  from: string;
  to: string;
  timeZone: string;
  begin: Date;
  end: Date;
}

const ZONE = 'Europe/Moscow';
const MAX_POINTS = 400;
export const DEFAULT_ROWS = 100;

/** Throws client.not_found at the parameter. */
export async function requireUnit(db: SqlRunner, unitId: number | undefined): Promise<void> {
  if (unitId === undefined) return;
  try {
    await ancestorChain(db, unitId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'client.not_found') throw fieldError('client.not_found', 'query/unitId', `There is no client ${unitId}.`);
    throw error;
  }
}

export async function reportCurrency(db: ReportDb): Promise<string> {
  return (await queryOptionalRow<{ currency: string }>(db, sql('select_currency')))?.currency ?? db.defaults.currency;
}

/** The unit's time zone, the nearest upwards; without one the service's. */
export async function reportZone(db: ReportDb, unitId: number | undefined): Promise<string> {
  const found = unitId === undefined ? null : await queryOptionalRow<{ timeZone: string }>(db, sql('select_zone'), { unit_id: unitId });
  return found?.timeZone ?? db.defaults.timeZone ?? ZONE;
}

/** Days from the first to the last, both included. */
export function periodOf(from: string, to: string, timeZone: string): Period {
  if (from > to) throw fieldError('request.invalid', 'query/to', 'must not be before from');
  const begin = DateTime.fromISO(from, { zone: timeZone }).startOf('day');
  const end = DateTime.fromISO(to, { zone: timeZone }).startOf('day').plus({ days: 1 });
  return { from, to, timeZone, begin: begin.toJSDate(), end: end.toJSDate() };
}

/** The first days of all days, weeks or months that a period touches: a chart has no holes. */
export function pointsOf({ from, to }: Pick<Period, 'from' | 'to'>, step: Step): string[] {
  const points: string[] = [];
  const last = DateTime.fromISO(to, { zone: 'utc' });
  for (let day = DateTime.fromISO(from, { zone: 'utc' }).startOf(step); day <= last; day = day.plus({ [step]: 1 })) {
    if (points.length === MAX_POINTS) throw fieldError('request.invalid', 'query/step', `There would be more than ${MAX_POINTS} rows: choose a longer step or a shorter period.`);
    points.push(day.toISODate() as string);
  }
  return points;
}

interface Placed {
  client: Reference;
  path: Reference[];
}

/** Names and superiors of clients as they are now; of those that were removed for good the name that an order has kept. */
export async function placeClients(db: SqlRunner, ids: readonly number[]): Promise<(id: number) => Placed> {
  const chains = await ancestorChains(db, ids);
  const gone = ids.filter((id) => !chains.has(id));
  const former = gone.length === 0 ? [] : await queryRows<Reference>(db, sql('select_former_names'), { ids: gone });
  const names = new Map(former.map(({ id, name }) => [id, name]));
  return (id) => {
    const [self, ...above] = (chains.get(id) ?? []).map((node) => ({ id: node.id, name: node.name }));
    return { client: self ?? { id, name: names.get(id) ?? `№ ${id}` }, path: above.reverse() };
  };
}

export function todayIn(db: ReportDb, timeZone: string): string {
  return db.clock.now().setZone(timeZone).toISODate() as string;
}
