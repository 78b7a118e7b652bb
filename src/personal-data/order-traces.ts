// What orders and daily orders keep of a private person: passenger, phone, addresses and texts go, names in what held at that
// time become the placeholder; money, states and statistics stay, and the person does not see these orders any more.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

const ORDER_FIELDS = ['passenger', 'phone', 'addresses', 'comment', 'costCentre', 'attributes', 'extras', 'endReason'];
const DAILY_FIELDS = ['passenger', 'phone', 'addresses', 'comment', 'costCentre'];

export interface OrderTraces {
  orders: number;
  messages: number;
  historyRows: number;
}

type EraseHistory = (entity: string, ids: readonly number[], fields: readonly string[]) => Promise<number>;

/** Throws client.in_use while an order is on its way: its driver has to find the passenger. */
export async function eraseOrderTraces(tx: Tx, actor: Actor, clientId: number, placeholder: string, eraseHistory: EraseHistory): Promise<OrderTraces> {
  const open = await queryOptionalRow<{ id: number }>(tx, sql('find_open'), { client_id: clientId });
  if (open) throw new AppError('client.in_use', `Order ${open.id} is still open: finish or abort it first.`, { inTheWay: [{ what: 'orders', count: 1 }] });
  const count = async (block: string, parameters: Record<string, unknown> = {}) => (await queryRows(tx, sql(block), { client_id: clientId, ...parameters })).length;
  const orderIds = (await queryRows<{ id: number }>(tx, sql('erase_orders'), { client_id: clientId, now: tx.clock.now().toJSDate() })).map(({ id }) => id);
  await count('rename_in_orders', { placeholder });
  await count('erase_feedback');
  await count('erase_ratings');
  const messages = await count('erase_order_messages');
  const historyRows = (await count('rename_in_history', { placeholder })) + (await eraseHistory('order', orderIds, ORDER_FIELDS));
  return { orders: orderIds.length, messages, historyRows: historyRows + (await eraseDailyOrders(tx, actor, clientId, placeholder, eraseHistory)) };
}

/** The schedules of an erased person make no more orders. */
async function eraseDailyOrders(tx: Tx, actor: Actor, clientId: number, placeholder: string, eraseHistory: EraseHistory): Promise<number> {
  interface Row { id: number; own: boolean; state: string; version: number }
  const rows = await queryRows<Row>(tx, sql('select_daily_orders'), { client_id: clientId });
  if (rows.length === 0) return 0;
  const own = rows.filter((row) => row.own);
  await queryRows(tx, sql('erase_daily_problems'), { client_id: clientId });
  await queryRows(tx, sql('erase_daily_orders'), { client_id: clientId });
  const renamed = await queryRows(tx, sql('rename_in_daily_history'), { client_id: clientId, placeholder, ids: own.map(({ id }) => id) });
  const erased = (await eraseHistory('dailyOrder', own.map(({ id }) => id), DAILY_FIELDS)) + (await eraseHistory('dailyOrder', rows.map(({ id }) => id), ['reason']));
  const stopped = own.filter(({ state }) => state === 'active' || state === 'paused');
  await record(tx, actor, stopped.map(({ id, state, version }) => ({ entity: 'dailyOrder', entityId: id, version: version + 1, action: 'dailyOrder.stopped', changes: { state: [state, 'stopped'] } })));
  return renamed.length + erased;
}
