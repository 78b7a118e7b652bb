// The one catalogue of inheritable settings (directory.md §2). Validation, resolver, OpenAPI and forms read it;
// a new inheritable setting is one entry here.
import { type Static, type TSchema, Type } from 'typebox';
import { ruledEvents } from './message-templates.js';
import { closed, Id, Line, Money } from './primitives.js';

/** Directories that a setting can point into. */
export type DirectoryName =
  | 'tariffs' | 'tariffShifts' | 'discounts' | 'crewGroups' | 'settlementRules' | 'dynamicPriorityRules' | 'attributes' | 'accountKinds' | 'carriers' | 'images';

export type Inheritance =
  /** Own, else the nearest ancestor's, else the group's, else the system default. */
  | 'nearest'
  /** Allowed if the root says so, or says nothing and the group allows, and nobody on the way down forbids. */
  | 'right'
  /** Intersection of all the sets on the path and the group's. */
  | 'intersection'
  /** The nearest one that lies inside the effective set of another setting. */
  | 'nearestWithin';

export interface SettingDefinition {
  readonly key: string;
  readonly label: string;
  readonly inheritance: Inheritance;
  /** Schema of an own value, null aside. */
  readonly value: TSchema;
  /** The value is an id, or a set of ids, of this directory. */
  readonly reference?: DirectoryName;
  /** The effective value where nobody says anything. */
  readonly default: unknown;
  /** D-15: hidden and refused on a client that does not use its own account. */
  readonly needsOwnAccount?: true;
  /** For 'nearestWithin'. */
  readonly within?: string;
}

export const whenFundsShortChoices = ['forbid', 'restInCash', 'warn', 'credit'] as const;

const Right = Type.Enum(['allow', 'forbid'], { description: 'allow (roots and groups) or forbid' });

export const BankDetails = closed(
  {
    account: Type.Optional(Line), bankName: Type.Optional(Line), bik: Type.Optional(Line), correspondentAccount: Type.Optional(Line),
    inn: Type.Optional(Line), kpp: Type.Optional(Line), invoicesAllowed: Type.Optional(Type.Boolean()),
  },
  { description: 'Bank details, inherited as one record' },
);
export type BankDetails = Static<typeof BankDetails>;

const Channels = Type.Array(Type.Enum(['sms', 'email', 'call', 'push']), { uniqueItems: true, maxItems: 4 });
const Notifications = closed(Object.fromEntries(ruledEvents.map((event) => [event, Type.Optional(Channels)])), {
  description: 'Which order events go out by which channels',
});

const SpecialMachinery = closed(
  { allowed: Type.Boolean(), workTypes: Type.Optional(Type.Array(Line, { maxItems: 100, uniqueItems: true })) },
  { description: 'Special machinery allowed, and for which kinds of work' },
);

const reference = (key: string, label: string, directory: DirectoryName, more: Partial<SettingDefinition> = {}): SettingDefinition => ({
  key, label, inheritance: 'nearest', value: Id, reference: directory, default: null, ...more,
});
const nearest = (key: string, label: string, value: TSchema, fallback: unknown, more: Partial<SettingDefinition> = {}): SettingDefinition => ({
  key, label, inheritance: 'nearest', value, default: fallback, ...more,
});
const right = (key: string, label: string): SettingDefinition => ({ key, label, inheritance: 'right', value: Right, default: false });

export const settingsCatalogue: readonly SettingDefinition[] = [
  reference('tariff', 'Tariff', 'tariffs'),
  reference('prizeTariff', 'Tariff of prize orders', 'tariffs'),
  reference('tariffShift', 'Tariff shift', 'tariffShifts'),
  reference('discount', 'Discount', 'discounts'),
  reference('prizeDiscount', 'Discount of prize orders', 'discounts'),
  nearest('prizeEvery', 'Every Nth order is a prize order', Type.Integer({ minimum: 1, maximum: 1_000_000 }), null, { needsOwnAccount: true }),
  reference('settlementRule', 'Settlement rule', 'settlementRules', { needsOwnAccount: true }),
  reference('dynamicPriorityRule', 'Dynamic priority rule', 'dynamicPriorityRules'),
  // Nothing said means: no debts. Explicitly none means: no floor.
  nearest('balanceFloor', 'Balance floor', Money, { amount: '0.00', currency: 'RUB' }, { needsOwnAccount: true }),
  nearest('minBalanceForCashless', 'Minimum balance for the cashless account', Money, null, { needsOwnAccount: true }),
  nearest('minBonusBalance', 'Minimum bonus balance', Money, null, { needsOwnAccount: true }),
  nearest('whenFundsShort', 'When funds are short', Type.Enum([...whenFundsShortChoices]), 'forbid', { needsOwnAccount: true }),
  nearest('cashForbidden', 'Cash forbidden', Type.Boolean(), false),
  nearest('expiredContract', 'Orders after the contract has ended', Type.Enum(['allow', 'refuse']), 'allow'),
  nearest('exchange', 'Orders go to the exchange', Type.Boolean(), false),
  nearest('mobileApp', 'Mobile app available', Type.Boolean(), true),
  nearest('notifications', 'Notification rules', Notifications, null),
  reference('logo', 'Logo', 'images'),
  nearest('bankDetails', 'Bank details', BankDetails, null),
  nearest('greetingSign', 'Greeting sign text', Line, null),
  nearest('specialMachinery', 'Special machinery', SpecialMachinery, null),
  { key: 'crewGroups', label: 'Allowed crew groups', inheritance: 'intersection', value: Type.Array(Id, { uniqueItems: true, maxItems: 1_000 }), reference: 'crewGroups', default: null },
  reference('defaultCrewGroup', 'Default crew group', 'crewGroups', { inheritance: 'nearestWithin', within: 'crewGroups' }),
  right('cardTopUp', 'Top-up by bank card'),
  right('right.employees', 'Cabinet: create and change subordinate units and employees'),
  right('right.transfer', 'Cabinet: move funds between units and employees'),
  right('right.currentOrders', 'Cabinet: view, create and change current orders'),
  right('right.finishedOrders', 'Cabinet: view completed orders'),
  right('right.dailyOrders', 'Cabinet: view, create and change daily orders'),
  right('right.driverReviews', "Cabinet: view drivers' reviews of orders"),
];

const byKey = new Map(settingsCatalogue.map((definition) => [definition.key, definition]));

export const attributeTypes = ['flag', 'number', 'string', 'choice', 'numberChoice', 'date', 'dateTime'] as const;
export type AttributeType = (typeof attributeTypes)[number];

export interface AttributeDefinition {
  readonly id: number;
  readonly name: string;
  readonly type: AttributeType;
  readonly order: number;
  readonly hidden: boolean;
  readonly choices: readonly AttributeChoice[] | null;
}

export interface AttributeChoice {
  readonly id: number;
  readonly name: string;
}

/** Keys that are answered but not set: they follow from the tree. */
export const derivedKeys = ['group', 'payer', 'blocked', 'deleted'] as const;

export const SettingKey = Type.String({ pattern: '^([a-zA-Z]+(\\.[a-zA-Z]+)?|attribute\\.[1-9]\\d{0,9})$', maxLength: 60, description: 'A key of the settings catalogue, or attribute.ID' });

export function attributeIdOf(key: string): number | null {
  const id = /^attribute\.([1-9]\d{0,9})$/.exec(key)?.[1];
  return id === undefined ? null : Number(id);
}

export function settingDefinition(key: string): SettingDefinition | null {
  return byKey.get(key) ?? null;
}

/** What the catalogue says about an attribute: each is inherited by itself. */
export function attributeSetting(attribute: AttributeDefinition): SettingDefinition {
  return { key: `attribute.${attribute.id}`, label: attribute.name, inheritance: 'nearest', value: attributeValue(attribute), default: null };
}

function attributeValue({ type, choices }: AttributeDefinition): TSchema {
  switch (type) {
    case 'flag': return Type.Boolean();
    case 'number': return Type.Number({ minimum: -1e15, maximum: 1e15 });
    case 'string': return Type.String({ maxLength: 2_000, pattern: '^[^\\u0000]*$' });
    case 'date': return Type.String({ format: 'date' });
    case 'dateTime': return Type.String({ format: 'date-time' });
    // The value is the id of a choice; an attribute without choices takes none.
    case 'choice':
    case 'numberChoice': return choices?.length ? Type.Enum(choices.map(({ id }) => id)) : Type.Unsafe<never>({ not: {} });
  }
}

