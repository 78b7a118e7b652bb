// What a ride would cost, and whether an order is there already: questions that leave nothing behind.
import type { CreateOrderInput, Distance } from '../contract/orders.js';
import { loadSql, queryOptionalRow, queryRow, type SqlRunner } from '../db/sql.js';
import { fieldError } from '../lib/app-error.js';
import { parsePhone } from '../lib/phone.js';
import { priceOf } from './decide.js';
import { askedOf, decideAbout, type Reader } from './resolve.js';
import { type Discount, discountOf, type Tariff } from './terms.js';

const sql = loadSql(import.meta.url);

export interface QuoteRequest {
  /** Null: for nobody in particular, so nothing is inherited. */
  customerId: number | null;
  payingId: number | null;
  at: Date;
  tariffId: number | null;
  discountId: number | null;
  discountCard: string | null;
  crewGroupId: number | null;
  distance: Distance;
}

export interface Quote {
  tariff: { id: number; name: string } | null;
  discount: { id: number; name: string } | null;
  /** Null: no fare to work it out from. Minor units. */
  price: bigint | null;
  off: bigint;
}

/** Throws order.reference_not_found, order.card_not_valid, client.not_found, order.employee_not_below, as an order would. */
export async function quoteRide(db: Reader, request: QuoteRequest): Promise<Quote> {
  const { customerId, payingId, at, tariffId, discountId, discountCard, crewGroupId, distance } = request;
  if (customerId === null) return quoteForNobody(db, request);
  const given = Object.fromEntries(Object.entries({ tariffId, discountId, discountCard, crewGroupId }).filter(([, value]) => value !== null));
  const { decision } = await decideAbout(db, { ...askedOf(db, { at: at.toISOString(), distance, ...given }), customerId, payingId }, { password: 'right' });
  const { tariff, discount, estimate } = decision;
  return { tariff: tariff?.tariff ?? null, discount: discount?.discount ?? null, price: estimate?.price ?? null, off: estimate?.discount ?? 0n };
}

async function quoteForNobody(db: SqlRunner, { tariffId, discountId, discountCard, crewGroupId, distance }: QuoteRequest): Promise<Quote> {
  interface Items { tariff: Tariff | null; discount: Discount | null; currency: string }
  const { tariff, discount, currency } = await queryRow<Items>(db, sql('select_items'), { tariff_id: tariffId, discount_id: discountId, card: discountCard });
  if (tariffId !== null && !tariff) throw fieldError('order.reference_not_found', 'body/tariffId', `There is no tariff ${tariffId}.`);
  if (discountId !== null && !discount) throw fieldError('order.reference_not_found', 'body/discountId', `There is no discount ${discountId}.`);
  const group = crewGroupId === null ? null : await queryOptionalRow<{ id: number }>(db, sql('find_crew_group'), { crew_group_id: crewGroupId });
  if (crewGroupId !== null && !group) throw fieldError('order.reference_not_found', 'body/crewGroupId', `There is no crew group ${crewGroupId}.`);
  const price = priceOf(tariff && { tariff }, distance, currency);
  const usable = discount?.active && (discount.currency === null || discount.currency === currency) ? discount : null;
  return { tariff, discount: usable, price, off: usable && price !== null ? discountOf(usable, price) : 0n };
}

/** Number of a discount card by its id; throws order.reference_not_found. */
export async function discountCardNumber(db: SqlRunner, id: number): Promise<string> {
  const card = await queryOptionalRow<{ number: string }>(db, sql('find_card'), { card_id: id });
  if (!card) throw fieldError('order.reference_not_found', 'body/discountCard', 'There is no such discount card.');
  return card.number;
}

/** Orders like this one: an open one, and the newest of all. */
export function findTwins(db: Reader, { phone, clientId, employeeId, at, addresses }: Pick<CreateOrderInput, 'phone' | 'clientId' | 'employeeId' | 'addresses'> & { at: Date }): Promise<{ open: number | null; newest: number | null }> {
  return queryRow(db, sql('find_twins'), {
    at, address: addresses?.[0]?.address ?? '', digits: phone === undefined ? null : parsePhone(phone, db.defaults.phoneCountry).digits, client_id: employeeId ?? clientId ?? null,
  });
}
