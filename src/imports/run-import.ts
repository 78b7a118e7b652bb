// The long steps of an import, as a job: dry run, commit, undo. What was done is in the database, row by row and in
// the import's cursor; a job that was killed goes on from there, and one that is run twice finds nothing to do.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor } from '../auth/actor.js';
import type { Db, Tx } from '../db/database.js';
import { AppError } from '../lib/app-error.js';
import { commitSteps } from './commit.js';
import { rowReader, type Draft } from './drafts.js';
import { linkRows } from './link.js';
import { planImport } from './plan.js';
import type { SourceRow } from './read/table.js';
import { Interrupted, isPassing } from './steps.js';
import { isWithin } from '../tree/tree.js';
import { actorOf, countOutcomes, countUndone, deleteRows, findImport, insertRows, lockImport, readBlock, saveImport, type StoredImport, withImportLock } from './store.js';
import { undoSteps } from './undo.js';

const ROWS_AT_ONCE = 2_000;
/** How often progress becomes history, and so is pushed. */
const TELL_EVERY_MS = 1_000;

export interface Run {
  signal: AbortSignal;
  /** Hears of errors that nobody foresaw. */
  report(error: unknown): void;
}

/** Does what the import's state asks for. Throws if that could not be finished for a reason that passes. */
export async function runImport(db: Db, importId: number, run: Run): Promise<void> {
  const mine = await withImportLock(db, importId, async () => {
    const stored = await findImport(db, importId);
    try {
      if (stored.state === 'checking') await check(db, stored, run);
      else if (stored.state === 'committing') await commit(db, stored, run);
      else if (stored.state === 'undoing') await undo(db, stored, run);
    } catch (error) {
      // Cancelled meanwhile: its rows go with it.
      if (error instanceof AppError && error.code === 'import.state') return void (await db.transaction((tx) => deleteRows(tx, importId)));
      if (isPassing(error)) throw error;
      if (!(error instanceof AppError) || error.status >= 500) run.report(error);
      await giveUp(db, stored, error);
    }
  });
  if (!mine) throw new Interrupted('Another process works on this import.');
}

/** Back to where an operator can act; what was written by then is known row by row. */
async function giveUp(db: Db, { id, state, actor }: StoredImport, error: unknown): Promise<void> {
  const sentence = error instanceof AppError && error.status < 500 ? error.message : 'The server failed; the error is logged.';
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, id, [state], 'ended');
    await saveImport(tx, actorOf(actor), current, 'failed', { state: state === 'checking' ? 'mapping' : 'committed', error: sentence, counts: await countOutcomes(tx, id) });
  });
}

async function check(db: Db, stored: StoredImport, run: Run): Promise<void> {
  const { id } = stored;
  const actor = actorOf(stored.actor);
  const tell = teller(db, actor, stored, run);
  await requirePlaceBelow(db, stored);
  await db.transaction((tx) => deleteRows(tx, id));
  const read = rowReader({ mapping: stored.mapping, options: stored.options, phoneCountry: db.defaults.phoneCountry });
  const drafts: Draft[] = [];
  for (let place = 0; ; place += 1) {
    const block = await readBlock(db, id, place);
    if (block === null) break;
    for (const row of JSON.parse(block) as SourceRow[]) drafts.push(read(row));
    await tell(Math.floor(drafts.length / 2));
  }
  const nodes = linkRows(drafts, stored.options);
  const plan = await planImport(db, actor, nodes, stored.options, stored.clientId, () => tell(Math.floor(drafts.length / 2)));
  for (let from = 0; from < plan.rows.length; from += ROWS_AT_ONCE) {
    await db.transaction((tx) => insertRows(tx, id, plan.rows.slice(from, from + ROWS_AT_ONCE)));
    await tell(Math.floor(((1 + from / plan.rows.length) / 2) * stored.rowCount));
  }
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, id, ['checking'], 'finished');
    await saveImport(tx, actor, current, 'checked', { state: 'checked', counts: plan.counts, done: 0, total: plan.steps });
  });
}

/** What was below the client when it was chosen may be elsewhere by now. */
async function requirePlaceBelow(db: Db, { clientId, options }: StoredImport): Promise<void> {
  if (clientId !== null && !(options.parentId != null && (await isWithin(db, options.parentId, clientId)))) throw new AppError('import.mapping_invalid', 'The superior unit does not exist any more.');
}

async function commit(db: Db, stored: StoredImport, run: Run): Promise<void> {
  const actor = actorOf(stored.actor);
  await commitSteps(db, actor, stored, stored.done, advancer(actor, stored, run), run.report);
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, stored.id, ['committing'], 'finished');
    await saveImport(tx, actor, current, 'committed', { state: 'committed', counts: await countOutcomes(tx, stored.id), done: current.total });
  });
}

async function undo(db: Db, stored: StoredImport, run: Run): Promise<void> {
  const actor = actorOf(stored.actor);
  await undoSteps(db, actor, stored, stored.done, advancer(actor, stored, run));
  await db.transaction(async (tx) => {
    const current = await lockImport(tx, stored.id, ['undoing'], 'finished');
    const counts = { ...(await countOutcomes(tx, stored.id)), undo: await countUndone(tx, stored.id) };
    await saveImport(tx, actor, current, 'undone', { state: 'undone', counts, done: 0 });
  });
}

/** Moves the cursor in the transaction of the rows; some of the times it is told. */
function advancer(actor: Actor, { id, state }: StoredImport, run: Run): (tx: Tx, done: number) => Promise<void> {
  let told = Date.now();
  return async (tx, done) => {
    if (run.signal.aborted) throw new Interrupted('The server is stopping.');
    if (Date.now() - told < TELL_EVERY_MS) {
      await tx.prisma.import.updateMany({ where: { id, state }, data: { done } });
      return;
    }
    told = Date.now();
    const current = await lockImport(tx, id, [state], 'continued');
    await saveImport(tx, actor, current, 'progressed', { done });
  };
}

/** For work that writes nothing yet: progress, a chance for others, and an end when nobody wants it any more. */
function teller(db: Db, actor: Actor, { id, state }: StoredImport, run: Run): (done: number) => Promise<void> {
  let told = Date.now();
  return async (done) => {
    await nextTurn();
    if (run.signal.aborted) throw new Interrupted('The server is stopping.');
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    await db.transaction(async (tx) => {
      const current = await lockImport(tx, id, [state], 'continued');
      await saveImport(tx, actor, current, 'progressed', { done });
    });
  };
}
