// Imports as rows: reading, writing, and the state machine. Every change of an import is a version with history, so
// that screens follow it without asking.
//
//   mapping ⇄ checking → checked → committing → committed → undoing → undone ─┐
//      ↑___________________↲ (another dry run)                    checking ←──┘      cancelled: from all that stand still
import type { Actor } from '../auth/actor.js';
import type { HistoryVerb } from '../contract/history.js';
import type { ColumnMapping, ImportCounts, ImportItem, ImportOptions, ImportRowView, ImportState, ImportView, RowOutcome } from '../contract/imports.js';
import type { Db, Prisma, Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { type Changes, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import type { PlannedRow } from './plan.js';

const sql = loadSql(import.meta.url);

export interface StoredImport {
  id: number;
  version: number;
  state: ImportState;
  fileName: string;
  recipe: string | null;
  columns: { name: string; samples: string[] }[];
  mapping: ColumnMapping[];
  options: ImportOptions;
  rowCount: number;
  done: number;
  total: number;
  counts: (ImportCounts & { undo?: ImportView['undoCounts'] }) | null;
  error: string | null;
  actor: StoredActor;
  /** The client in whose cabinet it was made; null: an operator's. */
  clientId: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Who started the step that runs: jobs work in the name and with the rights of that operator. */
export type StoredActor = Pick<Actor, 'kind' | 'id' | 'name' | 'allRights' | 'requestId'> & { rights: string[] };

export function storedActor({ kind, id, name, allRights, requestId, rights }: Actor): StoredActor {
  return { kind, id, name, allRights, requestId, rights: [...rights] };
}

export function actorOf(stored: StoredActor): Actor {
  return { ...stored, rights: new Set(stored.rights) as Actor['rights'], channel: 'import', sessionId: null };
}

export async function findImport(db: Pick<Db, 'prisma'> | Pick<Tx, 'prisma'>, id: number): Promise<StoredImport> {
  const found = await (db.prisma as Prisma.TransactionClient).import.findUnique({ where: { id } });
  if (!found) throw new AppError('import.not_found');
  return found as unknown as StoredImport;
}

/** The import under a row lock; throws import.state unless it is in one of `states`. */
export async function lockImport(tx: Tx, id: number, states: readonly ImportState[], wish: string): Promise<StoredImport> {
  await queryRows(tx, sql('lock_import'), { import_id: id });
  const found = await findImport(tx, id);
  if (!states.includes(found.state)) throw new AppError('import.state', `The import is ${stateWords[found.state]}: it cannot be ${wish} now.`, { state: found.state });
  return found;
}

const stateWords: Readonly<Record<ImportState, string>> = {
  mapping: 'waiting for a dry run', checking: 'in its dry run', checked: 'waiting to be committed', committing: 'being committed', committed: 'committed',
  undoing: 'being undone', undone: 'undone', cancelled: 'cancelled',
};

export async function saveImport(
  tx: Tx,
  actor: Actor,
  current: Pick<StoredImport, 'id' | 'version' | 'state'>,
  action: HistoryVerb<'import'>,
  change: Partial<Omit<StoredImport, 'id' | 'version'>>,
): Promise<void> {
  const version = current.version + 1;
  await tx.prisma.import.update({
    where: { id: current.id },
    data: { ...(change as Prisma.ImportUpdateInput), version, updatedAt: tx.clock.now().toJSDate() },
    select: { id: true },
  });
  const state: Changes = change.state && change.state !== current.state ? { state: [current.state, change.state] } : {};
  await record(tx, actor, { entity: 'import', entityId: current.id, version, action: `import.${action}`, changes: state, importId: current.id });
}

export async function insertBlocks(tx: Tx, importId: number, first: number, blocks: readonly string[]): Promise<void> {
  await queryRows(tx, sql('insert_blocks'), { import_id: importId, first, blocks });
}

export async function deleteBlocks(tx: Tx, importId: number): Promise<void> {
  await queryRows(tx, sql('delete_blocks'), { import_id: importId });
}

/** A block of the file's rows as JSON text; null after the last one. */
export async function readBlock(db: SqlRunner, importId: number, place: number): Promise<string | null> {
  const [block] = await queryRows<{ rows: string }>(db, sql('select_block'), { import_id: importId, place });
  return block?.rows ?? null;
}

export async function deleteRows(tx: Tx, importId: number): Promise<void> {
  await queryRows(tx, sql('delete_rows'), { import_id: importId });
}

export async function insertRows(tx: Tx, importId: number, rows: readonly PlannedRow[]): Promise<void> {
  await queryRows(tx, sql('insert_rows'), { import_id: importId, rows: JSON.stringify(rows) });
}

export interface RowFilter {
  after: number;
  outcome: RowOutcome | null;
  warned: boolean;
  limit: number;
}

export function listRows(db: SqlRunner, importId: number, { after, outcome, warned, limit }: RowFilter): Promise<ImportRowView[]> {
  return queryRows<ImportRowView>(db, sql('select_rows'), { import_id: importId, after, outcome, warned, limit });
}

export async function countOutcomes(db: SqlRunner, importId: number): Promise<ImportCounts> {
  const counts: ImportCounts = { create: 0, update: 0, move: 0, unchanged: 0, error: 0, warnings: 0 };
  for (const { outcome, count, warnings } of await queryRows<{ outcome: RowOutcome; count: number; warnings: number }>(db, sql('count_outcomes'), { import_id: importId })) {
    counts[outcome] = count;
    counts.warnings += warnings;
  }
  return counts;
}

export async function countUndone(db: SqlRunner, importId: number): Promise<NonNullable<ImportView['undoCounts']>> {
  const counts = { removed: 0, deleted: 0, restored: 0, kept: 0 };
  for (const { undo, count } of await queryRows<{ undo: keyof typeof counts; count: number }>(db, sql('count_undone'), { import_id: importId })) counts[undo] = count;
  return counts;
}

/** Runs `work` unless another process has this import in its hands already. The lock ends with the process. */
export async function withImportLock(db: Db, importId: number, work: () => Promise<void>): Promise<boolean> {
  const key = `treeline import ${importId}`;
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [key]);
    if (!rows[0]?.locked) return false;
    try {
      await work();
      return true;
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined);
    }
  });
}

export function toItem(stored: StoredImport): ImportItem {
  const { id, version, state, fileName, recipe, rowCount, actor, createdAt, updatedAt } = stored;
  return { id, version, state, fileName, recipe, rowCount, counts: plainCounts(stored), startedBy: actor.name, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

function plainCounts({ counts }: StoredImport): ImportCounts | null {
  if (!counts) return null;
  const { undo: _, ...plain } = counts;
  return plain;
}

export function toView(stored: StoredImport, rows: ImportRowView[]): ImportView {
  const { columns, mapping, options, done, total, error, state } = stored;
  return {
    ...toItem(stored),
    columns: columns.map(({ name, samples }, index) => ({ index, name, samples })),
    mapping, options,
    // An undo works its way back to the first step.
    progress: { done: state === 'undoing' || state === 'undone' ? total - done : done, total },
    undoCounts: stored.counts?.undo ?? null,
    error, rows,
  };
}
