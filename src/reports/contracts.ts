// Contracts that run out, the soonest first.
import type { ContractsQuery, ContractsReport } from '../contract/reports.js';
import { loadSql, queryRow } from '../db/sql.js';
import { DEFAULT_ROWS, placeClients, pointsOf, type ReportDb, reportZone, requireUnit, todayIn } from './scope.js';
import { DateTime } from 'luxon';

const sql = loadSql(import.meta.url);

const DEFAULT_DAYS = 30;

type Row = Omit<ContractsReport['rows'][number], 'client' | 'path'> & { clientId: number };

/** Deleted clients are left out, also those below a deleted one. */
export async function reportContracts(db: ReportDb, { unitId, days = DEFAULT_DAYS, expired = false, limit = DEFAULT_ROWS }: ContractsQuery): Promise<ContractsReport> {
  await requireUnit(db, unitId);
  const today = todayIn(db, await reportZone(db, unitId));
  const until = DateTime.fromISO(today).plus({ days }).toISODate() as string;
  const found = await queryRow<Omit<ContractsReport, 'today' | 'until' | 'rows'> & { rows: Row[] }>(db, sql('select_contracts'), { today, until, expired, unit_id: unitId ?? null, limit });
  const placed = await placeClients(db, found.rows.map(({ clientId }) => clientId));
  const counted = new Map(found.weeks.map(({ startsOn, clients }) => [startsOn, clients]));
  return {
    today, until, clients: found.clients, expired: found.expired,
    weeks: pointsOf({ from: today, to: until }, 'week').map((startsOn) => ({ startsOn, clients: counted.get(startsOn) ?? 0 })),
    rows: found.rows.map(({ clientId, ...row }) => ({ ...placed(clientId), ...row })),
  };
}
