// Which client each node is in the directory, if any, and under what it belongs. By external id inside its root
// (D-31); without one by its name under the same superior, where that is unambiguous.
import type { ImportOptions } from '../contract/imports.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { ancestorChain, ancestorChains, type ChainNode, rootOf } from '../tree/tree.js';
import { type Node, placeOf } from './link.js';
import { clip } from './text.js';

const sql = loadSql(import.meta.url);

const IDS_AT_ONCE = 5_000;

export interface Candidate {
  id: number;
  externalId: string | null;
  name: string;
  parentId: number | null;
  rootId: number;
  hidden: boolean;
}

export interface Place {
  existing: Candidate | null;
  /** The superior unit that exists already; null with no parentNode: none, it is or becomes a root. */
  parentId: number | null;
  /** The superior unit, if it is a node of the import that does not exist yet. */
  parentNode: Node | null;
  /** The file says where it belongs: a client elsewhere moves. */
  placed: boolean;
  /** The root whose external ids it shares; null: a new one. */
  rootId: number | null;
  /** The client outside the file under which its branch hangs. */
  anchorId: number | null;
}

interface Search {
  db: Db;
  /** A client in its cabinet: nobody but those below it is looked for; null: an operator's import. */
  owner: number | null;
  /** External ids in the owner's organisation, but not below it. */
  foreign: Set<string>;
  target: { id: number; rootId: number } | null;
  candidates: Map<string, Candidate[]>;
  places: Map<Node, Place>;
  claimed: Map<number, Node>;
  /** Roots that the import has to do with: a unit that went from one to the other moves. */
  roots: Set<number>;
  /** Roots in whose trees a client has external id and name of a row. Ids such as "1" alone say nothing. */
  familiar: Set<number>;
}

/** Errors found on the way are written to the nodes. Throws if the target of the import is no place for clients. */
export async function placeNodes(db: Db, nodes: readonly Node[], options: ImportOptions, owner: number | null): Promise<Map<Node, Place>> {
  const target = options.parentId == null ? null : await findTarget(db, options.parentId);
  const keys = nodes.flatMap(({ draft, superior }) => [draft.externalId, superior.kind === 'outside' ? superior.externalId : null]).filter((key) => key !== null);
  const found = await findByExternalIds(db, [...new Set(keys)]);
  const search: Search = {
    db, owner, foreign: owner === null ? new Set() : await keepThoseBelow(db, found, owner, target?.rootId ?? null), target, candidates: found, places: new Map(), claimed: new Map(), roots: new Set(target ? [target.rootId] : []), familiar: new Set(),
  };
  findFamiliarRoots(search, nodes);
  const own = nodes.filter((node) => !node.repeats);
  await placeFrom(search, own.filter(({ superior }) => superior.kind !== 'node'));
  // What hangs on a cycle has no way from the top.
  const left = own.filter((node) => node.error && !search.places.has(node));
  await placeFrom(search, left);
  return search.places;
}

/** Takes away whom the owner does not see; gives the external ids of those of its organisation. */
async function keepThoseBelow(db: Db, found: Map<string, Candidate[]>, owner: number, rootId: number | null): Promise<Set<string>> {
  const foreign = new Set<string>();
  const chains = new Map<number, readonly ChainNode[]>();
  const ids = [...found.values()].flat().map(({ id }) => id);
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) for (const [id, chain] of await ancestorChains(db, ids.slice(from, from + IDS_AT_ONCE))) chains.set(id, chain);
  for (const [key, candidates] of found) {
    const below = candidates.filter(({ id }) => chains.get(id)?.some((node) => node.id === owner));
    if (candidates.some((candidate) => candidate.rootId === rootId && !below.includes(candidate))) foreign.add(key);
    found.set(key, below);
  }
  return foreign;
}

/** Two organisations may number their units alike: an organisation is the one of the file if names agree somewhere. */
function findFamiliarRoots({ candidates, target, roots, familiar }: Search, nodes: readonly Node[]): void {
  for (const { draft, name, repeats } of nodes) {
    if (draft.externalId === null || repeats) continue;
    for (const candidate of candidates.get(draft.externalId) ?? []) {
      if (candidate.name !== name) continue;
      familiar.add(candidate.rootId);
      if (!target && candidate.parentId === null && !candidate.hidden) roots.add(candidate.id);
    }
  }
}

async function findTarget(db: Db, id: number): Promise<{ id: number; rootId: number }> {
  const chain = await ancestorChain(db, id).catch(() => {
    throw new AppError('import.mapping_invalid', `The superior unit ${id} does not exist any more.`);
  });
  const deleter = chain.find((node) => node.deleted);
  if (deleter) throw new AppError('import.mapping_invalid', `The superior unit "${chain[0]?.name}" is deleted${deleter.id === id ? '' : `, by "${deleter.name}" above it`}.`);
  return { id, rootId: rootOf(chain).id };
}

async function findByExternalIds(db: Db, keys: readonly string[]): Promise<Map<string, Candidate[]>> {
  const found = new Map<string, Candidate[]>();
  for (let from = 0; from < keys.length; from += IDS_AT_ONCE) {
    for (const candidate of await queryRows<Candidate>(db, sql('find_by_external_ids'), { external_ids: keys.slice(from, from + IDS_AT_ONCE) })) {
      const key = candidate.externalId as string;
      found.set(key, [...(found.get(key) ?? []), candidate]);
    }
  }
  return found;
}

/** Level by level, superior units first. */
async function placeFrom(search: Search, start: readonly Node[]): Promise<void> {
  let level = start.filter((node) => !search.places.has(node));
  while (level.length > 0) {
    for (const node of level) search.places.set(node, placeUnder(search, node));
    // Roots first: they say in which trees the rest is looked for.
    for (const node of level) matchRoot(search, node);
    for (const node of level) matchByExternalId(search, node);
    await matchByNames(search, level.filter((node) => node.draft.externalId === null && !search.places.get(node)?.existing));
    for (const node of level) settle(search, node);
    level = level.flatMap(({ children }) => children).filter((node) => !search.places.has(node));
  }
}

function placeUnder(search: Search, node: Node): Place {
  const { superior } = node;
  const place: Place = { existing: null, parentId: null, parentNode: null, placed: superior.kind !== 'unsaid', rootId: null, anchorId: null };
  if (superior.kind === 'node') {
    const above = search.places.get(superior.node);
    const exists = above?.existing && !above.existing.hidden ? above.existing : null;
    if (superior.node.error && !exists) node.error ??= `Its superior unit (${placeOf(superior.node)}) has an error.`;
    return { ...place, parentId: exists?.id ?? null, parentNode: exists ? null : superior.node, rootId: above?.rootId ?? null, anchorId: above?.anchorId ?? null };
  }
  if (superior.kind === 'outside') {
    const parent = findOutside(search, node, superior.externalId);
    return { ...place, parentId: parent?.id ?? null, rootId: parent?.rootId ?? null, anchorId: parent?.id ?? null };
  }
  return { ...place, parentId: search.target?.id ?? null, rootId: search.target?.rootId ?? null, anchorId: search.target?.id ?? null };
}

function findOutside({ candidates, target }: Search, node: Node, externalId: string): Candidate | null {
  const inReach = (candidates.get(externalId) ?? []).filter((candidate) => !target || candidate.rootId === target.rootId);
  const live = inReach.filter((candidate) => !candidate.hidden);
  if (live.length === 1) return live[0] as Candidate;
  if (live.length > 1) node.error ??= `Several organisations have a unit with the external id "${externalId}". Choose the superior unit to import into.`;
  else if (inReach.length) node.error ??= `Its superior unit "${inReach[0]?.name}" is deleted.`;
  else node.error ??= `There is no superior unit with the external id "${externalId}", neither in the file nor in the directory.`;
  return null;
}

const isTop = (place: Place) => place.parentId === null && place.parentNode === null;

function matchRoot(search: Search, node: Node): void {
  const place = search.places.get(node) as Place;
  if (!isTop(place) || node.superior.kind === 'node' || node.draft.externalId === null) return;
  const known = (search.candidates.get(node.draft.externalId) ?? []).filter(({ parentId }) => parentId === null);
  const meant = place.placed ? known.filter(({ id }) => search.familiar.has(id)) : known;
  const live = meant.filter(({ hidden }) => !hidden);
  if (live.length > 1) node.error ??= `Several organisations have the external id "${node.draft.externalId}". Choose the superior unit to import into.`;
  else place.existing = live[0] ?? meant[0] ?? null;
  if (place.existing) search.roots.add(place.existing.rootId);
  else if (known[0] && live.length === 0) {
    const reason = `The organisation "${known[0].name}" has the same external id, but no name in common with the file: it was taken for another one.`;
    node.draft.warnings.push({ field: 'externalId', value: clip(node.draft.externalId, 200), reason });
  }
}

function matchByExternalId(search: Search, node: Node): void {
  const place = search.places.get(node) as Place;
  if (place.existing || node.draft.externalId === null) return;
  const known = search.candidates.get(node.draft.externalId) ?? [];
  const inTree = known.filter((candidate) => candidate.rootId === place.rootId);
  if (inTree.length > 0) {
    place.existing = inTree[0] as Candidate;
    return;
  }
  if (search.foreign.has(node.draft.externalId)) {
    node.error ??= `The external id "${node.draft.externalId}" is taken in this organisation.`;
    return;
  }
  // A list without superiors may mean clients anywhere; a unit of a tree of this import may have gone to another one.
  const elsewhere = known.filter((candidate) => !candidate.hidden && (place.placed ? search.roots.has(candidate.rootId) : search.target === null));
  if (elsewhere.length === 1) place.existing = elsewhere[0] as Candidate;
  else if (elsewhere.length > 1 && !place.placed) node.error ??= `Several clients have the external id "${node.draft.externalId}". Choose the superior unit to import into.`;
}

async function matchByNames(search: Search, nodes: readonly Node[]): Promise<void> {
  const below = nodes.filter((node) => search.places.get(node)?.parentId != null);
  const tops = nodes.filter((node) => isTop(search.places.get(node) as Place) && node.superior.kind !== 'outside' && node.superior.kind !== 'node');
  for (let from = 0; from < below.length; from += IDS_AT_ONCE) {
    const some = below.slice(from, from + IDS_AT_ONCE);
    const parentIds = some.map((node) => search.places.get(node)?.parentId as number);
    takeByName(search, some, await queryRows(search.db, sql('find_by_names'), { parent_ids: parentIds, names: some.map(({ name }) => name) }));
  }
  for (let from = 0; from < tops.length; from += IDS_AT_ONCE) {
    const some = tops.slice(from, from + IDS_AT_ONCE);
    takeByName(search, some, await queryRows(search.db, sql('find_roots_by_names'), { names: some.map(({ name }) => name) }));
  }
}

function takeByName(search: Search, nodes: readonly Node[], found: readonly (Candidate & { place: number })[]): void {
  const byPlace = new Map<number, Candidate[]>();
  for (const candidate of found) byPlace.set(candidate.place, [...(byPlace.get(candidate.place) ?? []), candidate]);
  nodes.forEach((node, index) => {
    const candidates = byPlace.get(index + 1) ?? [];
    const place = search.places.get(node) as Place;
    if (candidates.length > 1) node.error ??= `There are ${candidates.length} clients "${node.name}" in this place. Give external ids to tell them apart.`;
    else if (candidates[0]) place.existing = { ...candidates[0], rootId: candidates[0].rootId ?? place.rootId };
  });
}

function settle(search: Search, node: Node): void {
  const place = search.places.get(node) as Place;
  const { existing } = place;
  if (!existing) return;
  const rival = search.claimed.get(existing.id);
  if (rival) {
    node.error ??= `The client "${existing.name}" is ${placeOf(rival)} already.`;
    place.existing = null;
    return;
  }
  search.claimed.set(existing.id, node);
  if (existing.id === search.owner) node.error ??= 'This is the signed-in client itself, which an import does not change.';
  if (existing.hidden) node.error ??= `The client "${existing.name}" is deleted. Restore it first.`;
  if (isTop(place) && place.placed) place.rootId = existing.id;
  else if (!place.placed) place.rootId = existing.rootId;
  search.roots.add(existing.rootId);
}

/** Who has numbers now: digits → ids of clients that are not deleted. */
export async function ownersOfNumbers(db: Db, digits: readonly string[]): Promise<Map<string, number[]>> {
  const owners = new Map<string, number[]>();
  for (let from = 0; from < digits.length; from += IDS_AT_ONCE) {
    const rows = await queryRows<{ digits: string; clientId: number }>(db, sql('find_owners_of_numbers'), { digits: digits.slice(from, from + IDS_AT_ONCE) });
    for (const row of rows) owners.set(row.digits, [...(owners.get(row.digits) ?? []), row.clientId]);
  }
  return owners;
}

/** The clients with all their fields that an import can fill. */
export async function existingClients(db: Db, ids: readonly number[]): Promise<Map<number, ExistingClient>> {
  const found = new Map<number, ExistingClient>();
  for (let from = 0; from < ids.length; from += 2_000) {
    for (const client of await queryRows<ExistingClient>(db, sql('select_existing'), { client_ids: ids.slice(from, from + 2_000) })) found.set(client.id, client);
  }
  return found;
}

export interface ExistingClient {
  id: number;
  version: number;
  parentId: number | null;
  groupId: number | null;
  kind: string;
  name: string;
  usesOwnAccount: boolean;
  contractFrom: string | null;
  contractTo: string | null;
  phones: { number: string; digits: string; main: boolean; useForCalls: boolean; identifiesCaller: boolean }[];
  settings: Record<string, unknown>;
  [field: string]: unknown;
}
