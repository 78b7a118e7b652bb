// Reports as tables for files, in the reader's language.
import type { ContractsReport, DebtsReport, OrderStatesReport, CostCentresReport, RankingReport, ReportLanguage, TurnoverReport } from '../contract/reports.js';
import type { Reference } from '../contract/primitives.js';
import type { Table, TableColumn } from '../documents/table.js';

const words = {
  debts: { en: 'Debts', ru: 'Долги', fr: 'Dettes' },
  turnover: { en: 'Turnover', ru: 'Обороты', fr: 'Chiffre d’affaires' },
  ranking: { en: 'Top clients', ru: 'Лучшие клиенты', fr: 'Meilleurs clients' },
  contracts: { en: 'Contracts', ru: 'Договоры', fr: 'Contrats' },
  orders: { en: 'Orders', ru: 'Заказы', fr: 'Courses' },
  id: { en: 'No.', ru: '№', fr: 'Nº' },
  client: { en: 'Client', ru: 'Клиент', fr: 'Client' },
  path: { en: 'Superior units', ru: 'Вышестоящие', fr: 'Unités supérieures' },
  balance: { en: 'Balance', ru: 'Остаток', fr: 'Solde' },
  held: { en: 'Held', ru: 'Удержано', fr: 'Réservé' },
  floor: { en: 'Floor', ru: 'Порог', fr: 'Seuil' },
  since: { en: 'In debt since', ru: 'В минусе с', fr: 'En dette depuis' },
  trips: { en: 'Trips', ru: 'Поездки', fr: 'Courses' },
  total: { en: 'Sum', ru: 'Сумма', fr: 'Montant' },
  cashless: { en: 'Cashless', ru: 'Безналично', fr: 'Sur compte' },
  bonus: { en: 'Bonus', ru: 'Бонусы', fr: 'Bonus' },
  number: { en: 'Contract', ru: 'Договор', fr: 'Contrat' },
  from: { en: 'From', ru: 'С', fr: 'Du' },
  until: { en: 'Until', ru: 'По', fr: 'Au' },
  daysLeft: { en: 'Days left', ru: 'Осталось дней', fr: 'Jours restants' },
  manager: { en: 'Manager', ru: 'Менеджер', fr: 'Responsable' },
  period: { en: 'Period', ru: 'Период', fr: 'Période' },
  finished: { en: 'Finished', ru: 'Завершены', fr: 'Terminées' },
  aborted: { en: 'Cancelled', ru: 'Отменены', fr: 'Annulées' },
  costCentre: { en: 'Cost centre', ru: 'Центр затрат', fr: 'Centre de coûts' },
  open: { en: 'Open', ru: 'Открыты', fr: 'En cours' },
} as const;

type Word = keyof typeof words;
const wide = (title: string): TableColumn => ({ title, width: 36 });
const money = (title: string): TableColumn => ({ title, kind: 'money' });
const count = (title: string): TableColumn => ({ title, kind: 'number' });
const pathText = (path: readonly Reference[]) => path.map(({ name }) => name).join(' › ');

export function debtsTable({ rows }: DebtsReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('debts'), columns: [count(say('id')), wide(say('client')), wide(say('path')), money(say('balance')), money(say('held')), money(say('floor')), { title: say('since'), width: 24 }],
    rows: rows.map(({ client, path, balance, held, floor, since }) => [client.id, client.name, pathText(path), balance, held, floor, since]),
  };
}

export function turnoverTable({ rows }: TurnoverReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('turnover'), columns: [{ title: say('period') }, count(say('trips')), money(say('total')), money(say('cashless')), money(say('bonus'))],
    rows: rows.map(({ startsOn, orders, total, cashless, bonus }) => [startsOn, orders, total, cashless, bonus]),
  };
}

export function rankingTable({ rows }: RankingReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('ranking'), columns: [count(say('id')), wide(say('client')), wide(say('path')), count(say('trips')), money(say('total')), money(say('cashless')), money(say('bonus'))],
    rows: rows.map(({ client, path, orders, total, cashless, bonus }) => [client.id, client.name, pathText(path), orders, total, cashless, bonus]),
  };
}

export function contractsTable({ rows }: ContractsReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('contracts'),
    columns: [count(say('id')), wide(say('client')), wide(say('path')), { title: say('number') }, { title: say('from') }, { title: say('until') }, count(say('daysLeft')), { title: say('manager'), width: 24 }],
    rows: rows.map(({ client, path, number, contractFrom, contractTo, daysLeft, manager }) => [client.id, client.name, pathText(path), number, contractFrom, contractTo, daysLeft, manager]),
  };
}

export function orderStatesTable({ rows }: OrderStatesReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('orders'), columns: [{ title: say('period') }, count(say('finished')), count(say('aborted')), count(say('open'))],
    rows: rows.map(({ startsOn, finished, aborted, open }) => [startsOn, finished, aborted, open]),
  };
}

export function costCentresTable({ rows }: CostCentresReport, language: ReportLanguage): Table {
  const say = (word: Word) => words[word][language];
  return {
    title: say('ranking'), columns: [wide(say('costCentre')), count(say('trips')), money(say('total')), money(say('cashless')), money(say('bonus'))],
    rows: rows.map(({ costCentre, orders, total, cashless, bonus }) => [costCentre ?? '–', orders, total, cashless, bonus]),
  };
}
