// Paying in from outside: terminals and bank cards (M-10).
import { type Static, Type } from 'typebox';
import { EntryId, PositiveMoney } from './accounts.js';
import { closed, Id, Instant, Line, Money, nullable, page, Reference } from './primitives.js';

export const topUpStates = ['waiting', 'paid', 'refused', 'expired'] as const;
export type TopUpState = (typeof topUpStates)[number];

export const TopUpInput = closed({ sum: PositiveMoney, carrierId: Type.Optional(Id) });
export type TopUpInput = Static<typeof TopUpInput>;

export const TopUpView = closed({
  id: Type.Integer(),
  client: Reference,
  kind: Type.Enum(['terminal', 'card']),
  state: Type.Enum([...topUpStates]),
  sum: Money,
  carrierId: Type.Integer(),
  paymentSystem: Type.String(),
  paymentId: nullable(Type.String({ description: 'Its id in the payment system' })),
  terminalAccount: nullable(Type.String()),
  paymentUrl: nullable(Type.String({ description: 'Where the payer goes to pay; null once it has ended' })),
  reason: nullable(Type.String({ description: 'Why it was refused' })),
  operationId: nullable(EntryId),
  expiresAt: nullable(Type.String()),
  createdAt: Type.String(),
  endedAt: nullable(Type.String()),
  actorName: Type.String(),
  channel: Type.String(),
});
export type TopUpView = Static<typeof TopUpView>;
export const TopUpPage = page(TopUpView);

/** What a payment gateway tells; `signature` is made with the secret that only the gateway and we know. */
export const PaymentNotice = closed({
  paymentId: Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\x21-\\x7e]+$' }),
  state: Type.Enum(['paid', 'refused', 'expired']),
  sum: PositiveMoney,
  at: Instant,
  reason: Type.Optional(Line),
  signature: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$', description: 'HMAC-SHA256 in hex over paymentId, state, amount, currency, at and reason, one a line' }),
});
export type PaymentNotice = Static<typeof PaymentNotice>;
