// What a change would do (D-5): the resolver on the subtree before and after.
import { setImmediate } from 'node:timers/promises';
import type { Consequences } from '../contract/clients.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import type { ResolutionInput, ResolutionNode, StoredValue } from './data.js';
import { type Forest, inputOf } from './hypothesis.js';
import { resolveSettings } from './resolve.js';

const sql = loadSql(import.meta.url);

const FIRST = 100;

/** The clients themselves and all below, superiors before subordinates, with all that decides about them. */
interface SubtreeForest extends Forest {
  readonly subtree: readonly number[];
}

/**
 * Does it to one client or several, to be rolled back by the caller: consequences and refusals are the real ones. What it gives works the
 * consequences out, which is to be done after the rollback. What a tree would be without
 * doing anything is in hypothesis.ts.
 */
export async function previewAct(tx: Tx, of: number | readonly number[], hiddenAttributes: boolean, act: () => Promise<unknown>): Promise<() => Promise<Consequences>> {
  const ids = typeof of === 'number' ? [of] : of;
  const before = await loadForest(tx, ids);
  await act();
  const after = await loadForest(tx, ids);
  return () => compare(before, after, hiddenAttributes);
}

/** Clients compared before others get their turn: 100,000 of them take seconds. */
const AT_ONCE = 250;

async function compare(before: SubtreeForest, after: Forest, hiddenAttributes: boolean): Promise<Consequences> {
  const changed: Record<string, number> = {};
  const first: Consequences['first'] = [];
  for (const [index, clientId] of before.subtree.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const old = resolveSettings(inputOf(before, clientId), { hiddenAttributes }).settings;
    const now = resolveSettings(inputOf(after, clientId), { hiddenAttributes }).settings;
    const keys = Object.keys(now).filter((key) => canonical(old[key]?.value) !== canonical(now[key]?.value));
    for (const key of keys) changed[key] = (changed[key] ?? 0) + 1;
    if (keys.length && first.length < FIRST) first.push({ id: clientId, name: before.nodes.get(clientId)?.name ?? '', settings: keys });
  }
  return { clients: before.subtree.length, changed, first };
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

async function loadForest(db: SqlRunner, ids: readonly number[]): Promise<SubtreeForest> {
  const rows = await queryRows<Row>(db, sql('select_forest'), { client_ids: ids });
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
  if (!ids.every((id) => nodes.has(id))) throw new AppError('client.not_found');
  const attributes = (rows.find((row) => row.part === 'attributes')?.value ?? []) as ResolutionInput['attributes'];
  return { nodes, groups, attributes, subtree };
}
