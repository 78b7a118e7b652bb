// Where a client is: its own time zone, else the nearest superior's, else the service's (TIME_ZONE).
import type { Defaults } from '../db/defaults.js';
import { loadSql, queryRow, type SqlRunner } from '../db/sql.js';

const sql = loadSql(import.meta.url);

const DEFAULT_TIME_ZONE = 'Europe/Moscow';

/** IANA name. */
export async function timeZoneOf(db: SqlRunner & { defaults: Defaults }, clientId: number): Promise<string> {
  const { timeZone } = await queryRow<{ timeZone: string | null }>(db, sql('select_time_zone'), { client_id: clientId });
  return timeZone ?? db.defaults.timeZone ?? DEFAULT_TIME_ZONE;
}
