// Undo of a change from its history row: the old values are set again through the same functions as everywhere, so
// every rule holds. Each field must still have what the row gave it; what came later is named with who and when.
// The undo is one history row itself and can be undone.
import { type Actor, requireRight } from '../auth/actor.js';
import { lockOwnFields, type OwnFields, ownFields } from '../clients/card.js';
import { doChange, rightOf } from '../clients/changes.js';
import { requireDefinition } from '../clients/own-settings.js';
import { type ClientChange, ScheduledFields } from '../contract/changes.js';
import { MAX_ID } from '../contract/primitives.js';
import type { UndoResult } from '../contract/timeline.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { changeGroup, clearGroupSetting, type GroupInput, getGroup, lockGroup, removeGroup, setGroupSetting } from '../groups/groups.js';
import { same } from '../history/conflicts.js';
import type { Changes } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { compileSchema } from '../lib/schema-check.js';
import { lockTrees } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export interface UndoableRow {
  readonly id: number;
  readonly entity: 'client' | 'group';
  readonly entityId: number;
  readonly action: string;
  readonly changes: Changes;
}

type Fields = Readonly<Record<string, unknown>>;

/** Throws history.not_found, or history.not_undoable with the reason. */
export async function undoableRow(tx: Tx, id: number): Promise<UndoableRow> {
  const row = await queryOptionalRow<UndoableRow & { version: number | null; importId: number | null; entity: string }>(tx, sql('select_row'), { id });
  if (!row) throw new AppError('history.not_found');
  const refuse = (why: string, data: Record<string, unknown> = {}) => new AppError('history.not_undoable', why, data);
  if (row.entity !== 'client' && row.entity !== 'group') throw refuse('Only changes of clients and client groups can be undone here.');
  if (row.importId !== null) throw refuse(`This is part of import ${row.importId}. Undo the whole import.`, { importId: row.importId });
  if (row.version === null) throw refuse('This row only tells of a change that was made elsewhere; undo it there.');
  if (row.action.endsWith('.removed')) throw refuse('What was removed for good cannot be brought back.');
  return row;
}

/** Errors: history.newer_change naming the field, and whatever the change back is refused with. */
export async function undoChange(tx: Tx, actor: Actor, row: UndoableRow): Promise<UndoResult> {
  const { before, after } = await (row.entity === 'client' ? undoOnClient(tx, actor, row) : undoOnGroup(tx, actor, row));
  const { id: historyId, changes } = await foldHistory(tx, row, before);
  return { undone: row.id, historyId, entity: row.entity, entityId: row.entityId, version: after, changes: changes as unknown as UndoResult['changes'] };
}

/** The entity's versions before and after; null if it is gone. */
interface Versions {
  before: number;
  after: number | null;
}

// ── Clients ─────────────────────────────────────────────────────────────────────────────────────

async function undoOnClient(tx: Tx, actor: Actor, row: UndoableRow): Promise<Versions> {
  const { entityId: id, changes } = row;
  const steps = row.action === 'client.created' ? [{ kind: 'delete' } as const] : stepsBack(changes);
  for (const step of steps) requireRight(actor, rightOf(step));
  for (const step of steps) if (step.kind === 'setting' || step.kind === 'inherit') await requireDefinition(tx, actor, step.key);
  const parents = steps.map((step) => (step.kind === 'move' ? step.parentId : null)).filter((parentId) => parentId !== null);
  if (steps.some(({ kind }) => kind === 'move')) await lockTrees(tx, [id, ...parents]);
  const current = await lockOwnFields(tx, id);
  await requireUnchanged(tx, row, flat(current));
  if (row.action === 'client.created') await refuseChildren(tx, row);
  for (const step of steps) await doChange(tx, actor, id, step);
  const after = await ownFields(tx, id);
  const wanted = row.action === 'client.created' ? { deleted: true } : Object.fromEntries(Object.entries(changes).map(([field, [old]]) => [field, old]));
  await requireNothingElse(tx, row, flat(current), flat(after), wanted);
  return { before: current.version, after: after.version };
}

/** What sets the old values again, in an order in which each step is allowed. */
function stepsBack(changes: Changes): ClientChange[] {
  const old = Object.fromEntries(Object.entries(changes).map(([field, [before]]) => [field, before]));
  const { parentId, groupId, deleted, blocked, blockReason, ...rest } = old;
  const steps: ClientChange[] = [];
  if ('parentId' in old) steps.push({ kind: 'move', parentId: parentId as number | null, ...(parentId === null && typeof groupId === 'number' && { groupId }) });
  else if ('groupId' in old) steps.push({ kind: 'group', groupId: groupId as number });
  const plain = Object.entries(rest).filter(([field]) => !field.startsWith('settings.'));
  if (plain.length) steps.push({ kind: 'fields', fields: plainFields(plain) });
  if ('deleted' in old) steps.push({ kind: deleted ? 'delete' : 'restore' });
  if (blocked === false) steps.push({ kind: 'unblock' });
  else if ('blocked' in old || 'blockReason' in old) steps.push({ kind: 'block', reason: (blockReason ?? null) as string | null });
  for (const [field, value] of Object.entries(rest)) {
    if (!field.startsWith('settings.')) continue;
    const key = field.slice('settings.'.length);
    steps.push(value === null ? { kind: 'inherit', key } : { kind: 'setting', key, value: (value as { value: unknown }).value });
  }
  return steps;
}

const changeable = ScheduledFields.properties as unknown as Record<string, object>;

function plainFields(fields: [string, unknown][]): ScheduledFields {
  for (const [field, value] of fields) {
    const schema = changeable[field];
    if (!schema) throw new AppError('history.not_undoable', `"${field}" is not kept in the history, or cannot be set like that.`, { field });
    // What was erased is no value any more. Phones are kept with their digits, which are made anew.
    if (field !== 'phones' && !compileSchema(schema as never)(value)) throw new AppError('history.not_undoable', `What "${field}" had been is not kept any more.`, { field });
  }
  return Object.fromEntries(fields) as ScheduledFields;
}

/** Own fields and own settings under the names that the history has for them. */
function flat({ settings, ...fields }: OwnFields): Fields {
  return { ...fields, ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`settings.${key}`, { value }])) };
}

async function refuseChildren(tx: Tx, row: UndoableRow): Promise<void> {
  const child = await tx.prisma.client.findFirst({ where: { parentId: row.entityId, deleted: false }, orderBy: { id: 'desc' }, select: { name: true } });
  if (child) throw await newerChange(tx, row, 'employees', `"${child.name}" is below it by now.`);
}

// ── Client groups ───────────────────────────────────────────────────────────────────────────────

async function undoOnGroup(tx: Tx, actor: Actor, row: UndoableRow): Promise<Versions> {
  requireRight(actor, 'group.manage');
  const { entityId: id, changes } = row;
  const current = await lockGroup(tx, id);
  const { settings, ...fields } = current;
  await requireUnchanged(tx, row, { ...fields, ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`settings.${key}`, { value }])) });
  if (row.action === 'group.created') {
    await removeGroup(tx, actor, id);
    return { before: current.version, after: null };
  }
  const plain: Record<string, unknown> = {};
  for (const [field, [old]] of Object.entries(changes)) {
    if (!field.startsWith('settings.')) plain[field] = old;
    else if (old === null) await clearGroupSetting(tx, actor, id, field.slice('settings.'.length), null);
    else await setGroupSetting(tx, actor, id, field.slice('settings.'.length), (old as { value: unknown }).value, null);
  }
  if (Object.keys(plain).length) await changeGroup(tx, actor, id, plain as GroupInput, null);
  return { before: current.version, after: (await getGroup(tx, id)).version };
}

// ── What both need ──────────────────────────────────────────────────────────────────────────────

async function requireUnchanged(tx: Tx, row: UndoableRow, current: Fields): Promise<void> {
  for (const [field, [, given]] of Object.entries(row.changes)) {
    if (!same(current[field] ?? null, given)) throw await newerChange(tx, row, field, `"${field}" was changed again.`);
  }
}

/** Going back may take along what was set since and needs the present state: an own account's settings, a root's "allow". */
async function requireNothingElse(tx: Tx, row: UndoableRow, before: Fields, after: Fields, wanted: Fields): Promise<void> {
  const ignored = new Set(['version', 'updatedAt', 'rating']);
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (ignored.has(field) || same(after[field] ?? null, (field in wanted ? wanted[field] : before[field]) ?? null)) continue;
    throw await newerChange(tx, row, field, `"${field}" would be lost with it.`, Number(before.version));
  }
}

/** `until`: the version before the undo began, whose own rows are no answer. */
async function newerChange(tx: Tx, row: UndoableRow, field: string, why: string, until = MAX_ID): Promise<AppError> {
  const newer = await queryOptionalRow<{ id: number; at: string; action: string; actorName: string }>(tx, sql('select_newer'), {
    entity: row.entity, entity_id: row.entityId, id: row.id, field, until,
  });
  return new AppError('history.newer_change', newer ? `${why} See the change of ${newer.at} by ${newer.actorName}.` : why, { field, newer });
}

/** The rows that the steps wrote become one, so that the undo can be undone at once. Nobody has seen them yet. */
async function foldHistory(tx: Tx, row: UndoableRow, before: number): Promise<{ id: number; changes: Changes }> {
  const written = await queryRows<{ id: number; version: number; changes: Changes }>(tx, sql('select_written'), { entity: row.entity, entity_id: row.entityId, version: before });
  const [first, ...others] = written as [(typeof written)[number], ...typeof written];
  const merged: Record<string, readonly [unknown, unknown]> = {};
  for (const { changes } of written) for (const [field, [old, now]] of Object.entries(changes)) merged[field] = [merged[field] ? merged[field][0] : old, now];
  const changes = Object.fromEntries(Object.entries(merged).filter(([, [old, now]]) => !same(old, now)));
  if (others.length) await queryRows(tx, sql('delete_folded'), { ids: others.map(({ id }) => id) });
  await queryRows(tx, sql('update_folded'), { id: first.id, version: (others[others.length - 1] ?? first).version, changes: JSON.stringify(changes), undoes: row.id });
  return { id: first.id, changes };
}
