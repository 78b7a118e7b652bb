// Orders, and the one question asked before each: who is it, may they ride, who pays, on what terms (O-1).
import { type Static, Type } from 'typebox';
import { clientKinds } from './clients.js';
import { Source } from './effective.js';
import { StackedNote } from './notes.js';
import { closed, Id, Instant, Line, Money, nullable, page, PageQuery, Reference, Text, Version } from './primitives.js';

export const orderStates = ['new', 'driverAssigned', 'carAtPlace', 'clientInside', 'finished', 'aborted'] as const;
export type OrderState = (typeof orderStates)[number];
export const openStates = ['new', 'driverAssigned', 'carAtPlace', 'clientInside'] as const;
export type OpenState = (typeof openStates)[number];
export const orderSources = ['operator', 'sms', 'exchange', 'commonApi', 'telephony', 'passengerApp', 'driverApp', 'dailyOrder', 'webApp', 'cabinet', 'unknown'] as const;
export const dayTypes = ['working', 'dayOff', 'holiday', 'beforeHoliday'] as const;
export type DayType = (typeof dayTypes)[number];

/** A sum of an order: nothing or more. */
export const OrderSum = closed(
  { amount: Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})?$', description: 'Exact decimal, not negative' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  { description: 'A sum of money, not negative' },
);

export const Pay = closed(
  {
    useCashless: Type.Optional(Type.Boolean({ description: 'As much as the main account allows' })),
    useBonus: Type.Optional(Type.Boolean({ description: 'As much as the bonus account allows' })),
    cashless: Type.Optional(Type.Unsafe<Static<typeof OrderSum>>({ ...OrderSum, description: 'A fixed part; of no effect with useCashless' })),
    bonus: Type.Optional(Type.Unsafe<Static<typeof OrderSum>>({ ...OrderSum, description: 'A fixed part; of no effect with useBonus' })),
    rest: Type.Optional(Type.Enum(['cash', 'card'], { description: 'How the rest is paid' })),
  },
  { description: 'Bonus first, then cashless, then cash or card (O-4). Without it: cashless for legal entities and where cash is forbidden, else cash' },
);
export type Pay = Static<typeof Pay>;

const Kilometres = Type.Number({ minimum: 0, maximum: 100_000 });
const Minutes = Type.Number({ minimum: 0, maximum: 100_000 });
export const Distance = closed(
  { kmInTown: Type.Optional(Kilometres), kmOutOfTown: Type.Optional(Kilometres), minutes: Type.Optional(Minutes), waitingMinutes: Type.Optional(Minutes) },
  { description: 'What the fare is worked out from' },
);
export type Distance = Static<typeof Distance>;

export const Phone = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]*[0-9][^\\u0000-\\u001f]*$', description: 'As typed or as the caller id shows it' });

const terms = {
  at: Type.Optional(Type.String({ ...Instant, description: 'When the car is wanted; now if absent' })),
  carrierId: Type.Optional(Id),
  crewGroupId: Type.Optional(Id),
  tariffId: Type.Optional(Type.Integer({ ...Id, description: 'Chosen by hand, instead of the one that would hold' })),
  discountId: Type.Optional(Type.Integer({ ...Id, description: 'Given by hand' })),
  discountCard: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*\\S[^\\u0000-\\u001f]*$', description: 'Number of a discount card' })),
  sum: Type.Optional(Type.Unsafe<Static<typeof OrderSum>>({ ...OrderSum, description: 'The total, given from outside' })),
  distance: Type.Optional(Distance),
  pay: Type.Optional(Pay),
};

const who = {
  phone: Type.Optional(Type.String({ ...Phone, description: "The caller's number; says who orders if clientId does not" })),
  clientId: Type.Optional(Type.Integer({ ...Id, description: 'Who orders; with employeeId: whose account pays, or its nearest superior with one' })),
  employeeId: Type.Optional(Type.Integer({ ...Id, description: 'Who orders: the client or somebody below it' })),
};

export const ResolveInput = closed({ ...who, ...terms });
export type ResolveInput = Static<typeof ResolveInput>;

export const Address = closed({
  address: Type.String({ minLength: 1, maxLength: 500, pattern: '^[^\\u0000]*$' }),
  comment: Type.Optional(Line),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
});

const Addresses = Type.Array(Address, { maxItems: 20, description: 'The first is the pick-up address, the last where to' });
const AttributeValues = Type.Array(closed({ id: Id, value: Type.Unknown() }), { maxItems: 100, description: 'Of attributes that are bound to orders' });
const Password = Type.String({ maxLength: 64, pattern: '^[^\\u0000]*$' });

/** Kept with the order and shown; nothing is decided upon it. */
export const OrderExtras = closed(
  {
    callBackPhone: Type.Optional(Phone),
    orderedBy: Type.Optional(Type.String({ ...Line, description: 'Who ordered, as free text' })),
    email: Type.Optional(Type.String({ ...Line, description: 'For notices about the order' })),
    flightNumber: Type.Optional(Line),
    currentBeforeMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: 'How long before its time it becomes a current order' })),
    timeOffset: Type.Optional(Type.Integer({ minimum: -100_000, maximum: 100_000, description: 'Of the time at the pick-up place from that of the server' })),
    paymentSystem: Type.Optional(Line),
  },
  { description: 'What integrations say about an order' },
);
export type OrderExtras = Static<typeof OrderExtras>;

const details = {
  passenger: Type.Optional(nullable(Line)),
  addresses: Type.Optional(Addresses),
  comment: Type.Optional(nullable(Text)),
  costCentre: Type.Optional(nullable(Line)),
  attributes: Type.Optional(AttributeValues),
  extras: Type.Optional(OrderExtras),
};

export const CreateOrderInput = closed({
  ...who,
  ...terms,
  ...details,
  source: Type.Optional(Type.Enum([...orderSources])),
  password: Type.Optional(Type.String({ ...Password, description: "The client's order password" })),
  confirmed: Type.Optional(Type.Boolean({ description: 'The operator confirms what the verdict warns of' })),
});
export type CreateOrderInput = Static<typeof CreateOrderInput>;

export const ChangeOrderInput = closed({
  ...terms,
  sum: Type.Optional(nullable(OrderSum)),
  distance: Type.Optional(nullable(Distance)),
  crewGroupId: Type.Optional(nullable(Id)),
  tariffId: Type.Optional(nullable(Id)),
  discountId: Type.Optional(nullable(Id)),
  clientId: Type.Optional(Id),
  employeeId: Type.Optional(Id),
  ...details,
  phone: Type.Optional(nullable(Phone)),
  confirmed: Type.Optional(Type.Boolean()),
  version: Type.Optional(Version),
});
export type ChangeOrderInput = Static<typeof ChangeOrderInput>;

export const OrderStateInput = closed({
  state: Type.Enum([...orderStates]),
  crewId: Type.Optional(Type.Integer({ ...Id, description: 'Number of the crew in the dispatch system' })),
  driver: Type.Optional(nullable(Line)),
  car: Type.Optional(nullable(Line)),
  sum: Type.Optional(Type.Unsafe<Static<typeof OrderSum>>({ ...OrderSum, description: 'finished: what it came to' })),
  distance: Type.Optional(Distance),
  penalty: Type.Optional(Type.Unsafe<Static<typeof OrderSum>>({ ...OrderSum, description: 'aborted: instead of the penalty of the client group (O-13)' })),
  reason: Type.Optional(nullable(Line)),
  confirmed: Type.Optional(Type.Boolean({ description: 'Assign the crew although the client does not want it' })),
});
export type OrderStateInput = Static<typeof OrderStateInput>;

/** Why not, in the order of O-3, the same on every channel. */
export const reasonCodes = [
  'client.unknown', 'client.ambiguous', 'client.deleted', 'client.blocked', 'employee.blocked', 'contract.expired', 'password.missing', 'password.wrong', 'password.locked',
  'crew_group.not_allowed', 'tariff.not_active', 'right.missing', 'family.payment_kind', 'bonus.short', 'funds.short', 'funds.negative', 'funds.below_minimum', 'cash.forbidden', 'budget.exceeded',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const Reason = closed({
  code: Type.Enum([...reasonCodes]),
  message: Type.String({ description: 'A plain sentence' }),
  client: nullable(Reference),
  remedy: Type.String({ description: 'What can be done' }),
});
export type Reason = Static<typeof Reason>;

export const Verdict = closed({
  allowed: Type.Boolean(),
  needsConfirmation: Type.Boolean({ description: 'Allowed if the operator confirms the warnings' }),
  reasons: Type.Array(Reason, { description: 'Everything against it, in the order in which it counts' }),
  warnings: Type.Array(Reason),
});
export type Verdict = Static<typeof Verdict>;

export const Parts = closed({ bonus: Money, cashless: Money, cash: Money, card: Money });

const sourced = { source: Source };
export const Terms = closed({
  tariff: nullable(closed({ id: Type.Integer(), name: Type.String(), active: Type.Boolean(), shift: nullable(Reference), ...sourced })),
  discount: nullable(closed({
    id: Type.Integer(), name: Type.String(), by: Type.Enum(['hand', 'card', 'prize', 'setting']), percent: nullable(Type.Number()), sum: nullable(Money), ...sourced,
  })),
  prize: nullable(closed({ every: Type.Integer(), isPrize: Type.Boolean(), remaining: Type.Integer({ description: 'Which order from now on is the next prize order; 1 is this one' }) })),
  crewGroups: closed({ allowed: nullable(Type.Array(Reference)), default: nullable(Reference), chosen: nullable(Reference) }),
});

export const KindMoney = closed({
  kind: Type.Enum(['main', 'bonus']),
  balance: Money,
  held: Money,
  floor: nullable(Money),
  available: nullable(Type.Unsafe<Static<typeof Money>>({ ...Money, description: 'What an order may take by itself; null: no limit' })),
});

export const BudgetLeft = closed({ id: Type.Integer(), client: Reference, period: Type.String(), startsOn: Type.String(), sum: Money, left: Money });

const CrewWish = closed({ crewId: Type.Integer(), client: Reference });
export type CrewWish = Static<typeof CrewWish>;
export const CrewWishes = closed({ favourite: Type.Array(CrewWish), unwanted: Type.Array(CrewWish) }, { description: 'What the customer and everybody above it say about crews; unwanted beats favourite' });
export type CrewWishes = Static<typeof CrewWishes>;

/** The answer about one client. */
export const Resolution = closed({
  customer: Reference,
  payer: Reference,
  group: Reference,
  path: Type.Array(Reference, { description: 'All superiors of the customer, the root first' }),
  at: Type.String(),
  timeZone: Type.String(),
  dayType: Type.Enum([...dayTypes]),
  terms: Terms,
  pickUpAddress: nullable(Type.String()),
  attributes: Type.Array(closed({ id: Type.Integer(), name: Type.String(), value: Type.Unknown(), source: Source })),
  notes: Type.Array(StackedNote, { description: "Notes for drivers and dispatchers that hold at that time, the root's first (N-2)" }),
  crews: CrewWishes,
  passwordNeeded: nullable(Reference),
  money: nullable(Type.Array(KindMoney, { description: 'Null without the right to see balances' })),
  budgets: nullable(Type.Array(BudgetLeft)),
  estimate: nullable(closed({ price: Money, discount: Money, total: Money, given: Type.Boolean({ description: 'The total was given from outside' }) })),
  parts: nullable(Parts),
  verdict: Verdict,
});
export type Resolution = Static<typeof Resolution>;

const Candidate = closed({ id: Type.Integer(), name: Type.String(), kind: Type.Enum([...clientKinds]), path: Type.Array(Reference) });

function takesNull(schema: unknown): boolean {
  return [(schema as { type?: string | string[] }).type].flat().includes('null');
}

/** POST /resolve: the resolution of the one client that is meant, else who it could be. */
export const ResolveAnswer = closed({
  ...Object.fromEntries(Object.entries(Resolution.properties).filter(([name]) => name !== 'verdict').map(([name, schema]) => [name, takesNull(schema) ? schema : nullable(schema)])) as {
    [K in Exclude<keyof typeof Resolution.properties, 'verdict'>]: ReturnType<typeof nullable<(typeof Resolution.properties)[K]>>;
  },
  verdict: Verdict,
  candidates: Type.Array(Candidate, { description: 'Several clients have this number: ask which' }),
  unknownPhone: nullable(closed({ phone: Type.String(), creates: nullable(closed({ group: Reference }, { description: 'An order makes a client in this group (D-25)' })) })),
});
export type ResolveAnswer = Static<typeof ResolveAnswer>;

export const OrderView = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  state: Type.Enum([...orderStates]),
  customer: Reference,
  payer: Reference,
  path: Type.Array(Reference, { description: 'The customer and its superiors when the order was made, the root first (O-10)' }),
  group: Reference,
  carrierId: Type.Integer(),
  at: Type.String(),
  preliminary: Type.Boolean(),
  source: Type.String(),
  passenger: nullable(Type.String()),
  phone: nullable(Type.String()),
  addresses: Type.Array(Address),
  comment: nullable(Type.String()),
  costCentre: nullable(Type.String()),
  attributes: Type.Array(closed({ id: Type.Integer(), value: Type.Unknown() })),
  extras: OrderExtras,
  crewGroup: nullable(Reference),
  tariff: nullable(Reference),
  discount: nullable(Reference),
  prize: Type.Boolean(),
  fixedSum: Type.Boolean(),
  price: nullable(Money),
  discountSum: Money,
  total: nullable(Money),
  parts: Parts,
  penalty: Money,
  pay: Pay,
  distance: nullable(Distance),
  crewId: nullable(Type.Integer()),
  crews: nullable(Type.Unsafe<CrewWishes>({ ...CrewWishes, description: 'What the customer and everybody above it say about crews; null once the order has ended' })),
  driver: nullable(Type.String()),
  car: nullable(Type.String()),
  endReason: nullable(Type.String()),
  dailyOrderId: nullable(Type.Integer({ description: 'The schedule that made it (O-11)' })),
  chargeCancelledAt: nullable(Type.String({ description: 'Its charge or penalty was cancelled: the money went back, and it can be charged again' })),
  createdAt: Type.String(),
  stateAt: Type.String(),
  endedAt: nullable(Type.String()),
});
export type OrderView = Static<typeof OrderView>;
export const OrderPage = page(OrderView);

export const ListOrdersQuery = closed({
  state: Type.Optional(Type.Enum([...orderStates])),
  kind: Type.Optional(Type.Enum(['current', 'preliminary', 'finished', 'aborted'])),
  clientId: Type.Optional(Type.Integer({ ...Id, description: 'Orders of this client and everybody who was below it when they were made' })),
  customerId: Type.Optional(Id),
  payerId: Type.Optional(Id),
  crewId: Type.Optional(Id),
  phone: Type.Optional(Type.String({ ...Phone, description: 'Of the caller' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  ...PageQuery,
});
export type ListOrdersQuery = Static<typeof ListOrdersQuery>;

const StateCount = closed({ state: Type.Enum([...orderStates]), orders: Type.Integer(), total: Money, cashless: Money, bonus: Money });
export const Statistics = closed({
  asCustomer: Type.Array(StateCount),
  asPayer: nullable(Type.Array(StateCount, { description: 'Null for a client that does not use its own account (D-15)' })),
  withEmployees: Type.Array(StateCount, { description: 'Orders of everybody who was below it when they were made' }),
});

export const Feedback = closed({ author: Type.Enum(['passenger', 'driver']), at: Type.String(), stars: Type.Integer(), comment: nullable(Type.String()) });
export const Penalties = closed({ items: Type.Array(closed({ state: Type.Enum([...openStates]), sum: OrderSum }), { maxItems: 4 }) });
