// Everything that the resolver needs about many clients, in one statement (D-16): chains, own settings on them,
// the group's settings, names of what they point to, and the attributes. Of one client only the chain and its own
// settings are read, with the epoch of the rest (see kept.ts): half the work of both processes.
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import type { AttributeDefinition } from '../contract/settings.js';
import type { ChainNode } from '../tree/tree.js';
import { keep, kept } from './kept.js';

const sql = loadSql(import.meta.url);

/** A stored value with the names of the directory items that it points to. */
export interface StoredValue {
  readonly value: unknown;
  readonly names: Readonly<Record<string, string>> | null;
}

export type StoredSettings = ReadonlyMap<string, StoredValue>;

export interface ResolutionNode extends ChainNode {
  readonly own: StoredSettings;
}

export interface ResolutionGroup {
  readonly id: number;
  readonly name: string;
  readonly settings: StoredSettings;
}

/** The input of resolveSettings: the chain from the client up to its root, the root's group, the attributes. */
export interface ResolutionInput {
  readonly chain: readonly ResolutionNode[];
  readonly group: ResolutionGroup;
  readonly attributes: readonly AttributeDefinition[];
}

interface Row {
  part: 'node' | 'own' | 'group' | 'attributes' | 'epoch';
  start_id: number | null;
  depth: number | null;
  id: number | null;
  name: string | null;
  parent_id: number | null;
  group_id: number | null;
  uses_own_account: boolean | null;
  blocked: boolean | null;
  block_reason: string | null;
  deleted: boolean | null;
  key: string | null;
  value: unknown;
  names: Record<string, string> | null;
  text: string | null;
}

const NONE: StoredSettings = new Map();

/** Inputs by client id; unknown ids are missing. */
export async function loadResolution(db: SqlRunner, ids: readonly number[]): Promise<Map<number, ResolutionInput>> {
  const [id] = ids;
  if (ids.length === 1 && id !== undefined) {
    const input = await loadOne(db, id);
    if (input !== 'everything') return new Map(input ? [[id, input]] : []);
  }
  return loadEverything(db, ids);
}

type ChainRow = [depth: number, id: number, name: string, parentId: number | null, groupId: number | null, usesOwnAccount: boolean, blocked: boolean, blockReason: string | null, deleted: boolean];
type OwnRow = [clientId: number, key: string, value: unknown, names: Record<string, string> | null];

/** One client, if the rest is kept in memory and still good; null if there is no such client. */
async function loadOne(db: SqlRunner, id: number): Promise<ResolutionInput | null | 'everything'> {
  if (!kept(db)) return 'everything';
  const row = await queryRow<{ epoch: string; chain: string | null; own: string | null }>(db, sql('select_chain'), { client_id: id });
  if (row.chain === null) return null;
  const nodes = JSON.parse(row.chain) as ChainRow[];
  const rest = kept(db);
  const group = rest?.epoch === row.epoch ? rest.groups.get(nodes[nodes.length - 1]?.[4] as number) : undefined;
  if (!rest || !group) return 'everything';
  const own = new Map<number, Map<string, StoredValue>>();
  if (row.own !== null) for (const [clientId, key, value, names] of JSON.parse(row.own) as OwnRow[]) put(own, clientId, key, { value, names });
  const chain = nodes.map(([depth, nodeId, name, parentId, groupId, usesOwnAccount, blocked, blockReason, deleted]) => (
    { startId: id, depth, id: nodeId, name, parentId, groupId, usesOwnAccount, blocked, blockReason, deleted, own: own.get(nodeId) ?? NONE }
  ));
  return { chain, group, attributes: rest.attributes };
}

async function loadEverything(db: SqlRunner, ids: readonly number[]): Promise<Map<number, ResolutionInput>> {
  const rows = await queryRows<Row>(db, sql('select_resolution'), { client_ids: ids });
  const own = new Map<number, Map<string, StoredValue>>();
  const groups = new Map<number, { id: number; name: string; settings: Map<string, StoredValue> }>();
  let attributes: readonly AttributeDefinition[] = [];
  let epoch = '';
  for (const row of rows) {
    if (row.part === 'own') put(own, row.id as number, row.key as string, { value: row.value, names: row.names });
    else if (row.part === 'epoch') epoch = row.text as string;
    else if (row.part === 'group') putGroup(groups, row);
    else if (row.part === 'attributes') attributes = parseAttributes(row.text as string);
  }
  keep(db, { epoch, attributes, groups });
  const chains = new Map<number, ResolutionNode[]>();
  for (const row of rows) {
    if (row.part !== 'node') continue;
    const node = toNode(row, own.get(row.id as number) ?? NONE);
    const chain = chains.get(node.startId);
    if (chain) chain.push(node);
    else chains.set(node.startId, [node]);
  }
  const inputs = new Map<number, ResolutionInput>();
  for (const [id, chain] of chains) {
    chain.sort((a, b) => a.depth - b.depth);
    const groupId = chain[chain.length - 1]?.groupId as number;
    inputs.set(id, { chain, group: groups.get(groupId) as ResolutionGroup, attributes });
  }
  return inputs;
}

function toNode(row: Row, own: StoredSettings): ResolutionNode {
  return {
    startId: row.start_id as number,
    depth: row.depth as number,
    id: row.id as number,
    name: row.name as string,
    parentId: row.parent_id,
    groupId: row.group_id,
    usesOwnAccount: row.uses_own_account as boolean,
    blocked: row.blocked as boolean,
    blockReason: row.block_reason,
    deleted: row.deleted as boolean,
    own,
  };
}

function put(settings: Map<number, Map<string, StoredValue>>, id: number, key: string, stored: StoredValue): void {
  let of = settings.get(id);
  if (!of) settings.set(id, (of = new Map()));
  of.set(key, stored);
}

function putGroup(groups: Map<number, { id: number; name: string; settings: Map<string, StoredValue> }>, row: Row): void {
  let group = groups.get(row.id as number);
  if (!group) groups.set(row.id as number, (group = { id: row.id as number, name: row.name as string, settings: new Map() }));
  if (row.key !== null) group.settings.set(row.key, { value: row.value, names: row.names });
}

// Attributes come as one text with every answer and hardly ever change: parse only a text that is new.
let lastText = '[]';
let lastAttributes: readonly AttributeDefinition[] = [];
function parseAttributes(text: string): readonly AttributeDefinition[] {
  if (text !== lastText) {
    lastAttributes = JSON.parse(text) as AttributeDefinition[];
    lastText = text;
  }
  return lastAttributes;
}
