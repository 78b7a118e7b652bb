import { DateTime } from 'luxon';
import { currentLocale } from '../i18n/i18n.js';

const read = (instant: string) => DateTime.fromISO(instant).setLocale(currentLocale());

/** 3 minutes ago. */
export function relativeTime(instant: string): string {
  return read(instant).toRelative() ?? '';
}

/** 21 Nov 2026, 14:05:33 in the reader's zone. */
export function exactTime(instant: string): string {
  return read(instant).toLocaleString(DateTime.DATETIME_MED_WITH_SECONDS);
}

export function shortTime(instant: string): string {
  return read(instant).toLocaleString(DateTime.DATETIME_SHORT);
}

/** 21 Nov 2026, of a date without time. */
export function formatDate(date: string): string {
  return read(date).toLocaleString(DateTime.DATE_MED);
}
