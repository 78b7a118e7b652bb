// When the car is wanted, as one types it with a caller on the line: nothing = now, 1430 or 14:30 = the next time that the
// clock says so, +20 = in 20 minutes, 25.12 14:30 = on that day. Times are those of the customer's zone.
import { DateTime } from 'luxon';

/** Null: now, or not readable (see isMoment). */
export function readMoment(typed: string, zone: string, now = DateTime.now()): DateTime | null {
  const text = typed.trim();
  const here = now.setZone(zone);
  const minutes = /^\+(\d{1,4})$/.exec(text);
  if (minutes) return here.plus({ minutes: Number(minutes[1]) }).startOf('minute');
  const clock = /(?:^|\s)(\d{1,2})[:.]?(\d{2})$/.exec(text);
  if (!clock) return null;
  const at = { hour: Number(clock[1]), minute: Number(clock[2]), second: 0, millisecond: 0 };
  const day = text.slice(0, clock.index).trim();
  if (day === '') {
    const today = here.set(at);
    return today.isValid ? (today < here.minus({ minutes: 1 }) ? today.plus({ days: 1 }) : today) : null;
  }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (iso) return valid(here.set({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), ...at }));
  const dotted = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?$/.exec(day);
  if (!dotted) return null;
  const date = here.set({ year: dotted[3] ? Number(dotted[3]) : here.year, month: Number(dotted[2]), day: Number(dotted[1]), ...at });
  return valid(!dotted[3] && date < here.minus({ days: 1 }) ? date.plus({ years: 1 }) : date);
}

function valid(date: DateTime): DateTime | null {
  return date.isValid ? date : null;
}

export function isMoment(typed: string, zone: string): boolean {
  return typed.trim() === '' || readMoment(typed, zone) !== null;
}

/** As it would be typed. */
export function writeMoment(instant: string, zone: string): string {
  return DateTime.fromISO(instant).setZone(zone).toFormat('yyyy-MM-dd HH:mm');
}
