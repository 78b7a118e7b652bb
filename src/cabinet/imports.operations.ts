// Rosters (D-30): upload → mapping → dry run → commit → undo, below the signed-in client, its own imports only.
import { Type } from 'typebox';
import { ImportItem, type ImportItem as Item, ImportParams, ImportRowPage, ImportView, type ImportView as View, ListImportRowsQuery, ListImportsQuery, MappingInput } from '../contract/imports.js';
import { closed, page } from '../contract/primitives.js';
import { Download } from '../http/operation.js';
import { errorRowsAsCsv } from '../imports/error-rows.js';
import { cabinetTargets, cancelImport, changeMapping, createImport, getImport, listImportRows, listImports, startCommit, startDryRun, startUndo } from '../imports/imports.js';
import { AppError } from '../lib/app-error.js';
import { cabinetProcedure, cabinetQuery } from './operation.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet: imports', permission: 'right.employees' } as const;
const one = { ...shared, params: ImportParams, targets: { 'params.id': 'import' } } as const;
const mapped = { ...one, targets: { 'params.id': 'import', 'body.options.parentId': 'client' } } as const;
const active = ['cabinet.blocked', 'cabinet.read_only'] as const;
const acting = [...active, 'import.not_found', 'import.state'] as const;

const { startedBy: _, recipe: __, ...item } = ImportItem.properties;
const { startedBy: ___, recipe: ____, ...view } = ImportView.properties;
const CabinetImportItem = closed(item);
const CabinetImport = closed({ ...view, targets: Type.Array(Type.String(), { description: 'What a column can fill here' }) });

const cutItem = ({ startedBy: _by, recipe: _recipe, ...rest }: Item) => rest;
const cut = ({ startedBy: _by, recipe: _recipe, ...rest }: View) => ({ ...rest, targets: [...cabinetTargets] });

export const cabinetImportOperations = [
  cabinetQuery(
    { ...shared, id: 'cabinetListImports', method: 'get', path: '/cabinet/imports', summary: 'Own imports, newest first', query: ListImportsQuery, response: page(CabinetImportItem), errors: ['request.cursor_invalid'] },
    async (db, actor, { query: { limit = 50, cursor } }) => {
      const { items, nextCursor } = await listImports(db, limit, cursor, topOf(actor));
      return { items: items.map(cutItem), nextCursor };
    },
  ),
  cabinetProcedure(
    { ...shared, id: 'cabinetCreateImport', method: 'post', path: '/cabinet/imports', status: 201, takesFile: true, summary: 'Upload a CSV (also packed) or XLSX file: its columns, samples and a guessed mapping', response: CabinetImport, errors: [...active, 'import.file_unreadable', 'import.mapping_invalid'] },
    async (db, actor, _input, { upload }) => {
      if (!upload) throw new AppError('request.media_type', 'Send the file over HTTP, as multipart/form-data.');
      return cut(await createImport(db, actor, { ...upload, recipe: null, clientId: topOf(actor) }));
    },
  ),
  cabinetQuery(
    { ...one, id: 'cabinetGetImport', method: 'get', path: '/cabinet/imports/{id}', summary: 'State, progress, counts and the first rows of the report', response: CabinetImport, errors: ['import.not_found'] },
    async (db, _actor, { params: { id } }) => cut(await getImport(db, id)),
  ),
  cabinetQuery(
    { ...one, id: 'cabinetListImportRows', method: 'get', path: '/cabinet/imports/{id}/rows', summary: 'The report, row by row in the order of the file', query: ListImportRowsQuery, response: ImportRowPage, errors: ['import.not_found', 'request.cursor_invalid'] },
    (db, _actor, { params: { id }, query: { limit, ...filter } }) => listImportRows(db, id, { ...filter, limit: limit ?? 100 }),
  ),
  cabinetQuery(
    { ...one, id: 'cabinetDownloadImportErrors', method: 'get', path: '/cabinet/imports/{id}/errors', summary: 'The refused rows with their reasons, as a file to correct and import again', response: Download, download: 'text/csv', errors: ['import.not_found'] },
    (db, _actor, { params: { id } }) => errorRowsAsCsv(db, id),
  ),
  cabinetProcedure(
    { ...mapped, id: 'cabinetChangeImportMapping', method: 'put', path: '/cabinet/imports/{id}/mapping', summary: 'Correct the mapping or the options', body: MappingInput, response: CabinetImport, errors: [...acting, 'import.mapping_invalid', 'client.deleted', 'client.not_found'] },
    async (db, actor, { params: { id }, body }) => cut(await changeMapping(db, actor, id, body)),
  ),
  cabinetProcedure(
    { ...mapped, id: 'cabinetDryRunImport', method: 'post', path: '/cabinet/imports/{id}/dry-run', status: 202, summary: 'Find out what the import would do, row by row', body: MappingInput, response: CabinetImport, errors: [...acting, 'import.mapping_invalid', 'client.deleted', 'client.not_found'] },
    async (db, actor, { params: { id }, body }) => cut(await startDryRun(db, actor, id, body)),
  ),
  cabinetProcedure(
    { ...one, id: 'cabinetCommitImport', method: 'post', path: '/cabinet/imports/{id}/commit', status: 202, summary: 'Do what the dry run found', response: CabinetImport, errors: acting },
    async (db, actor, { params: { id } }) => cut(await startCommit(db, actor, id)),
  ),
  cabinetProcedure(
    { ...one, id: 'cabinetUndoImport', method: 'post', path: '/cabinet/imports/{id}/undo', status: 202, summary: 'Take the whole import back', response: CabinetImport, errors: acting },
    async (db, actor, { params: { id } }) => cut(await startUndo(db, actor, id)),
  ),
  cabinetProcedure(
    { ...one, id: 'cabinetCancelImport', method: 'post', path: '/cabinet/imports/{id}/cancel', summary: 'Drop an import that has written nothing', response: CabinetImport, errors: acting },
    async (db, actor, { params: { id } }) => cut(await cancelImport(db, actor, id)),
  ),
];
