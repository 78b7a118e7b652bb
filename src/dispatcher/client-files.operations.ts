// The list of clients as a file (S-2).
import { Type } from 'typebox';
import { clientsTable, type ExportLanguage } from '../clients/export.js';
import { ListClientsQuery } from '../contract/clients.js';
import { closed } from '../contract/primitives.js';
import { toCsv, toXlsx } from '../documents/table.js';
import { seenMoney } from './seen-money.js';
import { Download, type Operation, query } from '../http/operation.js';

/** Files are made in memory, and XLSX takes ten times the time of CSV. */
const MOST = { csv: 50_000, xlsx: 10_000 };
const { limit: _, cursor: __, ...filters } = ListClientsQuery.properties;
const languages: ExportLanguage[] = ['en', 'ru', 'fr'];

export const clientFileOperations: readonly Operation[] = ([['csv', 'text/csv'], ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']] as const).map(([format, download]) =>
  query(
    {
      id: format === 'csv' ? 'exportClientsCsv' : 'exportClientsXlsx', method: 'get', path: `/clients.${format}`, tag: 'Clients', permission: 'client.view', summary: `The list of clients as ${format.toUpperCase()}, at most ${MOST[format]} rows`,
      query: closed({ ...filters, language: Type.Optional(Type.Enum([...languages], { description: 'Of the titles; en if not said' })) }), response: Download, download, errors: ['client.not_found', 'request.too_large'],
    },
    async (db, actor, { query: { language = 'en', ...filter } }) => {
      const table = await clientsTable(db, seenMoney(actor, filter), db.clock.now().toISODate(), language, MOST[format]);
      return { fileName: `clients.${format}`, content: format === 'csv' ? toCsv(table) : await toXlsx(table) };
    },
  ),
);
