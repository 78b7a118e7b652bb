// Names of the directory items that values point to, as they were at an instant.
import { settingDefinition } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import type { StoredSettings, StoredValue } from '../resolution/data.js';
import type { Forest } from '../resolution/hypothesis.js';

const sql = loadSql(import.meta.url);

export interface ItemReference {
  readonly entity: string;
  readonly id: number;
}

export const itemKey = ({ entity, id }: ItemReference) => `${entity} ${id}`;

/** The items that a stored value points to: { entity: 'tariff', id: 3 }. */
export function referencesOf(key: string, value: unknown): ItemReference[] {
  const directory = settingDefinition(key)?.reference;
  if (directory === undefined) return [];
  // tariffs → tariff: the word that the history has for one of them.
  const entity = directory.slice(0, -1);
  return [value].flat().filter((id) => typeof id === 'number').map((id) => ({ entity, id }));
}

/** By itemKey; items that did not exist are missing. */
export async function itemNames(db: SqlRunner, items: readonly ItemReference[], at: Date): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map(items.map((item) => [itemKey(item), item]));
  if (wanted.size === 0) return new Map();
  const rows = await queryRows<ItemReference & { name: string | null }>(db, sql('select_names'), { wanted: JSON.stringify([...wanted.values()]), at });
  return new Map(rows.filter(({ name }) => name !== null).map((row) => [itemKey(row), row.name as string]));
}

/** The forest with the names that its values' items had at the instant. */
export async function withNames(db: SqlRunner, forest: Forest, at: Date): Promise<Forest> {
  const stored = [...[...forest.nodes.values()].map(({ own }) => own), ...[...forest.groups.values()].map(({ settings }) => settings)];
  const names = await itemNames(db, stored.flatMap((settings) => [...settings].flatMap(([key, { value }]) => referencesOf(key, value))), at);
  const named = (settings: StoredSettings): StoredSettings => new Map([...settings].map(([key, { value }]): [string, StoredValue] => {
    const found = referencesOf(key, value).filter((item) => names.has(itemKey(item)));
    return [key, { value, names: found.length ? Object.fromEntries(found.map((item) => [item.id, names.get(itemKey(item)) as string])) : null }];
  }));
  return {
    nodes: new Map([...forest.nodes].map(([id, node]) => [id, { ...node, own: named(node.own) }])),
    groups: new Map([...forest.groups].map(([id, group]) => [id, { ...group, settings: named(group.settings) }])),
    attributes: forest.attributes,
  };
}
