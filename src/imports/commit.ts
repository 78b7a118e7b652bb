// The commit, in transactions of at most a thousand rows: a longer one would hold up whoever reads the outbox. New
// clients are written as sets; changes and moves go through the same functions as an operator's. Rows that do not
// fit any more, because the directory changed since the dry run, are reported and leave the others alone.
import type { Actor } from '../auth/actor.js';
import { changeClient } from '../clients/clients.js';
import { moveClient } from '../clients/move.js';
import { clearOwnSetting, setOwnSetting } from '../clients/own-settings.js';
import type { ChangeClientInput, Phone } from '../contract/clients.js';
import type { Db, Tx } from '../db/database.js';
import { attempt } from '../db/savepoint.js';
import { loadSql, queryRows } from '../db/sql.js';
import type { Changes } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { ancestorChains } from '../tree/tree.js';
import { createClients } from './create-clients.js';
import { type Batch, failure, isPassing, type RowResult, type StepRow, superiorOf } from './steps.js';
import type { StoredImport } from './store.js';

const sql = loadSql(import.meta.url);

const ROWS_AT_ONCE = 1_000;
/** Changes and moves take some milliseconds each. */
const CHANGES_AT_ONCE = 100;

/** Called in the transaction of each batch with the cursor after it; throws to stop. */
export type Advance = (tx: Tx, done: number) => Promise<void>;

/** Applies the steps from `from` on. `report` hears of errors that nobody foresaw; such rows fail alone. */
export async function commitSteps(db: Db, actor: Actor, { id: importId, clientId: owner }: Pick<StoredImport, 'id' | 'clientId'>, from: number, advance: Advance, report: (error: unknown) => void): Promise<void> {
  for (let next = from; ; ) {
    const rows = firstBatch(await queryRows<StepRow>(db, sql('select_steps'), { import_id: importId, from: next, limit: ROWS_AT_ONCE }));
    const last = rows[rows.length - 1];
    if (!last) return;
    await applyOrSplit(db, actor, importId, owner, rows, advance, report);
    next = last.step + 1;
  }
}

function firstBatch(rows: StepRow[]): StepRow[] {
  let changes = 0;
  const end = rows.findIndex(({ outcome }) => outcome !== 'create' && ++changes > CHANGES_AT_ONCE);
  return end < 0 ? rows : rows.slice(0, end);
}

async function applyOrSplit(db: Db, actor: Actor, importId: number, owner: number | null, rows: readonly StepRow[], advance: Advance, report: (error: unknown) => void): Promise<void> {
  const done = (rows[rows.length - 1] as StepRow).step + 1;
  try {
    await db.transaction(async (tx) => {
      await applyRows(tx, actor, importId, owner, rows);
      await advance(tx, done);
    });
  } catch (error) {
    if (isPassing(error)) throw error;
    if (!(error instanceof AppError)) report(error);
    if (rows.length > 1) {
      const middle = Math.ceil(rows.length / 2);
      await applyOrSplit(db, actor, importId, owner, rows.slice(0, middle), advance, report);
      // A row of the first half may be the superior of one of the second.
      const second = await queryRows<StepRow>(db, sql('select_steps'), { import_id: importId, from: (rows[middle] as StepRow).step, limit: rows.length - middle });
      return applyOrSplit(db, actor, importId, owner, second, advance, report);
    }
    const { number } = rows[0] as StepRow;
    await db.transaction(async (tx) => {
      await saveResults(tx, importId, [failure(number, error, owner)]);
      await advance(tx, done);
    });
  }
}

async function applyRows(tx: Tx, actor: Actor, importId: number, owner: number | null, planned: readonly StepRow[]): Promise<void> {
  const batch: Batch = { importId, owner, created: new Map(), results: new Map() };
  const changed: StepRow[] = [];
  const rows = owner === null ? planned : await stillBelow(tx, batch, owner, planned);
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && rows[to]?.outcome === 'create') to += 1;
    if (to > from) await createClients(tx, actor, batch, rows.slice(from, to));
    else {
      const row = rows[to] as StepRow;
      if (row.outcome !== 'error' && (await applyChange(tx, actor, batch, row))) changed.push(row);
      to += 1;
    }
    from = to;
  }
  if (changed.length) await keepWrittenChanges(tx, batch, changed);
  await saveResults(tx, importId, [...batch.results.values()]);
}

/** Rows whose client and superior are below the owner now; of the others it is said that they are gone. */
async function stillBelow(tx: Tx, { results }: Batch, owner: number, rows: readonly StepRow[]): Promise<StepRow[]> {
  const ids = [...new Set(rows.flatMap(({ clientId, parentId }) => [clientId, parentId]).filter((id) => id !== null))];
  const chains = await ancestorChains(tx, ids);
  const seen = (id: number | null) => id === null || chains.get(id)?.some((node) => node.id === owner);
  const kept = rows.filter(({ clientId, parentId }) => seen(clientId) && seen(parentId) && clientId !== owner);
  for (const row of rows) if (!kept.includes(row)) results.set(row.number, failure(row.number, new AppError('client.not_found'), owner));
  return kept;
}

export async function saveResults(tx: Tx, importId: number, results: readonly RowResult[]): Promise<void> {
  if (results.length) await queryRows(tx, sql('save_results'), { import_id: importId, results: JSON.stringify(results) });
}

/** Gives whether it was done. */
async function applyChange(tx: Tx, actor: Actor, batch: Batch, row: StepRow): Promise<boolean> {
  try {
    await attempt(tx, () => changeOne(tx, actor, batch, row));
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || isPassing(error)) throw error;
    batch.results.set(row.number, failure(row.number, error, batch.owner));
    return false;
  }
}

async function changeOne(tx: Tx, actor: Actor, batch: Batch, row: StepRow): Promise<void> {
  const id = row.clientId as number;
  const { parentId: _, groupId, ...changes } = row.changes;
  if (row.outcome === 'move') {
    const parentId = superiorOf(batch, row);
    await moveClient(tx, actor, id, { parentId, ...(parentId === null && groupId && { groupId: groupId[1] as number }) }, row.version);
  } else if (groupId) changes.groupId = groupId;
  await changeFields(tx, actor, id, changes, row.version);
}

/** Plain fields, phones and settings to their new values, by the rules for everybody. */
export async function changeFields(tx: Tx, actor: Actor, id: number, changes: Changes, version: number | null): Promise<void> {
  const input: Record<string, unknown> = {};
  for (const [field, [, value]] of Object.entries(changes)) {
    if (field === 'phones') input.phones = (value as Phone[]).map(({ digits: _, ...phone }) => phone);
    else if (!field.startsWith('settings.')) input[field] = value;
  }
  if (Object.keys(input).length) await changeClient(tx, actor, id, input as ChangeClientInput, version);
  for (const [field, [, value]] of Object.entries(changes)) {
    if (!field.startsWith('settings.')) continue;
    const key = field.slice('settings.'.length);
    if (value === null) await clearOwnSetting(tx, actor, id, key, version);
    else await setOwnSetting(tx, actor, id, key, (value as { value: unknown }).value, version);
  }
}

/** What really changed, consequences included, is in the history: the undo goes by that. */
async function keepWrittenChanges(tx: Tx, { importId, results }: Batch, rows: readonly StepRow[]): Promise<void> {
  await stampHistory(tx, importId);
  const written = await queryRows<{ clientId: number; changes: Changes }>(tx, sql('select_written_changes'), { client_ids: rows.map(({ clientId }) => clientId) });
  const merged = new Map<number, Record<string, readonly [unknown, unknown]>>();
  for (const { clientId, changes } of written) {
    const all = merged.get(clientId) ?? {};
    for (const [field, [before, after]] of Object.entries(changes)) all[field] = [all[field] ? all[field][0] : before, after];
    merged.set(clientId, all);
  }
  for (const { number, clientId } of rows) results.set(number, { ...results.get(number), number, changes: merged.get(clientId as number) ?? {} });
}

/** The functions for everybody know nothing of imports: their rows of this transaction get the number afterwards. */
export async function stampHistory(tx: Tx, importId: number): Promise<void> {
  await queryRows(tx, sql('stamp_history'), { import_id: importId });
}
