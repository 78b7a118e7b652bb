// PURE. A tree as it would be: the same resolver on other inputs. Previews, time travel and scheduled changes use it.
import { settingDefinition } from '../contract/settings.js';
import { AppError } from '../lib/app-error.js';
import type { ResolutionGroup, ResolutionInput, ResolutionNode } from './data.js';

export type Change =
  | { kind: 'move'; parentId: number | null; groupId?: number | null }
  | { kind: 'state'; blocked?: boolean; blockReason?: string | null; deleted?: boolean }
  | { kind: 'setting'; key: string; value: unknown }
  | { kind: 'inherit'; key: string }
  | { kind: 'fields'; name?: string; groupId?: number; usesOwnAccount?: boolean };

/** Clients with all their superiors, and the groups of their roots. */
export interface Forest {
  readonly nodes: ReadonlyMap<number, ResolutionNode>;
  readonly groups: ReadonlyMap<number, ResolutionGroup>;
  readonly attributes: ResolutionInput['attributes'];
}

export function withChange(forest: Forest, id: number, change: Change): Forest {
  const node = forest.nodes.get(id) as ResolutionNode;
  return { ...forest, nodes: new Map(forest.nodes).set(id, changedNode(forest, node, change)) };
}

function changedNode(forest: Forest, node: ResolutionNode, change: Change): ResolutionNode {
  switch (change.kind) {
    case 'state': {
      const { kind: _, ...flags } = change;
      return { ...node, ...flags };
    }
    case 'fields': {
      const { kind: _, ...fields } = change;
      const own = fields.usesOwnAccount === false ? new Map([...node.own].filter(([key]) => !settingDefinition(key)?.needsOwnAccount)) : node.own;
      return { ...node, ...fields, own };
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

/** The resolver's input for one client; throws group.reference_not_found if its root's group is not in the forest. */
export function inputOf(forest: Forest, id: number): ResolutionInput {
  const chain = chainOf(forest, id);
  const group = forest.groups.get(chain[chain.length - 1]?.groupId as number);
  if (!group) throw new AppError('group.reference_not_found');
  return { chain, group, attributes: forest.attributes };
}

/** From the client up to its root. Ends where it would run in a circle. */
export function chainOf(forest: Forest, id: number): ResolutionNode[] {
  const chain: ResolutionNode[] = [];
  const seen = new Set<number>();
  for (let node = forest.nodes.get(id); node && !seen.has(node.id); node = node.parentId === null ? undefined : forest.nodes.get(node.parentId)) {
    seen.add(node.id);
    chain.push(node);
  }
  return chain;
}
