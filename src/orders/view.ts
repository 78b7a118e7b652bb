// Orders and decisions in the shapes of the API.
import type { Distance, OrderState, OrderView, Pay, Resolution } from '../contract/orders.js';
import { attributeIdOf } from '../contract/settings.js';
import type { Money, Reference } from '../contract/primitives.js';
import { fromMinor } from '../lib/money.js';
import { type CrewOpinion, crewWishes } from './crews.js';
import { type Decision, named, type OrderFacts } from './decide.js';
import { type AccountState, availableBonus, availableByItself, type PaymentParts } from './payment.js';

export interface Sight {
  balances: boolean;
  hiddenAttributes: boolean;
}

export function resolutionView(decision: Decision, { main, bonus, carrier }: OrderFacts, sight: Sight): Resolution {
  const { effective, tariff, discount, prize, estimate, payment, budgets, rules } = decision;
  const money = (minor: bigint): Money => ({ amount: fromMinor(minor), currency: carrier.currency });
  const kindMoney = (kind: 'main' | 'bonus', { balance, held }: AccountState, floor: bigint | null, available: bigint | null) => ({
    kind, balance: money(balance), held: money(held), floor: floor === null ? null : money(floor), available: available === null ? null : money(available),
  });
  return {
    customer: named(decision.customer),
    payer: decision.payer,
    group: decision.group,
    path: decision.path.slice(0, -1),
    at: decision.at.toISOString(),
    timeZone: decision.timeZone,
    dayType: decision.dayType,
    terms: {
      tariff: tariff && { id: tariff.tariff.id, name: tariff.tariff.name, active: tariff.tariff.active, shift: tariff.shift && named(tariff.shift), source: tariff.source },
      discount: discount && {
        id: discount.discount.id, name: discount.discount.name, by: discount.by, percent: discount.discount.percent,
        sum: discount.discount.sumMinor === null ? null : money(BigInt(discount.discount.sumMinor)), source: discount.source,
      },
      prize,
      crewGroups: decision.crewGroups,
    },
    pickUpAddress: decision.pickUpAddress,
    attributes: attributesOf(effective, sight.hiddenAttributes, decision),
    notes: decision.notes,
    crews: decision.crews,
    passwordNeeded: decision.passwordOf,
    money: sight.balances
      ? [kindMoney('main', main, rules.floor, availableByItself(main, rules)), kindMoney('bonus', bonus, 0n, availableBonus(bonus, rules))]
      : null,
    budgets: sight.balances ? budgets.map(({ sum, left, ...budget }) => ({ ...budget, sum: money(sum), left: money(left) })) : null,
    estimate: estimate && { price: money(estimate.price), discount: money(estimate.discount), total: money(estimate.total), given: estimate.given },
    parts: payment.parts && partsView(payment.parts, money),
    verdict: decision.verdict,
  };
}

function attributesOf(effective: Decision['effective'], hidden: boolean, { attributeNames }: Decision): Resolution['attributes'] {
  return Object.entries(effective.settings).flatMap(([key, { value, source, hidden: isHidden }]) => {
    const id = attributeIdOf(key);
    return id === null || value === null || (isHidden && !hidden) ? [] : [{ id, name: attributeNames.get(id) ?? '', value, source }];
  });
}

function partsView(parts: PaymentParts, money: (minor: bigint) => Money): Resolution['parts'] & object {
  return { bonus: money(parts.bonus), cashless: money(parts.cashless), cash: money(parts.cash), card: money(parts.card) };
}

/** O-10: what held when the order was made, with names as they were. */
export interface Snapshot {
  path: Reference[];
  payer: Reference;
  group: Reference;
  tariff: (Reference & { fare: unknown; shift: Reference | null }) | null;
  discount: (Reference & { percent: number | null; sumMinor: string | null; currency: string | null; by: string }) | null;
  crewGroup: Reference | null;
  timeZone: string;
  prize: Decision['prize'];
  /** Whose family account pays for a member; absent in orders made before there were any. */
  family?: { headId: number } | null;
  /** The operator went on although funds were short. */
  confirmed: boolean;
  /** What was chosen for this order, not found out by the rules. */
  chosen: { payingId: number | null; crewGroupId: number | null; tariffId: number | null; discountId: number | null; discountCard: string | null };
}

/** A row of orders; sums are text, instants RFC 3339. */
export interface OrderRow {
  id: number;
  version: number;
  state: OrderState;
  customerId: number;
  payerId: number;
  carrierId: number;
  currency: string;
  at: string;
  preliminary: boolean;
  source: string;
  passenger: string | null;
  phone: string | null;
  addresses: OrderView['addresses'];
  comment: string | null;
  costCentre: string | null;
  crewGroupId: number | null;
  tariffId: number | null;
  discountId: number | null;
  prize: boolean;
  fixedSum: boolean;
  price: string | null;
  discountSum: string;
  total: string | null;
  bonus: string;
  cashless: string;
  cash: string;
  card: string;
  penalty: string;
  pay: Pay;
  distance: Distance | null;
  attributes: OrderView['attributes'];
  extras: OrderView['extras'];
  snapshot: Snapshot;
  /** From the customer up to the root, only who has one; null: the order has ended. */
  crewOpinions: CrewOpinion[] | null;
  crewId: number | null;
  driver: string | null;
  car: string | null;
  endReason: string | null;
  dailyOrderId: number | null;
  chargeCancelledAt: string | null;
  createdAt: string;
  stateAt: string;
  endedAt: string | null;
}

/** Columns of an order as they are written. */
export interface NewOrder extends Pick<OrderRow, 'at' | 'preliminary' | 'source' | 'passenger' | 'phone' | 'addresses' | 'comment' | 'currency' | 'prize' | 'pay' | 'distance' | 'attributes' | 'extras' | 'snapshot'> {
  customer_id: number;
  payer_id: number;
  carrier_id: number;
  cost_centre: string | null;
  crew_group_id: number | null;
  tariff_id: number | null;
  discount_id: number | null;
  fixed_sum: boolean;
  price_minor: string | null;
  discount_minor: string;
  total_minor: string | null;
  bonus_minor: string;
  cashless_minor: string;
  cash_minor: string;
  card_minor: string;
}

/** The row that these columns have become. */
export function newOrderRow(id: number, now: string, order: NewOrder, crewOpinions: CrewOpinion[]): OrderRow {
  const {
    customer_id: customerId, payer_id: payerId, carrier_id: carrierId, cost_centre: costCentre, crew_group_id: crewGroupId, tariff_id: tariffId, discount_id: discountId, fixed_sum: fixedSum,
    price_minor: price, discount_minor: discountSum, total_minor: total, bonus_minor: bonus, cashless_minor: cashless, cash_minor: cash, card_minor: card, source, at, preliminary,
    passenger, phone, addresses, comment, currency, prize, pay, distance, attributes, extras, snapshot,
  } = order;
  return {
    id, version: 1, state: 'new', customerId, payerId, carrierId, currency, at, preliminary, source, passenger, phone, addresses, comment, costCentre, crewGroupId, tariffId, discountId,
    prize, fixedSum, price, discountSum, total, bonus, cashless, cash, card, penalty: '0', pay, distance, attributes, extras, snapshot, crewOpinions, crewId: null, driver: null, car: null, endReason: null, dailyOrderId: null, chargeCancelledAt: null,
    createdAt: now, stateAt: now, endedAt: null,
  };
}

export function orderView(row: OrderRow): OrderView {
  const { customerId: _, payerId: __, currency, snapshot, crewGroupId: ___, tariffId: ____, discountId: _____, bonus, cashless, cash, card, price, discountSum, total, penalty, crewOpinions, ...same } = row;
  const money = (minor: string): Money => ({ amount: fromMinor(BigInt(minor)), currency });
  return {
    ...same,
    customer: snapshot.path[snapshot.path.length - 1] as Reference,
    payer: snapshot.payer,
    path: snapshot.path,
    group: snapshot.group,
    crewGroup: snapshot.crewGroup,
    tariff: snapshot.tariff && named(snapshot.tariff),
    discount: snapshot.discount && named(snapshot.discount),
    price: price === null ? null : money(price),
    discountSum: money(discountSum),
    total: total === null ? null : money(total),
    crews: crewOpinions && crewWishes(crewOpinions),
    parts: { bonus: money(bonus), cashless: money(cashless), cash: money(cash), card: money(card) },
    penalty: money(penalty),
  };
}
