// Random directories for the property tests: trees, own values of every setting, attributes of every type.
import fc from 'fast-check';
import { type AttributeDefinition, attributeTypes, type DirectoryName, type SettingDefinition, settingsCatalogue } from '../../src/contract/settings.js';
import type { Db } from '../../src/db/database.js';
import { sampleOf } from './samples.js';

/** What settings can point to: ids and names by directory, and an attribute of each type, one of them hidden. */
export interface Items {
  readonly names: Record<string, Record<number, string>>;
  readonly attributes: readonly AttributeDefinition[];
}

const TABLES: Partial<Record<DirectoryName, string>> = {
  tariffs: 'tariffs', tariffShifts: 'tariff_shifts', discounts: 'discounts', crewGroups: 'crew_groups', settlementRules: 'settlement_rules', dynamicPriorityRules: 'dynamic_priority_rules',
};

export async function buildItems(db: Db): Promise<Items> {
  return db.withConnection(async (client) => {
    const names: Record<string, Record<number, string>> = {};
    for (const [directory, table] of Object.entries(TABLES)) {
      const { rows } = await client.query<{ id: number; name: string }>(`insert into ${table} (name) select '${directory} ' || n from generate_series(1, 4) as n returning id, name`);
      names[directory] = Object.fromEntries(rows.map(({ id, name }) => [id, name]));
    }
    const { rows: images } = await client.query<{ id: number; name: string }>(
      `insert into images (name, type, content, sha256, width, height) select 'image ' || n, 'image/png', ''::bytea, 'hash ' || n, 1, 1 from generate_series(1, 2) as n returning id, name`,
    );
    names.images = Object.fromEntries(images.map(({ id, name }) => [id, name]));
    const { rows: attributes } = await client.query<AttributeDefinition>(
      `insert into attributes (name, type, "order", hidden, choices)
       select 'attribute ' || type, type, 100 - place, type = 'date', case when type in ('choice', 'numberChoice') then '[{"id": 1, "name": "1"}, {"id": 5, "name": "2"}]'::jsonb end
       from unnest($1::text[]) with ordinality as given (type, place)
       returning id, name, type, "order", hidden, choices`,
      [attributeTypes],
    );
    return { names, attributes };
  });
}

export type Place = 'root' | 'subordinate' | 'group';

/** Every key that can be set. */
export function keysOf(items: Items): string[] {
  return [...settingsCatalogue.map(({ key }) => key), ...items.attributes.map(({ id }) => `attribute.${id}`)];
}

/** A value that may be set at the place; null is "explicitly none" where it is allowed. */
export function settingValue(items: Items, key: string, place: Place): fc.Arbitrary<unknown> {
  const definition = settingsCatalogue.find((entry) => entry.key === key);
  if (definition?.inheritance === 'right') return place === 'subordinate' ? fc.constant('forbid') : fc.constantFrom('allow', 'forbid');
  return fc.option(definition ? catalogueValue(items, definition) : attributeValue(items, key), { nil: null, freq: 6 });
}

function catalogueValue(items: Items, { key, reference, inheritance, value }: SettingDefinition): fc.Arbitrary<unknown> {
  if (reference) {
    const ids = Object.keys(items.names[reference] ?? {}).map(Number);
    return inheritance === 'intersection' ? fc.subarray(ids) : fc.constantFrom(...ids);
  }
  const money = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((minor) => ({ amount: (minor / 100).toFixed(2), currency: 'RUB' }));
  switch (key) {
    case 'prizeEvery': return fc.integer({ min: 1, max: 20 });
    case 'balanceFloor': case 'minBalanceForCashless': case 'minBonusBalance': return money;
    case 'whenFundsShort': return fc.constantFrom('forbid', 'restInCash', 'warn', 'credit');
    case 'cashForbidden': case 'exchange': case 'mobileApp': return fc.boolean();
    case 'notifications': return fc.record({ orderCreated: fc.subarray(['sms', 'email', 'call', 'push']), orderFinished: fc.subarray(['sms', 'push']) }, { requiredKeys: [] });
    case 'bankDetails': return fc.record({ inn: fc.constantFrom('7707083893', '7736050003'), bankName: text, invoicesAllowed: fc.boolean() }, { requiredKeys: [] });
    case 'greetingSign': return text;
    case 'specialMachinery': return fc.record({ allowed: fc.boolean(), workTypes: fc.uniqueArray(text, { maxLength: 3 }) }, { requiredKeys: ['allowed'] });
    default: return fc.constant(sampleOf(value));
  }
}

const text = fc.string({ maxLength: 12, unit: fc.constantFrom(...'abя Ё👍ß"\\%') });

function attributeValue(items: Items, key: string): fc.Arbitrary<unknown> {
  switch (items.attributes.find(({ id }) => `attribute.${id}` === key)?.type) {
    case 'flag': return fc.boolean();
    case 'number': return fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)));
    case 'choice': case 'numberChoice': return fc.constantFrom(1, 5);
    case 'date': return fc.constantFrom('2024-02-29', '2031-12-31');
    case 'dateTime': return fc.constantFrom('2024-02-29T23:59:59Z', '2031-12-31T00:00:00+03:00');
    default: return text;
  }
}

export interface NodeSpec {
  /** Index of the parent, always smaller than the node's own; null: a root. */
  readonly parent: number | null;
  readonly group: number;
  readonly usesOwnAccount: boolean;
  readonly blocked: boolean;
  readonly deleted: boolean;
  readonly own: Readonly<Record<string, unknown>>;
}

export interface ForestSpec {
  readonly groups: readonly Readonly<Record<string, unknown>>[];
  readonly nodes: readonly NodeSpec[];
}

/** Own values: a few keys for a node, so that most are inherited. */
export function ownValues(items: Items, place: Place, maxKeys: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.subarray(keysOf(items), { maxLength: maxKeys }).chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, settingValue(items, key, place)]))));
}

/** Up to `size` nodes, superiors before subordinates; deep and wide ones alike. */
export function forest(items: Items, size: number): fc.Arbitrary<ForestSpec> {
  const steps = fc.array(fc.record({ depth: fc.integer({ min: 0, max: 999 }), isRoot: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: size, size: 'max' });
  // The smaller, the more a new node hangs below the newest ones: chains at 0.05, bushes at 1.
  const steepness = fc.constantFrom(0.05, 0.3, 1);
  return fc.tuple(steps, steepness).chain(([steps, steep]) => {
    const parents = steps.map(({ depth, isRoot }, index) => (index === 0 || isRoot === 0 ? null : Math.min(index - 1, Math.floor((depth / 1_000) ** steep * index))));
    return fc.record({
      groups: fc.array(ownValues(items, 'group', 20), { minLength: 2, maxLength: 2 }),
      nodes: fc.tuple(...parents.map((parent) => node(items, parent))),
    });
  });
}

function node(items: Items, parent: number | null): fc.Arbitrary<NodeSpec> {
  const rarely = fc.integer({ min: 0, max: 7 }).map((number) => number === 0);
  return fc
    .record({
      parent: fc.constant(parent),
      group: fc.integer({ min: 0, max: 1 }),
      usesOwnAccount: parent === null ? fc.constant(true) : fc.boolean(),
      blocked: rarely,
      deleted: rarely,
      own: ownValues(items, parent === null ? 'root' : 'subordinate', 8),
    })
    .map((spec) => (spec.usesOwnAccount ? spec : { ...spec, own: withoutAccountSettings(spec.own) }));
}

const accountKeys = new Set(settingsCatalogue.filter(({ needsOwnAccount }) => needsOwnAccount).map(({ key }) => key));

/** D-15: what a client without an account of its own cannot say. */
export function withoutAccountSettings(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(own).filter(([key]) => !accountKeys.has(key)));
}

export interface BuiltForest {
  /** Ids by index in the spec. */
  readonly groups: readonly number[];
  readonly nodes: readonly number[];
}

/** Puts a forest into the database in one statement a table. */
export async function buildForest(db: Db, { groups, nodes }: ForestSpec): Promise<BuiltForest> {
  return db.withConnection(async (client) => {
    const ids = async (table: string, count: number) =>
      (await client.query<{ id: number }>(`select nextval(pg_get_serial_sequence('${table}', 'id'))::integer as id from generate_series(1, $1)`, [count])).rows.map(({ id }) => id);
    const groupIds = await ids('client_groups', groups.length);
    const nodeIds = await ids('clients', nodes.length);
    await client.query('begin');
    await client.query(`insert into client_groups (id, name, type) select id, 'Group ' || id, 'legal' from unnest($1::integer[]) as id`, [groupIds]);
    await client.query(
      `insert into clients (id, parent_id, group_id, kind, name, uses_own_account, blocked, block_reason, deleted)
       select n.id, n.parent_id, n.group_id, 'organisation', 'Client ' || n.id, n.uses, n.blocked, case when n.blocked then 'reason ' || n.id end, n.deleted
       from unnest($1::integer[], $2::integer[], $3::integer[], $4::boolean[], $5::boolean[], $6::boolean[]) as n (id, parent_id, group_id, uses, blocked, deleted)`,
      [
        nodeIds, nodes.map(({ parent }) => (parent === null ? null : nodeIds[parent])), nodes.map(({ parent, group }) => (parent === null ? groupIds[group] : null)),
        nodes.map(({ usesOwnAccount }) => usesOwnAccount), nodes.map(({ blocked }) => blocked), nodes.map(({ deleted }) => deleted),
      ],
    );
    const settings = (all: readonly Readonly<Record<string, unknown>>[], of: number[]) =>
      all.flatMap((own, index) => Object.entries(own).map(([key, value]) => ({ id: of[index], key, value })));
    for (const [table, column, rows] of [['group_settings', 'group_id', settings(groups, groupIds)], ['client_settings', 'client_id', settings(nodes.map(({ own }) => own), nodeIds)]] as const) {
      await client.query(
        `insert into ${table} (${column}, key, value) select (s ->> 'id')::integer, s ->> 'key', s -> 'value' from jsonb_array_elements($1::jsonb) as s`,
        [JSON.stringify(rows)],
      );
    }
    await client.query('commit');
    return { groups: groupIds, nodes: nodeIds };
  });
}

/** Runs of a property: PROPERTY_RUNS times the modest number, 1 unless told. */
export function runs(modest: number): { numRuns: number } {
  return { numRuns: Math.max(1, Math.round(modest * Number(process.env.PROPERTY_RUNS ?? 1))) };
}
