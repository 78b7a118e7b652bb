// Deleting and blocking are flags on one client; everything below is affected without being touched (D-6, D-7).
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { type Changes, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { ancestorChain } from '../tree/tree.js';
import { lockOwnFields, type OwnFields } from './card.js';
import { employeeChanges, saveChanges } from './clients.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { refuseNumbersTakenMeanwhile } from './phones.js';

const sql = loadSql(import.meta.url);

export async function deleteClient(tx: Tx, actor: Actor, id: number, version: number | null): Promise<void> {
  const current = await lockOwnFields(tx, id);
  if (current.deleted) throw new AppError('client.deleted', 'It is deleted already.');
  const changes = { deleted: [false, true] } as const;
  await refuseConflicts(tx, 'client', current, version, changes);
  await saveChanges(tx, actor, current, 'client.deleted', changes, employeeChanges([{ parentId: current.parentId, id, name: current.name, added: false }]));
}

/** Undoes deleteClient. What was deleted by itself further below stays so; a deleted superior still hides it. */
export async function restoreClient(tx: Tx, actor: Actor, id: number, version: number | null): Promise<void> {
  const current = await lockOwnFields(tx, id);
  if (!current.deleted) {
    const [, ...above] = await ancestorChain(tx, id);
    const cause = above.find((node) => node.deleted);
    if (cause) throw new AppError('client.not_deleted', `It is hidden by its superior unit "${cause.name}", which is deleted. Restore that one.`, { client: { id: cause.id, name: cause.name } });
    throw new AppError('client.not_deleted', 'It is not deleted.');
  }
  const changes = { deleted: [true, false] } as const;
  await refuseConflicts(tx, 'client', current, version, changes);
  await saveChanges(tx, actor, current, 'client.restored', changes, employeeChanges([{ parentId: current.parentId, id, name: current.name, added: true }]));
  const [, ...above] = await ancestorChain(tx, id);
  if (!above.some((node) => node.deleted)) await refuseNumbersTakenMeanwhile(tx, id);
}

/** Blocks, or gives another reason to a block. */
export async function blockClient(tx: Tx, actor: Actor, id: number, reason: string | null, version: number | null): Promise<void> {
  const current = await lockOwnFields(tx, id);
  const changes = differences({ blocked: current.blocked, blockReason: current.blockReason }, { blocked: true, blockReason: reason });
  await refuseConflicts(tx, 'client', current, version, changes);
  if (Object.keys(changes).length) await saveChanges(tx, actor, current, 'client.blocked', changes);
}

export async function unblockClient(tx: Tx, actor: Actor, id: number, version: number | null): Promise<void> {
  const current = await lockOwnFields(tx, id);
  const changes = differences({ blocked: current.blocked, blockReason: current.blockReason }, { blocked: false, blockReason: null });
  await refuseConflicts(tx, 'client', current, version, changes);
  if (Object.keys(changes).length) await saveChanges(tx, actor, current, 'client.unblocked', changes);
}

/** Removes for good what is deleted and has nothing attached (D-6); the refusal lists what is in the way. */
export async function removeClient(tx: Tx, actor: Actor, id: number): Promise<void> {
  await queryRows(tx, sql('lock_for_removal'), { client_id: id });
  const current = await lockOwnFields(tx, id);
  if (!current.deleted) throw new AppError('client.not_deleted', 'Only a deleted client can be removed for good. Delete it first.');
  const attached = await queryRow<Record<string, number>>(tx, sql('count_attached'), { client_id: id });
  const inTheWay = Object.entries(attached).map(([what, count]) => ({ what, count })).filter(({ count }) => count > 0);
  if (inTheWay.length) {
    throw new AppError('client.in_use', `In the way: ${inTheWay.map(({ what, count }) => `${count} ${what}`).join(', ')}.`, { inTheWay });
  }
  await queryRows(tx, sql('delete_empty_accounts'), { client_id: id });
  await tx.prisma.client.delete({ where: { id }, select: { id: true } });
  await record(tx, actor, { entity: 'client', entityId: id, version: current.version + 1, action: 'client.removed', changes: lastState(current) });
}

const NOT_KEPT = new Set(['id', 'version', 'settings', 'updatedAt', 'rating', 'hasApiPassword', 'hasOrderPassword']);

/** What a client was when it went for good: without it nobody could say what had been there. Empty fields are left out. */
export function lastState({ settings, ...fields }: OwnFields): Changes {
  const empty = (value: unknown) => value === null || value === false || (Array.isArray(value) && value.length === 0);
  const kept = Object.entries(fields).filter(([field, value]) => field === 'parentId' || (!NOT_KEPT.has(field) && !empty(value)));
  const own = Object.entries(settings).map(([key, value]) => [`settings.${key}`, { value }] as const);
  return Object.fromEntries([...kept, ...own].map(([field, value]) => [field, [value, null] as const]));
}
