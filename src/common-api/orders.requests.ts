// Orders (commonapi.md §9): making, changing, their states, lists.
import { createHash } from 'node:crypto';
import type { ListOrdersQuery } from '../contract/orders.js';
import { changeOrderState, cancellationPenalty } from '../orders/lifecycle.js';
import { listOrders } from '../orders/list.js';
import { changeOrder, createOrder } from '../orders/orders.js';
import { findTwins } from '../orders/quote.js';
import { requireOrder, selectOrders } from '../orders/store.js';
import type { OrderRow } from '../orders/view.js';
import { fromMinor } from '../lib/money.js';
import { commonError } from './answer.js';
import { ownError } from './errors.js';
import { createCodes, createCodes2, createRefusals, createRefusals2, listCodes, penaltyCodes, stateCodes, updateCodes, updateRefusals } from './order-codes.js';
import { orRefusal, type RefusalCodes } from './order-errors.js';
import { type Absent, attributesOf, changedOrder, newOrder, refuseAbsent, requireWho, type WireChange, type WireOrder } from './order-input.js';
import { type In, wireOrders } from './order-members.js';
import { addresses, coordinate } from './order-readers.js';
import { type ApiCall, type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { orderStates, type WireState } from './states.js';
import { attributeValues, bool, datetime, id, integer, integers, money, names, oneOf, phone, text, toWireMoney } from './values.js';

const PHONE = phone(30);
const LINE = text(500);

const absentInCreate: Absent = { uds: 103, zone: 105, parking: 106, attribute: 108, unbound: 109 };
/** update_order has no numbers for zones and parking places: they are left aside. */
const absentInUpdate: Absent = { uds: 105, zone: null, parking: null, attribute: 108, unbound: 109 };

/** Makes the order; a twin that is open is its own code. Repeated at the same moment, the same request makes one order. */
async function makeOrder(call: ApiCall, table: CodeTable, refusals: RefusalCodes, order: WireOrder, checkTwins: boolean): Promise<Record<string, unknown>> {
  refuseAbsent(table, absentInCreate, order);
  const attributes = await attributesOf(call, table, absentInCreate, order);
  await requireWho(call, table, refusals, order);
  const input = newOrder(call, order, attributes);
  let key: string | null = null;
  if (checkTwins && order.source_time) {
    const twins = await findTwins(call.db, { ...input, at: order.source_time });
    if (twins.open !== null) throw ownError(table, 100, {}, {});
    key = `twin-${createHash('sha256').update(call.raw).digest('hex').slice(0, 32)}-${twins.newest ?? 0}`;
  }
  const made = await orRefusal(table, refusals, { client_employee_id: order.client_employee_id, byPhone: !order.client_id }, () => createOrder(call.db, call.actor, input, key));
  return { order_id: made.id };
}

function stateOf(table: CodeTable, code: number, wireId: number, parameter: string): WireState {
  const state = orderStates.find((one) => one.id === wireId);
  if (!state) throw ownError(table, code, { [parameter]: wireId });
  return state;
}

const create: ApiRequest = request({
  name: 'create_order', kind: 'FORM', summary: 'Создание заказа по номеру телефона',
  params: {
    phone: required(PHONE), source: required(LINE), source_time: required(datetime), dest: optional(LINE), customer: optional(LINE), comment: optional(text()),
    crew_group_id: optional(id), uds_id: optional(id), tariff_id: optional(id), is_prior: optional(bool, { about: 'предварительным заказ делает его время' }),
    source_lon: optional(coordinate(180)), source_lat: optional(coordinate(90)), dest_lon: optional(coordinate(180)), dest_lat: optional(coordinate(90)),
  },
  codes: createCodes,
  handle(call, { source, dest = '', source_lat = 0, source_lon = 0, dest_lat = 0, dest_lon = 0, customer, ...values }) {
    const place = (address: string, lat: number, lon: number) => ({ address, lat, lon, zone_id: 0, parking_id: 0 });
    const order = { ...values, ...(customer !== undefined && { customer, passenger: customer }), addresses: [place(source, source_lat, source_lon), place(dest, dest_lat, dest_lon)] };
    return makeOrder(call, createCodes, createRefusals, order, true);
  },
});

const create2: ApiRequest = request({
  name: 'create_order2', kind: 'JSON', summary: 'Создание заказа по клиенту, сотруднику или телефону',
  params: {
    phone: optional(PHONE, { about: 'обязателен без client_id' }), client_id: optional(id, { about: 'обязателен без phone' }), addresses: required(addresses), source_time: required(datetime),
    server_time_offset: optional(integer(-100_000, 100_000)), passenger: optional(LINE), customer: optional(LINE), comment: optional(text()), phone_to_dial: optional(PHONE),
    crew_group_id: optional(id), uds_id: optional(id), tariff_id: optional(id), is_prior: optional(bool, { about: 'предварительным заказ делает его время' }),
    check_duplicate: optional(bool), services: optional(integers), order_params: optional(integers), crew_props: optional(integers, { about: 'не используется' }),
    total_cost: optional(money), cost_freeze: optional(bool, { about: 'не используется: total_cost уже фиксирует сумму' }), use_cashless: optional(bool), use_bonus: optional(bool),
    cashless_sum: optional(money), bonus_sum: optional(money), client_employee_id: optional(id, { about: 'только вместе с client_id' }), email: optional(text(254)),
    prior_to_current_before_minutes: optional(integer(0, 100_000)), flight_number: optional(LINE), need_custom_validate: optional(bool, { about: 'специальных проверок нет' }),
    attribute_values: optional(attributeValues), payment_pay_system: optional(text(20)),
  },
  codes: createCodes2,
  handle(call, { check_duplicate = false, ...order }) {
    if (order.phone === undefined && !order.client_id) throw commonError(8, 'phone');
    return makeOrder(call, createCodes2, createRefusals2, order, check_duplicate);
  },
});

const update: ApiRequest = request({
  name: 'update_order', kind: 'JSON', summary: 'Изменение заказа; номера ошибок свои',
  params: {
    order_id: required(integer(1)), phone: optional(PHONE), source_time: optional(datetime), is_prior: optional(bool, { about: 'предварительным заказ делает его время' }),
    customer: optional(LINE, { empty: 'value' }), passenger: optional(LINE, { empty: 'value' }), comment: optional(text(), { empty: 'value' }), crew_group_id: optional(id), client_id: optional(id),
    uds_id: optional(id), tariff_id: optional(id), addresses: optional(addresses), order_params: optional(integers), attribute_values: optional(attributeValues), cost_order: optional(money),
    state_id: optional(integer()), discount_id: optional(id), auto_select_discount: optional(bool), auto_select_tariff: optional(bool), auto_recalc_cost: optional(bool),
    auto_update_order_params: optional(bool, { about: 'не используется' }), email: optional(text(254), { empty: 'value' }), prior_to_current_before_minutes: optional(integer(0, 100_000)),
    flight_number: optional(LINE, { empty: 'value' }), need_custom_validate: optional(bool, { about: 'специальных проверок нет' }),
    client_employee_id: optional(id, { about: 'подчинён новому client_id, а без него — клиенту заказа' }),
  },
  codes: updateCodes,
  handle: changeIt,
});

async function changeIt(call: ApiCall, { order_id, state_id, ...order }: WireChange & { order_id: number; state_id?: number }): Promise<Record<string, unknown>> {
  const { db, actor } = call;
  const row = await requireOrder(db, order_id);
  const state = state_id === undefined ? null : stateOf(updateCodes, 101, state_id, 'state_id');
  refuseAbsent(updateCodes, absentInUpdate, order);
  const values = await attributesOf(call, updateCodes, absentInUpdate, order);
  const employee = order.client_employee_id ?? 0;
  const client = order.client_id || (employee === 0 ? 0 : clientOf(row));
  await requireWho(call, updateCodes, updateRefusals, { client_id: client, client_employee_id: employee });
  const input = changedOrder(call, { ...order, client_id: client }, values && mergedAttributes(row, values), row.extras);
  if (Object.keys(input).length > 0) await orRefusal(updateCodes, updateRefusals, { client_employee_id: employee, byPhone: false }, () => changeOrder(db, actor, order_id, input, null));
  if (state) await changeOrderState(db, actor, order_id, { state: state.state }, null);
  return {};
}

/** Attributes that are not named stay. */
function mergedAttributes(row: OrderRow, values: { id: number; value: unknown }[]): { id: number; value: unknown }[] {
  const named = new Set(values.map(({ id: attribute }) => attribute));
  return [...row.attributes.filter(({ id: attribute }) => !named.has(attribute)), ...values];
}

function clientOf(row: OrderRow): number {
  return row.snapshot.chosen.payingId ?? row.customerId;
}

const state: ApiRequest = request({
  name: 'change_order_state', kind: 'FORM', summary: 'Изменение состояния заказа',
  params: { order_id: required(integer(1)), new_state: required(integer()), cancel_order_penalty_sum: optional(money, { about: 'вместо штрафа группы клиента, также 0' }) },
  codes: stateCodes,
  async handle({ db, actor }, { order_id, new_state, cancel_order_penalty_sum: penalty }) {
    if (penalty !== undefined && (penalty < 0n || penalty >= 10n ** 14n)) throw commonError(9, 'cancel_order_penalty_sum должен быть от 0');
    await requireOrder(db, order_id);
    const { state: next } = stateOf(stateCodes, 101, new_state, 'new_state');
    const sum = next === 'aborted' && penalty !== undefined ? { penalty: { amount: fromMinor(penalty), currency: db.defaults.currency } } : {};
    await changeOrderState(db, actor, order_id, { state: next, ...sum }, null);
    return { order_id, new_state };
  },
});

const penalty: ApiRequest = request({
  name: 'check_cancel_order_penalty', kind: 'GET', summary: 'Штраф за отмену заказа',
  params: { order_id: required(integer(1)), cancel_order_state_id: required(integer()) },
  codes: penaltyCodes,
  async handle({ db }, { order_id, cancel_order_state_id }) {
    await requireOrder(db, order_id);
    const { type } = stateOf(penaltyCodes, 101, cancel_order_state_id, 'cancel_order_state_id');
    if (type !== 'aborted') throw ownError(penaltyCodes, 102);
    return { cancel_order_penalty_sum: toWireMoney((await cancellationPenalty(db, order_id)).minor) };
  },
});

const PAGE = 500;
/** More orders in one answer than this are left out, the oldest first. */
const MOST = 10_000;

async function all({ db }: ApiCall, query: ListOrdersQuery): Promise<OrderRow[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listOrders(db, { ...query, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    ids.push(...items.map((order) => order.id));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && ids.length < MOST);
  return selectOrders(db, ids);
}

interface Filter {
  client_id?: number;
  client_employee_id?: number;
  phone?: string;
  crew_id?: number;
  driver_id?: number;
}

/** The filters as the domain knows them; null: nothing can be found, as drivers are not known here. */
async function filterOf(call: ApiCall, { client_id, client_employee_id, phone: number, crew_id, driver_id }: Filter): Promise<ListOrdersQuery | null> {
  await requireWho(call, listCodes, { client: 100, employee: 101 }, { ...(client_id !== undefined && { client_id }), ...(client_employee_id !== undefined && { client_employee_id }) });
  if (driver_id) return null;
  return { ...(client_employee_id ? { customerId: client_employee_id } : client_id && { clientId: client_id }), ...(number !== undefined && { phone: number }), ...(crew_id && { crewId: crew_id }) };
}

async function answerList(call: ApiCall, place: In, queries: (ListOrdersQuery & object)[], fields: ReadonlySet<string> | undefined, keep: (row: OrderRow) => boolean = () => true) {
  const found = (await Promise.all(queries.map((query) => all(call, query)))).flat().filter(keep).sort((a, b) => b.id - a.id);
  return { orders: await wireOrders(call.db, found, place, call.zone, fields) };
}

const filters = {
  client_id: optional(id), client_employee_id: optional(id, { about: 'только вместе с client_id' }), phone: optional(PHONE), crew_id: optional(id), driver_id: optional(id, { about: 'водители здесь не ведутся' }),
};

const one: ApiRequest = request({
  name: 'get_order_state', kind: 'GET', summary: 'Состояние заказа',
  params: { order_id: required(integer(1)), fields: optional(names) },
  codes: { 100: { on: ['order.not_found'], descr: 'Заказ с ID {order_id} не найден' } },
  async handle({ db, zone }, { order_id, fields }) {
    return (await wireOrders(db, [await requireOrder(db, order_id)], 'state', zone, fields))[0] as Record<string, unknown>;
  },
});

const current: ApiRequest = request({
  name: 'get_current_orders', kind: 'GET', summary: 'Текущие и предварительные заказы',
  params: { ...filters, fields: optional(names) },
  codes: listCodes,
  async handle(call, { fields, ...filter }) {
    const query = await filterOf(call, filter);
    return answerList(call, 'current', query === null ? [] : [{ ...query, kind: 'current' }, { ...query, kind: 'preliminary' }], fields);
  },
});

const finished: ApiRequest = request({
  name: 'get_finished_orders', kind: 'GET', summary: 'Выполненные и прекращённые заказы за период (по времени подачи)',
  params: { start_time: required(datetime), finish_time: required(datetime), ...filters, state_type: optional(oneOf('all', 'finished', 'aborted')), state_ids: optional(integers), fields: optional(names) },
  codes: listCodes,
  async handle(call, { start_time, finish_time, state_type = 'all', state_ids, fields, ...filter }) {
    const query = await filterOf(call, filter);
    const kinds = state_type === 'all' ? (['finished', 'aborted'] as const) : [state_type];
    // To the end of its second.
    const period = { from: start_time.toISOString(), to: new Date(finish_time.getTime() + 1_000).toISOString() };
    const wanted = new Set((state_ids ?? []).map((wireId) => orderStates.find((state) => state.id === wireId)?.state));
    return answerList(call, 'finished', query === null ? [] : kinds.map((kind) => ({ ...query, ...period, kind })), fields, (row) => wanted.size === 0 || wanted.has(row.state));
  },
});

export const orderRequests: readonly ApiRequest[] = [create, create2, update, one, current, finished, state, penalty];
