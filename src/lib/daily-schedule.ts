// PURE. Which day of a daily order is next, in the time zone of its customer (O-11).
import { DateTime } from 'luxon';

export interface Schedule {
  /** 1 Monday … 7 Sunday. */
  weekdays: readonly number[];
  /** HH:MM */
  time: string;
  /** YYYY-MM-DD */
  firstOn: string;
  lastOn: string | null;
}

export interface ScheduledDay {
  on: string;
  at: DateTime<true>;
}

const DAYS_OF_TWO_WEEKS = 14;

/** The first day after `after` whose time is not over yet; null: the schedule is over. */
export function nextDay({ weekdays, time, firstOn, lastOn }: Schedule, timeZone: string, after: string | null, now: DateTime): ScheduledDay | null {
  const today = now.setZone(timeZone).toISODate() as string;
  const candidates = [today, firstOn, ...(after === null ? [] : [dayAfter(after)])].sort();
  let day = candidates[candidates.length - 1] as string;
  for (let tries = 0; tries < DAYS_OF_TWO_WEEKS; tries += 1, day = dayAfter(day)) {
    if (lastOn !== null && day > lastOn) return null;
    if (!weekdays.includes(DateTime.fromISO(day, { zone: 'utc' }).weekday)) continue;
    const at = instantOf(day, time, timeZone);
    if (at >= now) return { on: day, at };
  }
  return null;
}

/** Where clocks skip that time, as much later as they skip; where they show it twice, the first time. */
export function instantOf(day: string, time: string, timeZone: string): DateTime<true> {
  const [first] = (DateTime.fromISO(`${day}T${time}`, { zone: timeZone }) as DateTime<true>).getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
  return (first as DateTime<true>).toUTC();
}

export function laterDay(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function dayAfter(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toISODate() as string;
}
