// What a change would do (D-5): the same resolver on a hypothetical tree. Nothing is locked and nothing is written.
import type { Consequences } from '../contract/clients.js';
import { settingDefinition } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import type { ResolutionGroup, ResolutionInput, ResolutionNode, StoredValue } from './data.js';
import { resolveSettings } from './resolve.js';

const sql = loadSql(import.meta.url);

export type Change =
  | { kind: 'move'; parentId: number | null; groupId?: number | null }
  | { kind: 'state'; blocked?: boolean; deleted?: boolean }
  | { kind: 'setting'; key: string; value: unknown }
  | { kind: 'inherit'; key: string }
  | { kind: 'fields'; groupId?: number; usesOwnAccount?: boolean };

const FIRST = 100;

/** Everything that decides about a subtree: its clients, their superiors, and the groups of their roots. */
interface Forest {
  nodes: Map<number, ResolutionNode>;
  groups: Map<number, ResolutionGroup>;
  attributes: ResolutionInput['attributes'];
  /** The client itself and all below, superiors before subordinates. */
  subtree: number[];
}

export async function previewChange(db: SqlRunner, id: number, change: Change): Promise<Consequences> {
  const before = await loadForest(db, id, change);
  const after = withChange(before, id, change);
  const changed: Record<string, number> = {};
  const first: Consequences['first'] = [];
  for (const clientId of before.subtree) {
    const old = resolveSettings(inputOf(before, clientId), { hiddenAttributes: true }).settings;
    const now = resolveSettings(inputOf(after, clientId), { hiddenAttributes: true }).settings;
    const keys = Object.keys(now).filter((key) => canonical(old[key]?.value) !== canonical(now[key]?.value));
    for (const key of keys) changed[key] = (changed[key] ?? 0) + 1;
    if (keys.length && first.length < FIRST) first.push({ id: clientId, name: before.nodes.get(clientId)?.name ?? '', settings: keys });
  }
  return { clients: before.subtree.length, changed, first };
}

function withChange(forest: Forest, id: number, change: Change): Forest {
  const node = forest.nodes.get(id) as ResolutionNode;
  return { ...forest, nodes: new Map(forest.nodes).set(id, changed(forest, node, change)) };
}

function changed(forest: Forest, node: ResolutionNode, change: Change): ResolutionNode {
  switch (change.kind) {
    case 'state':
      return { ...node, ...(change.blocked !== undefined && { blocked: change.blocked }), ...(change.deleted !== undefined && { deleted: change.deleted }) };
    case 'fields': {
      const dropped = change.usesOwnAccount === false ? new Map([...node.own].filter(([key]) => !settingDefinition(key)?.needsOwnAccount)) : node.own;
      return { ...node, ...(change.groupId !== undefined && { groupId: change.groupId }), ...(change.usesOwnAccount !== undefined && { usesOwnAccount: change.usesOwnAccount }), own: dropped };
    }
    case 'setting':
      return { ...node, own: new Map(node.own).set(change.key, { value: change.value, names: null }) };
    case 'inherit':
      return { ...node, own: new Map([...node.own].filter(([key]) => key !== change.key)) };
    case 'move': {
      const wasRoot = node.parentId === null;
      if (change.parentId === null) {
        const inherited = chainOf(forest, node.id).at(-1)?.groupId ?? null;
        return { ...node, parentId: null, groupId: change.groupId ?? inherited, usesOwnAccount: true };
      }
      const own = wasRoot ? new Map([...node.own].filter(([, { value }]) => value !== 'allow')) : node.own;
      return { ...node, parentId: change.parentId, groupId: null, own };
    }
  }
}

function inputOf(forest: Forest, id: number): ResolutionInput {
  const chain = chainOf(forest, id);
  const group = forest.groups.get(chain[chain.length - 1]?.groupId as number);
  if (!group) throw new AppError('group.reference_not_found');
  return { chain, group, attributes: forest.attributes };
}

function chainOf(forest: Forest, id: number): ResolutionNode[] {
  const chain: ResolutionNode[] = [];
  const seen = new Set<number>();
  for (let node = forest.nodes.get(id); node && !seen.has(node.id); node = node.parentId === null ? undefined : forest.nodes.get(node.parentId)) {
    seen.add(node.id);
    chain.push(node);
  }
  return chain;
}

interface Row {
  part: 'node' | 'own' | 'group' | 'attributes';
  inside: boolean;
  id: number;
  name: string;
  parent_id: number | null;
  group_id: number | null;
  uses_own_account: boolean;
  blocked: boolean;
  block_reason: string | null;
  deleted: boolean;
  key: string | null;
  value: unknown;
}

async function loadForest(db: SqlRunner, id: number, change: Change): Promise<Forest> {
  const parentId = change.kind === 'move' ? change.parentId : null;
  const groupId = change.kind === 'move' || change.kind === 'fields' ? (change.groupId ?? null) : null;
  const rows = await queryRows<Row>(db, sql('select_forest'), { client_id: id, target_id: parentId, group_id: groupId });
  const own = new Map<number, Map<string, StoredValue>>();
  const groups = new Map<number, { id: number; name: string; settings: Map<string, StoredValue> }>();
  for (const row of rows) {
    if (row.part === 'own') {
      const settings = own.get(row.id) ?? new Map<string, StoredValue>();
      own.set(row.id, settings.set(row.key as string, { value: row.value, names: null }));
    } else if (row.part === 'group') {
      const group = groups.get(row.id) ?? { id: row.id, name: row.name, settings: new Map<string, StoredValue>() };
      if (row.key !== null) group.settings.set(row.key, { value: row.value, names: null });
      groups.set(row.id, group);
    }
  }
  const nodes = new Map<number, ResolutionNode>();
  const subtree: number[] = [];
  for (const row of rows) {
    if (row.part !== 'node') continue;
    if (row.inside) subtree.push(row.id);
    nodes.set(row.id, {
      startId: row.id, depth: 0, id: row.id, name: row.name, parentId: row.parent_id, groupId: row.group_id, usesOwnAccount: row.uses_own_account,
      blocked: row.blocked, blockReason: row.block_reason, deleted: row.deleted, own: own.get(row.id) ?? new Map(),
    });
  }
  if (!nodes.has(id)) throw new AppError('client.not_found');
  const attributes = (rows.find((row) => row.part === 'attributes')?.value ?? []) as ResolutionInput['attributes'];
  return { nodes, groups, attributes, subtree };
}
