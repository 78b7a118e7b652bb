// PURE. Days, windows and periods in a client's time zone.
import { DateTime } from 'luxon';
import type { DayType } from '../contract/orders.js';

/** Days of the production calendar that differ, by YYYY-MM-DD. */
export type Calendar = ReadonlyMap<string, DayType>;

export interface ShiftEntry {
  tariffId: number;
  /** 1 Monday … 7 Sunday; none given: every day. */
  weekdays?: readonly number[];
  dayType?: DayType;
  from?: string;
  to?: string;
}

export const periods = ['day', 'week', 'month', 'quarter'] as const;
export type Period = (typeof periods)[number];

export function localTime(at: Date, timeZone: string): DateTime<true> {
  return DateTime.fromJSDate(at, { zone: timeZone }) as DateTime<true>;
}

export function dayTypeOf(calendar: Calendar, day: DateTime<true>): DayType {
  return calendar.get(day.toISODate()) ?? (day.weekday > 5 ? 'dayOff' : 'working');
}

/**
 * The first entry that holds at this time. A window over midnight (22:00 to 06:00) belongs to the day on which it began;
 * from = to is the whole day.
 */
export function matchEntry<Entry extends ShiftEntry>(entries: readonly Entry[], calendar: Calendar, time: DateTime<true>): Entry | null {
  const clock = time.toFormat('HH:mm');
  const yesterday = time.minus({ days: 1 });
  const fits = ({ weekdays, dayType }: ShiftEntry, day: DateTime<true>) =>
    (weekdays === undefined || weekdays.length === 0 || weekdays.includes(day.weekday)) && (dayType === undefined || dayTypeOf(calendar, day) === dayType);
  return (
    entries.find((entry) => {
      const from = entry.from ?? '00:00';
      const to = entry.to ?? '24:00';
      if (from < to) return from <= clock && clock < to && fits(entry, time);
      if (from === to) return fits(entry, time);
      return (clock >= from && fits(entry, time)) || (clock < to && fits(entry, yesterday));
    }) ?? null
  );
}

/** First day of the period that the instant lies in; weeks begin on Monday. */
export function periodStart(period: Period, time: DateTime<true>): string {
  return time.startOf(period).toISODate();
}
