// Lists and counts of orders.
import type { ListOrdersQuery, OrderState, OrderView } from '../contract/orders.js';
import { join, queryComposed, type Sql, sql } from '../db/composed.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { fromMinor } from '../lib/money.js';
import { parsePhone } from '../lib/phone.js';
import { ancestorChain } from '../tree/tree.js';
import { selectOrders } from './store.js';
import { orderView } from './view.js';

const block = loadSql(import.meta.url);

const DEFAULT_LIMIT = 50;
/** An order for later is a current one when its time is so near. */
const CURRENT_MINUTES = 30;
const LAST_DIGITS = 10;

/** Newest first; a cursor is the id of the last order of the page before. `toClient`: without those that its own erasure has hidden from the person. */
export async function listOrders(db: SqlRunner & Pick<Db, 'clock' | 'defaults'>, query: ListOrdersQuery, { toClient = false } = {}): Promise<{ items: OrderView[]; nextCursor: string | null }> {
  const { limit = DEFAULT_LIMIT } = query;
  if (query.clientId !== undefined) await ancestorChain(db, query.clientId);
  const found = await queryComposed<{ id: number }>(db, sql`select o.id from orders o ${where([...conditions(db, query), ...(toClient ? [sql`o.erased_at is null`] : [])])} order by o.id desc limit ${limit + 1}`);
  const page = found.slice(0, limit);
  const last = page[page.length - 1];
  const rows = await selectOrders(db, page.map(({ id }) => id));
  return { items: rows.map(orderView), nextCursor: found.length > limit && last ? encodeCursor('orders', [last.id]) : null };
}

function conditions({ clock, defaults }: Pick<Db, 'clock' | 'defaults'>, { state, kind, clientId, customerId, payerId, crewId, phone, from, to, cursor }: ListOrdersQuery): Sql[] {
  const soon = clock.now().plus({ minutes: CURRENT_MINUTES }).toJSDate();
  const kinds = {
    current: sql`o.ended_at is null and (o.state <> 'new' or not o.preliminary or o.at <= ${soon}::timestamptz)`,
    preliminary: sql`o.ended_at is null and o.state = 'new' and o.preliminary and o.at > ${soon}::timestamptz`,
    finished: sql`o.state = 'finished'`,
    aborted: sql`o.state = 'aborted'`,
  };
  return [
    ...(state === undefined ? [] : [sql`o.state = ${state}::text`]),
    ...(kind === undefined ? [] : [kinds[kind]]),
    ...(clientId === undefined ? [] : [sql`o.path @> array[${clientId}::integer]`]),
    ...(customerId === undefined ? [] : [sql`o.customer_id = ${customerId}::integer`]),
    ...(payerId === undefined ? [] : [sql`o.payer_id = ${payerId}::integer`]),
    ...(crewId === undefined ? [] : [sql`o.crew_id = ${crewId}::integer`]),
    ...(phone === undefined ? [] : [samePhone(parsePhone(phone, defaults.phoneCountry).digits)]),
    ...(from === undefined ? [] : [sql`o.at >= ${parseInstant(from, 'query/from')}::timestamptz`]),
    ...(to === undefined ? [] : [sql`o.at < ${parseInstant(to, 'query/to')}::timestamptz`]),
    ...(cursor === undefined ? [] : [sql`o.id < ${decodeCursor(cursor, 'orders', ['id'])[0]}::integer`]),
  ];
}

/** A preliminary order whose time is not near yet. */
export function isWaitingForItsTime({ state, preliminary, at }: { state: OrderState; preliminary: boolean; at: string }, now: Date): boolean {
  return state === 'new' && preliminary && Date.parse(at) > now.getTime() + CURRENT_MINUTES * 60_000;
}

/** Orders keep the number as it came: 8 and +7 before it, blanks and dashes in it make no difference. */
function samePhone(digits: string): Sql {
  return sql`right(regexp_replace(o.phone, '\\D', '', 'g'), ${LAST_DIGITS}::integer) = right(${digits}::text, ${LAST_DIGITS}::integer)`;
}

function where(conditions: Sql[]): Sql {
  return conditions.length ? sql`where ${join(conditions, ' and ')}` : sql``;
}

export interface StateCount {
  state: OrderState;
  orders: number;
  total: { amount: string; currency: string };
  cashless: { amount: string; currency: string };
  bonus: { amount: string; currency: string };
}

/** Orders by state, with sums, in a period of their times: its own, those that it paid, and those of everybody below it then. */
export async function orderStatistics(db: SqlRunner, clientId: number, from: Date | null, to: Date | null): Promise<{ asCustomer: StateCount[]; asPayer: StateCount[] | null; withEmployees: StateCount[] }> {
  const [self] = await ancestorChain(db, clientId);
  interface Row { as: string; state: OrderState; currency: string; orders: number; total: string; cashless: string; bonus: string }
  const rows = await queryRows<Row>(db, block('count_orders'), { client_id: clientId, from, to });
  const of = (as: string) => rows.filter((row) => row.as === as).map(({ as: _, state, currency, orders, ...sums }): StateCount => {
    const money = (minor: string) => ({ amount: fromMinor(BigInt(minor)), currency });
    return { state, orders, total: money(sums.total), cashless: money(sums.cashless), bonus: money(sums.bonus) };
  });
  return { asCustomer: of('customer'), asPayer: self?.usesOwnAccount ? of('payer') : null, withEmployees: of('superior') };
}
