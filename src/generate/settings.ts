// Own values for a synthetic client: many on roots, fewer on units, hardly any on people.
import type { AttributeType } from '../contract/settings.js';
import type { Attribute, DirectoryIds } from './directories.js';
import type { Random } from './random.js';
import type { Place } from './shape.js';

type Setting = [key: string, value: unknown];
type Make = (ids: DirectoryIds, random: Random) => unknown;

interface Rule {
  key: string;
  /** How often on a root, on a unit, on an employee. */
  often: [root: number, unit: number, employee: number];
  needsOwnAccount?: true;
  make: Make;
}

const money = (random: Random, from: number, to: number) => ({ amount: `${random.between(from, to) * 100}.00`, currency: 'RUB' });
const someOf = (list: readonly number[], random: Random) => {
  const first = random.between(0, list.length - 1);
  return list.slice(first, first + random.between(1, list.length)).sort((a, b) => a - b);
};
const always = (value: unknown): Make => () => value;

const rules: Rule[] = [
  { key: 'tariff', often: [0.6, 0.08, 0.01], make: (ids, random) => random.pick(ids.tariffs) },
  { key: 'prizeTariff', often: [0.05, 0.002, 0], make: (ids, random) => random.pick(ids.tariffs) },
  { key: 'tariffShift', often: [0.2, 0.02, 0], make: (ids, random) => random.pick(ids.tariffShifts) },
  { key: 'discount', often: [0.4, 0.06, 0.01], make: (ids, random) => (random.chance(0.1) ? null : random.pick(ids.discounts)) },
  { key: 'prizeEvery', often: [0.1, 0.02, 0.01], needsOwnAccount: true, make: (_ids, random) => random.between(5, 20) },
  { key: 'settlementRule', often: [0.5, 0.1, 0], needsOwnAccount: true, make: (ids, random) => random.pick(ids.settlementRules) },
  { key: 'dynamicPriorityRule', often: [0.1, 0.01, 0.002], make: (ids, random) => random.pick(ids.dynamicPriorityRules) },
  { key: 'balanceFloor', often: [0.5, 0.3, 0.2], needsOwnAccount: true, make: (_ids, random) => money(random, -500, 0) },
  { key: 'minBalanceForCashless', often: [0.2, 0.1, 0.05], needsOwnAccount: true, make: (_ids, random) => money(random, 0, 50) },
  { key: 'whenFundsShort', often: [0.3, 0.1, 0.05], needsOwnAccount: true, make: (_ids, random) => random.pick(['forbid', 'restInCash', 'warn', 'credit']) },
  { key: 'cashForbidden', often: [0.2, 0.02, 0.002], make: always(true) },
  { key: 'exchange', often: [0.1, 0.01, 0], make: (_ids, random) => random.chance(0.5) },
  { key: 'mobileApp', often: [0.1, 0.01, 0.003], make: always(false) },
  { key: 'notifications', often: [0.2, 0.01, 0], make: always({ carAtPlace: ['sms'], orderFinished: ['email'] }) },
  { key: 'bankDetails', often: [0.5, 0.01, 0], make: (_ids, random) => ({ inn: String(random.between(1_000_000_000, 9_999_999_999)), bik: `04${random.between(1_000_000, 9_999_999)}`, invoicesAllowed: true }) },
  { key: 'greetingSign', often: [0.2, 0.02, 0], make: (_ids, random) => `Welcome to hall ${random.between(1, 20)}` },
  { key: 'crewGroups', often: [0.3, 0.04, 0.003], make: (ids, random) => someOf(ids.crewGroups, random) },
  { key: 'defaultCrewGroup', often: [0.1, 0.01, 0], make: (ids, random) => random.pick(ids.crewGroups) },
];
const rights = ['cardTopUp', 'right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews'];

export function settingsFor(place: Place, ownAccount: boolean, ids: DirectoryIds, random: Random): Setting[] {
  const column = place.parent === null ? 0 : place.kind === 'employee' ? 2 : 1;
  const settings: Setting[] = [];
  for (const { key, often, needsOwnAccount, make } of rules) {
    if (needsOwnAccount && !ownAccount) continue;
    if (random.chance(often[column])) settings.push([key, make(ids, random)]);
  }
  for (const attribute of ids.attributes) {
    if (random.chance([0.25, 0.02, 0.004][column] as number)) settings.push([`attribute.${attribute.id}`, random.chance(0.05) ? null : attributeValue(attribute, random)]);
  }
  for (const key of rights) {
    // D-10: only a root may allow.
    if (random.chance([0.3, 0.02, 0.003][column] as number)) settings.push([key, column === 0 && random.chance(0.7) ? 'allow' : 'forbid']);
  }
  return settings;
}

function attributeValue({ type, choices }: Attribute, random: Random): unknown {
  const values: Record<AttributeType, () => unknown> = {
    flag: () => random.chance(0.5),
    number: () => random.between(1, 60),
    string: () => `CC-${random.between(100, 999)}`,
    choice: () => random.between(1, choices),
    numberChoice: () => random.between(1, choices),
    date: () => `202${random.between(0, 6)}-0${random.between(1, 9)}-1${random.between(0, 9)}`,
    dateTime: () => `2026-0${random.between(1, 9)}-1${random.between(0, 9)}T10:00:00Z`,
  };
  return values[type]();
}
