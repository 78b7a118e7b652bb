// Daily orders on the wire (O-11): a schedule that makes one order after the other.
import { type Static, Type } from 'typebox';
import { Address, Pay, Phone, Reason } from './orders.js';
import { closed, Id, Line, LocalDate, nullable, page, PageQuery, Reference, Text, Version } from './primitives.js';

export const dailyOrderStates = ['active', 'paused', 'stopped', 'over'] as const;
export type DailyOrderState = (typeof dailyOrderStates)[number];

const Weekdays = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true, description: '1 Monday … 7 Sunday' });
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM where the customer is' });
/** A month. */
const LeadMinutes = Type.Integer({ minimum: 0, maximum: 44_640, description: 'The order is made so long before its time; null: as soon as the one before has ended' });

const optional = {
  lastOn: Type.Optional(nullable(LocalDate)),
  leadMinutes: Type.Optional(nullable(LeadMinutes)),
  passenger: Type.Optional(nullable(Line)),
  phone: Type.Optional(nullable(Phone)),
  addresses: Type.Optional(Type.Array(Address, { maxItems: 20, description: 'The first is the pick-up address, the last where to' })),
  comment: Type.Optional(nullable(Text)),
  costCentre: Type.Optional(nullable(Line)),
  carrierId: Type.Optional(nullable(Id)),
  crewGroupId: Type.Optional(nullable(Id)),
  tariffId: Type.Optional(nullable(Id)),
  pay: Type.Optional(nullable(Pay)),
};

export const CreateDailyOrderInput = closed({
  clientId: Type.Integer({ ...Id, description: 'Who orders; with employeeId: whose account pays' }),
  employeeId: Type.Optional(Type.Integer({ ...Id, description: 'Who orders: the client or somebody below it' })),
  weekdays: Weekdays,
  time: Time,
  firstOn: Type.Optional(Type.String({ ...LocalDate, description: 'Today if absent' })),
  ...optional,
});
export type CreateDailyOrderInput = Static<typeof CreateDailyOrderInput>;

export const ChangeDailyOrderInput = closed({ weekdays: Type.Optional(Weekdays), time: Type.Optional(Time), firstOn: Type.Optional(LocalDate), ...optional, version: Type.Optional(Version) });
export type ChangeDailyOrderInput = Static<typeof ChangeDailyOrderInput>;

const Problem = closed(
  { on: Type.String(), at: Type.String(), message: Type.String(), reasons: Type.Array(Reason) },
  { description: 'Why no order was made for that day; the next day of the schedule is tried anew' },
);

export const DailyOrderView = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  state: Type.Enum([...dailyOrderStates], { description: 'stopped: its open order was deleted; over: the last day has passed' }),
  customer: Reference,
  payingId: nullable(Type.Integer()),
  weekdays: Type.Array(Type.Integer()),
  time: Type.String(),
  timeZone: Type.String(),
  firstOn: Type.String(),
  lastOn: nullable(Type.String()),
  leadMinutes: nullable(Type.Integer()),
  passenger: nullable(Type.String()),
  phone: nullable(Type.String()),
  addresses: Type.Array(Address),
  comment: nullable(Type.String()),
  costCentre: nullable(Type.String()),
  carrierId: nullable(Type.Integer()),
  crewGroupId: nullable(Type.Integer()),
  tariffId: nullable(Type.Integer()),
  pay: nullable(Pay),
  openOrder: nullable(closed({ id: Type.Integer(), state: Type.String(), at: Type.String() })),
  next: nullable(closed({ on: Type.String(), at: Type.String() }, { description: 'For which day the next order will be made, once the open one has ended' })),
  problem: nullable(Problem),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});
export type DailyOrderView = Static<typeof DailyOrderView>;
export const DailyOrderPage = page(DailyOrderView);

export const ListDailyOrdersQuery = closed({
  clientId: Type.Optional(Type.Integer({ ...Id, description: 'Schedules of this client and everybody below it' })),
  state: Type.Optional(Type.Enum([...dailyOrderStates])),
  ...PageQuery,
});
export type ListDailyOrdersQuery = Static<typeof ListDailyOrdersQuery>;

export const RemovedDailyOrder = closed({ openOrder: nullable(closed({ id: Type.Integer(), state: Type.String(), at: Type.String() }, { description: 'Stays as it is: only no next one is made' })) });
