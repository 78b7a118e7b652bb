// An import from the file to the undo, as operators and the command line drive it (D-30). Long steps are jobs: here
// they are only started; run-import.ts does them.
import type { Actor } from '../auth/actor.js';
import type { ImportItem, ImportOptions, ImportRowView, ImportView, MappingInput, RecipeName, RowOutcome } from '../contract/imports.js';
import { type ColumnMapping, repeatableTargets } from '../contract/imports.js';
import type { Db, Tx } from '../db/database.js';
import { enqueueJob } from '../db/jobs.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { ancestorChain } from '../tree/tree.js';
import { requireLive } from '../clients/card.js';
import { guessMapping, guessOptions } from './guess.js';
import { type ReadResult, readTable } from './read/reader.js';
import { findFolder, recipes } from './recipes/recipes.js';
import { requireSettings } from './setting-cells.js';
import { deleteBlocks, deleteRows, findImport, insertBlocks, listRows, lockImport, type RowFilter, saveImport, type StoredImport, storedActor, toItem, toView } from './store.js';
import { clip } from './text.js';

export const IMPORT_TASK = 'import';
const SAMPLES = 5;
const FIRST_ROWS = 50;
const BLOCKS_AT_ONCE = 10;

export interface NewImport {
  fileName: string;
  content: Buffer;
  /** Mapping and options of this recipe instead of guessed ones. */
  recipe: RecipeName | null;
  /** In whose cabinet: it reaches what is below that client; null: an operator's. */
  clientId?: number | null;
}

/** What a client may fill in: no terms, no accounts, no logins, and nothing that is between operators. */
export const cabinetTargets: ReadonlySet<string> = new Set([
  'name', 'kind', 'externalId', 'parentExternalId', 'path', 'address', 'email', 'useEmail', 'useSms', 'phones', 'birthDate', 'sex', 'driverNote', 'language', 'timeZone', 'ignore',
]);

export async function createImport(db: Db, actor: Actor, { fileName, content, recipe, clientId = null }: NewImport): Promise<ImportView> {
  if (recipe !== null && recipes[recipe].toTable) throw new AppError('import.mapping_invalid', `The recipe "${recipe}" puts several files together; start it without a file.`);
  return storeImport(db, actor, fileName, recipe, await readTable({ kind: 'file', content }), clientId);
}

/** From the recipe's own files: the whole data set where it is, else its extract. */
export async function createImportFromRecipe(db: Db, actor: Actor, recipe: RecipeName, dataDir: string | null = null): Promise<ImportView> {
  return storeImport(db, actor, recipes[recipe].files.join(', '), recipe, await readTable({ kind: 'recipe', name: recipe, dataDir }));
}

export function listRecipes(): { name: RecipeName; title: string; full: boolean }[] {
  return (Object.keys(recipes) as RecipeName[]).map((name) => ({ name, title: recipes[name].title, full: findFolder(recipes[name], null).full }));
}

async function storeImport(db: Db, actor: Actor, fileName: string, recipe: RecipeName | null, { columns, rowCount, head, blocks }: ReadResult, clientId: number | null = null): Promise<ImportView> {
  const samples = head.filter(([, , remarks]) => !remarks?.error).map(([, cells]) => cells);
  const guessed = recipe === null ? guessMapping(columns, samples.slice(0, 200)) : mappingOf(recipe, columns);
  const mapping = clientId === null ? guessed : guessed.filter(({ target }) => cabinetTargets.has(target));
  const options: ImportOptions = { ...(recipe === null ? guessOptions(mapping, samples.slice(0, 200)) : recipes[recipe].options), ...(clientId !== null && { parentId: clientId }) };
  const id = await db.transaction(async (tx) => {
    const now = tx.clock.now().toJSDate();
    const created = await tx.prisma.import.create({
      data: {
        state: 'mapping', fileName: clip(fileName.replaceAll(/[\u0000-\u001f\u007f]/g, ' '), 255) || 'file', recipe, mapping, options, rowCount, clientId,
        actor: storedActor(actor), createdAt: now, updatedAt: now,
        columns: columns.map((name, index) => ({ name, samples: samplesOf(samples, index) })),
      },
      select: { id: true, fileName: true },
    });
    for (let first = 0; first < blocks.length; first += BLOCKS_AT_ONCE) await insertBlocks(tx, created.id, first, blocks.slice(first, first + BLOCKS_AT_ONCE));
    await record(tx, actor, {
      entity: 'import', entityId: created.id, version: 1, action: 'import.created', changes: { fileName: [null, created.fileName] }, importId: created.id,
    });
    return created.id;
  });
  return getImport(db, id);
}

function samplesOf(samples: readonly (readonly string[])[], index: number): string[] {
  return samples.map((cells) => clip(cells[index] ?? '', 100)).filter((cell) => cell !== '').slice(0, SAMPLES);
}

function mappingOf(recipe: RecipeName, columns: readonly string[]): ColumnMapping[] {
  const mapping = Object.entries(recipes[recipe].mapping).map(([name, target]) => ({ column: columns.indexOf(name), target }));
  const missing = mapping.findIndex(({ column }) => column < 0);
  if (missing >= 0) throw new AppError('import.mapping_invalid', `The file has no column "${Object.keys(recipes[recipe].mapping)[missing]}", which the recipe needs.`);
  return mapping;
}

export async function getImport(db: Db, id: number): Promise<ImportView> {
  const [stored, rows] = await Promise.all([findImport(db, id), listRows(db, id, { after: 0, outcome: null, warned: false, limit: FIRST_ROWS })]);
  return toView(stored, rows);
}

/** Newest first; of one client's cabinet only if `clientId` is given. */
export async function listImports(db: Db, limit: number, cursor?: string, clientId?: number): Promise<{ items: ImportItem[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : placeIn(cursor, 'imports');
  const found = (await db.prisma.import.findMany({ where: { ...(before !== null && { id: { lt: before } }), ...(clientId !== undefined && { clientId }) }, orderBy: { id: 'desc' }, take: limit + 1 })) as unknown as StoredImport[];
  const items = found.slice(0, limit).map(toItem);
  return { items, nextCursor: found.length > limit ? encodeCursor('imports', [items[items.length - 1]?.id]) : null };
}

/** The report, in the order of the file. */
export async function listImportRows(
  db: Db,
  id: number,
  filter: { outcome?: RowOutcome; warned?: boolean; limit: number; cursor?: string },
): Promise<{ items: ImportRowView[]; nextCursor: string | null }> {
  await findImport(db, id);
  const { outcome, warned, limit, cursor } = filter;
  const wanted: RowFilter = { after: cursor === undefined ? 0 : placeIn(cursor, 'importRows'), outcome: outcome ?? null, warned: warned ?? false, limit: limit + 1 };
  const rows = await listRows(db, id, wanted);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor('importRows', [items[items.length - 1]?.number]) : null };
}

function placeIn(cursor: string, list: string): number {
  const [place] = decodeCursor(cursor, list);
  if (!Number.isSafeInteger(place) || (place as number) < 0 || (place as number) > 2_147_483_647) throw new AppError('request.cursor_invalid');
  return place as number;
}

export async function changeMapping(db: Db, actor: Actor, id: number, given: MappingInput): Promise<ImportView> {
  const input = await checkInput(db, actor, id, given);
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, id, ['mapping', 'checked', 'undone'], 'mapped');
    await saveImport(tx, actor, current, 'mapping_changed', { ...input, ...(current.state === 'checked' && { state: 'mapping' as const, counts: null }) });
  });
  return getImport(db, id);
}

/** Starts the dry run; with a mapping or options these are changed first. */
export async function startDryRun(db: Db, actor: Actor, id: number, given: MappingInput): Promise<ImportView> {
  const input = await checkInput(db, actor, id, given);
  return start(db, id, async (tx) => {
    const current = await lockImport(tx, id, ['mapping', 'checked', 'undone'], 'tried');
    const mapping = input.mapping ?? current.mapping;
    if (!mapping.some(({ target }) => target === 'name' || target === 'path')) throw new AppError('import.mapping_invalid', 'No column is the name. Map one to "name", or one to "path".');
    await saveImport(tx, actor, current, 'check_started', { ...input, state: 'checking', counts: null, error: null, done: 0, total: current.rowCount, actor: storedActor(actor) });
  });
}

export function startCommit(db: Db, actor: Actor, id: number): Promise<ImportView> {
  return start(db, id, async (tx) => {
    const current = await lockImport(tx, id, ['checked'], 'committed');
    await saveImport(tx, actor, current, 'commit_started', { state: 'committing', error: null, done: 0, actor: storedActor(actor) });
  });
}

export function startUndo(db: Db, actor: Actor, id: number): Promise<ImportView> {
  return start(db, id, async (tx) => {
    const current = await lockImport(tx, id, ['committed'], 'undone');
    await saveImport(tx, actor, current, 'undo_started', { state: 'undoing', error: null, actor: storedActor(actor) });
  });
}

/** Ends an import that has written nothing, or whose commit is over and stays; the file is forgotten. */
export async function cancelImport(db: Db, actor: Actor, id: number): Promise<ImportView> {
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, id, ['mapping', 'checking', 'checked', 'undone'], 'cancelled');
    await deleteBlocks(tx, id);
    await deleteRows(tx, id);
    await saveImport(tx, actor, current, 'cancelled', { state: 'cancelled', counts: null });
  });
  return getImport(db, id);
}

async function start(db: Db, id: number, change: (tx: Tx) => Promise<void>): Promise<ImportView> {
  await db.transaction(async (tx) => {
    await change(tx);
    await enqueueJob(tx, { task: IMPORT_TASK, payload: { importId: id }, queue: 'imports' });
  });
  return getImport(db, id);
}

/** Gives the input as it is kept: in a cabinet all is put below its client. */
async function checkInput(db: Db, actor: Actor, id: number, input: MappingInput): Promise<MappingInput> {
  const { columns, clientId } = await findImport(db, id);
  const { mapping } = input;
  const options = input.options && clientId !== null ? { ...input.options, parentId: input.options.parentId ?? clientId } : input.options;
  if (mapping) checkMapping(mapping, columns.length);
  const refused = clientId === null ? -1 : (mapping ?? []).findIndex(({ target }) => !cabinetTargets.has(target));
  if (refused >= 0) throw fieldError('import.mapping_invalid', `body/mapping/${refused}`, `"${mapping?.[refused]?.target}" cannot be imported here.`);
  const kept = { ...(mapping && { mapping }), ...(options && { options }) };
  const keys = (mapping ?? []).filter(({ target }) => target.startsWith('settings.')).map(({ target }) => target.slice('settings.'.length));
  if (keys.length) {
    await requireSettings(db, actor, keys).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'setting.unknown' ? new AppError('import.mapping_invalid', error.message) : error;
    });
  }
  if (options?.parentId == null) return kept;
  const chain = await ancestorChain(db, options.parentId).catch(() => {
    const errors = [{ path: 'body/options/parentId', code: 'client.parent_not_found', message: 'does not exist' }];
    throw new AppError('import.mapping_invalid', `There is no client ${options.parentId} to import into.`, { errors });
  });
  await requireLive(db, options.parentId, chain);
  return kept;
}

function checkMapping(mapping: readonly ColumnMapping[], columns: number): void {
  const seen = new Set<string>();
  for (const [index, { column, target }] of mapping.entries()) {
    const wrong = (sentence: string) => fieldError('import.mapping_invalid', `body/mapping/${index}`, sentence);
    if (column >= columns) throw wrong(`There is no column ${column}: the file has ${columns}, counted from 0.`);
    if (seen.has(`column ${column}`)) throw wrong(`The column ${column} is mapped twice.`);
    if (seen.has(target) && !repeatableTargets.has(target)) throw wrong(`Two columns are mapped to "${target}".`);
    seen.add(`column ${column}`).add(target);
  }
  if (seen.has('path') && seen.has('parentExternalId')) throw new AppError('import.mapping_invalid', 'The superior unit is given twice: by "path" and by "parentExternalId". Keep one.');
}
