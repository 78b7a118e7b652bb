// Which tariff an order would have, and what it would cost (commonapi.md §9.9–9.11). Distances come from the caller: there are no maps here.
import { discountCardNumber, quoteRide, type QuoteRequest } from '../orders/quote.js';
import { requireOrder } from '../orders/store.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { fromMinor } from '../lib/money.js';
import { ownError } from './errors.js';
import { costCodes, costCodes2 } from './order-codes.js';
import { attributesOf, requireWho } from './order-input.js';
import { coordinate, points } from './order-readers.js';
import { type ApiCall, type ApiRequest, type CodeTable, optional, request, required, type Values } from './request.js';
import { attributeValues, bool, datetime, id, integers, number, phone, toWireMoney } from './values.js';

const UNUSED = { about: 'не используется' };

const asked = {
  source_time: optional(datetime), is_prior: optional(bool, UNUSED), client_id: optional(id), client_employee_id: optional(id), discount_id: optional(id), disc_card_id: optional(id),
  source_zone_id: optional(id), dest_zone_id: optional(id), distance_city: optional(number), distance_country: optional(number), source_distance_country: optional(number),
  is_country: optional(bool, UNUSED), waiting_minutes: optional(number), is_hourly: optional(bool), hourly_minutes: optional(number), is_prize: optional(bool, UNUSED), back_way: optional(bool, UNUSED),
  services: optional(integers, UNUSED), order_params: optional(integers, UNUSED), cashless: optional(bool, UNUSED),
} as const;

type Asked = Values<typeof asked> & { tariff_id?: number; crew_group_id?: number; uds_id?: number };

const none = (wireId: number | undefined) => (wireId ? wireId : null);
const MOST = 100_000;

async function costOf(call: ApiCall, codes: CodeTable, given: Asked): Promise<Record<string, unknown>> {
  const { db } = call;
  if (given.uds_id) throw ownError(codes, 109, { uds_id: given.uds_id });
  if (given.source_zone_id) throw ownError(codes, 104, { zone_id: given.source_zone_id });
  if (given.dest_zone_id) throw ownError(codes, 105, { zone_id: given.dest_zone_id });
  await requireWho(call, codes, { client: 103, employee: 111 }, { client_id: given.client_id ?? 0, client_employee_id: given.client_employee_id ?? 0 });
  const quote = await quoteRide(db, {
    customerId: none(given.client_employee_id) ?? none(given.client_id), payingId: none(given.client_employee_id) === null ? null : none(given.client_id), at: given.source_time ?? db.clock.now().toJSDate(),
    tariffId: none(given.tariff_id), discountId: none(given.discount_id), discountCard: given.disc_card_id ? await discountCardNumber(db, given.disc_card_id) : null, crewGroupId: none(given.crew_group_id),
    distance: distanceOf(codes, given),
  });
  if (quote.price === null) throw ownError(codes, 101);
  const info = [
    { comment: `Стоимость по тарифу «${quote.tariff?.name ?? ''}»`, sum: fromMinor(quote.price) },
    ...(quote.off > 0n ? [{ comment: `Скидка «${quote.discount?.name ?? ''}»`, sum: fromMinor(-quote.off) }] : []),
  ];
  return { sum: toWireMoney(quote.price - quote.off), info };
}

function distanceOf(codes: CodeTable, { distance_city = 0, distance_country = 0, source_distance_country = 0, waiting_minutes = 0, is_hourly = false, hourly_minutes = 0 }: Asked): QuoteRequest['distance'] {
  const distance = { kmInTown: distance_city, kmOutOfTown: distance_country + source_distance_country, minutes: is_hourly ? hourly_minutes : 0, waitingMinutes: waiting_minutes };
  if (Object.values(distance).some((value) => value < 0 || value > MOST)) throw ownError(codes, 101);
  return distance;
}

const tariff: ApiRequest = request({
  name: 'select_tariff_for_order', kind: 'JSON', summary: 'Тариф, по которому поедет клиент',
  params: {
    client_id: optional(id), crew_group_id: optional(id), uds_id: optional(id), source_time: optional(datetime), is_prize: optional(bool), addresses: optional(points, UNUSED),
  },
  codes: { 100: { on: ['client.not_found'], descr: 'Клиент с ID {client_id} не найден' } },
  async handle({ db }, { client_id, source_time, is_prize = false }) {
    if (!client_id) return { tariff_id: 0 };
    if (is_prize) {
      const [effective] = await effectiveSettings(db, [client_id], false);
      const prize = effective?.settings.prizeTariff?.value as { id: number } | null | undefined;
      if (prize) return { tariff_id: prize.id };
    }
    const quote = await quoteRide(db, { customerId: client_id, payingId: null, at: source_time ?? db.clock.now().toJSDate(), tariffId: null, discountId: null, discountCard: null, crewGroupId: null, distance: {} });
    return { tariff_id: quote.tariff?.id ?? 0 };
  },
});

const cost: ApiRequest = request({
  name: 'calc_order_cost', kind: 'GET', summary: 'Расчёт стоимости заказа',
  params: { tariff_id: required(id), ...asked },
  codes: costCodes,
  handle: (call, values) => costOf(call, costCodes, values),
});

const { client_employee_id: _employee, services: _services, ...asked2 } = asked;

const cost2: ApiRequest = request({
  name: 'calc_order_cost2', kind: 'JSON', summary: 'Расчёт стоимости заказа, тариф необязателен',
  params: {
    tariff_id: optional(id), ...asked2, order_id: optional(id), phone: optional(phone(30)), source_lat: optional(coordinate(90)), source_lon: optional(coordinate(180)),
    dest_lat: optional(coordinate(90)), dest_lon: optional(coordinate(180)), stops: optional(points), crew_group_id: optional(id), uds_id: optional(id), analyze_route: optional(bool, UNUSED),
    attribute_values: optional(attributeValues),
  },
  codes: costCodes2,
  async handle(call, { order_id, stops = [], attribute_values, ...values }) {
    const row = order_id ? await requireOrder(call.db, order_id) : null;
    const zone = stops.find(({ zone_id }) => zone_id !== 0);
    if (zone) throw ownError(costCodes2, 107, { zone_id: zone.zone_id });
    if (attribute_values) await attributesOf(call, costCodes2, { uds: 109, zone: null, parking: null, attribute: 112, unbound: 113 }, { attribute_values });
    // What the order says already, where nothing else is said.
    const fromOrder = row && { client_id: row.customerId, source_time: new Date(row.at), ...(row.tariffId !== null && { tariff_id: row.tariffId }) };
    return costOf(call, costCodes2, { ...fromOrder, ...values });
  },
});

export const orderCostRequests: readonly ApiRequest[] = [tariff, cost, cost2];
