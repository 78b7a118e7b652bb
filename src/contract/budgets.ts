// Budgets on the wire (M-12).
import { type Static, Type } from 'typebox';
import { OrderSum } from './orders.js';
import { closed, Id, Money, Version } from './primitives.js';

const Period = Type.Enum(['day', 'week', 'month', 'quarter'], { description: "In the client's time zone; weeks begin on Monday" });

export const BudgetParams = closed({ id: Id, period: Period });
export const BudgetInput = closed({ sum: OrderSum, version: Type.Optional(Version) });

export const BudgetView = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  clientId: Type.Integer(),
  period: Period,
  startsOn: Type.String({ description: 'First day of the present period' }),
  sum: Money,
  reserved: Money,
  spent: Money,
  left: Money,
});
export type BudgetView = Static<typeof BudgetView>;
