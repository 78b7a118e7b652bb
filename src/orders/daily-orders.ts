// Daily orders (O-11): a schedule of a customer. Its orders are made one after the other by make-daily.ts: at most one is
// open, and when it ends, finished or aborted, the next one is made for the next day of the schedule. Deleting the open
// order stops the schedule until somebody resumes it.
import type { Actor } from '../auth/actor.js';
import type { ChangeDailyOrderInput, CreateDailyOrderInput, DailyOrderState, DailyOrderView, ListDailyOrdersQuery } from '../contract/daily-orders.js';
import { join, queryComposed, sql as compose } from '../db/composed.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows } from '../db/sql.js';
import type { HistoryAction } from '../contract/history.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { instantOf, laterDay, nextDay, type ScheduledDay } from '../lib/daily-schedule.js';
import { ancestorChain } from '../tree/tree.js';
import { readFacts } from './facts.js';
import { askedOf, DEFAULT_TIME_ZONE, type Reader } from './resolve.js';

const sql = loadSql(import.meta.url);

const DEFAULT_LIMIT = 50;
/** The time zone of a client may change: what waits is looked at again. */
const LOOK_AGAIN_HOURS = 6;
/** An order that is to be made as soon as can be holds money for no longer. */
const AT_MOST_DAYS_AHEAD = 7;

export interface DailyOrder extends DailyOrderView {
  /** The last day for which an order was made, and the last for which one was refused. */
  madeFor: string | null;
  refusedFor: string | null;
}

type Row = Omit<DailyOrder, 'timeZone'> & { timeZone: string | null };

async function selectDailyOrders(db: Reader, ids: readonly number[]): Promise<DailyOrder[]> {
  const rows = await queryRows<Row>(db, sql('select_daily_orders'), { ids });
  return rows.map((row) => ({ ...row, timeZone: row.timeZone ?? db.defaults.timeZone ?? DEFAULT_TIME_ZONE }));
}

function toView({ madeFor: _, refusedFor: __, ...view }: DailyOrder): DailyOrderView {
  return view;
}

export async function findDailyOrder(db: Reader, id: number): Promise<DailyOrder | null> {
  return (await selectDailyOrders(db, [id]))[0] ?? null;
}

export async function requireDailyOrder(db: Reader, id: number): Promise<DailyOrder> {
  const row = await findDailyOrder(db, id);
  if (!row) throw new AppError('daily_order.not_found');
  return row;
}

export async function getDailyOrder(db: Reader, id: number): Promise<DailyOrderView> {
  return toView(await requireDailyOrder(db, id));
}

/** Newest first; a cursor is the id of the last one of the page before. */
export async function listDailyOrders(db: Reader, { clientId, state, limit = DEFAULT_LIMIT, cursor }: ListDailyOrdersQuery): Promise<{ items: DailyOrderView[]; nextCursor: string | null }> {
  if (clientId !== undefined) await ancestorChain(db, clientId);
  const conditions = [
    ...(clientId === undefined ? [] : [compose`d.customer_id = any (array(select s.id from client_subtree(${clientId}::integer, false) as s))`]),
    ...(state === undefined ? [] : [compose`d.state = ${state}::text`]),
    ...(cursor === undefined ? [] : [compose`d.id < ${decodeCursor(cursor, 'daily-orders', ['id'])[0]}::integer`]),
    compose`true`,
  ];
  const found = await queryComposed<{ id: number }>(db, compose`select d.id from daily_orders d where ${join(conditions, ' and ')} order by d.id desc limit ${limit + 1}::integer`, true);
  const page = found.slice(0, limit).map(({ id }) => id);
  const items = (await selectDailyOrders(db, page)).map(toView);
  return { items, nextCursor: found.length > limit ? encodeCursor('daily-orders', [page[page.length - 1]]) : null };
}

/** Throws client.not_found, client.deleted, order.employee_not_below, order.reference_not_found, account.carrier_not_found, ledger.currency. */
export async function createDailyOrder(tx: Tx, actor: Actor, { clientId, employeeId, ...input }: CreateDailyOrderInput): Promise<DailyOrderView> {
  const customerId = employeeId ?? clientId;
  const payingId = employeeId === undefined ? null : clientId;
  const deleted = (await ancestorChain(tx, customerId)).find((node) => node.deleted);
  if (deleted) throw new AppError('client.deleted', `"${deleted.name}" is deleted.`, { client: { id: deleted.id, name: deleted.name } });
  const fields = { ...EMPTY, firstOn: tx.clock.now().toISODate(), ...input };
  checkDays(fields);
  await checkReferences(tx, customerId, payingId, fields);
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_daily_order'), { customer_id: customerId, paying_id: payingId, ...columns(tx, fields) });
  const made = await requireDailyOrder(tx, id);
  const shown = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([field, value]) => [field, [null, value] as const]));
  await record(tx, actor, { entity: 'dailyOrder', entityId: id, version: 1, action: 'dailyOrder.created', changes: { customer: [null, made.customer], ...shown } });
  await planNext(tx, actor, made);
  return getDailyOrder(tx, id);
}

const EMPTY = {
  lastOn: null, leadMinutes: null, passenger: null, phone: null, addresses: [], comment: null, costCentre: null, carrierId: null, crewGroupId: null, tariffId: null, pay: null,
};

type Fields = Pick<DailyOrder, keyof typeof EMPTY | 'weekdays' | 'time' | 'firstOn'>;

function fieldsOf(row: DailyOrder): Fields {
  const { weekdays, time, firstOn } = row;
  return { ...(Object.fromEntries(Object.keys(EMPTY).map((field) => [field, row[field as keyof DailyOrder]])) as Pick<Fields, keyof typeof EMPTY>), weekdays, time, firstOn };
}

function columns({ clock }: Tx, { weekdays, time, firstOn, lastOn, leadMinutes, passenger, phone, addresses, comment, costCentre, carrierId, crewGroupId, tariffId, pay }: Fields): Record<string, unknown> {
  return {
    weekdays, time, first_on: firstOn, last_on: lastOn, lead_minutes: leadMinutes, passenger, phone, addresses: JSON.stringify(addresses), comment, cost_centre: costCentre,
    carrier_id: carrierId, crew_group_id: crewGroupId, tariff_id: tariffId, pay: pay && JSON.stringify(pay), now: clock.now().toJSDate(),
  };
}

function checkDays({ firstOn, lastOn }: Pick<Fields, 'firstOn' | 'lastOn'>): void {
  if (lastOn !== null && lastOn < firstOn) throw fieldError('request.invalid', 'body/lastOn', 'must not lie before firstOn');
}

async function checkReferences(tx: Tx, customerId: number, payingId: number | null, { carrierId, crewGroupId, tariffId, pay }: Fields): Promise<void> {
  const asked = askedOf(tx, { ...(carrierId !== null && { carrierId }), ...(crewGroupId !== null && { crewGroupId }), ...(tariffId !== null && { tariffId }), ...(pay !== null && { pay }) });
  await readFacts(tx, { ...asked, customerId, payingId });
}

/** Holds for orders that are made from now on; what was refused is tried again. The open order stays as it is. */
export async function changeDailyOrder(tx: Tx, actor: Actor, id: number, { version: _, ...input }: ChangeDailyOrderInput, version: number | null): Promise<DailyOrderView> {
  const current = await lockDailyOrder(tx, id);
  const before = fieldsOf(current);
  const after = { ...before, ...input };
  checkDays(after);
  const changes = differences({ ...before }, input);
  await refuseConflicts(tx, 'dailyOrder', current, version, changes);
  if (Object.keys(changes).length === 0) return toView(current);
  await checkReferences(tx, current.customer.id, current.payingId, after);
  // A schedule that was over may go on now.
  const state = current.state === 'over' ? 'active' : current.state;
  await save(tx, actor, current, after, state, { action: 'dailyOrder.changed', changes: { ...changes, ...(state !== current.state && { state: [current.state, state] as const }) } });
  return getDailyOrder(tx, id);
}

/** No next order is made until it is resumed. */
export async function pauseDailyOrder(tx: Tx, actor: Actor, id: number, version: number | null): Promise<DailyOrderView> {
  const current = await lockDailyOrder(tx, id);
  if (current.state === 'active') await enter(tx, actor, current, 'paused', version);
  else if (current.state !== 'paused') throw new AppError('daily_order.state', `The daily order is ${current.state}.`, { state: current.state });
  return getDailyOrder(tx, id);
}

/** Also after its open order was deleted; what was refused is tried again. */
export async function resumeDailyOrder(tx: Tx, actor: Actor, id: number, version: number | null): Promise<DailyOrderView> {
  const current = await lockDailyOrder(tx, id);
  if (current.state === 'over') throw new AppError('daily_order.state', 'Its last day has passed: change the last day to go on.', { state: current.state });
  if (current.state !== 'active' || current.problem !== null) await enter(tx, actor, current, 'active', version);
  return getDailyOrder(tx, id);
}

async function enter(tx: Tx, actor: Actor, current: DailyOrder, state: DailyOrderState, version: number | null): Promise<void> {
  const changes = { state: [current.state, state] as const };
  await refuseConflicts(tx, 'dailyOrder', current, version, changes);
  await save(tx, actor, current, fieldsOf(current), state, { action: state === 'paused' ? 'dailyOrder.paused' : 'dailyOrder.resumed', changes });
}

async function save(tx: Tx, actor: Actor, { id }: DailyOrder, fields: Fields, state: DailyOrderState, { action, changes }: { action: HistoryAction; changes: ReturnType<typeof differences> }): Promise<void> {
  const { version } = await queryRow<{ version: number }>(tx, sql('update_daily_order'), { id, state, ...columns(tx, fields) });
  await record(tx, actor, { entity: 'dailyOrder', entityId: id, version, action, changes });
  await planNext(tx, actor, await requireDailyOrder(tx, id));
}

/** The schedule goes; its open order stays and is told. */
export async function removeDailyOrder(tx: Tx, actor: Actor, id: number, version: number | null): Promise<Pick<DailyOrderView, 'openOrder'>> {
  const current = await lockDailyOrder(tx, id);
  const { customer, openOrder } = current;
  await refuseConflicts(tx, 'dailyOrder', current, version, { customer: [customer, null] });
  await queryRow(tx, sql('delete_daily_order'), { id });
  await record(tx, actor, { entity: 'dailyOrder', entityId: id, version: current.version + 1, action: 'dailyOrder.removed', changes: { customer: [customer, null], weekdays: [current.weekdays, null], time: [current.time, null] } });
  return { openOrder };
}

export async function lockDailyOrder(tx: Tx, id: number): Promise<DailyOrder> {
  if (!(await queryOptionalRow(tx, sql('lock_daily_order'), { id }))) throw new AppError('daily_order.not_found');
  return requireDailyOrder(tx, id);
}

/** The schedule that made an order stops, if it has not by itself. Gives its id; null: no schedule made it. */
export async function stopDailyOrderOf(tx: Tx, actor: Actor, orderId: number): Promise<number | null> {
  const found = await queryOptionalRow<{ id: number }>(tx, sql('find_by_order'), { order_id: orderId });
  if (!found) return null;
  const current = await lockDailyOrder(tx, found.id);
  await endSchedule(tx, actor, current, 'stopped', { order: [orderId, null] });
  return found.id;
}

async function endSchedule(tx: Tx, actor: Actor, { id, state: before }: DailyOrder, state: 'stopped' | 'over', more: Record<string, readonly [unknown, unknown]> = {}): Promise<void> {
  const ended = await queryOptionalRow<{ version: number }>(tx, sql('end_schedule'), { id, state, now: tx.clock.now().toJSDate() });
  if (ended) await record(tx, actor, { entity: 'dailyOrder', entityId: id, version: ended.version, action: `dailyOrder.${state}`, changes: { state: [before, state], ...more } });
}

/** Works out the next day and when its order is to be made; gives the day if that is now. A schedule without another day is over. */
export async function planNext(tx: Tx, actor: Actor, row: DailyOrder): Promise<ScheduledDay | null> {
  if (row.state !== 'active') return null;
  const now = tx.clock.now();
  const next = nextDay(row, row.timeZone, laterDay(row.madeFor, row.refusedFor), now);
  if (next === null) {
    // The last order may still be on its way: the schedule is over when that one has ended.
    if (row.openOrder === null) await endSchedule(tx, actor, row, 'over');
    return null;
  }
  const wanted = row.leadMinutes === null ? next.at.minus({ days: AT_MOST_DAYS_AHEAD }) : next.at.minus({ minutes: row.leadMinutes });
  // After a refusal its own day passes first.
  const refused = row.refusedFor === null ? null : instantOf(row.refusedFor, row.time, row.timeZone);
  const due = refused !== null && refused > wanted ? refused : wanted;
  const again = now.plus({ hours: LOOK_AGAIN_HOURS });
  const lookAt = row.openOrder !== null ? null : due <= now ? now : due < again ? due : again;
  await queryRow(tx, sql('plan_next'), { id: row.id, next_on: next.on, next_at: next.at.toJSDate(), look_at: lookAt?.toJSDate() ?? null });
  return lookAt !== null && due <= now ? next : null;
}

/** The one that is due first, locked; null: nothing is due, or others are at it. */
export async function lockNextDue(tx: Tx): Promise<DailyOrder | null> {
  const due = await queryOptionalRow<{ id: number }>(tx, sql('lock_due'), { now: tx.clock.now().toJSDate() });
  return due && requireDailyOrder(tx, due.id);
}

/** `orderId` was made for a day, in this transaction. The unique index refuses a second one. */
export async function noteMade(tx: Tx, actor: Actor, { id }: DailyOrder, day: ScheduledDay, orderId: number): Promise<void> {
  await queryRow(tx, sql('mark_order'), { id, order_id: orderId, made_for: day.on });
  await queryRow(tx, sql('note_made'), { id, order_id: orderId, made_for: day.on });
  await record(tx, actor, { entity: 'dailyOrder', entityId: id, version: null, action: 'dailyOrder.order_made', changes: { order: [null, orderId], on: [null, day.on] } });
}

export async function noteRefused(tx: Tx, actor: Actor, { id }: DailyOrder, day: ScheduledDay, error: AppError): Promise<void> {
  const { reasons = [], warnings = [], needsConfirmation = false } = error.data as { reasons?: unknown[]; warnings?: unknown[]; needsConfirmation?: boolean };
  const problem = { on: day.on, at: tx.clock.now().toISO(), message: error.message, reasons: needsConfirmation ? warnings : reasons };
  await queryRow(tx, sql('note_refused'), { id, refused_for: day.on, problem: JSON.stringify(problem) });
  await queryRow(tx, sql('note_event'), { id, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'dailyOrder', entityId: id, version: null, action: 'dailyOrder.order_refused', changes: { on: [null, day.on], reason: [null, error.message] } });
}
