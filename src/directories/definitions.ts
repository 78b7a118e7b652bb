// The directories, one entry each. {name} alone makes an item everywhere (interfaces.md).
import { Type } from 'typebox';
import { type AttributeChoice, attributeTypes, BankDetails } from '../contract/settings.js';
import { TransitionCondition } from '../contract/groups.js';
import { closed, Currency, Id, Line, Money, Name, nullable, Text } from '../contract/primitives.js';
import { SQL_NULL } from '../db/database.js';
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import type { Delegate, Directory } from './directories.js';

const sql = loadSql(import.meta.url);

const delegate = (name: string) => (prisma: Record<string, unknown>) => prisma[name] as Delegate;
const amount = Type.String({ pattern: '^\\d{1,13}(\\.\\d{1,2})?$', description: 'Exact decimal' });
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM' });

const Fare = closed({
  currency: Type.Optional(Currency),
  minimum: Type.Optional(amount),
  includedKm: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  includedMinutes: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  perKmInTown: Type.Optional(amount),
  perKmOutOfTown: Type.Optional(amount),
  perMinute: Type.Optional(amount),
  waitingPerMinute: Type.Optional(amount),
}, { description: 'What a ride costs (O-5)' });

const ShiftEntry = closed({
  tariffId: Id,
  weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { uniqueItems: true, maxItems: 7, description: '1 Monday … 7 Sunday' })),
  dayType: Type.Optional(Type.Enum(['working', 'dayOff', 'holiday', 'beforeHoliday'])),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
}, { description: 'First match wins (O-5)' });

/** Who receives the money, on invoices. */
const CarrierDetails = closed({ ...BankDetails.properties, legalName: Type.Optional(Line), address: Type.Optional(Line) });

const Choice = closed({ id: Type.Optional(Id), name: Name });
const BoundTo = Type.Array(Type.Enum(['client', 'order', 'crew', 'car', 'driver']), { uniqueItems: true, minItems: 1, maxItems: 5 });

const tariffs: Directory = {
  entity: 'tariff', noun: 'Tariff', plural: 'Tariffs', path: '/tariffs', right: 'tariff.manage', table: delegate('tariff'),
  settingKeys: ['tariff', 'prizeTariff'],
  input: { active: Type.Optional(Type.Boolean()), fare: Type.Optional(nullable(Fare)) },
  view: { active: Type.Boolean(), fare: Type.Unknown() },
  toRow: (input) => ({ ...input, ...(input.fare === null && { fare: SQL_NULL }) }),
  uses: (tx, id) => queryRow(tx, sql('count_shifts'), { tariff_id: id }),
  toView: ({ active, fare }) => ({ active, fare: fare ?? null }),
};

const tariffShifts: Directory = {
  entity: 'tariffShift', noun: 'TariffShift', plural: 'TariffShifts', path: '/tariff-shifts', right: 'tariff.manage', table: delegate('tariffShift'),
  settingKeys: ['tariffShift'], errors: ['setting.reference_not_found'],
  input: { entries: Type.Optional(Type.Array(ShiftEntry, { maxItems: 500 })) },
  view: { entries: Type.Array(Type.Unknown()) },
  toView: ({ entries }) => ({ entries }),
  async check(tx, { entries }) {
    const ids = ((entries ?? []) as { tariffId: number }[]).map(({ tariffId }) => tariffId);
    if (ids.length === 0) return;
    const found = new Set((await queryRows<{ id: number }>(tx, sql('lock_tariffs'), { ids: [...new Set(ids)] })).map(({ id }) => id));
    const missing = ids.findIndex((id) => !found.has(id));
    if (missing >= 0) throw fieldError('setting.reference_not_found', `body/entries/${missing}/tariffId`, `There is no tariff ${ids[missing]}.`);
  },
};

const discounts: Directory = {
  entity: 'discount', noun: 'Discount', plural: 'Discounts', path: '/discounts', right: 'tariff.manage', table: delegate('discount'),
  settingKeys: ['discount', 'prizeDiscount'],
  input: {
    active: Type.Optional(Type.Boolean()),
    percent: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 100, multipleOf: 0.01 }))),
    sum: Type.Optional(nullable(Money)),
  },
  view: { active: Type.Boolean(), percent: nullable(Type.Number()), sum: nullable(Money) },
  toRow({ sum, ...input }) {
    const money = sum as { amount: string; currency: string } | null | undefined;
    return { ...input, ...(money !== undefined && { sumMinor: money === null ? null : toMinor(money.amount), currency: money?.currency ?? null }) };
  },
  toView: ({ active, percent, sumMinor, currency }) => ({
    active,
    percent: percent === null ? null : Number(percent),
    sum: sumMinor === null ? null : { amount: fromMinor(sumMinor as bigint), currency },
  }),
  uses: (tx, id) => queryRow(tx, sql('count_cards'), { discount_id: id }),
  check(_tx, { percent, sum }) {
    if (percent != null && sum != null) throw fieldError('request.invalid', 'body/sum', 'must be absent: a discount is a percentage or a sum, not both');
    if (typeof (sum as { amount?: unknown } | null)?.amount === 'string' && toMinor((sum as { amount: string }).amount) < 0n) throw fieldError('request.invalid', 'body/sum/amount', 'must not be negative');
  },
};

const attributes: Directory = {
  entity: 'attribute', noun: 'Attribute', plural: 'Attributes', path: '/attributes', right: 'attribute.manage', table: delegate('attribute'),
  settingKeys: [],
  input: {
    type: Type.Optional(Type.Enum([...attributeTypes])),
    order: Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })),
    hidden: Type.Optional(Type.Boolean()),
    choices: Type.Optional(nullable(Type.Array(Choice, { maxItems: 1_000 }))),
    boundTo: Type.Optional(BoundTo),
  },
  view: {
    type: Type.Enum([...attributeTypes]), order: Type.Integer(), hidden: Type.Boolean(),
    choices: nullable(Type.Array(closed({ id: Type.Integer(), name: Type.String() }))),
    boundTo: Type.Array(Type.String()),
  },
  toRow: ({ choices, ...input }, isNew) => ({ ...(isNew && { type: 'flag' }), ...input, ...(choices !== undefined && { choices: choices === null ? [] : numbered(choices as Partial<AttributeChoice>[]) }) }),
  toView: ({ type, order, hidden, choices, boundTo }) => ({ type, order, hidden, choices: (choices as unknown[] | null)?.length ? choices : null, boundTo }),
  async check(tx, after, before) {
    const choices = (after.choices ?? []) as Partial<AttributeChoice>[];
    const listed = after.type === 'choice' || after.type === 'numberChoice';
    if (choices.length && !listed) throw fieldError('request.invalid', 'body/choices', 'only belong to the types choice and numberChoice');
    const ids = choices.map(({ id }) => id).filter((id) => id !== undefined);
    if (new Set(ids).size < ids.length) throw fieldError('request.invalid', 'body/choices', 'must not have the same id twice');
    const wrongNumber = choices.findIndex(({ name }) => after.type === 'numberChoice' && !/^-?\d+([.,]\d+)?$/.test(name?.trim() ?? ''));
    if (wrongNumber >= 0) throw fieldError('request.invalid', `body/choices/${wrongNumber}/name`, 'must be a number');
    if (before) await checkUse(tx, after, before);
  },
};

/** A type in use cannot change, nor what it is bound to, and a choice in use cannot go. */
async function checkUse(tx: Parameters<NonNullable<Directory['check']>>[0], after: Record<string, unknown>, before: { id: number } & Record<string, unknown>): Promise<void> {
  const { used, values } = await queryRow<{ used: number; values: unknown[] }>(tx, sql('attribute_use'), { key: `attribute.${before.id}` });
  if (used > 0 && after.type !== before.type) throw new AppError('attribute.type_in_use', `${used} clients or groups have a value of this attribute.`);
  if (used > 0 && !(after.boundTo as string[]).includes('client')) throw fieldError('item.in_use', 'body/boundTo', `${used} clients or groups have a value of this attribute.`);
  const kept = new Set(((after.choices ?? []) as Partial<AttributeChoice>[]).map(({ id }) => id));
  const gone = values.find((value) => typeof value === 'number' && after.type !== 'number' && !kept.has(value));
  if (gone !== undefined && (after.type === 'choice' || after.type === 'numberChoice')) {
    throw fieldError('item.in_use', 'body/choices', `The choice ${String(gone)} is in use and cannot be removed.`);
  }
}

/** New choices get the next free ids. */
function numbered(choices: Partial<AttributeChoice>[]): { id: number; name: string }[] {
  let next = Math.max(0, ...choices.map(({ id }) => id ?? 0)) + 1;
  return choices.map(({ id, name }) => ({ id: id ?? next++, name: (name as string).trim() }));
}

const crewGroups: Directory = {
  entity: 'crewGroup', noun: 'CrewGroup', plural: 'CrewGroups', path: '/crew-groups', right: 'tariff.manage', table: delegate('crewGroup'),
  settingKeys: ['crewGroups', 'defaultCrewGroup'],
  input: { seesDriverNotes: Type.Optional(Type.Boolean()) },
  view: { seesDriverNotes: Type.Boolean() },
  uses: (tx, id) => queryRow(tx, sql('count_crews'), { crew_group_id: id }),
  toView: ({ seesDriverNotes }) => ({ seesDriverNotes }),
};

const crews: Directory = {
  entity: 'crew', noun: 'Crew', plural: 'Crews', path: '/crews', right: 'crew.manage', table: delegate('crew'),
  settingKeys: [], errors: ['setting.reference_not_found', 'item.name_taken'],
  input: {
    number: Type.Optional(nullable(Type.Integer({ ...Id, description: 'In the dispatch system: crewId of orders, favourite and unwanted crews; its id if it has none of its own' }))),
    crewGroupId: Type.Optional(nullable(Id)),
    active: Type.Optional(Type.Boolean()),
  },
  view: { number: nullable(Type.Integer()), crewGroupId: nullable(Type.Integer()), active: Type.Boolean() },
  toView: ({ number, crewGroupId, active }) => ({ number, crewGroupId, active }),
  uses: (tx, id) => queryRow(tx, sql('count_uses_of_crew'), { crew_id: id }),
  async check(tx, { crewGroupId }) {
    if (crewGroupId == null) return;
    const found = await queryRows(tx, sql('hold_crew_group'), { id: crewGroupId });
    if (found.length === 0) throw fieldError('setting.reference_not_found', 'body/crewGroupId', `There is no crew group ${String(crewGroupId)}.`);
  },
};

/** 0 main, 1 bonus. */
const LAST_BUILT_IN_KIND = 1;

const accountKinds: Directory = {
  entity: 'accountKind', noun: 'AccountKind', plural: 'AccountKinds', path: '/account-kinds', right: 'tariff.manage', table: delegate('accountKind'),
  settingKeys: [], input: {}, view: {}, toView: () => ({}), idsFrom: 0,
  uses: (_tx, id) => ({ program: id <= LAST_BUILT_IN_KIND ? 1 : 0 }),
};

const carriers: Directory = {
  entity: 'carrier', noun: 'Carrier', plural: 'Carriers', path: '/carriers', right: 'tariff.manage', table: delegate('carrier'),
  settingKeys: [],
  input: { currency: Type.Optional(Currency), details: Type.Optional(nullable(CarrierDetails)) },
  view: { currency: Type.String(), isDefault: Type.Boolean(), details: nullable(CarrierDetails) },
  toRow: ({ details, ...input }) => ({ ...input, ...(details !== undefined && { details: details ?? SQL_NULL }) }),
  toView: ({ currency, isDefault, details }) => ({ currency, isDefault, details: details ?? null }),
  uses: async (tx, id) => ({ default: await tx.prisma.carrier.count({ where: { id, isDefault: true } }) }),
};

const settlementRules: Directory = {
  entity: 'settlementRule', noun: 'SettlementRule', plural: 'SettlementRules', path: '/settlement-rules', right: 'tariff.manage', table: delegate('settlementRule'),
  settingKeys: ['settlementRule'],
  input: { client: Type.Optional(Text), driver: Type.Optional(Text) },
  view: { client: Type.String(), driver: Type.String() },
  toView: ({ client, driver }) => ({ client, driver }),
};

const dynamicPriorityRules: Directory = {
  entity: 'dynamicPriorityRule', noun: 'DynamicPriorityRule', plural: 'DynamicPriorityRules', path: '/dynamic-priority-rules', right: 'tariff.manage', table: delegate('dynamicPriorityRule'),
  settingKeys: ['dynamicPriorityRule'],
  input: { priority: Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })) },
  view: { priority: Type.Integer() },
  toView: ({ priority }) => ({ priority }),
};

const groupTransitionRules: Directory = {
  entity: 'groupTransitionRule', noun: 'GroupTransitionRule', plural: 'GroupTransitionRules', path: '/group-transition-rules', right: 'group.manage', table: delegate('groupTransitionRule'),
  settingKeys: [], errors: ['group.reference_not_found'],
  input: { fromGroupId: Id, toGroupId: Id, condition: TransitionCondition, active: Type.Optional(Type.Boolean()), position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'The first rule that fits wins' })) },
  view: { fromGroupId: Type.Integer(), toGroupId: Type.Integer(), condition: TransitionCondition, active: Type.Boolean(), position: Type.Integer() },
  toView: ({ fromGroupId, toGroupId, condition, active, position }) => ({ fromGroupId, toGroupId, condition, active, position }),
  async check(tx, { fromGroupId, toGroupId }) {
    if (fromGroupId === toGroupId) throw fieldError('request.invalid', 'body/toGroupId', 'must be another group than fromGroupId');
    for (const [field, id] of Object.entries({ fromGroupId, toGroupId })) {
      const group = await tx.prisma.clientGroup.findUnique({ where: { id: id as number }, select: { id: true } });
      if (!group) throw fieldError('group.reference_not_found', `body/${field}`, `There is no client group ${String(id)}.`);
    }
  },
};

/** Of mailings (S-13): the placeholders are checked when one is sent. */
const mailingTexts: Directory = {
  entity: 'mailingText', noun: 'MailingText', plural: 'MailingTexts', path: '/mailing-texts', right: 'message.send', table: delegate('mailingText'),
  settingKeys: [],
  input: { subject: Type.Optional(Line), body: Type.Optional(Text) },
  view: { subject: Type.String(), body: Type.String() },
  toView: ({ subject, body }) => ({ subject, body }),
};

const AgreementText = Type.String({ maxLength: 60_000, pattern: '^[^\\u0000]*$', description: 'Paragraphs are parted by empty lines' });

/** Versions of the user agreement (C-10): drafts are changed here, src/agreements publishes them. */
const agreements: Directory = {
  entity: 'agreement', noun: 'Agreement', plural: 'Agreements', path: '/agreements', right: 'agreement.manage', table: delegate('agreement'),
  settingKeys: [], errors: ['agreement.published'],
  input: { textEn: Type.Optional(AgreementText), textRu: Type.Optional(AgreementText), textFr: Type.Optional(AgreementText), asksAgain: Type.Optional(Type.Boolean({ description: 'Who accepted an older version is asked again' })) },
  view: {
    textEn: Type.String(), textRu: Type.String(), textFr: Type.String(), asksAgain: Type.Boolean(), number: nullable(Type.Integer({ description: 'Null: a draft' })),
    publishedAt: nullable(Type.String()), publishedBy: nullable(Type.String()), withdrawnAt: nullable(Type.String()),
  },
  toView: ({ textEn, textRu, textFr, asksAgain, number, publishedAt, publishedBy, withdrawnAt }) => ({
    textEn, textRu, textFr, asksAgain, number, publishedAt: (publishedAt as Date | null)?.toISOString() ?? null, publishedBy, withdrawnAt: (withdrawnAt as Date | null)?.toISOString() ?? null,
  }),
  uses: async (tx, id) => ({ publication: await tx.prisma.agreement.count({ where: { id, NOT: { number: null } } }) }),
  check(_tx, _after, before) {
    if (before && before.number !== null) throw new AppError('agreement.published');
  },
};

export const directories: readonly Directory[] = [
  tariffs, tariffShifts, discounts, attributes, crewGroups, crews, accountKinds, carriers, settlementRules, dynamicPriorityRules, groupTransitionRules, mailingTexts, agreements,
];
