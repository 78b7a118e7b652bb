// The words on documents, in the client's language.
import { DateTime } from 'luxon';

const words = {
  statement: { ru: 'Выписка по счёту', en: 'Statement of account', fr: 'Relevé de compte' },
  invoice: { ru: 'Счёт на оплату', en: 'Invoice', fr: 'Facture' },
  number: { ru: '№', en: 'No.', fr: 'nº' },
  from: { ru: 'от', en: 'of', fr: 'du' },
  period: { ru: 'Период', en: 'Period', fr: 'Période' },
  opening: { ru: 'Остаток на начало', en: 'Opening balance', fr: 'Solde initial' },
  closing: { ru: 'Остаток на конец', en: 'Closing balance', fr: 'Solde final' },
  date: { ru: 'Дата', en: 'Date', fr: 'Date' },
  operation: { ru: 'Операция', en: 'Operation', fr: 'Opération' },
  client: { ru: 'Клиент', en: 'Client', fr: 'Client' },
  description: { ru: 'Содержание', en: 'Description', fr: 'Libellé' },
  receipt: { ru: 'Приход', en: 'Receipt', fr: 'Entrée' },
  expense: { ru: 'Расход', en: 'Expense', fr: 'Sortie' },
  balance: { ru: 'Остаток', en: 'Balance', fr: 'Solde' },
  turnover: { ru: 'Обороты', en: 'Turnover', fr: 'Mouvements' },
  receiver: { ru: 'Получатель', en: 'Receiver', fr: 'Bénéficiaire' },
  payer: { ru: 'Плательщик', en: 'Payer', fr: 'Payeur' },
  bank: { ru: 'Банк', en: 'Bank', fr: 'Banque' },
  account: { ru: 'Счёт', en: 'Account', fr: 'Compte' },
  correspondentAccount: { ru: 'Корр. счёт', en: 'Correspondent account', fr: 'Compte correspondant' },
  inn: { ru: 'ИНН', en: 'Tax number', fr: 'Numéro fiscal' },
  kpp: { ru: 'КПП', en: 'KPP', fr: 'KPP' },
  bik: { ru: 'БИК', en: 'BIC', fr: 'BIC' },
  service: { ru: 'Наименование услуги', en: 'Service', fr: 'Service' },
  sum: { ru: 'Сумма', en: 'Sum', fr: 'Montant' },
  total: { ru: 'Итого к оплате', en: 'Total to pay', fr: 'Total à payer' },
  vat: { ru: 'В том числе НДС', en: 'VAT included', fr: 'TVA comprise' },
  noVat: { ru: 'Без НДС', en: 'Without VAT', fr: 'TVA non applicable' },
  transfer: { ru: 'Перевод', en: 'Transfer', fr: 'Virement' },
  charge: { ru: 'Оплата заказа', en: 'Charge for an order', fr: 'Paiement d’une course' },
  penalty: { ru: 'Штраф за отмену', en: 'Cancellation penalty', fr: 'Pénalité d’annulation' },
  cancellation: { ru: 'Отмена операции', en: 'Cancellation', fr: 'Annulation' },
  page: { ru: 'Страница', en: 'Page', fr: 'Page' },
} as const;

export type DocumentLanguage = 'ru' | 'en' | 'fr';
export type Word = keyof typeof words;

export function documentLanguage(language: string | null | undefined): DocumentLanguage {
  const short = language?.slice(0, 2);
  return short === 'en' || short === 'fr' ? short : 'ru';
}

export function wordsIn(language: DocumentLanguage): (word: Word) => string {
  return (word) => words[word][language];
}

/** What stands before a value: French has a space there. */
export function labelText(label: string, language: DocumentLanguage): string {
  return language === 'fr' ? `${label}\u00a0: ` : `${label}: `;
}

/** "1500.50" → "1 500,50" as the language writes it; exact, never through floating point. */
export function moneyText(amount: string, language: DocumentLanguage): string {
  // The font has no narrow space, with which French parts thousands: it would print a box.
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(amount as unknown as number).replaceAll('\u202f', '\u00a0');
}

/** A day YYYY-MM-DD as the language writes it. */
export function dayText(day: string, language: DocumentLanguage): string {
  return DateTime.fromISO(day).setLocale(language === 'en' ? 'en-GB' : language).toLocaleString(DateTime.DATE_SHORT);
}
