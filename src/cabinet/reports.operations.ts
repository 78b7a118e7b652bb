// Reports on the own subtree: over time, by unit, by person, by cost centre; as a table and as files.
import type { Static, TObject, TSchema } from 'typebox';
import type { Actor } from '../auth/actor.js';
import { CabinetCostCentresQuery, CabinetRankingQuery, CabinetRankingReport, type CabinetRankingReport as Ranking, CabinetTurnoverQuery } from '../contract/cabinet-money.js';
import { closed } from '../contract/primitives.js';
import { CostCentresReport, fileQuery, type RankingReport, type ReportLanguage, TurnoverReport } from '../contract/reports.js';
import type { Db } from '../db/database.js';
import { type Table, toCsv, toXlsx } from '../documents/table.js';
import { tablePdf } from '../documents/table-pdf.js';
import { Download, type Operation } from '../http/operation.js';
import { costCentresTable, rankingTable, turnoverTable } from '../reports/tables.js';
import { reportCostCentres, reportRanking, reportTurnover } from '../reports/turnover.js';
import { pathWithin } from './clients.view.js';
import { cabinetQuery } from './operation.js';
import { sightOf, topOf } from './sight.js';

const shared = { tag: 'Cabinet: reports', method: 'get', permission: 'right.finishedOrders', targets: { 'query.unitId': 'client' }, errors: ['client.not_found'] } as const;
/** A file is made in memory. */
const MAX_FILE_ROWS = 20_000;

async function turnover(db: Db, actor: Actor, query: Static<typeof CabinetTurnoverQuery>) {
  return reportTurnover(db, { unitId: topOf(actor), ...query });
}

async function costCentres(db: Db, actor: Actor, query: Static<typeof CabinetCostCentresQuery>) {
  return reportCostCentres(db, { unitId: topOf(actor), ...query });
}

async function ranking(db: Db, actor: Actor, { by = 'unit', ...query }: Static<typeof CabinetRankingQuery>): Promise<Ranking> {
  const report = await reportRanking(db, { unitId: topOf(actor), ...query, by });
  const sight = await sightOf(db, actor, report.rows.map(({ client }) => client.id));
  return { ...report, by, rows: report.rows.map(({ client, path, ...figures }) => ({ client: sight.who(client), path: pathWithin(sight.top, path), ...figures })) };
}

const namedRanking = (report: Ranking, language: ReportLanguage) => {
  const outside = { en: 'Others', ru: 'Другие', fr: 'Autres' }[language];
  return rankingTable({ ...report, rows: report.rows.map(({ client, ...row }) => ({ ...row, client: { id: client.id ?? 0, name: client.name ?? outside } })) } as RankingReport, language);
};

interface Period {
  from: string;
  to: string;
  currency: string;
}

function files<Q extends TObject, R extends Period>(id: string, path: string, title: string, schema: Q, make: (db: Db, actor: Actor, query: Static<Q>) => Promise<R>, tableOf: (report: R, language: ReportLanguage) => Table): Operation[] {
  const { limit, ...properties } = schema.properties as Record<string, TSchema>;
  return ([['csv', 'text/csv'], ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['pdf', 'application/pdf']] as const).map(([format, download]) =>
    cabinetQuery(
      { ...shared, id: `${id}${format.charAt(0).toUpperCase()}${format.slice(1)}`, path: `${path}.${format}`, summary: `${title}, as ${format.toUpperCase()}`, query: closed({ ...properties, ...fileQuery }), response: Download, download },
      async (db, actor, { query }) => {
        const { language = 'en', ...asked } = query as Static<Q> & { language?: ReportLanguage };
        const report = await make(db, actor, { ...asked, ...(limit && { limit: MAX_FILE_ROWS }) } as Static<Q>);
        const table = tableOf(report, language);
        const content = format === 'csv' ? toCsv(table) : format === 'xlsx' ? await toXlsx(table) : await tablePdf(table, `${report.from} – ${report.to}, ${report.currency}`, language);
        return { fileName: `${path.split('/').pop()}.${format}`, content };
      },
    ),
  );
}

const titles = {
  turnover: 'Trips and sums over time',
  ranking: 'Trips and sums by unit, person or payer, the greatest first',
  costCentres: 'Trips and sums by cost centre',
};

export const cabinetReportOperations = [
  cabinetQuery({ ...shared, id: 'cabinetReportTurnover', path: '/cabinet/reports/turnover', summary: titles.turnover, query: CabinetTurnoverQuery, response: TurnoverReport }, (db, actor, { query }) => turnover(db, actor, query)),
  cabinetQuery({ ...shared, id: 'cabinetReportRanking', path: '/cabinet/reports/ranking', summary: titles.ranking, query: CabinetRankingQuery, response: CabinetRankingReport }, (db, actor, { query }) => ranking(db, actor, query)),
  cabinetQuery({ ...shared, id: 'cabinetReportCostCentres', path: '/cabinet/reports/cost-centres', summary: titles.costCentres, query: CabinetCostCentresQuery, response: CostCentresReport }, (db, actor, { query }) => costCentres(db, actor, query)),
];

/** Files have names made by pattern: the screens reach them by address. */
export const cabinetReportFileOperations: readonly Operation[] = [
  ...files('cabinetReportTurnover', '/cabinet/reports/turnover', titles.turnover, CabinetTurnoverQuery, turnover, turnoverTable),
  ...files('cabinetReportRanking', '/cabinet/reports/ranking', titles.ranking, CabinetRankingQuery, ranking, namedRanking),
  ...files('cabinetReportCostCentres', '/cabinet/reports/cost-centres', titles.costCentres, CabinetCostCentresQuery, costCentres, costCentresTable),
];
