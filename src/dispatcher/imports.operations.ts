// Imports for operators (D-30): file → mapping → dry run → commit → undo. Long steps answer at once and go on as jobs.
import { Type } from 'typebox';
import {
  CreateImportQuery, ImportPage, ImportParams, ImportRowPage, ImportView, ListImportRowsQuery, ListImportsQuery, MappingInput, RecipeParams, RecipeView,
} from '../contract/imports.js';
import { closed } from '../contract/primitives.js';
import { Download, procedure, query } from '../http/operation.js';
import { errorRowsAsCsv } from '../imports/error-rows.js';
import {
  cancelImport, changeMapping, createImport, createImportFromRecipe, getImport, listImportRows, listImports, listRecipes, startCommit, startDryRun, startUndo,
} from '../imports/imports.js';
import { AppError } from '../lib/app-error.js';

const shared = { tag: 'Imports', permission: 'import.run' } as const;

export const importOperations = [
  query(
    { ...shared, id: 'listImports', method: 'get', path: '/imports', summary: 'Imports, newest first', query: ListImportsQuery, response: ImportPage, errors: ['request.cursor_invalid'] },
    (db, _actor, { query: { limit, cursor } }) => listImports(db, limit ?? 50, cursor),
  ),
  procedure(
    {
      ...shared, id: 'createImport', method: 'post', path: '/imports', status: 201, takesFile: true,
      summary: 'Upload a CSV (also packed) or XLSX file: its columns, samples and a guessed mapping', query: CreateImportQuery, response: ImportView,
      errors: ['import.file_unreadable', 'import.mapping_invalid'],
    },
    (db, actor, { query: { recipe } }, { upload }) => {
      if (!upload) throw new AppError('request.media_type', 'Send the file over HTTP, as multipart/form-data.');
      return createImport(db, actor, { ...upload, recipe: recipe ?? null });
    },
  ),
  query(
    { ...shared, id: 'listImportRecipes', method: 'get', path: '/imports/recipes', summary: 'Data sets that can be imported without a file', response: closed({ items: Type.Array(RecipeView) }) },
    async () => ({ items: listRecipes() }),
  ),
  procedure(
    {
      ...shared, id: 'createImportFromRecipe', method: 'post', path: '/imports/recipes/{recipe}', status: 201, summary: 'Start an import of a known data set',
      params: RecipeParams, response: ImportView, errors: ['import.file_unreadable'],
    },
    (db, actor, { params: { recipe } }) => createImportFromRecipe(db, actor, recipe),
  ),
  query(
    { ...shared, id: 'getImport', method: 'get', path: '/imports/{id}', summary: 'State, progress, counts and the first rows of the report', params: ImportParams, response: ImportView, errors: ['import.not_found'] },
    (db, _actor, { params: { id } }) => getImport(db, id),
  ),
  query(
    {
      ...shared, id: 'listImportRows', method: 'get', path: '/imports/{id}/rows', summary: 'The report, row by row in the order of the file',
      params: ImportParams, query: ListImportRowsQuery, response: ImportRowPage, errors: ['import.not_found', 'request.cursor_invalid'],
    },
    (db, _actor, { params: { id }, query: { limit, ...filter } }) => listImportRows(db, id, { ...filter, limit: limit ?? 100 }),
  ),
  query(
    { ...shared, id: 'downloadImportErrors', method: 'get', path: '/imports/{id}/errors', summary: 'The refused rows with their reasons, as a file to correct and import again', params: ImportParams, response: Download, download: 'text/csv', errors: ['import.not_found'] },
    (db, _actor, { params: { id } }) => errorRowsAsCsv(db, id),
  ),
  procedure(
    {
      ...shared, id: 'changeImportMapping', method: 'put', path: '/imports/{id}/mapping', summary: 'Correct the mapping or the options',
      params: ImportParams, body: MappingInput, response: ImportView, errors: ['import.not_found', 'import.state', 'import.mapping_invalid', 'client.deleted'],
    },
    (db, actor, { params: { id }, body }) => changeMapping(db, actor, id, body),
  ),
  procedure(
    {
      ...shared, id: 'dryRunImport', method: 'post', path: '/imports/{id}/dry-run', status: 202, summary: 'Find out what the import would do, row by row',
      params: ImportParams, body: MappingInput, response: ImportView, errors: ['import.not_found', 'import.state', 'import.mapping_invalid', 'client.deleted'],
    },
    (db, actor, { params: { id }, body }) => startDryRun(db, actor, id, body),
  ),
  procedure(
    { ...shared, id: 'commitImport', method: 'post', path: '/imports/{id}/commit', status: 202, summary: 'Do what the dry run found', params: ImportParams, response: ImportView, errors: ['import.not_found', 'import.state'] },
    (db, actor, { params: { id } }) => startCommit(db, actor, id),
  ),
  procedure(
    { ...shared, id: 'undoImport', method: 'post', path: '/imports/{id}/undo', status: 202, summary: 'Take the whole import back', params: ImportParams, response: ImportView, errors: ['import.not_found', 'import.state'] },
    (db, actor, { params: { id } }) => startUndo(db, actor, id),
  ),
  procedure(
    { ...shared, id: 'cancelImport', method: 'post', path: '/imports/{id}/cancel', summary: 'Drop an import that has written nothing', params: ImportParams, response: ImportView, errors: ['import.not_found', 'import.state'] },
    (db, actor, { params: { id } }) => cancelImport(db, actor, id),
  ),
];
