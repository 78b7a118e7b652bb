// What the order requests say → what the domain takes. Nothing is decided here.
import type { ChangeOrderInput, CreateOrderInput, OrderExtras } from '../contract/orders.js';
import { fromMinor } from '../lib/money.js';
import { ancestorChains } from '../tree/tree.js';
import { commonError } from './answer.js';
import { type InnerValue, toInnerValues } from './attributes.js';
import { ownError } from './errors.js';
import { toAddresses, type WireAddress } from './order-readers.js';
import type { ApiCall, CodeTable } from './request.js';
import type { AttributeValue } from './values.js';

export interface WireOrder {
  phone?: string;
  client_id?: number;
  client_employee_id?: number;
  addresses?: WireAddress[];
  source_time?: Date;
  server_time_offset?: number;
  passenger?: string;
  customer?: string;
  comment?: string;
  phone_to_dial?: string;
  crew_group_id?: number;
  tariff_id?: number;
  discount_id?: number;
  uds_id?: number;
  services?: number[];
  order_params?: number[];
  attribute_values?: AttributeValue[];
  total_cost?: bigint;
  use_cashless?: boolean;
  use_bonus?: boolean;
  cashless_sum?: bigint;
  bonus_sum?: bigint;
  email?: string;
  prior_to_current_before_minutes?: number;
  flight_number?: string;
  payment_pay_system?: string;
}

/** Where each request has its numbers for what does not exist here. */
export interface Absent {
  uds: number;
  zone: number | null;
  parking: number | null;
  attribute: number;
  unbound: number;
}

/** There are neither UDS services nor zones and parking places: whoever names one gets its number. */
export function refuseAbsent(codes: CodeTable, { uds, zone, parking }: Absent, order: Pick<WireOrder, 'uds_id' | 'addresses'>): void {
  if (order.uds_id) throw ownError(codes, uds, { uds_id: order.uds_id });
  for (const { zone_id, parking_id } of order.addresses ?? []) {
    if (zone !== null && zone_id !== 0) throw ownError(codes, zone, { zone_id });
    if (parking !== null && parking_id !== 0) throw ownError(codes, parking, { parking_id });
  }
}

/** Values of attributes, and the obsolete lists of those that are set. */
export async function attributesOf({ db, zone }: ApiCall, codes: CodeTable, { attribute, unbound }: Absent, order: Pick<WireOrder, 'attribute_values' | 'services' | 'order_params'>): Promise<InnerValue[] | undefined> {
  if (!order.attribute_values && !order.services && !order.order_params) return undefined;
  const ticked = [...(order.services ?? []), ...(order.order_params ?? [])].map((id): AttributeValue => ({ id, bool_value: true }));
  const byId = new Map([...ticked, ...(order.attribute_values ?? [])].map((value) => [value.id, value]));
  return toInnerValues(db, [...byId.values()], 'order', zone, codes, { unknown: attribute, unbound });
}

/** Throws the request's own codes for a client or an employee that is not there. */
export async function requireWho({ db }: ApiCall, codes: CodeTable, numbers: { client: number; employee: number }, { client_id = 0, client_employee_id = 0 }: WireOrder): Promise<void> {
  if (client_id === 0) {
    if (client_employee_id !== 0) throw commonError(8, 'client_id');
    return;
  }
  const chains = await ancestorChains(db, client_employee_id === 0 ? [client_id] : [client_id, client_employee_id]);
  if (!chains.has(client_id)) throw ownError(codes, numbers.client, { client_id });
  if (client_employee_id !== 0 && !chains.get(client_employee_id)?.some(({ id }) => id === client_id)) throw ownError(codes, numbers.employee, { client_employee_id });
}

const given = <T extends object>(members: T) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
/** 0 means none, in every id of this wire. */
const orNone = (id: number | undefined) => (id === 0 ? undefined : id);

function extrasOf({ customer, phone_to_dial, email, flight_number, prior_to_current_before_minutes, server_time_offset, payment_pay_system }: WireOrder): OrderExtras {
  return given({
    orderedBy: customer, callBackPhone: phone_to_dial, email, flightNumber: flight_number, currentBeforeMinutes: prior_to_current_before_minutes, timeOffset: server_time_offset,
    paymentSystem: payment_pay_system,
  }) as OrderExtras;
}

/** use_cashless and use_bonus win over the fixed parts; without any of the four the rules of the client decide. */
function payOf({ db }: ApiCall, { use_cashless, use_bonus, cashless_sum, bonus_sum }: WireOrder): CreateOrderInput['pay'] {
  if ([use_cashless, use_bonus, cashless_sum, bonus_sum].every((one) => one === undefined)) return undefined;
  const part = (sum: bigint | undefined) => (sum === undefined || sum <= 0n ? undefined : { amount: fromMinor(sum), currency: db.defaults.currency });
  return given({ useCashless: use_cashless, useBonus: use_bonus, cashless: part(cashless_sum), bonus: part(bonus_sum) }) as CreateOrderInput['pay'];
}

function sumOf({ db }: ApiCall, total: bigint | undefined, name: string) {
  if (total === undefined) return undefined;
  if (total < 0n || total >= 10n ** 14n) throw commonError(9, `${name} должен быть от 0`);
  return { amount: fromMinor(total), currency: db.defaults.currency };
}

export function newOrder(call: ApiCall, order: WireOrder, attributes: InnerValue[] | undefined): CreateOrderInput {
  const extras = extrasOf(order);
  return given({
    phone: order.phone, clientId: orNone(order.client_id), employeeId: orNone(order.client_employee_id), at: order.source_time?.toISOString(), addresses: order.addresses && toAddresses(order.addresses),
    passenger: order.passenger, comment: order.comment, crewGroupId: orNone(order.crew_group_id), tariffId: orNone(order.tariff_id), sum: sumOf(call, orNoSum(order.total_cost), 'total_cost'),
    pay: payOf(call, order), attributes, extras: Object.keys(extras).length ? extras : undefined,
  }) as CreateOrderInput;
}

/** A fixed sum of nothing is no fixed sum: Go sends 0 for what is not set. */
function orNoSum(sum: bigint | undefined): bigint | undefined {
  return sum === 0n ? undefined : sum;
}

export interface WireChange extends WireOrder {
  cost_order?: bigint;
  auto_select_discount?: boolean;
  auto_select_tariff?: boolean;
  auto_recalc_cost?: boolean;
}

/** Absent = as it is; `auto_…` takes back what had been chosen by hand. */
export function changedOrder(call: ApiCall, order: WireChange, attributes: InnerValue[] | undefined, before: OrderExtras): ChangeOrderInput {
  const extras = extrasOf(order);
  const chosen = (id: number | undefined, automatic: boolean | undefined) => (automatic ? null : id === 0 ? null : id);
  return given({
    phone: order.phone, clientId: orNone(order.client_id), employeeId: orNone(order.client_employee_id), at: order.source_time?.toISOString(), addresses: order.addresses && toAddresses(order.addresses),
    passenger: order.passenger, comment: order.comment, crewGroupId: chosen(order.crew_group_id, false), tariffId: chosen(order.tariff_id, order.auto_select_tariff),
    discountId: chosen(order.discount_id, order.auto_select_discount), sum: order.auto_recalc_cost && order.cost_order === undefined ? null : sumOf(call, order.cost_order, 'cost_order'),
    attributes, extras: Object.keys(extras).length ? { ...before, ...extras } : undefined,
  }) as ChangeOrderInput;
}
