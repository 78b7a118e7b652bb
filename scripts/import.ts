// npm run import -- FILE: the server's imports from the command line, with a progress bar. Without --commit it ends
// with the dry run. Works beside a running server: whoever takes the job first does it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { systemActor } from '../src/auth/actor.js';
import { type ImportRowView, type ImportView, MappingInput, type RecipeName, recipeNames } from '../src/contract/imports.js';
import type { Db } from '../src/db/database.js';
import { createImport, createImportFromRecipe, getImport, listImportRows, startCommit, startDryRun, startUndo } from '../src/imports/imports.js';
import { runImport } from '../src/imports/run-import.js';
import { Interrupted } from '../src/imports/steps.js';
import { AppError } from '../src/lib/app-error.js';
import { compileSchema, describeErrors } from '../src/lib/schema-check.js';
import { runTool, UsageError, withDatabase } from './support/with-database.js';

const USAGE = `npm run import -- FILE [--parent ID] [--mapping FILE] [--recipe NAME] [--commit]
npm run import -- --recipe NAME [--data DIR] [--commit]
npm run import -- --undo ID
Without --commit only the dry run. Recipes: ${recipeNames.join(', ')}.`;
const SHOWN = 20;
const checkMapping = compileSchema(MappingInput);
const actor = systemActor('npm run import', 'import');
const number = new Intl.NumberFormat('en-GB');

await runTool(async () => {
  const { values, positionals } = readArguments();
  await withDatabase(({ db }) => drive(db, values, positionals[0] ?? null).catch(explain));
});

type Values = ReturnType<typeof readArguments>['values'];

function readArguments() {
  try {
    const options = {
      parent: { type: 'string' }, recipe: { type: 'string' }, data: { type: 'string' }, mapping: { type: 'string' }, undo: { type: 'string' },
      'dry-run': { type: 'boolean' }, commit: { type: 'boolean' },
    } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

function explain(error: unknown): never {
  throw error instanceof AppError && error.status < 500 ? new UsageError(error.message) : error;
}

async function drive(db: Db, values: Values, file: string | null): Promise<void> {
  if (values.undo !== undefined) {
    const undone = await follow(db, await startUndo(db, actor, idOf(values.undo, '--undo')), 'Undo');
    return summary(undone);
  }
  const created = await create(db, values, file);
  console.log(`Import ${created.id}: ${number.format(created.rowCount)} rows of ${created.fileName}`);
  const tried = await follow(db, await startDryRun(db, actor, created.id, inputOf(values, created)), 'Dry run');
  await summary(tried);
  await showRows(db, tried.id);
  if (tried.state !== 'checked') throw new UsageError('The dry run did not end well: nothing was imported.');
  if (!values.commit || values['dry-run']) return console.log(`Nothing was written. Run it again with --commit.`);
  const committed = await follow(db, await startCommit(db, actor, tried.id), 'Commit');
  await summary(committed);
  console.log(`To take it back: npm run import -- --undo ${committed.id}`);
}

async function create(db: Db, { recipe, data }: Values, file: string | null): Promise<ImportView> {
  if (recipe !== undefined && !recipeNames.includes(recipe as RecipeName)) throw new UsageError(`There is no recipe "${recipe}".\n${USAGE}`);
  if (file === null) {
    if (recipe === undefined) throw new UsageError(USAGE);
    return createImportFromRecipe(db, actor, recipe as RecipeName, data === undefined ? null : path.resolve(data));
  }
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return createImport(db, actor, { fileName: path.basename(file), content: readFileSync(file), recipe: (recipe as RecipeName | undefined) ?? null });
}

/** The mapping file is the body of a dry run; there, columns may also be given by their names. */
function inputOf({ parent, mapping }: Values, created: ImportView): MappingInput {
  const given = mapping === undefined ? {} : (JSON.parse(readFileSync(mapping, 'utf8')) as { mapping?: { column: number | string; target: string }[]; options?: object });
  const columns = given.mapping?.map(({ column, target }) => ({ column: typeof column === 'number' ? column : columnOf(created, column), target }));
  const input = {
    ...(columns && { mapping: columns }),
    options: { ...created.options, ...given.options, ...(parent !== undefined && { parentId: idOf(parent, '--parent') }) },
  };
  if (!checkMapping(input)) throw new UsageError(describeErrors(checkMapping.errors ?? [], 'mapping').map(({ path: where, message }) => `${where} ${message}`).join('; '));
  return input;
}

function columnOf({ columns }: ImportView, name: string): number {
  const column = columns.find((known) => known.name === name);
  if (!column) throw new UsageError(`The file has no column "${name}". It has: ${columns.map((known) => known.name).join(', ')}.`);
  return column.index;
}

function idOf(text: string, flag: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(`${flag} must be an id, not "${text}".`);
  return Number(text);
}

/** Does the step here, or watches a server do it, and draws how far it is. */
async function follow(db: Db, started: ImportView, what: string): Promise<ImportView> {
  const bar = new SingleBar({ format: `${what.padEnd(8)} {bar} {percentage}% {value}/{total}`, hideCursor: true, clearOnComplete: false, barsize: 30 });
  const begun = Date.now();
  bar.start(started.progress.total, started.progress.done);
  const run = runImport(db, started.id, { signal: new AbortController().signal, report: (error) => console.error(error) }).catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
  });
  let view = started;
  while (view.state === started.state) {
    await Promise.race([run.then(() => sleep(50)), sleep(200)]);
    view = await getImport(db, started.id);
    bar.setTotal(view.progress.total);
    bar.update(view.progress.done);
  }
  await run;
  bar.update(view.progress.total);
  bar.stop();
  console.log(`${what}: ${((Date.now() - begun) / 1_000).toFixed(1)} s`);
  return view;
}

async function summary({ counts, undoCounts, error }: ImportView): Promise<void> {
  const list = (of: object) => Object.entries(of).map(([name, count]) => `${name} ${number.format(count as number)}`).join(', ');
  if (undoCounts) console.log(`  undone: ${list(undoCounts)}`);
  else if (counts) console.log(`  ${list(counts)}`);
  if (error) console.log(`  ${error}`);
}

async function showRows(db: Db, id: number): Promise<void> {
  const { items: errors, nextCursor } = await listImportRows(db, id, { outcome: 'error', limit: SHOWN });
  for (const row of errors) console.log(`  ${placeOf(row)} "${row.name}": ${row.reason}`);
  if (nextCursor) console.log(`  … more errors: GET /api/v1/imports/${id}/rows?outcome=error`);
  const { items: warned } = await listImportRows(db, id, { warned: true, limit: SHOWN });
  for (const row of warned.slice(0, SHOWN)) for (const { field, value, reason } of row.warnings.slice(0, 2)) console.log(`  ${placeOf(row)} ${field} "${value.replaceAll(/\s+/g, ' ').slice(0, 60)}": ${reason}`);
  if (warned.length === SHOWN) console.log(`  … all warnings: GET /api/v1/imports/${id}/rows?warned=true`);
}

function placeOf({ source, row }: ImportRowView): string {
  return row === null ? 'implied unit' : `${source ?? ''} row ${row}`.trim();
}
