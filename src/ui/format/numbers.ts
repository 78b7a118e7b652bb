import { currentLocale } from '../i18n/i18n.js';

/** 58 789: grouped as the reader's language does. */
export function formatNumber(value: number): string {
  return value.toLocaleString(currentLocale());
}
