// Orders in the database. Three SQL functions write them (see the migration): each checks under its locks what was decided
// before; if that does not hold any more it fails as conflict.busy, and whoever called reads and decides anew.
import { createHash } from 'node:crypto';
import type { Actor } from '../auth/actor.js';
import type { HistoryVerb } from '../contract/history.js';
import type { CreateOrderInput } from '../contract/orders.js';
import { attributeSetting, type AttributeDefinition } from '../contract/settings.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import type { Changes } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import type { Clock } from '../lib/clock.js';
import { compileSchema } from '../lib/schema-check.js';
import type { Period } from './calendar.js';
import type { OrderRow } from './view.js';

const sql = loadSql(import.meta.url);

/** In the order of `ids`; unknown ones are left out. */
export function selectOrders(db: SqlRunner, ids: readonly number[]): Promise<OrderRow[]> {
  return queryRows<OrderRow>(db, sql('select_orders'), { ids });
}

/** Throws order.not_found. */
export async function requireOrder(db: SqlRunner, id: number): Promise<OrderRow> {
  const [row] = await selectOrders(db, [id]);
  if (!row) throw new AppError('order.not_found');
  return row;
}

export interface Key {
  actor: string;
  key: string;
  hash: string;
}

/** The idempotency key of a request with this content. */
export function keyOf(actor: Actor, key: string | null, content: unknown): Key | null {
  if (key === null) return null;
  return { actor: `${actor.kind}:${actor.id ?? actor.name}`, key, hash: createHash('sha256').update(canonical(content)).digest('hex') };
}

/** The order that a request with this key has led to, if there was one; throws request.key_reused. */
export async function orderOfKey(db: SqlRunner, key: Key | null): Promise<number | null> {
  if (key === null) return null;
  const stored = await queryOptionalRow<{ hash: string; orderId: number | null }>(db, sql('find_key'), { actor: key.actor, key: key.key });
  if (stored && stored.hash !== key.hash) throw new AppError('request.key_reused');
  return stored?.orderId ?? null;
}

export interface OrderWrite {
  key: Key | null;
  action: `order.${HistoryVerb<'order'>}`;
  changes: Changes;
  /** Columns by name; sums as text. */
  order: Record<string, unknown>;
  /** Of an order that exists: its id, and the version that was looked at. */
  id?: number;
  version?: number;
}

export interface BudgetLine {
  id: number;
  startsOn: string;
  amount: string;
}

export interface SaveWrite extends OrderWrite {
  /** How many budgets were looked at. */
  budgetCount: number;
  budgets: BudgetLine[];
  holds: { kindId: number; amount: string; floor: string | null }[];
}

export interface EndWrite extends OrderWrite {
  entry: { kind: 'charge' | 'penalty'; at: string; name: string; comment: string | null };
  charges: { kindId: number; amount: string; floor: string | null; against: 'revenue' | 'bonusFund' }[];
  budgets: BudgetLine[];
  totals: boolean;
}

type Writer = SqlRunner & { clock: Clock };

export interface Written {
  orderId: number;
  /** Made by this request, not by an earlier one with the same key. */
  fresh: boolean;
  /** When, RFC 3339. */
  now: string;
}

export const saveOrder = (db: Writer, actor: Actor, write: SaveWrite): Promise<Written> => writeOrder(db, actor, 'save_order', write);
export const endOrder = (db: Writer, actor: Actor, write: EndWrite): Promise<Written> => writeOrder(db, actor, 'end_order', write);
export const touchOrder = (db: Writer, actor: Actor, write: OrderWrite): Promise<Written> => writeOrder(db, actor, 'touch_order', write);

async function writeOrder(db: Writer, actor: Actor, name: 'save_order' | 'end_order' | 'touch_order', write: OrderWrite): Promise<Written> {
  const { kind, id, channel, requestId, onBehalfOf } = actor;
  const now = db.clock.now().toISO();
  const request = { ...write, now, actor: { kind, id, name: actor.name, channel, requestId, onBehalfOf: onBehalfOf ?? null } };
  const { answer } = await queryRow<{ answer: { orderId?: number; fresh?: boolean } }>(db, sql(name), { request: JSON.stringify(request) });
  if (answer.orderId === undefined) throw new AppError('request.key_reused');
  return { orderId: answer.orderId, fresh: answer.fresh === true, now };
}

const ATTEMPTS = 20;

/** Reads, decides and writes; does it again while somebody else changes what was decided upon. */
export async function untilItHolds<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict.busy') || tries >= ATTEMPTS) throw error;
    }
  }
}

export interface Settlement {
  accounts: { kindId: number; balance: string; held: string; own: string }[];
  budgets: { id: number; period: Period; sum: string; startsOn: string | null; own: string; usage: Record<string, string> }[];
  penalty: { sum: string } | null;
}

export function selectSettlement(db: SqlRunner, orderId: number): Promise<Settlement> {
  return queryRow<Settlement>(db, sql('select_settlement'), { order_id: orderId });
}

/** Throws order.reference_not_found, order.attribute_not_for_orders, or request.invalid for a value that does not fit. */
export async function checkAttributes(db: SqlRunner, values: CreateOrderInput['attributes']): Promise<void> {
  if (!values?.length) return;
  const found = await queryRows<AttributeDefinition & { forOrders: boolean }>(db, sql('select_order_attributes'), { ids: values.map(({ id }) => id) });
  for (const [index, { id, value }] of values.entries()) {
    const attribute = found.find((one) => one.id === id);
    const path = `body/attributes/${index}`;
    if (!attribute) throw fieldError('order.reference_not_found', `${path}/id`, `There is no attribute ${id}.`);
    if (!attribute.forOrders) throw fieldError('order.attribute_not_for_orders', `${path}/id`, `The attribute "${attribute.name}" does not belong to orders.`);
    if (!compileSchema(attributeSetting(attribute).value)(value)) throw fieldError('request.invalid', `${path}/value`, `is no value of "${attribute.name}"`);
  }
}
