// An order lives: new → driver assigned → car at place → client inside → finished, or aborted (O-8). Whatever assigns crews
// may leave steps out; a crew that withdraws makes the order new again. The end is charged once, however often it is said:
// under its lock an order ends only from the version that was looked at (O-9).
import type { Actor } from '../auth/actor.js';
import type { OpenState, OrderState, OrderStateInput, OrderView } from '../contract/orders.js';
import type { Db } from '../db/database.js';
import { differences } from '../history/conflicts.js';
import type { Changes } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { loadResolution, type ResolutionInput } from '../resolution/data.js';
import { localTime, periodStart } from './calendar.js';
import { crewWishes } from './crews.js';
import { paymentRules, priceOf } from './decide.js';
import { stopDailyOrderOf } from './daily-orders.js';
import { type AccountState, type PaymentParts, paymentRequest, type PaymentRules, splitPayment } from './payment.js';
import type { Reader } from './resolve.js';
import { type BudgetLine, endOrder, type EndWrite, type Key, keyOf, orderOfKey, requireOrder, selectSettlement, type Settlement, touchOrder, untilItHolds } from './store.js';
import { discountOf, levelsOf, type Tariff } from './terms.js';
import { type OrderRow, orderView } from './view.js';

const MAIN = 0;
const BONUS = 1;

const steps: Record<OpenState, readonly OrderState[]> = {
  new: ['driverAssigned', 'carAtPlace', 'clientInside', 'finished', 'aborted'],
  driverAssigned: ['new', 'carAtPlace', 'clientInside', 'finished', 'aborted'],
  carAtPlace: ['new', 'driverAssigned', 'clientInside', 'finished', 'aborted'],
  clientInside: ['finished', 'aborted'],
};

/** Saying again what an order already is changes nothing. Throws order.state naming the step that is not possible. */
export async function changeOrderState(db: Db, actor: Actor, id: number, input: OrderStateInput, idempotencyKey: string | null): Promise<OrderView> {
  const key = keyOf(actor, idempotencyKey, { operation: 'changeOrderState', id, input });
  await untilItHolds(() => takeStep(db, actor, id, input, key));
  return orderView(await requireOrder(db, id));
}

/**
 * Aborts an order, and stops the daily order that made it: no next one is made. Gives the id of the daily order; null: none
 * made it. Saying it again changes nothing.
 */
export async function deleteOrder(db: Db, actor: Actor, id: number, input: Pick<OrderStateInput, 'penalty' | 'reason'>, idempotencyKey: string | null): Promise<{ order: OrderView; stoppedDailyOrderId: number | null }> {
  const key = keyOf(actor, idempotencyKey, { operation: 'deleteOrder', id, input });
  return untilItHolds(() => db.transaction(async (tx) => {
    await takeStep(tx, actor, id, { ...input, state: 'aborted' }, key);
    const stoppedDailyOrderId = await stopDailyOrderOf(tx, actor, id);
    return { order: orderView(await requireOrder(tx, id)), stoppedDailyOrderId };
  }));
}

async function takeStep(db: Reader, actor: Actor, id: number, input: OrderStateInput, key: Key | null): Promise<void> {
  const [made, row] = await Promise.all([orderOfKey(db, key), requireOrder(db, id)]);
  if (made !== null) return;
  if (row.state === input.state && (row.endedAt !== null || !changesCrew(row, input))) return;
  if (row.state !== input.state && !(steps[row.state as OpenState] ?? []).includes(input.state)) {
    throw new AppError('order.state', `An order that is ${row.state} cannot become ${input.state}.`, { state: row.state });
  }
  if (input.state === 'finished' || input.state === 'aborted') await endOrder(db, actor, { ...(await ending(db, row, input)), key });
  else await touchOrder(db, actor, { ...step(row, input, refuseUnwantedCrew(row, input)), key });
}

/** Gives whether the crew is assigned against a client's wish, which has to be confirmed; throws order.crew_unwanted. */
function refuseUnwantedCrew({ crewId, crewOpinions }: OrderRow, input: OrderStateInput): boolean {
  const isNew = input.state !== 'new' && input.crewId !== undefined && input.crewId !== crewId;
  const wish = isNew ? crewWishes(crewOpinions ?? []).unwanted.find((one) => one.crewId === input.crewId) : undefined;
  if (wish && input.confirmed !== true) {
    throw new AppError('order.crew_unwanted', `"${wish.client.name}" does not want the crew ${wish.crewId}. Assign another, or confirm this one.`, { crewId: wish.crewId, client: wish.client, needsConfirmation: true });
  }
  return wish !== undefined;
}

function changesCrew(row: OrderRow, { crewId, driver, car }: OrderStateInput): boolean {
  return Object.keys(differences({ ...row }, { crewId, driver, car })).length > 0;
}

/** An order that becomes new again has no crew. */
function crewOf(row: OrderRow, input: OrderStateInput) {
  if (input.state === 'new') return { crewId: null, driver: null, car: null };
  return { crewId: input.crewId ?? row.crewId, driver: input.driver === undefined ? row.driver : input.driver, car: input.car === undefined ? row.car : input.car };
}

function step(row: OrderRow, input: OrderStateInput, unwanted: boolean) {
  const { crewId, driver, car } = crewOf(row, input);
  const changes: Changes = { ...differences({ ...row }, { state: input.state, crewId, driver, car }), ...(unwanted && { unwantedCrewConfirmed: [null, true] }) };
  return { id: row.id, version: row.version, action: 'order.state_changed' as const, changes, order: { state: input.state, crew_id: crewId, driver, car } };
}

async function ending(db: Reader, row: OrderRow, input: OrderStateInput): Promise<Omit<EndWrite, 'key'>> {
  const [settlement, inputs] = await Promise.all([selectSettlement(db, row.id), loadResolution(db, [row.payerId])]);
  const payer = inputs.get(row.payerId) as ResolutionInput;
  const rules = paymentRules(levelsOf(payer), row.currency, false);
  // Who has given up its own account meanwhile cannot be charged.
  const chargeable = payer.chain[0]?.usesOwnAccount === true;
  const end = input.state === 'finished' ? finish(row, input, settlement, rules, chargeable) : abort(row, input, settlement, rules, chargeable);
  const crew = crewOf(row, input);
  const { version, id } = row;
  const at = db.clock.now().toISO();
  const changes = { ...end.changes, ...differences({ ...row }, { state: input.state, ...crew, ...(input.reason != null && { endReason: input.reason }) }) };
  return {
    id, version, action: input.state === 'finished' ? 'order.finished' : 'order.aborted', changes,
    order: { ...end.order, state: input.state, crew_id: crew.crewId, driver: crew.driver, car: crew.car, end_reason: input.reason ?? null },
    entry: { kind: input.state === 'finished' ? 'charge' : 'penalty', at, name: `Order ${id}`, comment: null },
    charges: end.charges, budgets: end.budgets, totals: input.state === 'finished',
  };
}

type End = Pick<EndWrite, 'charges' | 'budgets'> & { order: Record<string, unknown>; changes: Changes };

function finish(row: OrderRow, input: OrderStateInput, settlement: Settlement, rules: PaymentRules, chargeable: boolean): End {
  const { price, discount, total, fixed } = cameTo(row, input);
  const budgets = budgetsOf(row, settlement);
  const most = budgets.reduce<bigint | null>((least, { left }) => (least === null || left < least ? left : least), null);
  const split = splitPayment({
    total, request: chargeable ? paymentRequest(row.pay, 'cash') : paymentRequest({ rest: row.pay.rest ?? 'cash' }, 'cash'), rules,
    main: stateOf(settlement, MAIN), bonus: stateOf(settlement, BONUS), confirmed: row.snapshot.confirmed, ended: { most: most !== null && most < 0n ? 0n : most },
  });
  const parts = split.parts as PaymentParts;
  return {
    order: {
      price_minor: `${price}`, discount_minor: `${discount}`, total_minor: `${total}`, fixed_sum: fixed, distance: input.distance ?? row.distance, penalty_minor: '0',
      bonus_minor: `${parts.bonus}`, cashless_minor: `${parts.cashless}`, cash_minor: `${parts.cash}`, card_minor: `${parts.card}`,
    },
    changes: differences({ ...row }, { total: `${total}`, bonus: `${parts.bonus}`, cashless: `${parts.cashless}` }),
    charges: [
      { kindId: BONUS, amount: `${parts.bonus}`, floor: '0', against: 'bonusFund' as const },
      { kindId: MAIN, amount: `${parts.cashless}`, floor: split.floor?.toString() ?? null, against: 'revenue' as const },
    ].filter(({ amount }) => amount !== '0'),
    budgets: budgets.map(({ id, startsOn }) => ({ id, startsOn, amount: `${parts.bonus + parts.cashless}` })),
  };
}

/** What the ride costs in the end: as said, by the fare of the order, or as it was thought. Throws order.sum_needed, ledger.currency. */
function cameTo(row: OrderRow, { sum, distance }: OrderStateInput) {
  if (sum) {
    const total = amountOf(row, sum, 'body/sum');
    return { price: total, discount: 0n, total, fixed: true };
  }
  const { tariff, discount } = row.snapshot;
  const price = distance && !row.fixedSum ? priceOf(tariff && { tariff: tariff as unknown as Tariff }, distance, row.currency) : null;
  if (price !== null) {
    const off = discount ? discountOf(discount, price) : 0n;
    return { price, discount: off, total: price - off, fixed: false };
  }
  if (row.total === null) throw fieldError('order.sum_needed', 'body/sum', 'is missing: there is no fare to work it out from');
  return { price: BigInt(row.price ?? row.total), discount: BigInt(row.discountSum), total: BigInt(row.total), fixed: row.fixedSum };
}

/** O-13: the penalty of the group and the state that the order was in, unless said otherwise; never under the floor (M-6). */
function abort(row: OrderRow, input: OrderStateInput, settlement: Settlement, rules: PaymentRules, chargeable: boolean): End {
  const due = input.penalty ? amountOf(row, input.penalty, 'body/penalty') : BigInt(settlement.penalty?.sum ?? '0');
  const { balance, held, own } = stateOf(settlement, MAIN);
  const free = rules.floor === null ? due : balance - held + own - rules.floor;
  const most = !chargeable ? 0n : free > own ? free : own;
  const penalty = due < most ? due : most;
  return {
    order: {
      price_minor: row.price, discount_minor: row.discountSum, total_minor: row.total, fixed_sum: row.fixedSum, distance: row.distance, penalty_minor: `${penalty}`,
      bonus_minor: '0', cashless_minor: '0', cash_minor: '0', card_minor: '0',
    },
    changes: penalty > 0n ? { penalty: [null, { amount: fromMinor(penalty), currency: row.currency }] } : {},
    charges: penalty > 0n ? [{ kindId: MAIN, amount: `${penalty}`, floor: rules.floor?.toString() ?? null, against: 'revenue' }] : [],
    budgets: budgetsOf(row, settlement).map(({ id, startsOn }): BudgetLine => ({ id, startsOn, amount: '0' })),
  };
}

/**
 * What cancelling the order now would cost its payer (O-13), by the rules of the group or with `amount` instead: no more than is
 * free on its account. Throws order.not_found, order.state for an order that has ended.
 */
export async function cancellationPenalty(db: Reader, id: number, amount?: string): Promise<{ minor: bigint; currency: string }> {
  const row = await requireOrder(db, id);
  if (row.endedAt !== null) throw new AppError('order.state', `The order is ${row.state} already.`, { state: row.state });
  const { order } = await ending(db, row, { state: 'aborted', ...(amount !== undefined && { penalty: { amount, currency: row.currency } }) });
  return { minor: BigInt(order.penalty_minor as string), currency: row.currency };
}

function amountOf({ currency }: OrderRow, sum: { amount: string; currency: string }, path: string): bigint {
  if (sum.currency !== currency) throw fieldError('ledger.currency', `${path}/currency`, `must be ${currency}, the currency of the order`);
  return toMinor(sum.amount);
}

function stateOf({ accounts }: Settlement, kindId: number): AccountState {
  const { balance = '0', held = '0', own = '0' } = accounts.find((account) => account.kindId === kindId) ?? {};
  return { balance: BigInt(balance), held: BigInt(held), own: BigInt(own) };
}

/** Budgets that the end of the order counts for: those that it has reserved of, and others on its path. */
function budgetsOf(row: OrderRow, { budgets }: Settlement): { id: number; startsOn: string; left: bigint }[] {
  const time = localTime(new Date(row.at), row.snapshot.timeZone);
  return budgets.map(({ id, period, sum, startsOn, own, usage }) => {
    const day = startsOn ?? periodStart(period, time);
    const left = BigInt(sum) - BigInt(usage[day] ?? '0');
    // What it has reserved it may spend, also of a budget that was lowered since.
    return { id, startsOn: day, left: (left > 0n ? left : 0n) + BigInt(own) };
  });
}
