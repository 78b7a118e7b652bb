import { currentLocale } from '../i18n/i18n.js';

/** 58 789: grouped as the reader's language does. */
export function formatNumber(value: number): string {
  return value.toLocaleString(currentLocale());
}

/** 33,1 %: of a share of 1. */
export function formatShare(share: number): string {
  return share.toLocaleString(currentLocale(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** 12 400.50: a sum of money whose currency is not said. */
export function formatSum(value: number): string {
  return value.toLocaleString(currentLocale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
