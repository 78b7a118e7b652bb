import { type Static, Type } from 'typebox';
import { closed, LocalDate, Money } from './primitives.js';

/** When a client goes to another group; everything that is given must hold. */
export const TransitionCondition = closed(
  {
    minTurnover: Type.Optional(Money),
    minTrips: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    registeredDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'Days since registration' })),
    onDate: Type.Optional(LocalDate),
  },
  { minProperties: 1, description: 'Turnover, trips or a date' },
);
export type TransitionCondition = Static<typeof TransitionCondition>;

export const Transition = closed({
  client: closed({ id: Type.Integer(), name: Type.String() }),
  ruleId: Type.Integer(),
  fromGroupId: Type.Integer(),
  toGroupId: Type.Integer(),
});
export type Transition = Static<typeof Transition>;
