// Reports as operators read and save them (S-10).
import type { Static, TObject, TSchema } from 'typebox';
import { closed } from '../contract/primitives.js';
import {
  ContractsQuery, ContractsReport, DebtsQuery, DebtsReport, fileQuery, OrderStatesQuery, OrderStatesReport, RankingQuery, RankingReport, type ReportLanguage, TurnoverQuery, TurnoverReport,
} from '../contract/reports.js';
import type { Db } from '../db/database.js';
import { type Table, toCsv, toXlsx } from '../documents/table.js';
import { Download, type Operation, query } from '../http/operation.js';
import { reportContracts } from '../reports/contracts.js';
import { reportDebts } from '../reports/debts.js';
import { contractsTable, debtsTable, orderStatesTable, rankingTable, turnoverTable } from '../reports/tables.js';
import { reportOrderStates, reportRanking, reportTurnover } from '../reports/turnover.js';

const shared = { tag: 'Reports', method: 'get', permission: 'balance.see', errors: ['client.not_found'] } as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A file is made in memory. */
const MAX_FILE_ROWS = 20_000;

/** The report as CSV and XLSX, with as many rows as a file may have. */
function files<Q extends TObject, R>(id: string, path: string, title: string, schema: Q, make: (db: Db, query: Static<Q>) => Promise<R>, tableOf: (report: R, language: ReportLanguage) => Table): Operation[] {
  const { limit, ...properties } = schema.properties as Record<string, TSchema>;
  return ([['csv', 'text/csv'], ['xlsx', XLSX]] as const).map(([format, download]) =>
    query(
      { ...shared, id: `${id}${format === 'csv' ? 'Csv' : 'Xlsx'}`, path: `${path}.${format}`, summary: `${title}, as ${format.toUpperCase()}`, query: closed({ ...properties, ...fileQuery }), response: Download, download },
      async (db, _actor, { query: asked }) => {
        const { language = 'en', ...rest } = asked as Static<Q> & { language?: ReportLanguage };
        const table = tableOf(await make(db, { ...rest, ...(limit && { limit: MAX_FILE_ROWS }) } as Static<Q>), language);
        return { fileName: `${path.split('/').pop()}.${format}`, content: format === 'csv' ? toCsv(table) : await toXlsx(table) };
      },
    ),
  );
}

const titles = {
  debts: 'Clients below zero or below their balance floor, the longest in debt first',
  turnover: 'Finished orders and their sums over time, by the tree of then or of now (O-10)',
  ranking: 'Finished orders and their sums by payer, customer or unit, the greatest first',
  contracts: 'Contracts that run out, the soonest first',
  orders: 'Orders over time by what became of them',
};

export const reportOperations = [
  query({ ...shared, id: 'reportDebts', path: '/reports/debts', summary: titles.debts, query: DebtsQuery, response: DebtsReport }, (db, _actor, { query: asked }) => reportDebts(db, asked)),
  query({ ...shared, id: 'reportTurnover', path: '/reports/turnover', summary: titles.turnover, query: TurnoverQuery, response: TurnoverReport }, (db, _actor, { query: asked }) => reportTurnover(db, asked)),
  query({ ...shared, id: 'reportRanking', path: '/reports/ranking', summary: titles.ranking, query: RankingQuery, response: RankingReport }, (db, _actor, { query: asked }) => reportRanking(db, asked)),
  query({ ...shared, id: 'reportContracts', path: '/reports/contracts', summary: titles.contracts, query: ContractsQuery, response: ContractsReport }, (db, _actor, { query: asked }) => reportContracts(db, asked)),
  query({ ...shared, id: 'reportOrderStates', path: '/reports/order-states', summary: titles.orders, query: OrderStatesQuery, response: OrderStatesReport }, (db, _actor, { query: asked }) => reportOrderStates(db, asked)),
];

export const reportFileOperations: readonly Operation[] = [
  ...files('reportDebts', '/reports/debts', titles.debts, DebtsQuery, reportDebts, debtsTable),
  ...files('reportTurnover', '/reports/turnover', titles.turnover, TurnoverQuery, reportTurnover, turnoverTable),
  ...files('reportRanking', '/reports/ranking', titles.ranking, RankingQuery, reportRanking, rankingTable),
  ...files('reportContracts', '/reports/contracts', titles.contracts, ContractsQuery, reportContracts, contractsTable),
  ...files('reportOrderStates', '/reports/order-states', titles.orders, OrderStatesQuery, reportOrderStates, orderStatesTable),
];
