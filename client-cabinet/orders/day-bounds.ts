import { DateTime } from 'luxon';

/** From the beginning of one day to the end of another, in the client's zone; what is not said does not bound. */
export function dayBounds(from: string, to: string, zone: string): { from?: string; to?: string } {
  const begin = DateTime.fromISO(from, { zone });
  const end = DateTime.fromISO(to, { zone }).plus({ days: 1 });
  return { ...(begin.isValid && { from: begin.toUTC().toISO() as string }), ...(end.isValid && { to: end.toUTC().toISO() as string }) };
}
