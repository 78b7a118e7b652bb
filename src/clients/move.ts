// Moving a client with everything below it (D-3, D-4): one row changes, however large the subtree.
// Both trees are locked before the look for a cycle; a look alone let cycles in 23 times of 60.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { type Changes, record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { type ChainNode, lockTrees, rootOf } from '../tree/tree.js';
import { lockOwnFields, type OwnFields, requireLive } from './card.js';
import { employeeChanges } from './clients.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { refuseNumbersTakenMeanwhile } from './phones.js';

const sql = loadSql(import.meta.url);

export interface MoveInput {
  parentId: number | null;
  /** For a client that becomes a root; absent: the group that it had inherited. */
  groupId?: number | null;
}

/** Gives whether anything changed. Errors: client.cycle, client.deleted, client.person_not_root, client.external_id_taken. */
export async function moveClient(tx: Tx, actor: Actor, id: number, input: MoveInput, version: number | null): Promise<boolean> {
  const { parentId } = input;
  const chains = await lockTrees(tx, parentId === null ? [id] : [id, parentId]);
  const chain = chains.get(id);
  if (!chain) throw new AppError('client.not_found');
  const target = parentId === null ? null : chains.get(parentId);
  if (target === undefined) throw fieldError('client.parent_not_found', 'body/parentId', `There is no client ${parentId}.`);
  const current = await lockOwnFields(tx, id);
  if (target) await checkTarget(tx, current, target);
  if (parentId !== null && input.groupId != null) throw fieldError('client.group_on_root_only', 'body/groupId', "A subordinate client has its root's group.");
  const changes = differences(current as unknown as Record<string, unknown>, fieldsAfter(current, chain, input));
  await refuseConflicts(tx, 'client', current, version, changes);
  if (Object.keys(changes).length === 0) return false;
  await save(tx, actor, current, changes);
  const wasHidden = chain.some((node) => node.deleted && node.id !== id);
  if (wasHidden && !current.deleted) await refuseNumbersTakenMeanwhile(tx, id);
  const newRoot = target ? rootOf(target).id : id;
  if (newRoot !== rootOf(chain).id) await refuseTakenExternalIds(tx, id, newRoot);
  return true;
}

async function checkTarget(tx: Tx, current: OwnFields, target: readonly ChainNode[]): Promise<void> {
  const parent = target[0] as ChainNode;
  if (target.some((node) => node.id === current.id)) {
    const how = parent.id === current.id ? 'itself' : `"${parent.name}", which is below it`;
    throw new AppError('client.cycle', `"${current.name}" cannot be put under ${how}: it would become its own superior.`, {
      client: { id: current.id, name: current.name },
      errors: [{ path: 'body/parentId', code: 'client.cycle', message: `"${current.name}" would become its own superior` }],
    });
  }
  if (current.kind === 'person') throw fieldError('client.person_not_root', 'body/parentId', 'A private person has no superior unit.');
  await queryRows(tx, sql('lock_target'), { parent_id: parent.id });
  await requireLive(tx, parent.id);
}

/** D-4: what a client gets and loses with its new place. */
function fieldsAfter(current: OwnFields, chain: readonly ChainNode[], { parentId, groupId }: MoveInput): Partial<OwnFields> {
  if (parentId !== null) return { parentId, groupId: null };
  const inherited = rootOf(chain).groupId;
  return { parentId: null, groupId: groupId ?? (current.parentId === null ? current.groupId : inherited), usesOwnAccount: true };
}

async function save(tx: Tx, actor: Actor, current: OwnFields, changes: Changes): Promise<void> {
  const version = current.version + 1;
  const after = Object.fromEntries(Object.entries(changes).map(([field, [, value]]) => [field, value]));
  // A subordinate client cannot say "allow" (D-10): what a root had allowed itself goes with its being a root.
  const becameSubordinate = current.parentId === null && after.parentId != null;
  const dropped = becameSubordinate ? await queryRows<{ key: string; value: unknown }>(tx, sql('delete_own_allows'), { client_id: current.id }) : [];
  const all = { ...changes, ...Object.fromEntries(dropped.map(({ key, value }) => [`settings.${key}`, [{ value }, null] as const])) };
  await tx.prisma.client.update({ where: { id: current.id }, data: { ...after, version, updatedAt: tx.clock.now().toJSDate() }, select: { id: true } });
  const { id, name } = current;
  const moved = 'parentId' in changes;
  await record(tx, actor, [
    { entity: 'client', entityId: id, version, action: 'client.moved', changes: all },
    ...(moved ? employeeChanges([{ parentId: current.parentId, id, name, added: false }, { parentId: (after.parentId ?? null) as number | null, id, name, added: true }]) : []),
  ]);
}

/** D-31 across trees. This one look grows with the subtree; a move inside a tree does not need it. */
async function refuseTakenExternalIds(tx: Tx, id: number, rootId: number): Promise<void> {
  const taken = await queryOptionalRow<{ id: number; name: string; externalId: string }>(tx, sql('find_taken_external_id'), { client_id: id, root_id: rootId });
  if (!taken) return;
  throw new AppError('client.external_id_taken', `The external id "${taken.externalId}" is in both trees: "${taken.name}" has it in the other one.`, {
    client: { id: taken.id, name: taken.name },
  });
}
