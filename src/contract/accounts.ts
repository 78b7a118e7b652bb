// Accounts and operations on the wire (money-and-orders.md §1).
import { type Static, Type } from 'typebox';
import { closed, Id, Instant, Line, LocalDate, Money, nullable, page, Reference, Text } from './primitives.js';

/** A sum that is moved: more than nothing, at most twelve digits before the point. */
export const PositiveMoney = closed(
  {
    amount: Type.String({ pattern: '^(?!0+(\\.0{1,2})?$)\\d{1,12}(\\.\\d{1,2})?$', description: 'Exact decimal, more than nothing' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { description: 'A sum of money above zero' },
);

const KindId = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0 main (cashless), 1 bonus, others by the service' });

export const AccountView = closed({
  carrier: Reference,
  kind: Reference,
  currency: Type.String(),
  balance: Money,
  balanceWithEmployees: Money,
  held: Money,
  available: Money,
});
export type AccountView = Static<typeof AccountView>;

export const OperationInput = closed({
  type: Type.Enum(['receipt', 'expense']),
  sum: PositiveMoney,
  accountKind: Type.Optional(KindId),
  carrierId: Type.Optional(Id),
  cash: Type.Optional(Type.Boolean({ description: 'Paid in cash or not' })),
  at: Type.Optional(Type.String({ ...Instant, description: 'When it counts; not in the future' })),
  name: Type.Optional(Line),
  comment: Type.Optional(Text),
  pastFloorReason: Type.Optional(Type.String({ minLength: 3, maxLength: 500, pattern: '\\S', description: 'Book past the balance floor, and why' })),
});
export type OperationInput = Static<typeof OperationInput>;

export const TransferInput = closed({
  fromClientId: Id,
  toClientId: Id,
  sum: PositiveMoney,
  accountKind: Type.Optional(KindId),
  carrierId: Type.Optional(Id),
  comment: Type.Optional(Text),
});
export type TransferInput = Static<typeof TransferInput>;

export const EntryId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** One entry as one client sees it. */
export const OperationView = closed({
  id: EntryId,
  kind: Type.String({ description: 'receipt, expense, transfer, charge, penalty, cancellation' }),
  type: Type.Enum(['receipt', 'expense']),
  clientId: Type.Integer(),
  accountKind: Type.Integer(),
  carrierId: Type.Integer(),
  sum: Money,
  balanceAfter: Money,
  at: Type.String(),
  bookedAt: Type.String(),
  cash: Type.Boolean(),
  name: nullable(Type.String()),
  comment: nullable(Type.String()),
  orderId: nullable(Type.Integer()),
  pastFloorReason: nullable(Type.String()),
  otherClient: nullable(Reference),
  cancels: nullable(EntryId),
  cancelledBy: nullable(EntryId),
  actorName: Type.String(),
  channel: Type.String(),
});
export type OperationView = Static<typeof OperationView>;
export const OperationPage = page(OperationView);

const Sum = Type.String({ description: 'Exact decimal in the currency of the statement' });

export const StatementView = closed({
  client: Reference,
  from: Type.String(),
  to: Type.String(),
  accountKind: Type.Integer(),
  tree: Type.Boolean(),
  timeZone: Type.String(),
  currency: Type.String(),
  language: Type.String(),
  opening: Sum,
  receipts: Sum,
  expenses: Sum,
  closing: Sum,
  lines: Type.Array(
    closed({
      operationId: Type.Integer(), at: Type.String(), client: Reference, kind: Type.String(), name: nullable(Type.String()), comment: nullable(Type.String()),
      orderId: nullable(Type.Integer()), receipt: nullable(Sum), expense: nullable(Sum), balance: Sum,
    }),
  ),
});
export type StatementView = Static<typeof StatementView>;

export const StatementQuery = closed({
  from: LocalDate,
  to: LocalDate,
  accountKind: Type.Optional(KindId),
  tree: Type.Optional(Type.Boolean({ description: 'Everybody below too' })),
  language: Type.Optional(Type.Enum(['en', 'ru', 'fr'], { description: "Of the document; the client's if not said" })),
});

export const InvoiceInput = closed({
  sum: PositiveMoney,
  serviceName: Type.Optional(Line),
  vatPercent: Type.Optional(nullable(Type.Number({ minimum: 0, exclusiveMaximum: 100, multipleOf: 0.01 }))),
  carrierId: Type.Optional(Id),
});
export type InvoiceInput = Static<typeof InvoiceInput>;

export const InvoiceView = closed({
  id: Type.Integer(),
  number: Type.Integer({ description: 'By one per carrier; back to 1 in a new year' }),
  year: Type.Integer(),
  issuedOn: Type.String(),
  clientId: Type.Integer(),
  carrier: Reference,
  sum: Money,
  vat: nullable(closed({ percent: Type.Number(), sum: Money })),
  serviceName: Type.String(),
  payer: Type.Record(Type.String(), Type.Unknown()),
  receiver: Type.Record(Type.String(), Type.Unknown()),
  paidBy: nullable(EntryId),
  actorName: Type.String(),
});
export type InvoiceView = Static<typeof InvoiceView>;
