// PURE. The one question (O-1): who is it, may they ride, who pays, on what terms, what must the driver know. All that was
// read goes in, a full answer with the verdict comes out. The order form, creating, changing and every channel use it.
//
// Terms: the customer is who orders; the payer is the nearest client upwards with an account of its own (O-2); everybody
// between them is an employee of the payer. Money is whole minor units.
import type { FamilyAccount } from '../contract/clients.js';
import type { Effective } from '../contract/effective.js';
import type { StackedNote } from '../contract/notes.js';
import type { CrewWishes, DayType, Distance, Pay, Reason } from '../contract/orders.js';
import type { Money, Reference } from '../contract/primitives.js';
import { settingDefinition } from '../contract/settings.js';
import { toMinor } from '../lib/money.js';
import { type NoteRow, stackNotes } from '../notes/stack.js';
import type { ResolutionInput, ResolutionNode } from '../resolution/data.js';
import { resolveSettings } from '../resolution/resolve.js';
import { type Calendar, dayTypeOf, localTime, type Period, periodStart } from './calendar.js';
import { type Family, familyOf } from './family.js';
import { type CrewOpinion, crewWishes } from './crews.js';
import { farePrice } from './fare.js';
import { type AccountState, type Payment, type PaymentRequest, paymentRequest, type PaymentRules, splitPayment } from './payment.js';
import { type ChosenDiscount, type ChosenTariff, chooseDiscount, chooseTariff, discountOf, type Items, type Level, levelsOf, type Prize, prizeOf } from './terms.js';
import { judge } from './verdict.js';

/** What only orders look at, of the customer and each superior. */
export interface ClientFacts {
  address: string | null;
  contractTo: string | null;
  timeZone: string | null;
  driverNote: string | null;
  notes: readonly NoteRow[];
  /** Numbers of crews. */
  favouriteCrews: readonly number[];
  unwantedCrews: readonly number[];
  hasOrderPassword: boolean;
  familyAccount: FamilyAccount | null;
}

export interface BudgetFacts {
  id: number;
  clientId: number;
  period: Period;
  sum: bigint;
  /** By first day of the period, near the time of the order: what all orders have reserved or spent, and this one. */
  usage: ReadonlyMap<string, { used: bigint; own: bigint }>;
}

export interface OrderFacts {
  resolution: ResolutionInput;
  clients: ReadonlyMap<number, ClientFacts>;
  groupType: 'individual' | 'legal';
  /** Whether the group has family accounts, and whether the number that calls is in the customer's list of members. */
  family: { groupAllows: boolean; memberCalls: boolean };
  carrier: { id: number; currency: string };
  items: Items;
  calendar: Calendar;
  /** Names of crew groups that were asked for. */
  crewGroup: Reference | null;
  cardDiscountId: number | null;
  main: AccountState;
  bonus: AccountState;
  /** In the currency of the order, the root's first. */
  budgets: readonly BudgetFacts[];
  finishedOrders: number;
}

export interface OrderRequest {
  /** Whose account shall pay, or its nearest superior with one; null: the customer's. */
  payingId: number | null;
  at: Date;
  defaultTimeZone: string;
  tariffId: number | null;
  discountId: number | null;
  sum: bigint | null;
  distance: Distance | null;
  pay: Pay | undefined;
  confirmed: boolean;
  /** notAsked: only a question, nobody has said a password yet. */
  password: 'notAsked' | 'right' | 'missing' | 'wrong' | 'locked';
  /** Cabinet: the right to order is missing, and who forbids it. */
  rightMissing?: Reference | null;
}

export interface BudgetLeft {
  id: number;
  client: Reference;
  period: Period;
  startsOn: string;
  sum: bigint;
  /** Without what this order has reserved itself. */
  left: bigint;
}

export interface Decision {
  customer: ResolutionNode;
  payer: Reference;
  group: Reference;
  /** The customer and all its superiors, the root first. */
  path: Reference[];
  effective: Effective;
  attributeNames: ReadonlyMap<number, string>;
  at: Date;
  timeZone: string;
  dayType: DayType;
  tariff: ChosenTariff | null;
  discount: ChosenDiscount | null;
  prize: Prize | null;
  crewGroups: { allowed: Reference[] | null; default: Reference | null; chosen: Reference | null };
  pickUpAddress: string | null;
  notes: StackedNote[];
  crews: CrewWishes;
  /** What they follow from, of the customer first. */
  crewOpinions: CrewOpinion[];
  passwordOf: Reference | null;
  family: Family | null;
  rules: PaymentRules;
  request: PaymentRequest;
  estimate: { price: bigint; discount: bigint; total: bigint; given: boolean } | null;
  payment: Payment;
  budgets: BudgetLeft[];
  verdict: { allowed: boolean; needsConfirmation: boolean; reasons: Reason[]; warnings: Reason[] };
}

export function decideOrder(facts: OrderFacts, request: OrderRequest): Decision {
  const { resolution, clients, carrier } = facts;
  const { chain, group } = resolution;
  const customer = chain[0] as ResolutionNode;
  const payerIndex = payerPlace(chain, request.payingId);
  const payer = chain[payerIndex] as ResolutionNode;
  const effective = resolveSettings(resolution, { hiddenAttributes: true });
  const timeZone = firstOf(chain, clients, ({ timeZone }) => timeZone) ?? request.defaultTimeZone;
  const time = localTime(request.at, timeZone);
  const levels = levelsOf(resolution);
  const rules = paymentRules(levels.slice(payerIndex), carrier.currency, effective.settings.cashForbidden?.value === true);
  const prize = prizeOf(rules.prizeEvery, facts.finishedOrders);
  const isPrize = prize?.isPrize ?? false;
  const tariff = chooseTariff(levels, facts.items, { byHand: request.tariffId, isPrize, time, calendar: facts.calendar });
  const price = request.sum ?? priceOf(tariff, request.distance, carrier.currency);
  const discount = chooseDiscount(levels, facts.items, { byHand: request.discountId, card: facts.cardDiscountId, isPrize, price, currency: carrier.currency });
  // A total from outside is what is to be paid: nothing is taken off it.
  const off = discount && price !== null && request.sum === null ? discountOf(discount.discount, price) : 0n;
  const estimate = price === null ? null : { price, discount: off, total: price - off, given: request.sum !== null };
  const payable = paymentRequest(request.pay, rules.cashForbidden || facts.groupType === 'legal' ? 'cashless' : 'cash');
  const payment = splitPayment({ total: estimate?.total ?? null, request: payable, rules, main: facts.main, bonus: facts.bonus, confirmed: request.confirmed });
  const budgets = facts.budgets.map((budget) => budgetLeft(budget, chain, clients, request));
  const crewOpinions = chain.map(({ id, name }) => ({ id, name, favourite: clients.get(id)?.favouriteCrews ?? [], unwanted: clients.get(id)?.unwantedCrews ?? [] }));
  const decision = {
    customer, payer: named(payer), group: { id: group.id, name: group.name }, path: chain.map(named).reverse(), effective,
    attributeNames: new Map(resolution.attributes.map(({ id, name }) => [id, name])),
    at: request.at, timeZone, dayType: dayTypeOf(facts.calendar, time), tariff, discount, prize,
    crewGroups: crewGroupsOf(effective, facts.crewGroup),
    pickUpAddress: firstOf(chain, clients, ({ address }) => address),
    notes: notesOf(chain, clients, request),
    crews: crewWishes(crewOpinions),
    crewOpinions,
    passwordOf: passwordOf(chain.slice(0, payerIndex + 1), clients),
    family: familyOf(chain.slice(0, payerIndex + 1).map((node) => ({ ...named(node), familyAccount: clients.get(node.id)?.familyAccount ?? null })), facts.family),
    rules, request: payable, estimate, payment, budgets,
  };
  return { ...decision, verdict: judge({ decision, chain, payerIndex, clients, levels, today: time.toISODate(), request, currency: carrier.currency, mainBalance: facts.main.balance }) };
}

/** O-2. A root always has an account, so there is one. */
export function payerPlace(chain: readonly ResolutionNode[], payingId: number | null): number {
  const from = payingId === null ? 0 : Math.max(0, chain.findIndex(({ id }) => id === payingId));
  const place = chain.findIndex((node, index) => index >= from && node.usesOwnAccount);
  return place < 0 ? chain.length - 1 : place;
}

/** What holds for the payer's money: its levels up to the group. Whether cash is forbidden is the customer's. */
export function paymentRules(payer: readonly Level[], currency: string, cashForbidden: boolean): PaymentRules & { prizeEvery: number | null } {
  const value = (key: string): unknown => {
    const level = payer.find(({ says }) => says.has(key));
    return level ? level.says.get(key)?.value : settingDefinition(key)?.default;
  };
  const money = (key: string, foreign: bigint | null) => {
    const set = value(key) as Money | null;
    return set === null ? null : set.currency === currency ? toMinor(set.amount) : foreign;
  };
  return {
    // A floor in another currency cannot be compared: then nothing is the floor.
    floor: money('balanceFloor', 0n),
    minimumForCashless: money('minBalanceForCashless', null),
    minimumForBonus: money('minBonusBalance', null),
    whenFundsShort: value('whenFundsShort') as PaymentRules['whenFundsShort'],
    cashForbidden,
    prizeEvery: value('prizeEvery') as number | null,
  };
}

/** By the fare, if it is in the currency of the order and there is something to work out; else not known yet. */
export function priceOf(tariff: Pick<ChosenTariff, 'tariff'> | null, distance: Distance | null, currency: string): bigint | null {
  const fare = tariff?.tariff.fare;
  if (!fare || (fare.currency ?? currency) !== currency) return null;
  if (distance === null && fare.minimum === undefined) return null;
  return farePrice(fare, distance ?? {});
}

function budgetLeft({ id, clientId, period, sum, usage }: BudgetFacts, chain: readonly ResolutionNode[], clients: OrderFacts['clients'], request: OrderRequest): BudgetLeft {
  const place = chain.findIndex((node) => node.id === clientId);
  const timeZone = firstOf(chain.slice(place), clients, (client) => client.timeZone) ?? request.defaultTimeZone;
  const startsOn = periodStart(period, localTime(request.at, timeZone));
  const { used, own } = usage.get(startsOn) ?? { used: 0n, own: 0n };
  return { id, client: named(chain[place] as ResolutionNode), period, startsOn, sum, left: sum - used + own };
}

function crewGroupsOf(effective: Effective, asked: Reference | null): Decision['crewGroups'] {
  const allowed = effective.settings.crewGroups?.value as Reference[] | null;
  const byDefault = effective.settings.defaultCrewGroup?.value as Reference | null;
  return { allowed, default: byDefault, chosen: asked ?? byDefault };
}

function notesOf(chain: readonly ResolutionNode[], clients: OrderFacts['clients'], { at, defaultTimeZone }: OrderRequest): StackedNote[] {
  const levels = chain.map(({ id, name }) => {
    const { timeZone = null, driverNote = null, notes = [] } = clients.get(id) ?? {};
    return { id, name, timeZone, driverNote, notes };
  });
  return stackNotes(levels.reverse(), at, defaultTimeZone);
}

/** The nearest of the customer and those above it, up to the payer, who has set one. */
function passwordOf(chain: readonly ResolutionNode[], clients: OrderFacts['clients']): Reference | null {
  const owner = chain.find(({ id }) => clients.get(id)?.hasOrderPassword);
  return owner ? named(owner) : null;
}

function firstOf<T>(chain: readonly ResolutionNode[], clients: OrderFacts['clients'], pick: (client: ClientFacts) => T | null): T | null {
  for (const { id } of chain) {
    const client = clients.get(id);
    const value = client ? pick(client) : null;
    if (value !== null) return value;
  }
  return null;
}

export function named({ id, name }: Reference): Reference {
  return { id, name };
}
