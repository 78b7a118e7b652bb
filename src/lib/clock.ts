import { DateTime } from 'luxon';
import { fieldError } from './app-error.js';

/** The only source of "now" in the program; tests hand in their own. */
export interface Clock {
  now(): DateTime<true>;
}

export const systemClock: Clock = { now: () => DateTime.utc() };

/** A day YYYY-MM-DD as the Date that Prisma stores in a `date` column. */
export function fromLocalDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The instant of an RFC 3339 text, to the millisecond. Throws request.invalid naming the field: 23:59:60 has the form, but no clock has it. */
export function parseInstant(text: string, path: string): Date {
  const instant = new Date(text.toUpperCase().replace(' ', 'T'));
  if (Number.isNaN(instant.getTime())) throw fieldError('request.invalid', path, 'must be an instant that exists, such as 2026-01-31T12:00:00Z');
  return instant;
}
