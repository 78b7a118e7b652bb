// A second, naive implementation of the inheritance rules (directory.md §2), to hold the real one against. It shares
// nothing with src/resolution: plain walks up a map. Only the catalogue of keys is the same.
import { type SettingDefinition, settingsCatalogue } from '../../src/contract/settings.js';
import type { BuiltForest, ForestSpec, Items } from './arbitraries.js';

export interface ModelNode {
  readonly id: number;
  name: string;
  parentId: number | null;
  groupId: number | null;
  usesOwnAccount: boolean;
  blocked: boolean;
  blockReason: string | null;
  deleted: boolean;
  version: number;
  own: Map<string, unknown>;
}

export interface ModelGroup {
  readonly id: number;
  readonly name: string;
  settings: Map<string, unknown>;
}

export interface Model {
  readonly nodes: Map<number, ModelNode>;
  readonly groups: Map<number, ModelGroup>;
}

export interface Naive {
  value: unknown;
  source: { kind: string; id?: number; name?: string };
}

export function modelOf({ groups, nodes }: ForestSpec, built: BuiltForest): Model {
  return {
    groups: new Map(groups.map((settings, index) => {
      const id = built.groups[index] as number;
      return [id, { id, name: `Group ${id}`, settings: new Map(Object.entries(settings)) }];
    })),
    nodes: new Map(nodes.map(({ parent, group, own, ...flags }, index) => {
      const id = built.nodes[index] as number;
      return [id, {
        id, name: `Client ${id}`, parentId: parent === null ? null : (built.nodes[parent] as number), groupId: parent === null ? (built.groups[group] as number) : null,
        ...flags, blockReason: flags.blocked ? `reason ${id}` : null, version: 1, own: new Map(Object.entries(own)),
      }];
    })),
  };
}

/** The node itself, its parent, … its root. */
export function walkUp(model: Model, id: number): ModelNode[] {
  const walk: ModelNode[] = [];
  for (let at: number | null = id; at !== null; ) {
    const node: ModelNode = model.nodes.get(at) as ModelNode;
    walk.push(node);
    at = node.parentId;
  }
  return walk;
}

export function childrenOf(model: Model, id: number | null): ModelNode[] {
  return [...model.nodes.values()].filter((node) => node.parentId === id);
}

export function isGone(model: Model, id: number): boolean {
  return walkUp(model, id).some(({ deleted }) => deleted);
}

export function naiveEffective(model: Model, items: Items, id: number): Record<string, Naive> {
  const walk = walkUp(model, id);
  const self = walk[0] as ModelNode;
  const root = walk[walk.length - 1] as ModelNode;
  const group = model.groups.get(root.groupId as number) as ModelGroup;
  const from = (node: ModelNode): Naive['source'] => ({ kind: node === self ? 'own' : 'ancestor', id: node.id, name: node.name });
  const fromGroup: Naive['source'] = { kind: 'group', id: group.id, name: group.name };
  const fromDefault: Naive['source'] = { kind: 'default' };
  const named = (directory: string, item: unknown) => ({ id: item as number, name: items.names[directory]?.[item as number] });

  /** Everybody who says something about the key, from the client to the group. */
  const voices = (key: string): { says: unknown; source: Naive['source'] }[] => [
    ...walk.filter(({ own }) => own.has(key)).map((node) => ({ says: node.own.get(key), source: from(node) })),
    ...(group.settings.has(key) ? [{ says: group.settings.get(key), source: fromGroup }] : []),
  ];

  const answers: Record<string, Naive> = {};
  const nearest = (key: string, fallback: unknown, directory?: string) => {
    const [first] = voices(key);
    if (!first) return { value: fallback, source: fromDefault };
    return { value: directory && first.says !== null ? named(directory, first.says) : first.says, source: first.source };
  };
  const allowedOrNot = (key: string): Naive => {
    for (const node of walk) if (node.own.get(key) === 'forbid') return { value: false, source: from(node) };
    if (root.own.get(key) === 'allow') return { value: true, source: from(root) };
    if (group.settings.has(key)) return { value: group.settings.get(key) === 'allow', source: fromGroup };
    return { value: false, source: fromDefault };
  };
  const narrowest = ({ key, reference }: SettingDefinition): Naive => {
    const all = voices(key);
    const [first] = all;
    if (!first) return { value: null, source: fromDefault };
    const ids = Object.keys(items.names[reference as string] ?? {}).map(Number).filter((item) => all.every(({ says }) => ((says ?? []) as number[]).includes(item)));
    return { value: ids.sort((a, b) => a - b).map((item) => named(reference as string, item)), source: first.source };
  };
  const nearestInside = ({ key, reference, within }: SettingDefinition): Naive => {
    const allowed = answers[within as string]?.value as { id: number }[] | null;
    const first = voices(key).find(({ says }) => says === null || allowed === null || allowed.some((member) => member.id === says));
    if (!first) return { value: null, source: fromDefault };
    return { value: first.says === null ? null : named(reference as string, first.says), source: first.source };
  };

  for (const definition of settingsCatalogue) {
    const { key } = definition;
    if (definition.inheritance === 'right') answers[key] = allowedOrNot(key);
    else if (definition.inheritance === 'intersection') answers[key] = narrowest(definition);
    else if (definition.inheritance === 'nearestWithin') answers[key] = nearestInside(definition);
    else answers[key] = nearest(key, definition.default, definition.reference);
  }
  for (const attribute of items.attributes) answers[`attribute.${attribute.id}`] = nearest(`attribute.${attribute.id}`, null);
  const flag = (name: 'blocked' | 'deleted'): Naive => {
    const cause = walk.find((node) => node[name]);
    return cause ? { value: true, source: from(cause) } : { value: false, source: fromDefault };
  };
  const payer = walk.find((node) => node.usesOwnAccount) ?? root;
  return {
    ...answers,
    group: { value: { id: group.id, name: group.name }, source: from(root) },
    payer: { value: { id: payer.id, name: payer.name }, source: from(payer) },
    blocked: flag('blocked'),
    deleted: flag('deleted'),
  };
}

/** Value and source of the real answer, in the shape of the naive one. */
export function comparable(settings: Record<string, { value: unknown; source: Naive['source'] }>): Record<string, Naive> {
  return Object.fromEntries(Object.entries(settings).map(([key, { value, source }]) => [key, { value, source }]));
}
