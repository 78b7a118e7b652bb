import { DateTime } from 'luxon';
import { currentLocale } from '../i18n/i18n.js';

const read = (instant: string) => DateTime.fromISO(instant).setLocale(currentLocale());

const DAYS_TOLD = 7;

/** 3 minutes ago; what is more than a week away is its day, as "2 months ago" stands for sixty of them. */
export function relativeTime(instant: string): string {
  const at = read(instant);
  return Math.abs(at.diffNow('days').days) < DAYS_TOLD ? (at.toRelative() ?? '') : at.toLocaleString(DateTime.DATE_MED);
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

/** 2026-11-22T14:05 in the reader's zone, as the browser's field wants it; empty if there is no such instant. */
export function localDateTime(instant: string | null | undefined): string {
  if (!instant) return '';
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
