// Imports on the wire: the mapping of a file's columns, what a dry run says about each row, and how far a job is.
import { type Static, Type } from 'typebox';
import { closed, Cursor, Id, nullable, page } from './primitives.js';
import { clientKinds } from './clients.js';

export const importStates = ['mapping', 'checking', 'checked', 'committing', 'committed', 'undoing', 'undone', 'cancelled'] as const;
export type ImportState = (typeof importStates)[number];

export const rowOutcomes = ['create', 'update', 'move', 'unchanged', 'error'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** Fields of a client that a column can fill; those in `repeatable` may have several columns. */
export const plainTargets = [
  'name', 'kind', 'externalId', 'parentExternalId', 'path', 'number', 'address', 'email', 'useEmail', 'phones', 'contractFrom', 'contractTo',
  'birthDate', 'sex', 'comment', 'driverNote', 'language', 'country', 'timeZone', 'tags', 'group', 'usesOwnAccount', 'contactPerson', 'mark',
  'useSms', 'useCalls', 'apiLogin', 'ignore',
] as const;
export const repeatableTargets: ReadonlySet<string> = new Set(['phones', 'tags', 'comment', 'driverNote', 'address', 'ignore']);

export const ImportTarget = Type.String({
  maxLength: 80,
  pattern: `^(${plainTargets.join('|')}|settings\\.([a-zA-Z]+(\\.[a-zA-Z]+)?|attribute\\.[1-9]\\d{0,9}))$`,
  description: `${plainTargets.join(', ')}, settings.KEY or settings.attribute.ID`,
});

export const ColumnMapping = closed({
  column: Type.Integer({ minimum: 0, maximum: 199, description: 'Index of the column, from 0' }),
  target: ImportTarget,
});
export type ColumnMapping = Static<typeof ColumnMapping>;
export const Mapping = Type.Array(ColumnMapping, { maxItems: 200, description: 'Columns that are not named are ignored' });

export const ImportOptions = closed({
  parentId: Type.Optional(nullable(Id)),
  pathSeparator: Type.Optional(Type.String({ minLength: 1, maxLength: 10, pattern: '^[^\\u0000-\\u001f]*$' })),
  pathIncludesName: Type.Optional(Type.Boolean({ description: 'The last part of the path is the unit itself, not its superior' })),
  stripParentName: Type.Optional(Type.Boolean({ description: 'Names begin with the name of the superior unit, which is taken off' })),
  phonesIdentifyCaller: Type.Optional(Type.Boolean({ description: 'A number that only one client has identifies the caller. Default: true' })),
  emptyCells: Type.Optional(Type.Enum(['leave', 'clear'], { description: 'What an empty cell does to an existing client. Default: leave' })),
  dates: Type.Optional(Type.Enum(['dmy', 'mdy'], { description: 'How to read 01/02/2026. Default: day first' })),
  kind: Type.Optional(Type.Enum([...clientKinds], { description: 'Of new clients that the file says no kind of' })),
  phoneCountry: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'Where numbers without country code belong, ISO 3166' })),
});
export type ImportOptions = Static<typeof ImportOptions>;

export const MappingInput = closed({ mapping: Type.Optional(Mapping), options: Type.Optional(ImportOptions) });
export type MappingInput = Static<typeof MappingInput>;

const Counts = closed({
  create: Type.Integer(),
  update: Type.Integer(),
  move: Type.Integer(),
  unchanged: Type.Integer(),
  error: Type.Integer(),
  warnings: Type.Integer({ description: 'Values that were left out or changed, in rows of any outcome' }),
});
export type ImportCounts = Static<typeof Counts>;

const UndoCounts = closed({ removed: Type.Integer(), deleted: Type.Integer(), restored: Type.Integer(), kept: Type.Integer() });

export const ImportWarning = closed({
  field: Type.String(),
  value: Type.String({ description: 'As in the file, at most 200 characters of it' }),
  reason: Type.String(),
});
export type ImportWarning = Static<typeof ImportWarning>;

export const ImportRowView = closed({
  number: Type.Integer({ description: 'Place in the report' }),
  source: nullable(Type.String({ description: 'The file, where an import has several' })),
  row: nullable(Type.Integer({ description: "Row of the file, the header being row 1; null: a unit that the file only implies" })),
  outcome: Type.Enum([...rowOutcomes]),
  name: Type.String(),
  externalId: nullable(Type.String()),
  clientId: nullable(Type.Integer()),
  reason: nullable(Type.String()),
  warnings: Type.Array(ImportWarning),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 }), { description: 'field → [old, new]' }),
  undo: nullable(Type.Enum(['removed', 'deleted', 'restored', 'kept'])),
  undoReason: nullable(Type.String()),
});
export type ImportRowView = Static<typeof ImportRowView>;
export const ImportRowPage = page(ImportRowView);

export const ImportView = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  state: Type.Enum([...importStates]),
  fileName: Type.String(),
  recipe: nullable(Type.String()),
  columns: Type.Array(closed({ index: Type.Integer(), name: Type.String(), samples: Type.Array(Type.String()) })),
  mapping: Mapping,
  options: ImportOptions,
  rowCount: Type.Integer({ description: 'Rows of the file' }),
  progress: closed({ done: Type.Integer(), total: Type.Integer() }),
  counts: nullable(Counts),
  undoCounts: nullable(UndoCounts),
  error: nullable(Type.String({ description: 'Why the last step ended early' })),
  rows: Type.Array(ImportRowView, { description: 'The first rows of the report; all are at /rows' }),
  startedBy: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});
export type ImportView = Static<typeof ImportView>;

export const ImportItem = closed({
  id: Type.Integer(), version: Type.Integer(), state: Type.Enum([...importStates]), fileName: Type.String(), recipe: nullable(Type.String()),
  rowCount: Type.Integer(), counts: nullable(Counts), startedBy: Type.String(), createdAt: Type.String(), updatedAt: Type.String(),
});
export type ImportItem = Static<typeof ImportItem>;
export const ImportPage = page(ImportItem);

export const ImportParams = closed({ id: Id });
export const ListImportsQuery = closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })), cursor: Type.Optional(Cursor) });
export const ListImportRowsQuery = closed({
  outcome: Type.Optional(Type.Enum([...rowOutcomes])),
  warned: Type.Optional(Type.Boolean({ description: 'Only rows with warnings' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  cursor: Type.Optional(Cursor),
});
export const recipeNames = ['uk-organograms', 'ch-federal-units', 'ru-predgorny'] as const;
export type RecipeName = (typeof recipeNames)[number];
export const RecipeParams = closed({ recipe: Type.Enum([...recipeNames]) });
export const CreateImportQuery = closed({ recipe: Type.Optional(Type.Enum([...recipeNames], { description: 'Mapping and options of this recipe instead of guessed ones' })) });
export const RecipeView = closed({ name: Type.Enum([...recipeNames]), title: Type.String(), full: Type.Boolean({ description: 'false: only the extract of the data set is here' }) });
