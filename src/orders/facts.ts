// Reads what decideOrder needs: two statements, whatever the depth of the tree and the number of settings.
import type { DayType } from '../contract/orders.js';
import type { Reference } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { parsePhone } from '../lib/phone.js';
import { loadResolution } from '../resolution/data.js';
import type { Period } from './calendar.js';
import { type BudgetFacts, type ClientFacts, type OrderFacts, payerPlace } from './decide.js';
import type { AccountState } from './payment.js';
import { type Discount, levelsOf, type Shift, type Tariff } from './terms.js';

const sql = loadSql(import.meta.url);

export interface FactsRequest {
  customerId: number;
  /** Whose account shall pay; must be the customer or above it. */
  payingId: number | null;
  at: Date;
  carrierId: number | null;
  crewGroupId: number | null;
  tariffId: number | null;
  discountId: number | null;
  discountCard: string | null;
  /** The currency of the sums in the request, and where it stands. */
  currency: { code: string; path: string } | null;
  /** Digits of the number that the order comes from. */
  callerDigits: string | null;
  /** An order that is decided anew: what it holds and has reserved counts as free. */
  orderId: number | null;
}

interface FamilyMember {
  phone?: string;
}

interface Row {
  clients: (ClientFacts & { id: number })[];
  groupType: 'individual' | 'legal';
  familyAccountAllowed: boolean;
  familyMembers: FamilyMember[];
  carrier: { id: number; currency: string } | null;
  tariffs: Tariff[];
  shifts: Shift[];
  discounts: Discount[];
  card: { discountId: number; active: boolean; validFrom: string | null; validTo: string | null } | null;
  crewGroup: Reference | null;
  calendar: Record<string, DayType> | null;
  accounts: { kindId: number; balance: string; held: string; own: string }[] | null;
  budgets: { id: number; clientId: number; period: Period; sum: string; usage: { startsOn: string; used: string; own: string }[] }[] | null;
  finishedOrders: number | null;
  reserved: string[];
}

export interface ReadFacts extends OrderFacts {
  /** Budgets that the order has reserved something of, "id firstDay". */
  reserved: readonly string[];
}

/** Throws client.not_found, order.employee_not_below, order.reference_not_found, order.card_not_valid, account.carrier_not_found, ledger.currency. */
export async function readFacts(db: SqlRunner & Pick<Db, 'defaults'>, request: FactsRequest): Promise<ReadFacts> {
  const { customerId, payingId, at, carrierId, crewGroupId, tariffId, discountId, discountCard, callerDigits, orderId } = request;
  const resolution = (await loadResolution(db, [customerId])).get(customerId);
  if (!resolution) throw new AppError('client.not_found', `There is no client ${customerId}.`);
  const { chain, group } = resolution;
  if (payingId !== null && !chain.some(({ id }) => id === payingId)) throw fieldError('order.employee_not_below', 'body/employeeId', `The client ${customerId} is not below the client ${payingId}.`);
  const said = (...keys: string[]) => levelsOf(resolution).flatMap(({ says }) => keys.map((key) => says.get(key)?.value).filter((value) => typeof value === 'number'));
  const row = await queryRow<Row>(db, sql('select_facts'), {
    client_ids: chain.map(({ id }) => id), payer_id: chain[payerPlace(chain, payingId)]?.id, group_id: group.id, at, carrier_id: carrierId, crew_group_id: crewGroupId,
    tariff_ids: withHand(said('tariff', 'prizeTariff'), tariffId), shift_ids: said('tariffShift'), discount_ids: withHand(said('discount', 'prizeDiscount'), discountId),
    card: discountCard, order_id: orderId,
  });
  const { carrier } = row;
  if (!carrier) throw fieldError('account.carrier_not_found', 'body/carrierId', 'There is no such carrier.');
  if (request.currency && request.currency.code !== carrier.currency) throw fieldError('ledger.currency', request.currency.path, `must be ${carrier.currency}, the currency of the carrier`);
  refuseMissing(request, row);
  return {
    resolution,
    clients: new Map(row.clients.map((client) => [client.id, client])),
    groupType: row.groupType,
    family: { groupAllows: row.familyAccountAllowed, memberCalls: callerDigits !== null && isMember(db, row.familyMembers, callerDigits, null) },
    carrier,
    items: { tariffs: byId(row.tariffs), shifts: byId(row.shifts), discounts: byId(row.discounts) },
    calendar: new Map(Object.entries(row.calendar ?? {})),
    crewGroup: row.crewGroup,
    cardDiscountId: row.card?.discountId ?? null,
    main: accountState(row, 0),
    bonus: accountState(row, 1),
    budgets: (row.budgets ?? []).map(toBudget),
    finishedOrders: row.finishedOrders ?? 0,
    reserved: row.reserved,
  };
}

function isMember({ defaults }: Pick<Db, 'defaults'>, members: readonly FamilyMember[], digits: string, country: string | null): boolean {
  return members.some(({ phone }) => phone !== undefined && parsePhone(phone, country ?? defaults.phoneCountry).digits === digits);
}

function withHand(ids: number[], byHand: number | null): number[] {
  return byHand === null ? ids : [...ids, byHand];
}

/** CommonAPI has a code for each of these: the path tells them apart. */
function refuseMissing({ crewGroupId, tariffId, discountId, discountCard, at }: FactsRequest, { crewGroup, tariffs, discounts, card }: Row): void {
  if (crewGroupId !== null && !crewGroup) throw fieldError('order.reference_not_found', 'body/crewGroupId', `There is no crew group ${crewGroupId}.`);
  if (tariffId !== null && !tariffs.some(({ id }) => id === tariffId)) throw fieldError('order.reference_not_found', 'body/tariffId', `There is no tariff ${tariffId}.`);
  if (discountId !== null && !discounts.some(({ id }) => id === discountId)) throw fieldError('order.reference_not_found', 'body/discountId', `There is no discount ${discountId}.`);
  if (discountCard === null) return;
  if (!card) throw fieldError('order.reference_not_found', 'body/discountCard', 'There is no such discount card.');
  const day = at.toISOString().slice(0, 10);
  const holds = card.active && (card.validFrom ?? day) <= day && day <= (card.validTo ?? day);
  if (!holds) throw fieldError('order.card_not_valid', 'body/discountCard', 'The discount card is not valid.');
}

function byId<Item extends { id: number }>(items: readonly Item[]): ReadonlyMap<number, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function accountState({ accounts }: Row, kindId: number): AccountState {
  const { balance = '0', held = '0', own = '0' } = accounts?.find((account) => account.kindId === kindId) ?? {};
  return { balance: BigInt(balance), held: BigInt(held), own: BigInt(own) };
}

function toBudget({ sum, usage, ...budget }: NonNullable<Row['budgets']>[number]): BudgetFacts {
  return { ...budget, sum: BigInt(sum), usage: new Map(usage.map(({ startsOn, used, own }) => [startsOn, { used: BigInt(used), own: BigInt(own) }])) };
}

export interface PhoneMatch {
  id: number;
  caller: boolean;
}

/** Who has this number: whoever it identifies alone, else everybody who has it, else the heads of families with such a member (at most 21). Deleted clients have none. */
export async function clientsByPhone(db: SqlRunner & Pick<Db, 'defaults'>, digits: string): Promise<number[]> {
  const found = await queryRows<PhoneMatch>(db, sql('find_by_phone'), { digits });
  const callers = found.filter(({ caller }) => caller);
  if (found.length > 0) return (callers.length === 1 ? callers : found).map(({ id }) => id);
  const heads = await queryRows<{ id: number; members: FamilyMember[]; country: string | null }>(db, sql('find_family'), { digits });
  return heads.filter(({ members, country }) => isMember(db, members, digits, country)).map(({ id }) => id);
}

export interface AutoCreation {
  id: number;
  name: string;
  type: 'individual' | 'legal';
}

/** D-25: the group in which an order from an unknown phone makes a client, if it does. */
export async function autoCreation(db: SqlRunner): Promise<AutoCreation | null> {
  return (await queryRows<AutoCreation>(db, sql('select_auto_creation')))[0] ?? null;
}
