// PURE. Which row of a shift holds when, over a week, by the server's own matching (O-5).
import { DateTime } from 'luxon';
import { type Calendar, matchEntry, type ShiftEntry } from '../../orders/calendar.js';
import type { DayType } from './day-types.js';

export interface Stretch {
  /** Hours from midnight. */
  from: number;
  to: number;
  tariffId: number | null;
}

const hours = (clock: string) => Number(clock.slice(0, 2)) + Number(clock.slice(3)) / 60;

/** Seven days, Monday first; `all` makes every day of the week (and the one before) of that type. */
export function weekOf(entries: readonly ShiftEntry[], all: DayType | null): Stretch[][] {
  const monday = DateTime.utc(2026, 1, 5) as DateTime<true>;
  const calendar: Calendar = new Map(all === null ? [] : Array.from({ length: 8 }, (_, index) => [monday.plus({ days: index - 1 }).toISODate(), all]));
  const cuts = [...new Set([0, 24, ...entries.flatMap(({ from, to }) => [from, to]).filter((clock) => clock !== undefined && clock !== '').map((clock) => hours(clock as string))])].sort((a, b) => a - b);
  return Array.from({ length: 7 }, (_, day) => {
    const stretches: Stretch[] = [];
    for (let index = 0; index + 1 < cuts.length; index += 1) {
      const [from, to] = [cuts[index] as number, cuts[index + 1] as number];
      const tariffId = matchEntry(entries, calendar, monday.plus({ days: day, minutes: Math.round(from * 60) }))?.tariffId ?? null;
      const last = stretches[stretches.length - 1];
      if (last && last.tariffId === tariffId) last.to = to;
      else stretches.push({ from, to, tariffId });
    }
    return stretches;
  });
}
