// Node relations and nothing else: chains up, subtrees down, the lock of a tree.
// Terms: a chain is a client with all its ancestors, depth 0 being the client itself; its last node is the root.
// Invariants: at most one parent, never a cycle. Whoever changes a parent first takes lockTrees of both roots.
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { Superiors, type TreeNode } from './superiors.js';

const sql = loadSql(import.meta.url);

export interface ChainNode extends TreeNode {
  startId: number;
  depth: number;
}

/** The chains of many clients in one statement, from each client up to its root; unknown ids give nothing. */
export async function ancestorChains(db: SqlRunner, ids: readonly number[]): Promise<Map<number, ChainNode[]>> {
  const chains = new Map<number, ChainNode[]>();
  if (ids.length === 0) return chains;
  const superiors = new Superiors();
  await superiors.read(db, ids);
  for (const startId of [...new Set(ids)].sort((a, b) => a - b)) {
    const chain: ChainNode[] = [];
    for (const node of superiors.up(startId)) chain.push({ ...node, startId, depth: chain.length });
    if (chain.length > 0) chains.set(startId, chain);
  }
  return chains;
}

/** The chain of one client; throws client.not_found. */
export async function ancestorChain(db: SqlRunner, id: number): Promise<ChainNode[]> {
  const chain = (await ancestorChains(db, [id])).get(id);
  if (!chain) throw new AppError('client.not_found');
  return chain;
}

/** Everything below a client and itself, deleted ones too. May be large. */
export async function subtreeIds(db: SqlRunner, id: number): Promise<number[]> {
  return (await queryRows<{ id: number }>(db, sql('select_subtree_ids'), { client_id: id })).map((row) => row.id);
}

/** Is `id` the client `topId` or below it? One index walk up; the check inside every scoped call (P6). */
export async function isWithin(db: SqlRunner, id: number, topId: number): Promise<boolean> {
  return (await queryRow<{ within: boolean }>(db, sql('is_within'), { client_id: id, top_id: topId })).within;
}

export function rootOf(chain: readonly ChainNode[]): ChainNode {
  return chain[chain.length - 1] as ChainNode;
}

/**
 * Locks the trees that the clients belong to, until the end of the transaction, and gives their chains as they are
 * under the lock. Locks are taken in order of root ids, so that two moves across the same trees cannot deadlock. A
 * client that went to another tree meanwhile ends the attempt with conflict.busy: nothing was changed yet.
 */
export function lockTrees(tx: Tx, ids: readonly number[]): Promise<Map<number, ChainNode[]>> {
  return lockRoots(tx, ids, 'lock_tree');
}

/** Nothing moves into or out of these trees until the end of the transaction; many can hold a tree at once. */
export function holdTrees(tx: Tx, ids: readonly number[]): Promise<Map<number, ChainNode[]>> {
  return lockRoots(tx, ids, 'hold_tree');
}

async function lockRoots(tx: Tx, ids: readonly number[], how: 'lock_tree' | 'hold_tree'): Promise<Map<number, ChainNode[]>> {
  const before = await ancestorChains(tx, ids);
  const roots = [...new Set([...before.values()].map((chain) => rootOf(chain).id))].sort((a, b) => a - b);
  for (const root of roots) await queryRows(tx, sql(how), { root_id: root });
  // A statement of its own after the lock: under READ COMMITTED it sees what the holder before us committed.
  const after = await ancestorChains(tx, ids);
  for (const [, chain] of after) {
    if (!roots.includes(rootOf(chain).id)) throw new AppError('conflict.busy', 'The tree was changed at the same moment; try again.');
  }
  return after;
}
