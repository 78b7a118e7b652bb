// Rows → tree, by references to external ids or by paths, in any order of rows. Pure: the directory comes in later
// (match.ts). Terms: a node is a row, or a unit that only a path names; its superior is another node, a client
// outside the file, or the top, which is the target of the import or no superior at all.
import { type Draft, emptyDraft } from './drafts.js';
import type { ImportOptions } from '../contract/imports.js';

export type Superior =
  | { kind: 'node'; node: Node }
  | { kind: 'outside'; externalId: string }
  /** The file says that there is none. */
  | { kind: 'top' }
  /** The file says nothing about superiors. */
  | { kind: 'unsaid' };

export interface Node {
  /** Place in the report, from 1. */
  number: number;
  draft: Draft;
  /** Named only by the paths of other rows. */
  implied: boolean;
  superior: Superior;
  name: string;
  error: string | null;
  /** The same row again: which one. */
  repeats: Node | null;
  children: Node[];
}

export function linkRows(drafts: readonly Draft[], options: ImportOptions): Node[] {
  const nodes: Node[] = [];
  const byExternalId = new Map<string, Node>();
  const byPath = new Map<string, Node>();
  const add = (draft: Draft, implied: boolean): Node => {
    const node: Node = { number: 0, draft, implied, superior: { kind: 'unsaid' }, name: draft.name, error: draft.error, repeats: null, children: [] };
    nodes.push(node);
    return node;
  };
  for (const draft of drafts) {
    const node = add(draft, false);
    const earlier = draft.externalId === null ? undefined : byExternalId.get(draft.externalId);
    if (earlier) refuseSecond(node, earlier, `The external id "${draft.externalId}" is in ${placeOf(earlier)} already, with other values.`);
    else if (draft.externalId !== null) byExternalId.set(draft.externalId, node);
    if (draft.superiors && !node.repeats) addPath(node, byPath);
  }
  const withPaths = addImplied(nodes, byPath, add);
  for (const node of nodes) node.superior = superiorOf(node, byExternalId, byPath);
  refuseSameNames(nodes);
  refuseCycles(nodes);
  if (options.stripParentName) stripParentNames(nodes);
  for (const node of nodes) if (node.superior.kind === 'node' && !node.repeats) node.superior.node.children.push(node);
  const ordered = withPaths ? inReadingOrder(nodes) : nodes;
  ordered.forEach((node, index) => {
    node.number = index + 1;
  });
  return ordered;
}

export function placeOf({ draft, implied }: Node): string {
  if (draft.row === null || implied) return `the unit "${draft.name}"`;
  return draft.source === null ? `row ${draft.row}` : `row ${draft.row} of ${draft.source}`;
}

function refuseSecond(node: Node, earlier: Node, sentence: string): void {
  if (contentOf(node.draft) === contentOf(earlier.draft)) node.repeats = earlier;
  else node.error ??= sentence;
}

function contentOf({ row: _, warnings: _warnings, error: _error, ...content }: Draft): string {
  return JSON.stringify(content);
}

const pathKey = (names: readonly string[]) => JSON.stringify(names);

function addPath(node: Node, byPath: Map<string, Node>): void {
  const key = pathKey([...(node.draft.superiors ?? []), node.name]);
  const earlier = byPath.get(key);
  if (!earlier) byPath.set(key, node);
  else if (node.draft.externalId === null || earlier.draft.externalId === null) {
    refuseSecond(node, earlier, `The same unit is in ${placeOf(earlier)} already, with other values. Give external ids to tell them apart.`);
  }
}

/** Units that only paths name, each once. They take the row of the first that names them. */
function addImplied(nodes: readonly Node[], byPath: Map<string, Node>, add: (draft: Draft, implied: boolean) => Node): boolean {
  let any = false;
  for (const { draft, error } of [...nodes]) {
    if (draft.superiors === null) continue;
    any = true;
    if (error) continue;
    for (let length = draft.superiors.length; length > 0; length -= 1) {
      const names = draft.superiors.slice(0, length);
      const key = pathKey(names);
      if (byPath.has(key)) break;
      byPath.set(key, add({ ...emptyDraft(draft.row, draft.source), name: names[length - 1] as string, superiors: names.slice(0, -1) }, true));
    }
  }
  return any;
}

function superiorOf(node: Node, byExternalId: ReadonlyMap<string, Node>, byPath: ReadonlyMap<string, Node>): Superior {
  const { parentRef, superiors } = node.draft;
  if (parentRef !== null) {
    if (parentRef === '') return { kind: 'top' };
    const found = byExternalId.get(parentRef);
    return found ? { kind: 'node', node: found } : { kind: 'outside', externalId: parentRef };
  }
  if (superiors === null) return { kind: 'unsaid' };
  const found = superiors.length === 0 ? undefined : byPath.get(pathKey(superiors));
  return found ? { kind: 'node', node: found } : { kind: 'top' };
}

/** Without external ids a name is the key among siblings: it must be there once. */
function refuseSameNames(nodes: readonly Node[]): void {
  const seen = new Map<string, Node>();
  const place = new Map(nodes.map((node, index) => [node, index]));
  for (const node of nodes) {
    const { superior, draft } = node;
    if (draft.externalId !== null || draft.superiors !== null || node.error || node.repeats) continue;
    const under = superior.kind === 'node' ? (place.get(superior.node) ?? null) : superior.kind === 'outside' ? superior.externalId : superior.kind;
    const key = JSON.stringify([under, node.name]);
    const earlier = seen.get(key);
    if (earlier) refuseSecond(node, earlier, `The same name under the same superior unit is in ${placeOf(earlier)} already. Give external ids to tell them apart.`);
    else seen.set(key, node);
  }
}

/** D-3 inside the file. Every row on the cycle is an error; those below it are found out later. */
function refuseCycles(nodes: readonly Node[]): void {
  const state = new Map<Node, 'open' | 'done'>();
  for (const start of nodes) {
    const walk: Node[] = [];
    let node: Node | null = start;
    while (node && !state.has(node)) {
      state.set(node, 'open');
      walk.push(node);
      node = node.superior.kind === 'node' ? node.superior.node : null;
    }
    if (node && state.get(node) === 'open') {
      const cycle = walk.slice(walk.indexOf(node));
      for (const member of cycle) member.error ??= cycleSentence(cycle, member);
    }
    for (const visited of walk) state.set(visited, 'done');
  }
}

function cycleSentence(cycle: readonly Node[], member: Node): string {
  if (cycle.length === 1) return 'It would be its own superior.';
  const at = cycle.indexOf(member);
  const round = [...cycle.slice(at), ...cycle.slice(0, at), member];
  const shown = round.length > 8 ? [...round.slice(0, 6).map(placeOf), '…', placeOf(member)] : round.map(placeOf);
  return `It would be its own superior: ${shown.join(' → ')}.`;
}

/** "Bundesrat - Departement - Amt" under "Bundesrat - Departement" is "Amt": by the superior's name, never by splitting. */
function stripParentNames(nodes: readonly Node[]): void {
  const whole = new Map(nodes.map((node) => [node, node.name]));
  for (const node of nodes) {
    if (node.superior.kind !== 'node') continue;
    const prefix = whole.get(node.superior.node) ?? '';
    if (prefix === '' || !node.name.startsWith(prefix)) continue;
    const own = /^\s*[-–—/\\>|:,·]+\s*(.+)$/u.exec(node.name.slice(prefix.length))?.[1];
    if (own) node.name = own;
  }
}

/** Implied units come right before the first row that names them. */
function inReadingOrder(nodes: readonly Node[]): Node[] {
  const depth = (node: Node) => node.draft.superiors?.length ?? 0;
  const place = new Map(nodes.map((node, index) => [node, index]));
  return [...nodes].sort((a, b) =>
    (a.draft.row ?? 0) - (b.draft.row ?? 0) || Number(b.implied) - Number(a.implied) || depth(a) - depth(b) || (place.get(a) ?? 0) - (place.get(b) ?? 0));
}
