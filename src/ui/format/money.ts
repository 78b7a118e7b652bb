import { currentLanguage } from '../i18n/i18n.js';

export interface Money {
  amount: string;
  currency: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** 12 400,50 ₽: by language, never through a binary fraction (Intl takes the decimal string as it is). */
export function formatMoney({ amount, currency }: Money): string {
  const language = currentLanguage();
  const key = `${language} ${currency}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    formatters.set(key, formatter);
  }
  return formatter.format(amount as unknown as number);
}
