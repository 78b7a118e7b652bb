// Orders as this wire shows them (commonapi.md §9, table of order members). The id is order_id in get_order_state, and id in lists.
import type { OrderState } from '../contract/orders.js';
import type { AttributeDefinition } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import type { Clock } from '../lib/clock.js';
import { isWaitingForItsTime } from '../orders/list.js';
import type { OrderRow } from '../orders/view.js';
import { toWireValue } from './attributes.js';
import { orderStates, type WireState } from './states.js';
import { toWireMoney, toWireTime } from './values.js';

const sql = loadSql(import.meta.url);

/** Which answer an order stands in: get_order_state, get_current_orders, get_finished_orders. */
export type In = 'state' | 'current' | 'finished';

/** Come only when they are asked for by name. */
const ONLY_NAMED: Record<In, ReadonlySet<string>> = { state: new Set(['fact_route']), current: new Set(), finished: new Set(['bill', 'order_params']) };

const creationWays: Record<string, string> = {
  operator: 'operator', sms: 'sms', exchange: 'market', commonApi: 'common_api', telephony: 't_api', passengerApp: 'taxophone', driverApp: 'driver', dailyOrder: 'daily_order',
  webApp: 'taxophone_web', cabinet: 'taxophone_web',
};

export function wireState(state: OrderState): WireState {
  return orderStates.find((one) => one.state === state) as WireState;
}

/** All orders, each with the members that belong there, or those of `fields`. */
export async function wireOrders(db: SqlRunner & { clock: Clock }, rows: readonly OrderRow[], place: In, zone: string, fields: ReadonlySet<string> | undefined): Promise<Record<string, unknown>[]> {
  const ids = [...new Set(rows.flatMap(({ attributes }) => attributes.map(({ id }) => id)))];
  const attributes = ids.length === 0 ? [] : await queryRows<AttributeDefinition>(db, sql('select_attributes'), { ids });
  const byId = new Map(attributes.map((attribute) => [attribute.id, attribute]));
  const now = db.clock.now().toJSDate();
  return rows.map((row) => chosen(membersOf(row, byId, place, zone, now), place, fields));
}

function chosen(all: Record<string, unknown>, place: In, fields: ReadonlySet<string> | undefined): Record<string, unknown> {
  const wanted = fields?.size ? (name: string) => fields.has(name) : (name: string) => !ONLY_NAMED[place].has(name);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
}

function membersOf(row: OrderRow, attributes: ReadonlyMap<number, AttributeDefinition>, place: In, zone: string, now: Date): Record<string, unknown> {
  const { snapshot, extras } = row;
  const state = wireState(row.state);
  const clientId = snapshot.chosen.payingId ?? row.customerId;
  const [from, ...others] = row.addresses;
  const to = others.at(-1);
  const isOpen = place !== 'finished';
  const flags = row.attributes.filter(({ id, value }) => attributes.get(id)?.type === 'flag' && value === true).map(({ id }) => id);
  return {
    [place === 'state' ? 'order_id' : 'id']: row.id,
    state_id: state.id,
    ...(isOpen && { state_kind: state.kind }),
    crew_id: row.crewId ?? 0,
    prior_crew_id: 0,
    driver_id: 0,
    car_id: 0,
    server_time_offset: extras.timeOffset ?? 0,
    start_time: toWireTime(row.createdAt, zone),
    source_time: toWireTime(row.at, zone),
    finish_time: toWireTime(row.endedAt, zone),
    source: from?.address ?? '',
    destination: to?.address ?? '',
    source_lat: from?.latitude ?? 0,
    source_lon: from?.longitude ?? 0,
    destination_lat: to?.latitude ?? 0,
    destination_lon: to?.longitude ?? 0,
    stops: others.slice(0, -1).map(({ address, latitude = 0, longitude = 0 }) => ({ address, lat: latitude, lon: longitude })),
    ...(place !== 'current' && { trip_distance: (row.distance?.kmInTown ?? 0) + (row.distance?.kmOutOfTown ?? 0), trip_time: Math.round(row.distance?.minutes ?? 0) }),
    customer: extras.orderedBy ?? '',
    passenger: row.passenger ?? '',
    phone: row.phone ?? '',
    phone_to_dial: extras.callBackPhone ?? row.phone ?? '',
    client_id: clientId,
    client_name: snapshot.path.find(({ id }) => id === clientId)?.name ?? '',
    client_group_id: snapshot.group.id,
    client_group_name: snapshot.group.name,
    client_employee_id: clientId === row.customerId ? 0 : row.customerId,
    order_crew_group_id: row.crewGroupId ?? 0,
    tariff_id: row.tariffId ?? 0,
    car_mark: row.car ?? '',
    car_model: '',
    car_color: '',
    car_number: '',
    ...(isOpen && { confirmed: row.crewId === null ? 'not_confirmed' : 'confirmed_by_driver', crew_coords: { lat: 0, lon: 0 } }),
    order_params: flags,
    creation_way: creationWays[row.source] ?? 'unknown',
    is_prior: row.preliminary,
    ...(isOpen && { is_really_prior: isWaitingForItsTime(row, now) }),
    email: extras.email ?? '',
    ...(isOpen && { prior_to_current_before_minutes: extras.currentBeforeMinutes ?? 0 }),
    flight_number: extras.flightNumber ?? '',
    is_combined: false,
    is_part_of_combined: false,
    sum: toWireMoney(BigInt(row.price ?? row.total ?? '0')),
    total_sum: toWireMoney(BigInt(row.total ?? '0')),
    cash_sum: toWireMoney(BigInt(row.cash)),
    cashless_sum: toWireMoney(BigInt(row.cashless)),
    bonus_sum: toWireMoney(BigInt(row.bonus)),
    bank_card_sum: toWireMoney(BigInt(row.card)),
    attribute_values: row.attributes.flatMap(({ id, value }) => {
      const attribute = attributes.get(id);
      return (attribute && toWireValue(attribute, value, zone)) ?? [];
    }),
    ...(place === 'state' && { fact_route: [] }),
    is_auction: false,
    payment_pay_system: extras.paymentSystem ?? '',
    comment: row.comment ?? '',
  };
}
