// PURE. The trace behind one effective value (S-7): what each level says, and which one won.
import type { Why, WhyStep } from '../contract/effective.js';
import { attributeIdOf, attributeSetting, derivedKeys, type SettingDefinition, settingDefinition } from '../contract/settings.js';
import type { ResolutionInput, ResolutionNode, StoredValue } from './data.js';
import { resolveSettings } from './resolve.js';

/** Null if there is no such setting. Hidden attributes are no settings to those who may not see them. */
export function explainSetting(input: ResolutionInput, key: string, hiddenAttributes: boolean): Why | null {
  const definition = definitionOf(input, key);
  const { settings } = resolveSettings(input, { hiddenAttributes });
  // A key comes from outside: "constructor" is a member of every object.
  const effective = Object.hasOwn(settings, key) ? settings[key] : undefined;
  if (!effective) return null;
  const { source } = effective;
  const decided = (kind: 'client' | 'group' | 'default', id?: number) =>
    kind === 'client' ? (source.kind === 'own' || source.kind === 'ancestor') && source.id === id : source.kind === kind;
  const chain: WhyStep[] = input.chain.map((node) => ({
    kind: 'client', id: node.id, name: node.name, ...saysClient(node, key, definition), won: decided('client', node.id),
  }));
  if (definition) {
    const { group } = input;
    chain.push({ kind: 'group', id: group.id, name: group.name, ...says(definition, group.settings.get(key)), won: decided('group') });
    chain.push({ kind: 'default', says: definition.default === null ? 'none' : 'value', value: definition.default, won: decided('default') });
  } else if (source.kind === 'default') {
    chain.push({ kind: 'default', says: 'no', won: true });
  }
  return { key, label: definition?.label ?? key, value: effective.value, source, chain };
}

function definitionOf(input: ResolutionInput, key: string): SettingDefinition | null {
  const attributeId = attributeIdOf(key);
  const attribute = attributeId === null ? undefined : input.attributes.find(({ id }) => id === attributeId);
  return attribute ? attributeSetting(attribute) : settingDefinition(key);
}

function saysClient(node: ResolutionNode, key: string, definition: SettingDefinition | null): Pick<WhyStep, 'says' | 'value'> {
  if (definition) return says(definition, node.own.get(key));
  switch (key as (typeof derivedKeys)[number]) {
    case 'group': return node.groupId === null ? { says: 'nothing' } : { says: 'value', value: node.groupId };
    case 'payer': return { says: node.usesOwnAccount ? 'yes' : 'no' };
    case 'blocked': return node.blocked ? { says: 'yes', value: node.blockReason } : { says: 'no' };
    case 'deleted': return { says: node.deleted ? 'yes' : 'no' };
  }
}

function says(definition: SettingDefinition, stored: StoredValue | undefined): Pick<WhyStep, 'says' | 'value'> {
  if (!stored) return { says: 'nothing' };
  if (stored.value === null) return { says: 'none', value: null };
  if (definition.inheritance === 'right') return { says: stored.value === 'allow' ? 'allow' : 'forbid' };
  const named = (id: unknown) => ({ id, name: stored.names?.[String(id)] ?? '' });
  if (Array.isArray(stored.value)) return { says: 'set', value: stored.value.map(named) };
  return { says: 'value', value: definition.reference ? named(stored.value) : stored.value };
}
