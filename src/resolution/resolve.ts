// PURE. Effective settings of one client from its chain and its root's group, with their sources.
//
// Precedence (directory.md §2), a product decision: own → nearest ancestor → the root's group → system default.
// Rights only narrow: the root says allow or, if it is silent, the group; whoever on the way down forbids, wins.
// Sets only narrow: the intersection of all. Blocked and deleted hold if they hold anywhere above.
import type { Effective, EffectiveSetting, Source } from '../contract/effective.js';
import { attributeSetting, type SettingDefinition, settingsCatalogue } from '../contract/settings.js';
import type { ResolutionInput, ResolutionNode, StoredValue } from './data.js';

export interface ResolveOptions {
  /** Hidden attributes are left out unless the reader may see them. */
  readonly hiddenAttributes: boolean;
}

interface Said {
  readonly stored: StoredValue;
  readonly source: Source;
}

const DEFAULT: Source = { kind: 'default' };

export function resolveSettings(input: ResolutionInput, options: ResolveOptions): Effective {
  const self = input.chain[0] as ResolutionNode;
  const said = collect(input);
  const settings: Record<string, EffectiveSetting> = {};
  const ownAccount = self.usesOwnAccount;
  for (const definition of settingsCatalogue) {
    const setting = resolveOne(definition, input, said, settings);
    if (definition.needsOwnAccount && !ownAccount) setting.applies = false;
    settings[definition.key] = setting;
  }
  for (const attribute of input.attributes) {
    if (attribute.hidden && !options.hiddenAttributes) continue;
    const definition = attributeDefinition(attribute);
    const setting = resolveNearest(definition, said.get(definition.key) ?? NOTHING);
    if (attribute.hidden) setting.hidden = true;
    settings[definition.key] = setting;
  }
  const root = input.chain[input.chain.length - 1] as ResolutionNode;
  settings.group = { value: { id: input.group.id, name: input.group.name }, source: sourceOf(root, self) };
  settings.payer = payerOf(input.chain);
  settings.blocked = flagOf(input.chain, 'blocked');
  settings.deleted = flagOf(input.chain, 'deleted');
  return { id: self.id, name: self.name, settings };
}

/** Per key everything that was said, from the client upwards, the group last. One pass over the chain. */
export function collect(input: ResolutionInput): Map<string, Said[]> {
  const said = new Map<string, Said[]>();
  const self = input.chain[0] as ResolutionNode;
  const add = (key: string, stored: StoredValue, source: Source) => {
    const list = said.get(key);
    if (list) list.push({ stored, source });
    else said.set(key, [{ stored, source }]);
  };
  for (const node of input.chain) {
    if (node.own.size === 0) continue;
    const source = sourceOf(node, self);
    for (const [key, stored] of node.own) add(key, stored, source);
  }
  for (const [key, stored] of input.group.settings) add(key, stored, { kind: 'group', id: input.group.id, name: input.group.name });
  return said;
}

const NOTHING: Said[] = [];

function resolveOne(definition: SettingDefinition, input: ResolutionInput, all: Map<string, Said[]>, resolved: Record<string, EffectiveSetting>): EffectiveSetting {
  const said = all.get(definition.key) ?? NOTHING;
  switch (definition.inheritance) {
    case 'nearest': return resolveNearest(definition, said);
    case 'right': return resolveRight(said, input);
    case 'intersection': return resolveIntersection(definition, said);
    case 'nearestWithin': return resolveWithin(definition, said, resolved[definition.within as string]?.value as { id: number }[] | null);
  }
}

function resolveNearest(definition: SettingDefinition, said: Said[]): EffectiveSetting {
  const winner = said[0];
  if (!winner) return { value: definition.default, source: DEFAULT };
  const next = said[1];
  const overrode = next ? { value: present(definition, next.stored), source: next.source } : { value: definition.default, source: DEFAULT };
  return { value: present(definition, winner.stored), source: winner.source, overrode };
}

function resolveRight(said: Said[], input: ResolutionInput): EffectiveSetting {
  const root = input.chain[input.chain.length - 1] as ResolutionNode;
  const forbids = said.find(({ stored, source }) => source.kind !== 'group' && stored.value === 'forbid');
  if (forbids) return { value: false, source: forbids.source };
  const rootAllows = said.find(({ stored, source }) => source.kind !== 'group' && source.id === root.id && stored.value === 'allow');
  if (rootAllows) return { value: true, source: rootAllows.source };
  const group = said.find(({ source }) => source.kind === 'group');
  if (group) return { value: group.stored.value === 'allow', source: group.source };
  return { value: false, source: DEFAULT };
}

/** Null is "no limit"; an explicit null on the way is the empty set. */
function resolveIntersection(definition: SettingDefinition, said: Said[]): EffectiveSetting {
  const nearest = said[0];
  if (!nearest) return { value: definition.default, source: DEFAULT };
  let members: number[] | null = null;
  const names: Record<string, string> = {};
  for (const { stored } of said) {
    const set = (stored.value ?? []) as number[];
    Object.assign(names, stored.names);
    members = members === null ? set : members.filter((id) => set.includes(id));
  }
  const value = (members ?? []).map((id) => ({ id, name: names[id] ?? '' })).sort((a, b) => a.id - b.id);
  const wider = said[1];
  if (!wider) return { value, source: nearest.source };
  return { value, source: nearest.source, overrode: { value: resolveIntersection(definition, said.slice(1)).value, source: wider.source } };
}

function resolveWithin(definition: SettingDefinition, said: Said[], allowed: { id: number }[] | null): EffectiveSetting {
  const fits = ({ stored }: Said) => stored.value === null || allowed === null || allowed.some(({ id }) => id === stored.value);
  return resolveNearest(definition, said.filter(fits));
}

function present(definition: SettingDefinition, { value, names }: StoredValue): unknown {
  if (definition.reference === undefined || value === null || typeof value !== 'number') return value;
  return { id: value, name: names?.[value] ?? '' };
}

function payerOf(chain: readonly ResolutionNode[]): EffectiveSetting {
  const self = chain[0] as ResolutionNode;
  const payer = chain.find((node) => node.usesOwnAccount) ?? (chain[chain.length - 1] as ResolutionNode);
  return { value: { id: payer.id, name: payer.name }, source: sourceOf(payer, self) };
}

/** D-6, D-7: true if true on itself or any ancestor; the nearest one that causes it is the source. */
function flagOf(chain: readonly ResolutionNode[], flag: 'blocked' | 'deleted'): EffectiveSetting {
  const self = chain[0] as ResolutionNode;
  const cause = chain.find((node) => node[flag]);
  if (!cause) return { value: false, source: DEFAULT };
  const reason = flag === 'blocked' && cause.blockReason ? { reason: cause.blockReason } : {};
  return { value: true, source: sourceOf(cause, self), ...reason };
}

function sourceOf(node: ResolutionNode, self: ResolutionNode): Source {
  return { kind: node.id === self.id ? 'own' : 'ancestor', id: node.id, name: node.name };
}

// Definitions of attributes are made from data; keep them as long as the data is the same object.
const definitions = new WeakMap<object, SettingDefinition>();
function attributeDefinition(attribute: ResolutionInput['attributes'][number]): SettingDefinition {
  let definition = definitions.get(attribute);
  if (!definition) definitions.set(attribute, (definition = attributeSetting(attribute)));
  return definition;
}
