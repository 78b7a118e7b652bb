import { DateTime } from 'luxon';

/** The only source of "now" in the program; tests hand in their own. */
export interface Clock {
  now(): DateTime<true>;
}

export const systemClock: Clock = { now: () => DateTime.utc() };

/** A day from the database (midnight UTC) as YYYY-MM-DD. */
export function toLocalDate(date: Date | null): string | null {
  return date === null ? null : date.toISOString().slice(0, 10);
}

/** A day YYYY-MM-DD as the Date that Prisma stores in a `date` column. */
export function fromLocalDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
