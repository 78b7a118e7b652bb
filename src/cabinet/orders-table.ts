// Orders as a table to be saved.
import type { CabinetOrder } from '../contract/cabinet-orders.js';
import type { Table } from '../documents/table.js';
import { AppError } from '../lib/app-error.js';

/** A file is made in memory. */
const MAX_ROWS = 20_000;
const PAGE = 500;

const words = {
  orders: { en: 'Orders', ru: 'Заказы', fr: 'Courses' },
  id: { en: 'No.', ru: '№', fr: 'Nº' },
  at: { en: 'Time', ru: 'Время', fr: 'Heure' },
  customer: { en: 'Customer', ru: 'Заказчик', fr: 'Demandeur' },
  unit: { en: 'Unit', ru: 'Подразделение', fr: 'Unité' },
  passenger: { en: 'Passenger', ru: 'Пассажир', fr: 'Passager' },
  from: { en: 'From', ru: 'Откуда', fr: 'De' },
  to: { en: 'To', ru: 'Куда', fr: 'À' },
  costCentre: { en: 'Cost centre', ru: 'Центр затрат', fr: 'Centre de coûts' },
  state: { en: 'State', ru: 'Состояние', fr: 'État' },
  total: { en: 'Total', ru: 'Сумма', fr: 'Total' },
  cashless: { en: 'From the account', ru: 'Со счёта', fr: 'Du compte' },
  bonus: { en: 'Bonuses', ru: 'Бонусами', fr: 'Bonus' },
  penalty: { en: 'Penalty', ru: 'Штраф', fr: 'Pénalité' },
  currency: { en: 'Currency', ru: 'Валюта', fr: 'Devise' },
  comment: { en: 'Comment', ru: 'Комментарий', fr: 'Commentaire' },
  finished: { en: 'finished', ru: 'выполнен', fr: 'terminée' },
  aborted: { en: 'cancelled', ru: 'отменён', fr: 'annulée' },
} as const;
type Word = keyof typeof words;

type Pages = (cursor: string | undefined, limit: number) => Promise<{ items: CabinetOrder[]; nextCursor: string | null }>;

/** Throws request.too_large above 20,000 rows. */
export async function ordersTable(pages: Pages, language: 'en' | 'ru' | 'fr'): Promise<Table> {
  const orders: CabinetOrder[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await pages(cursor, PAGE);
    orders.push(...page.items);
    cursor = page.nextCursor;
    if (orders.length > MAX_ROWS) throw new AppError('request.too_large', `More than ${MAX_ROWS} orders: choose a shorter period.`);
  }
  const say = (word: Word) => words[word][language];
  const text = (word: Word, width = 20) => ({ title: say(word), width });
  const money = (word: Word) => ({ title: say(word), kind: 'money' as const, width: 14 });
  return {
    title: say('orders'),
    columns: [
      { title: say('id'), kind: 'number', width: 10 }, text('at', 26), text('customer', 30), text('unit', 30), text('passenger'), text('from', 36), text('to', 36), text('costCentre'), text('state', 14),
      money('total'), money('cashless'), money('bonus'), money('penalty'), text('currency', 8), text('comment', 40),
    ],
    rows: orders.map((order) => [
      order.id, order.at, order.customer.name ?? null, order.path.slice(0, -1).map(({ name }) => name).join(' › '), order.passenger, order.addresses[0]?.address ?? null,
      order.addresses.length > 1 ? (order.addresses.at(-1)?.address ?? null) : null, order.costCentre, say(order.state === 'finished' ? 'finished' : 'aborted'), order.total?.amount ?? null,
      order.parts.cashless.amount, order.parts.bonus.amount, order.penalty.amount, order.parts.cash.currency, order.comment,
    ]),
  };
}
