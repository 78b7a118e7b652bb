// The directories and client groups that a synthetic directory points to.
import { type AttributeType, settingsCatalogue } from '../contract/settings.js';
import { loadSql, positionalValues } from '../db/sql.js';
import type { Random } from './random.js';

const sql = loadSql(import.meta.url);

/** The part of a plain connection that is needed here. */
export interface Connection {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

export interface Attribute {
  id: number;
  type: AttributeType;
  choices: number;
}

/** Ids by name order, so that a seed always picks the same. */
export interface DirectoryIds {
  tariffs: number[];
  tariffShifts: number[];
  discounts: number[];
  crewGroups: number[];
  settlementRules: number[];
  dynamicPriorityRules: number[];
  legalGroups: number[];
  individualGroups: number[];
  attributes: Attribute[];
}

const fare = (minimum: number, perKm: number) => ({ currency: 'RUB', minimum: `${minimum}.00`, includedKm: 3, perKmInTown: `${perKm}.00`, perKmOutOfTown: `${perKm + 6}.00`, waitingPerMinute: '9.00' });
const tariffs = ['Economy', 'Comfort', 'Comfort plus', 'Business', 'Minivan', 'Courier', 'Airport', 'Night', 'Corporate 1', 'Corporate 2', 'Hourly', 'Old tariff']
  .map((name, at) => ({ name, active: name !== 'Old tariff', fare: fare(150 + 40 * at, 14 + 2 * at) }));
const choices = (names: string[]) => names.map((name, at) => ({ id: at + 1, name }));
const attributes: { name: string; type: AttributeType; hidden?: boolean; choices?: { id: number; name: string }[] }[] = [
  { name: 'Child seat', type: 'flag' }, { name: 'Smoking car', type: 'flag' }, { name: 'Cost centre', type: 'string' }, { name: 'Luggage, kg', type: 'number' },
  { name: 'Car class', type: 'choice', choices: choices(['Economy', 'Comfort', 'Business', 'Minivan']) },
  { name: 'Seats', type: 'numberChoice', choices: choices(['4', '6', '8']) }, { name: 'Agreement renewed', type: 'date' }, { name: 'Credit watch', type: 'flag', hidden: true },
];
const groups = [
  { name: 'Key accounts', type: 'legal' }, { name: 'Small business', type: 'legal' }, { name: 'Public sector', type: 'legal' }, { name: 'Hotels', type: 'legal' },
  { name: 'Regular passengers', type: 'individual' }, { name: 'VIP passengers', type: 'individual' },
];
const named = (names: string[]) => names.map((name) => ({ name }));
const items: Record<string, object[]> = {
  tariffs,
  tariff_shifts: [{ name: 'Weekdays', tariff: 'Comfort' }, { name: 'Round the clock', tariff: 'Economy' }, { name: 'Nights', tariff: 'Night' }],
  discounts: [3, 5, 7, 10, 12, 15, 20, 25].map((percent) => ({ name: `${percent} %`, percent })),
  attributes: attributes.map((attribute, at) => ({ ...attribute, order: at + 1 })),
  crew_groups: ['Economy cars', 'Comfort cars', 'Business cars', 'Minivans', 'Lorries', 'Couriers'].map((name, at) => ({ name, notes: at < 3 })),
  settlement_rules: named(['Prepaid', 'Weekly invoice', 'Monthly invoice']),
  dynamic_priority_rules: [-10, 10, 20].map((priority) => ({ name: `Priority ${priority}`, priority })),
  client_groups: groups,
};

/** Makes what is missing by name, and gives the ids of what there is. */
export async function prepareDirectories(connection: Connection, random: Random): Promise<DirectoryIds> {
  for (const [table, list] of Object.entries(items)) await run(connection, `insert_${table}`, list);
  const { rows } = await connection.query<{ directory: string; id: number; name: string }>(sql('select_items').text);
  const idsOf = (directory: string, table: string) => {
    const wanted = (items[table] as { name: string }[]).map(({ name }) => rows.find((row) => row.directory === directory && row.name === name)?.id);
    return wanted.filter((id) => id !== undefined);
  };
  const groupIds = idsOf('groups', 'client_groups');
  const ids: DirectoryIds = {
    tariffs: idsOf('tariffs', 'tariffs'),
    tariffShifts: idsOf('tariffShifts', 'tariff_shifts'),
    discounts: idsOf('discounts', 'discounts'),
    crewGroups: idsOf('crewGroups', 'crew_groups'),
    settlementRules: idsOf('settlementRules', 'settlement_rules'),
    dynamicPriorityRules: idsOf('dynamicPriorityRules', 'dynamic_priority_rules'),
    legalGroups: groupIds.filter((_, at) => groups[at]?.type === 'legal'),
    individualGroups: groupIds.filter((_, at) => groups[at]?.type === 'individual'),
    attributes: idsOf('attributes', 'attributes').map((id, at) => ({ id, type: attributes[at]?.type as AttributeType, choices: attributes[at]?.choices?.length ?? 0 })),
  };
  const settings = [...ids.legalGroups, ...ids.individualGroups].flatMap((groupId) => groupSettings(ids, random).map(([key, value]) => ({ groupId, key, value })));
  await run(connection, 'insert_group_settings', settings);
  return ids;
}

function groupSettings(ids: DirectoryIds, random: Random): [string, unknown][] {
  const rights = settingsCatalogue.filter(({ inheritance }) => inheritance === 'right');
  const [flag] = ids.attributes;
  return [
    ['tariff', random.pick(ids.tariffs)],
    ['discount', random.pick(ids.discounts)],
    ['settlementRule', random.pick(ids.settlementRules)],
    ['crewGroups', [...ids.crewGroups].sort((a, b) => a - b)],
    ['balanceFloor', { amount: '-1000.00', currency: 'RUB' }],
    ['whenFundsShort', 'restInCash'],
    ['exchange', random.chance(0.5)],
    ['notifications', { orderCreated: ['push'], carAtPlace: ['sms', 'push'] }],
    ...(flag ? ([[`attribute.${flag.id}`, random.chance(0.5)]] as [string, unknown][]) : []),
    ...rights.map(({ key }): [string, unknown] => [key, random.chance(0.7) ? 'allow' : 'forbid']),
  ];
}

async function run(connection: Connection, block: string, list: object[]): Promise<void> {
  await connection.query(sql(block).text, positionalValues(sql(block), { items: JSON.stringify(list) }));
}
