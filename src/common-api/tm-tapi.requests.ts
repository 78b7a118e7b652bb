// What telephony asks about clients and orders (commonapi.md §10). A field that nothing is known of is empty.
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { parsePhone } from '../lib/phone.js';
import { clientsByPhone } from '../orders/facts.js';
import { changeOrderState } from '../orders/lifecycle.js';
import { requireOrder, selectOrders } from '../orders/store.js';
import type { OrderRow } from '../orders/view.js';
import { ownError } from './errors.js';
import { stateCodes } from './order-codes.js';
import { wireOrders } from './order-members.js';
import { type ApiCall, type ApiRequest, request, required } from './request.js';
import { orderStates } from './states.js';
import { integer, phone, type Reader, toWireMoney, toWireTime, WrongValue } from './values.js';

const sql = loadSql(import.meta.url);

const UNKNOWN = 0;
const PRIVATE_PERSON = 2;
const LEGAL_ENTITY = 3;

/** "PHONE_TYPE-CLIENT_ID": names joined by "-". */
const fieldNames: Reader<string[]> = {
  type: 'имена полей («-»)',
  read(value) {
    if (typeof value !== 'string') throw new WrongValue('должен быть строкой');
    return value.toUpperCase().split('-').map((name) => name.trim()).filter((name) => name !== '').slice(0, 100);
  },
};

type Fields = Record<string, string | number>;

/** Unknown names are left out, known ones come in the order in which they were asked for. */
function chosen(known: Fields, asked: readonly string[]): Fields {
  return Object.fromEntries(asked.filter((name) => Object.hasOwn(known, name)).map((name) => [name, known[name] as string | number]));
}

/** Of drivers, crews and cars nothing is known here, but for what the order says. */
const NOTHING = Object.fromEntries(
  [
    'DRIVER_PHONE', 'DRIVER_ID', 'DRIVER_REMAINDER', 'DRIVER_TIMECOUNT', 'SOURCE_TIMECOUNT', 'DRV_SHIFT_START_TIME', 'CREW_SYSTEMSTATE', 'CREW_STATE', 'CREW_COORDS', 'CAR_COLOR', 'AD_LIGHTHOUSE',
    'MARKET_TYPE', 'CATEGORYID', 'START_USER_SIP_ACCOUNTS', 'CREATOR_TAXI_PHONE', 'PERFORMER_TAXI_PHONE', 'FIRST_CREW_GROUP_ID', 'FROMBORDER', 'SUMCITY', 'SUMCOUNTRY', 'SUMIDLETIME',
  ].map((name) => [name, '']),
);

const NO_ORDER: Fields = Object.fromEntries(
  ['ORDER_ID', 'ORDER_STATE', 'ORDER_CLIENT_ID', 'ORDER_COORDS', 'ORDER_PARAMS', 'CREW_ID', 'CREW_GROUP_ID', 'IS_PRIOR', 'IS_PRIZE', 'DISCOUNTEDSUMM', 'SUMM', 'CASHLESS', 'SOURCE_TIME', 'CREATION_WAY', 'GOSNUMBER', 'CAR_MARK']
    .map((name) => [name, '']),
);

async function orderFields({ db, zone }: ApiCall, row: OrderRow): Promise<Fields> {
  const [wire = {}] = await wireOrders(db, [row], 'state', zone, undefined);
  const { latitude, longitude } = row.addresses[0] ?? {};
  return {
    ...NOTHING,
    ORDER_ID: row.id,
    ORDER_STATE: wire.state_kind as string,
    ORDER_CLIENT_ID: wire.client_id as number,
    CLIENT_ID: wire.client_id as number,
    ORDER_COORDS: latitude === undefined || longitude === undefined ? '' : `${longitude}, ${latitude}`,
    ORDER_PARAMS: (wire.order_params as number[]).join(';'),
    CREW_ID: row.crewId ?? '',
    CREW_GROUP_ID: row.crewGroupId ?? '',
    IS_PRIOR: row.preliminary ? 1 : 0,
    IS_PRIZE: row.prize ? 1 : 0,
    DISCOUNTEDSUMM: toWireMoney(BigInt(row.total ?? '0')),
    SUMM: toWireMoney(BigInt(row.price ?? row.total ?? '0')),
    CASHLESS: toWireMoney(BigInt(row.cashless)),
    SOURCE_TIME: toWireTime(row.at, zone),
    CREATION_WAY: wire.creation_way as string,
    GOSNUMBER: '',
    CAR_MARK: row.car ?? '',
  };
}

async function callerFields({ db }: ApiCall, digits: string): Promise<Fields> {
  const [clientId] = await clientsByPhone(db, digits);
  if (clientId === undefined) return { PHONE_TYPE: UNKNOWN, CLIENT_ID: '', CLIENT_TYPE: '', CLIENT_GROUP_ID: '', CLIENT_BALANCE: '', CLIENT_BONUS_BALANCE: '', CLIENT_IS_LOCKED: '' };
  interface Caller { groupId: number; groupType: 'individual' | 'legal'; blocked: boolean; balance: string; bonus: string }
  const caller = await queryRow<Caller>(db, sql('select_caller'), { client_id: clientId });
  const type = caller.groupType === 'legal' ? LEGAL_ENTITY : PRIVATE_PERSON;
  return {
    PHONE_TYPE: type, CLIENT_ID: clientId, CLIENT_TYPE: type, CLIENT_GROUP_ID: caller.groupId, CLIENT_BALANCE: toWireMoney(BigInt(caller.balance)),
    CLIENT_BONUS_BALANCE: toWireMoney(BigInt(caller.bonus)), CLIENT_IS_LOCKED: caller.blocked ? 1 : 0,
  };
}

const byPhone: ApiRequest = request({
  api: 'tm_tapi', name: 'get_info_by_phone', kind: 'GET', summary: 'Кто звонит: клиент и его текущий заказ',
  params: { phone: required(phone(16)), fields: required(fieldNames) },
  async handle(call, { phone: number, fields }) {
    const { digits } = parsePhone(number, call.db.defaults.phoneCountry);
    const ids = (await queryRows<{ id: number }>(call.db, sql('select_open_orders'), { digits })).map(({ id }) => id);
    const [order] = await selectOrders(call.db, ids.slice(0, 1));
    const ofOrder = order ? await orderFields(call, order) : { ...NOTHING, ...NO_ORDER };
    const toDial = order?.extras.callBackPhone ?? number;
    return chosen({ ...ofOrder, ...(await callerFields(call, digits)), PHONE_TO_DIAL: toDial, PHONE_SYSTEM_CATEGORY: 0, ORDERS_COUNT: ids.length }, fields);
  },
});

const byOrder: ApiRequest = request({
  api: 'tm_tapi', name: 'get_info_by_order_id', kind: 'GET', summary: 'Заказ по его номеру',
  params: { order_id: required(integer(1)), fields: required(fieldNames) },
  codes: { 100: { on: ['order.not_found'], descr: 'Заказ с ID {order_id} не найден' } },
  handle: async (call, { order_id, fields }) => chosen(await orderFields(call, await requireOrder(call.db, order_id)), fields),
});

const changeState: ApiRequest = request({
  api: 'tm_tapi', name: 'change_order_state', kind: 'FORM', summary: 'Изменение состояния заказа',
  params: { order_id: required(integer(1)), need_state: required(integer()) },
  codes: stateCodes,
  async handle({ db, actor }, { order_id, need_state }) {
    await requireOrder(db, order_id);
    const next = orderStates.find((one) => one.id === need_state);
    if (!next) throw ownError(stateCodes, 101, { new_state: need_state });
    await changeOrderState(db, actor, order_id, { state: next.state }, null);
    return { ORDER_ID: order_id, NEW_STATE: need_state };
  },
});

export const tmTapiRequests: readonly ApiRequest[] = [byPhone, byOrder, changeState];
