// Orders as clients see and make them in their cabinet: no tariff and no total by hand, and nobody above by name.
import { type Static, Type } from 'typebox';
import { CabinetSource, Someone } from './cabinet.js';
import { ChangeDailyOrderInput, CreateDailyOrderInput, DailyOrderView } from './daily-orders.js';
import { Address, ChangeOrderInput, CreateOrderInput, orderStates, Parts, Pay, reasonCodes, ResolveInput } from './orders.js';
import { closed, Id, Instant, Line, Money, nullable, page, PageQuery, Reference, Version } from './primitives.js';

const Customer = Type.Integer({ ...Id, description: 'Who orders; the signed-in client itself if not said' });
const { at, crewGroupId, discountCard, distance, pay } = ResolveInput.properties;
const { phone, addresses, comment, costCentre, password } = CreateOrderInput.properties;
const change = ChangeOrderInput.properties;

export const CabinetResolveInput = closed({ clientId: Type.Optional(Customer), phone, at, crewGroupId, discountCard, distance, pay });
export const CabinetOrderInput = closed({
  clientId: Type.Optional(Customer), at, crewGroupId, discountCard, distance, pay, password, phone, addresses, comment, costCentre,
  passenger: Type.Optional(nullable(Type.String({ ...Line, description: 'Who rides, where it is not the customer; needs the right to keep employees' }))),
});
export type CabinetOrderInput = Static<typeof CabinetOrderInput>;
/** A change as it is asked about before it is made. */
export const CabinetOrderChange = closed({
  clientId: change.clientId, at: change.at, crewGroupId: change.crewGroupId, discountCard: change.discountCard, distance: change.distance, pay: change.pay, phone: change.phone,
  passenger: change.passenger, addresses: change.addresses, comment: change.comment, costCentre: change.costCentre,
});
export const CabinetChangeOrderInput = closed({ ...CabinetOrderChange.properties, version: Type.Optional(Version) });

export const CabinetReason = closed({ code: Type.Enum([...reasonCodes]), message: Type.String(), client: nullable(Someone), remedy: Type.String() });

const sourced = { source: CabinetSource };
/** What is asked before ordering; who is above pays and limits without being named. */
export const CabinetResolution = closed({
  customer: Someone,
  payer: Someone,
  path: Type.Array(Reference, { description: 'From the signed-in client to the superior of the customer' }),
  at: Type.String(),
  timeZone: Type.String(),
  tariff: nullable(closed({ name: Type.String(), ...sourced })),
  discount: nullable(closed({ name: Type.String(), percent: nullable(Type.Number()), sum: nullable(Money), ...sourced })),
  prize: nullable(closed({ every: Type.Integer(), isPrize: Type.Boolean(), remaining: Type.Integer({ description: 'Which order from now on is the next prize order; 1 is this one' }) })),
  crewGroups: closed({ allowed: nullable(Type.Array(Reference)), default: nullable(Reference), chosen: nullable(Reference) }),
  pickUpAddress: nullable(Type.String()),
  passwordNeeded: nullable(Someone),
  money: nullable(Type.Array(closed({ kind: Type.Enum(['main', 'bonus']), balance: Money, held: Money, floor: nullable(Money), available: nullable(Money) }), { description: 'Null where somebody above pays' })),
  budgets: Type.Array(closed({ client: Someone, period: Type.String(), startsOn: Type.String(), sum: nullable(Money), left: Money }), { description: 'All that the order has to fit, the uppermost first; the sum only of the own subtree' }),
  estimate: nullable(closed({ price: Money, discount: Money, total: Money })),
  parts: nullable(Parts),
  passengerFree: Type.Boolean({ description: 'Somebody who is no employee may ride' }),
  verdict: closed({ allowed: Type.Boolean(), reasons: Type.Array(CabinetReason, { description: 'Everything against it, in the order in which it counts' }), warnings: Type.Array(CabinetReason) }),
});
export type CabinetResolution = Static<typeof CabinetResolution>;

export const CabinetOrder = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  state: Type.Enum([...orderStates]),
  customer: Someone,
  payer: Someone,
  path: Type.Array(Reference, { description: 'From the signed-in client to the customer, when the order was made (O-10)' }),
  at: Type.String(),
  preliminary: Type.Boolean(),
  source: Type.String(),
  passenger: nullable(Type.String()),
  phone: nullable(Type.String()),
  addresses: Type.Array(Address),
  comment: nullable(Type.String()),
  costCentre: nullable(Type.String()),
  crewGroup: nullable(Reference),
  tariff: nullable(Type.String()),
  discount: nullable(Type.String()),
  prize: Type.Boolean(),
  price: nullable(Money),
  discountSum: Money,
  total: nullable(Money),
  parts: Parts,
  penalty: Money,
  pay: Pay,
  driver: nullable(Type.String()),
  car: nullable(Type.String()),
  endReason: nullable(Type.String()),
  dailyOrderId: nullable(Type.Integer()),
  createdAt: Type.String(),
  stateAt: Type.String(),
  endedAt: nullable(Type.String()),
});
export type CabinetOrder = Static<typeof CabinetOrder>;
export const CabinetOrderPage = page(CabinetOrder);

const filter = {
  clientId: Type.Optional(Type.Integer({ ...Id, description: 'Of this client and everybody who was below it; the signed-in one if not said' })),
  customerId: Type.Optional(Type.Integer({ ...Id, description: 'Of this customer alone' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
};
export const CabinetCurrentOrdersQuery = closed({ kind: Type.Optional(Type.Enum(['current', 'preliminary'], { description: 'current if not said' })), ...filter, ...PageQuery });
export const CabinetFinishedOrdersQuery = closed({ kind: Type.Optional(Type.Enum(['finished', 'aborted'], { description: 'finished if not said' })), ...filter, ...PageQuery });
export const CabinetOrdersFileQuery = closed({ kind: Type.Optional(Type.Enum(['finished', 'aborted'])), ...filter, language: Type.Optional(Type.Enum(['en', 'ru', 'fr'], { description: 'Of the titles; en if not said' })) });

export const CabinetFeedback = closed({ author: Type.Enum(['passenger', 'driver']), at: Type.String(), stars: Type.Integer(), comment: nullable(Type.String()) });
export const CabinetDriverReview = closed({ orderId: Type.Integer(), orderAt: Type.String(), customer: Someone, driver: nullable(Type.String()), at: Type.String(), stars: Type.Integer(), comment: nullable(Type.String()) });

const { employeeId: _, clientId: __, carrierId: ___, tariffId: ____, passenger: _____, ...daily } = CreateDailyOrderInput.properties;
const { carrierId: _6, tariffId: _7, ...dailyChange } = ChangeDailyOrderInput.properties;
export const CabinetDailyOrderInput = closed({ clientId: Type.Optional(Customer), passenger: CreateDailyOrderInput.properties.passenger, ...daily });
export const CabinetChangeDailyOrderInput = closed(dailyChange);
const { payingId: _8, carrierId: _9, tariffId: _10, problem: _11, customer: _12, ...dailyView } = DailyOrderView.properties;
export const CabinetDailyOrder = closed({
  ...dailyView, customer: Someone,
  problem: nullable(closed({ on: Type.String(), at: Type.String(), message: Type.String(), reasons: Type.Array(CabinetReason) }, { description: 'Why no order was made for that day' })),
});
export type CabinetDailyOrder = Static<typeof CabinetDailyOrder>;
export const CabinetDailyOrderPage = page(CabinetDailyOrder);
