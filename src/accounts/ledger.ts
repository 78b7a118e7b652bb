// The ledger. Double entry, append-only: every operation is one entry whose postings sum to zero (M-3); nothing is
// edited, a cancellation is a counter-entry (M-4). One SQL function books: key, locks in id order, floors, postings,
// balances, history in one round trip, so that an account is locked for as short as can be.
//
// Locks: accounts by id, after everything else (see db/database.ts).
import type { Actor } from '../auth/actor.js';
import { loadSql, queryRow, type SqlRunner } from '../db/sql.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import { fromMinor } from '../lib/money.js';
import { createHash } from 'node:crypto';

const sql = loadSql(import.meta.url);

export interface AccountKey {
  carrierId: number;
  kindId: number;
  currency: string;
}

export type Owner = { clientId: number } | { serviceRole: 'cashDesk' | 'bank' | 'terminal' | 'card' | 'revenue' | 'bonusFund' };

export interface Posting {
  account: AccountKey & Owner;
  /** Minor units; positive is good for the owner. */
  amount: bigint;
  /** What balance − holds must not fall below, minor units; null = no floor, or allowed to pass it. */
  floor: bigint | null;
}

export interface Entry {
  kind: 'receipt' | 'expense' | 'transfer' | 'charge' | 'penalty' | 'cancellation';
  at?: string;
  name?: string | null;
  comment?: string | null;
  cash?: boolean;
  orderId?: number | null;
  cancelsId?: number | null;
  pastFloorReason?: string | null;
}

/** The same key with the same content gives the first result again; with other content it is refused (M-5). */
export interface IdempotencyKey {
  key: string;
  content: unknown;
}

interface Answer {
  entryId?: number;
  error?: 'ledger.below_floor' | 'request.key_reused' | 'account.none' | 'operation.cancelled' | 'order.state' | 'budget.exceeded';
  clientId?: number;
  available?: number;
  floor?: number;
}

export interface Booking {
  entry: Entry;
  postings: Posting[];
  /** Holds that the entry takes the place of. */
  holds?: number[];
  key?: IdempotencyKey | null;
  /** What else changes with the entry: its order, and budgets. */
  by?: 'book_entry' | 'cancel_order_charge' | 'charge_order_again';
}

/** Books one entry and gives its id. Errors: ledger.below_floor, request.key_reused. Atomic also outside a transaction. */
export async function bookEntry(db: SqlRunner & { clock: Clock }, actor: Actor, { entry, postings, holds, key, by = 'book_entry' }: Booking): Promise<number> {
  const now = db.clock.now().toISO();
  const request = {
    now,
    entry: { ...entry, at: entry.at ?? now },
    actor: { kind: actor.kind, id: actor.id, name: actor.name, onBehalfOf: actor.onBehalfOf ?? null, channel: actor.channel, requestId: actor.requestId },
    postings: postings.map(({ account, amount, floor }) => ({ account, amount: amount.toString(), floor: floor?.toString() ?? null })),
    holds: holds ?? [],
    key: key ? { actor: `${actor.kind}:${actor.id ?? actor.name}`, key: key.key, hash: createHash('sha256').update(canonical(key.content)).digest('hex') } : null,
  };
  const { answer } = await queryRow<{ answer: Answer }>(db, sql(by), { request: JSON.stringify(request) });
  if (answer.entryId !== undefined) return answer.entryId;
  throw refusal(answer, postings[0]?.account.currency ?? '');
}

function refusal(answer: Answer, currency: string): AppError {
  if (answer.error === 'request.key_reused' || answer.error === 'operation.cancelled') return new AppError(answer.error);
  if (answer.error === 'account.none') return new AppError('account.none', undefined, { clientId: answer.clientId });
  if (answer.error === 'order.state') return new AppError('order.state', 'The order is charged already.');
  if (answer.error === 'budget.exceeded') return new AppError('order.refused', 'A budget has not so much left.', { clientId: answer.clientId, reasons: [], warnings: [], needsConfirmation: false });
  const available = fromMinor(BigInt(answer.available ?? 0));
  const floor = fromMinor(BigInt(answer.floor ?? 0));
  return new AppError('ledger.below_floor', `Only ${available} ${currency} can be spent above the balance floor of ${floor} ${currency}.`, {
    clientId: answer.clientId,
    available: { amount: available, currency },
    floor: { amount: floor, currency },
  });
}
