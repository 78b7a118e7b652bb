import { currentLocale } from '../i18n/i18n.js';

export interface Money {
  amount: string;
  currency: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** 12 400,50 ₽: by language, never through a binary fraction (Intl takes the decimal string as it is). */
export function formatMoney({ amount, currency }: Money): string {
  const language = currentLocale();
  const key = `${language} ${currency}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    formatters.set(key, formatter);
  }
  return formatter.format(amount as unknown as number);
}

/** Sums of decimal strings, to the last digit. */
export function addAmounts({ amount, currency }: Money, change: string): Money {
  const minor = (text: string) => {
    const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
    return BigInt(`${sign}${whole ?? 0}${fraction.padEnd(2, '0').slice(0, 2)}`);
  };
  const sum = minor(amount) + minor(change.replace(/^--/, ''));
  const digits = (sum < 0n ? -sum : sum).toString().padStart(3, '0');
  return { amount: `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency };
}
