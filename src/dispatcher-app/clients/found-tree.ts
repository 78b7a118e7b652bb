// Clients that were found, below their superiors: the part of the tree that leads to them.
import type { ClientItem } from '../../contract/clients.js';
import type { Named } from '../../ui/components/small.js';

export interface FoundRow {
  client: ClientItem | Named;
  depth: number;
  /** Among its siblings that are shown, from 1. */
  position: number;
  siblings: number;
  match: boolean;
  hasBelow: boolean;
}

interface Node {
  client: ClientItem | Named;
  match: boolean;
  below: Map<number, Node>;
}

/** Each superior once, a unit before its subordinates; only what is below `topId`, or everything. */
export function foundTree(matches: readonly ClientItem[], topId: number | null): FoundRow[] {
  const top = new Map<number, Node>();
  for (const client of matches) {
    let level = top;
    const above = topId === null ? client.path : client.path.slice(client.path.findIndex((unit) => unit.id === topId) + 1);
    for (const unit of above) {
      let node = level.get(unit.id);
      if (!node) level.set(unit.id, (node = { client: unit, match: false, below: new Map() }));
      level = node.below;
    }
    const node = level.get(client.id);
    if (node) Object.assign(node, { client, match: true });
    else level.set(client.id, { client, match: true, below: new Map() });
  }
  const rows: FoundRow[] = [];
  // A list instead of recursion: a chain of 10,000 levels is allowed.
  const placed = (nodes: Iterable<Node>, depth: number) => [...nodes].map((node, index, all) => ({ node, depth, position: index + 1, siblings: all.length })).reverse();
  const todo = placed(top.values(), 0);
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node: { client, match, below }, ...place } = next;
    rows.push({ client, match, hasBelow: below.size > 0, ...place });
    todo.push(...placed(below.values(), place.depth + 1));
  }
  return rows;
}
