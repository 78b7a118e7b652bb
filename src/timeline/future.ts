// The future: what clients will be if nothing happens but what is scheduled (D-9). The pending changes are done, in the
// order of their dates, on a hypothetical tree. A change that will be refused on its day is told as such, as far as the
// clients involved decide it: whether somebody else takes a phone number until then is not foreseen.

import { validValue } from '../clients/own-settings.js';
import type { ClientChange } from '../contract/changes.js';
import { attributeIdOf, attributeSetting, type SettingDefinition, settingDefinition } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { loadResolution, type ResolutionGroup, type ResolutionNode } from '../resolution/data.js';
import { type Change, chainOf, type Forest, withChange } from '../resolution/hypothesis.js';
import { type PendingChange, pendingAround } from '../schedule/pending.js';
import { itemKey, itemNames, referencesOf, withNames } from './names.js';

const sql = loadSql(import.meta.url);

export interface Foreseen {
  readonly planned: PendingChange;
  /** Why it will be refused; null: it will hold. */
  readonly refusal: string | null;
}

export interface Future {
  readonly forest: Forest;
  readonly foreseen: readonly Foreseen[];
}

/** Clients with all their superiors as they will be. Unknown clients are missing. */
export async function futureForest(db: SqlRunner, ids: readonly number[], at: Date, now: Date): Promise<Future> {
  const { changes, clientIds } = await pendingAround(db, ids, at);
  let forest = await presentForest(db, clientIds, changes);
  const items = await knownItems(db, changes, now);
  const foreseen: Foreseen[] = [];
  for (const planned of changes) {
    const outcome = foresee(forest, items, planned);
    if (typeof outcome !== 'string') forest = outcome;
    foreseen.push({ planned, refusal: typeof outcome === 'string' ? outcome : null });
  }
  return { forest: foreseen.length ? await withNames(db, forest, now) : forest, foreseen };
}

async function presentForest(db: SqlRunner, ids: readonly number[], changes: readonly PendingChange[]): Promise<Forest> {
  const nodes = new Map<number, ResolutionNode>();
  const groups = new Map<number, ResolutionGroup>();
  let attributes: Forest['attributes'] = [];
  for (const input of (await loadResolution(db, ids)).values()) {
    for (const node of input.chain) nodes.set(node.id, node);
    groups.set(input.group.id, input.group);
    ({ attributes } = input);
  }
  const more = changes.map(({ change }) => ('groupId' in change ? change.groupId : undefined)).filter((id) => id !== undefined && !groups.has(id));
  if (more.length) {
    const rows = await queryRows<{ id: number; name: string; settings: Record<string, unknown> }>(db, sql('select_groups'), { ids: more });
    for (const { id, name, settings } of rows) groups.set(id, { id, name, settings: new Map(Object.entries(settings).map(([key, value]) => [key, { value, names: null }])) });
  }
  return { nodes, groups, attributes };
}

/** Keys of the directory items that planned values point to and that exist. */
async function knownItems(db: SqlRunner, changes: readonly PendingChange[], now: Date): Promise<ReadonlySet<string>> {
  return new Set((await itemNames(db, changes.flatMap(({ change }) => (change.kind === 'setting' ? referencesOf(change.key, change.value) : [])), now)).keys());
}

/** The forest after the change, or why it will be refused: the rules of src/clients, on a tree that is only thought. */
function foresee(forest: Forest, items: ReadonlySet<string>, { clientId, change }: PendingChange): Forest | string {
  const node = forest.nodes.get(clientId);
  if (!node) return 'The client was removed for good.';
  const refusal = refuse(forest, items, node, change);
  return refusal ?? withChange(forest, clientId, asHypothesis(change));
}

function refuse(forest: Forest, items: ReadonlySet<string>, node: ResolutionNode, change: ClientChange): string | null {
  switch (change.kind) {
    case 'setting': return refuseSetting(forest, items, node, change);
    case 'inherit': return definitionOf(forest, change.key) ? null : `There is no setting "${change.key}" any more.`;
    case 'move': return change.parentId === null ? refuseGroup(forest, change.groupId) : refuseMove(forest, node, change.parentId);
    case 'delete': return node.deleted ? 'It will be deleted already.' : null;
    case 'restore': return node.deleted ? null : 'It will not be deleted.';
    case 'group': return node.parentId === null ? refuseGroup(forest, change.groupId) : "A subordinate client has its root's group.";
    case 'fields': return refuseFields(forest, node, change.fields);
    default: return null;
  }
}

function refuseSetting(forest: Forest, items: ReadonlySet<string>, node: ResolutionNode, { key, value }: { key: string; value: unknown }): string | null {
  const definition = definitionOf(forest, key);
  if (!definition) return `There is no setting "${key}" any more.`;
  if (definition.needsOwnAccount && !node.usesOwnAccount) return `"${node.name}" will not use an account of its own, so "${definition.label}" cannot be set on it.`;
  if (value === null) return null;
  if (!validValue(definition, value)) return `${definition.label} does not take this value any more.`;
  if (definition.inheritance === 'right' && value === 'allow' && node.parentId !== null) return 'A subordinate client can only forbid.';
  const missing = referencesOf(key, value).find((item) => !items.has(itemKey(item)));
  return missing ? `${definition.label}: there is no item ${missing.id} any more.` : null;
}

function refuseMove(forest: Forest, node: ResolutionNode, parentId: number): string | null {
  const target = chainOf(forest, parentId);
  const parent = target[0];
  if (!parent) return 'The superior unit was removed for good.';
  if (target.some(({ id }) => id === node.id)) return `"${node.name}" would become its own superior.`;
  const deleter = target.find(({ deleted }) => deleted);
  return deleter ? `"${deleter.name}" will be deleted.` : null;
}

function refuseFields(forest: Forest, node: ResolutionNode, fields: { usesOwnAccount?: boolean; phones?: unknown }): string | null {
  if (node.parentId === null && fields.usesOwnAccount === false) return 'A client without superior always uses its own account.';
  const deleter = fields.phones === undefined ? undefined : chainOf(forest, node.id).find(({ deleted }) => deleted);
  return deleter ? `"${deleter.name}" will be deleted.` : null;
}

function refuseGroup(forest: Forest, groupId: number | undefined): string | null {
  return groupId === undefined || forest.groups.has(groupId) ? null : 'There is no such client group any more.';
}

function definitionOf(forest: Forest, key: string): SettingDefinition | null {
  const attributeId = attributeIdOf(key);
  if (attributeId === null) return settingDefinition(key);
  const attribute = forest.attributes.find(({ id }) => id === attributeId);
  return attribute ? attributeSetting(attribute) : null;
}

function asHypothesis(change: ClientChange): Change {
  switch (change.kind) {
    case 'delete': return { kind: 'state', deleted: true };
    case 'restore': return { kind: 'state', deleted: false };
    case 'block': return { kind: 'state', blocked: true, blockReason: change.reason };
    case 'unblock': return { kind: 'state', blocked: false, blockReason: null };
    case 'group': return { kind: 'fields', groupId: change.groupId };
    case 'fields': {
      const { name, usesOwnAccount } = change.fields;
      return { kind: 'fields', ...(name !== undefined && { name: name.trim() }), ...(usesOwnAccount !== undefined && { usesOwnAccount }) };
    }
    default: return change;
  }
}
