// The undo of a whole import, last step first. What it made is removed, or only marked deleted where something
// depends on it by now; what it changed goes back, except fields that somebody changed since. All is in the report.
import type { Actor } from '../auth/actor.js';
import { lockOwnFields, type OwnFields } from '../clients/card.js';
import { moveClient } from '../clients/move.js';
import { deleteClient } from '../clients/states.js';
import { queryComposed, raw, sql as compose } from '../db/composed.js';
import type { Db, Tx } from '../db/database.js';
import { attempt } from '../db/savepoint.js';
import { loadSql, queryRows } from '../db/sql.js';
import { same } from '../history/conflicts.js';
import { type Changes, type HistoryEntry, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { type Advance, changeFields, stampHistory } from './commit.js';
import { ancestorChains } from '../tree/tree.js';
import { isPassing, type StepRow } from './steps.js';
import type { StoredImport } from './store.js';

const sql = loadSql(import.meta.url);

const ROWS_AT_ONCE = 1_000;
const CHANGES_AT_ONCE = 100;

interface UndoResult {
  number: number;
  undo: 'removed' | 'deleted' | 'restored' | 'kept';
  reason?: string;
}

interface Locked {
  id: number;
  version: number;
  name: string;
  parentId: number | null;
  deleted: boolean;
}

/** Undoes the steps below `before`, down to the first. */
export async function undoSteps(db: Db, actor: Actor, { id: importId, clientId: owner }: Pick<StoredImport, 'id' | 'clientId'>, before: number, advance: Advance): Promise<void> {
  for (let next = before; ; ) {
    const rows = firstBatch(await queryRows<StepRow>(db, sql('select_steps_back'), { import_id: importId, before: next, limit: ROWS_AT_ONCE }));
    const last = rows[rows.length - 1];
    if (!last) return;
    await db.transaction(async (tx) => {
      const within = owner === null ? rows : await stillBelow(tx, owner, rows);
      const results = [
        ...(last.outcome === 'create' ? await removeCreated(tx, actor, importId, within) : await takeBack(tx, actor, within)),
        ...rows.filter((row) => !within.includes(row)).map(({ number }): UndoResult => ({ number, undo: 'kept', reason: 'It stays: it is not below any more.' })),
      ];
      await stampHistory(tx, importId);
      await queryRows(tx, sql('save_undo'), { import_id: importId, results: JSON.stringify(results) });
      await advance(tx, last.step);
    });
    next = last.step;
  }
}

/** In a client's cabinet: who went elsewhere since, or would go elsewhere, is out of reach. */
async function stillBelow(tx: Tx, owner: number, rows: readonly StepRow[]): Promise<StepRow[]> {
  const before = (row: StepRow) => (row.outcome === 'create' ? null : ((row.changes.parentId?.[0] ?? null) as number | null));
  const chains = await ancestorChains(tx, [...new Set(rows.flatMap((row) => [row.clientId, before(row)]).filter((id) => id !== null))]);
  const seen = (id: number | null) => id === null || !chains.has(id) || chains.get(id)?.some((node) => node.id === owner);
  return rows.filter((row) => seen(row.clientId) && seen(before(row)));
}

/** As many steps of one sort as a transaction takes. */
function firstBatch(rows: StepRow[]): StepRow[] {
  const creates = rows[0]?.outcome === 'create';
  const end = rows.findIndex(({ outcome }, index) => (outcome === 'create') !== creates || (!creates && index >= CHANGES_AT_ONCE));
  return end < 0 ? rows : rows.slice(0, end);
}

async function removeCreated(tx: Tx, actor: Actor, importId: number, rows: readonly StepRow[]): Promise<UndoResult[]> {
  const ids = rows.map(({ clientId }) => clientId).filter((id) => id !== null);
  const found = new Map((await queryRows<Locked>(tx, sql('lock_clients'), { ids })).map((client) => [client.id, client]));
  const references = await findReferences(tx, ids);
  const childrenLeft = new Map((await queryRows<{ parentId: number; live: boolean }>(tx, sql('select_children_left'), { ids })).map(({ parentId, live }) => [parentId, live]));
  const results: UndoResult[] = [];
  const removed: Locked[] = [];
  for (const row of rows) {
    const client = row.clientId === null ? undefined : found.get(row.clientId);
    if (!client) {
      results.push({ number: row.number, undo: 'removed', reason: 'It was removed already.' });
      continue;
    }
    const children = childrenLeft.get(client.id);
    const why = reasonToStay(client, children, references.get(client.id));
    if (why === null) {
      removed.push(client);
      results.push({ number: row.number, undo: 'removed' });
      continue;
    }
    // Subordinates that others put there must not vanish from the lists with it.
    const stays = children === true;
    if (!stays && !client.deleted) await deleteClient(tx, actor, client.id, null);
    results.push({ number: row.number, undo: stays ? 'kept' : 'deleted', reason: why });
    if (client.parentId !== null && found.has(client.parentId)) childrenLeft.set(client.parentId, stays || childrenLeft.get(client.parentId) === true);
  }
  if (removed.length) await remove(tx, actor, importId, removed);
  return results;
}

function reasonToStay(client: Locked, children: boolean | undefined, references: string[] | undefined): string | null {
  if (children === true) return 'It stays: there are subordinate clients below it that the import did not make, or that had to stay.';
  if (references) return `It was only marked deleted, as it is in use: ${references.join(', ')}.`;
  if (client.version !== 1) return 'It was only marked deleted, as somebody changed it since.';
  if (children === false) return 'It was only marked deleted, as deleted clients below it had to stay.';
  return null;
}

async function remove(tx: Tx, actor: Actor, importId: number, clients: readonly Locked[]): Promise<void> {
  const gone = new Set(clients.map(({ id }) => id));
  await queryRows(tx, sql('delete_clients'), { ids: [...gone] });
  const lost = new Map<number, { id: number; name: string }[]>();
  for (const { id, name, parentId } of clients) if (parentId !== null && !gone.has(parentId)) lost.set(parentId, [...(lost.get(parentId) ?? []), { id, name }]);
  await record(tx, actor, [
    // With its parent: the tree of then is found by it.
    ...clients.map(({ id, name, parentId, version }): HistoryEntry => ({ entity: 'client', entityId: id, version: version + 1, action: 'client.removed', importId, changes: { name: [name, null], parentId: [parentId, null] } })),
    ...[...lost].map(([parentId, employees]): HistoryEntry => ({ entity: 'client', entityId: parentId, version: null, action: 'client.employees_changed', importId, changes: { employees: [employees, null] } })),
  ]);
}

/** Whatever else refers to clients, by the database's own list of references: orders, accounts, messages … */
async function findReferences(tx: Tx, ids: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  for (const { table, column } of await queryRows<{ table: string; column: string }>(tx, sql('select_references'))) {
    const rows = await queryComposed<{ id: number }>(tx, compose`select distinct t.${raw(column)} as id from ${raw(table)} t where t.${raw(column)} = any (${ids}::integer[])`);
    for (const { id } of rows) found.set(id, [...(found.get(id) ?? []), table]);
  }
  return found;
}

async function takeBack(tx: Tx, actor: Actor, rows: readonly StepRow[]): Promise<UndoResult[]> {
  const results: UndoResult[] = [];
  for (const row of rows) {
    try {
      const left = await attempt(tx, () => takeBackOne(tx, actor, row));
      results.push({ number: row.number, undo: left.all ? 'kept' : 'restored', ...(left.reason && { reason: left.reason }) });
    } catch (error) {
      if (!(error instanceof AppError) || isPassing(error)) throw error;
      results.push({ number: row.number, undo: 'kept', reason: error.message });
    }
  }
  return results;
}

async function takeBackOne(tx: Tx, actor: Actor, row: StepRow): Promise<{ all: boolean; reason: string | null }> {
  const id = row.clientId as number;
  const current = await lockOwnFields(tx, id);
  const untouched = Object.entries(row.changes).filter(([field, [, after]]) => same(valueOf(current, field), after));
  const touched = Object.keys(row.changes).filter((field) => !untouched.some(([known]) => known === field));
  const back: Changes = Object.fromEntries(untouched.map(([field, [before, after]]) => [field, [after, before] as const]));
  const { parentId, groupId, ...fields } = back;
  if (parentId) await moveClient(tx, actor, id, { parentId: parentId[1] as number | null, ...(parentId[1] === null && groupId && { groupId: groupId[1] as number }) }, null);
  // A root always uses its own account: what had changed with its place goes back with its place.
  const { usesOwnAccount, ...others } = fields;
  const root = parentId ? parentId[1] === null : current.parentId === null;
  await changeFields(tx, actor, id, { ...others, ...(usesOwnAccount && !root && { usesOwnAccount }), ...(groupId && !parentId && { groupId }) }, null);
  return { all: untouched.length === 0 && touched.length > 0, reason: touched.length ? `Changed since, and left so: ${touched.join(', ')}.` : null };
}

function valueOf(client: OwnFields, field: string): unknown {
  if (!field.startsWith('settings.')) return (client as unknown as Record<string, unknown>)[field];
  const key = field.slice('settings.'.length);
  return key in client.settings ? { value: client.settings[key] } : null;
}
