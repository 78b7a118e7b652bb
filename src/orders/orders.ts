// Making and changing orders. What was read is decided upon by a pure function (decide.ts); what it found is written in one
// statement that checks it again under the locks (store.ts), so that no order passes on money or budgets that are there once.
import type { Actor } from '../auth/actor.js';
import { createClient } from '../clients/clients.js';
import { checkOrderPassword } from '../clients/order-password.js';
import type { ChangeOrderInput, CreateOrderInput, OrderView, ResolveAnswer } from '../contract/orders.js';
import type { Db } from '../db/database.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import type { Changes } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { fromMinor } from '../lib/money.js';
import { type Decision, decideOrder, type OrderRequest } from './decide.js';
import { autoCreation, type ReadFacts } from './facts.js';
import { askedOf, type Asked, decideAbout, type Reader, whoOrders } from './resolve.js';
import { checkAttributes, type Key, keyOf, orderOfKey, requireOrder, saveOrder, type SaveWrite, touchOrder, untilItHolds } from './store.js';
import { newOrderRow, type OrderRow, orderView, resolutionView, type Sight, type Snapshot } from './view.js';

export async function getOrder(db: Reader, id: number): Promise<OrderView> {
  return orderView(await requireOrder(db, id));
}

/** Throws order.refused with every reason, in the order of O-3. The same key leads to the same order. */
export async function createOrder(db: Db, actor: Actor, input: CreateOrderInput, idempotencyKey: string | null, channel: Pick<OrderRequest, 'rightMissing'> = {}): Promise<OrderView> {
  const key = keyOf(actor, idempotencyKey, { operation: 'createOrder', input });
  const password = passwordCheck(db, input.password);
  const attempt = async () => {
    const who = await whoOrders(db, input);
    if (who.kind === 'several') throw new AppError('order.refused', 'Several clients have this number: say which one orders.', { reasons: [{ code: 'client.ambiguous', message: 'Several clients have this number.', client: null, remedy: 'Ask who it is, and choose.' }] });
    const place = (reader: Reader, customerId: number, payingId: number | null) => placeOrder(reader, actor, input, key, { customerId, payingId, password, channel });
    return who.kind === 'client' ? place(db, who.customerId, who.payingId) : placeForUnknown(db, actor, input, place);
  };
  try {
    return await untilItHolds(attempt);
  } catch (error) {
    // What stands against it may be what the same request has taken before.
    const made = error instanceof AppError ? await orderOfKey(db, key) : null;
    if (made === null) throw error;
    return getOrder(db, made);
  }
}

/** D-25: client and order come into being together, or neither does. */
async function placeForUnknown(db: Db, actor: Actor, input: CreateOrderInput, place: (reader: Reader, customerId: number, payingId: null) => Promise<OrderView>): Promise<OrderView> {
  const group = await autoCreation(db);
  const phone = input.phone as string;
  if (!group) throw new AppError('order.refused', `Nobody has the number ${phone}.`, { reasons: [{ code: 'client.unknown', message: `Nobody has the number ${phone}.`, client: null, remedy: 'Create a client with this number.' }] });
  try {
    return await db.transaction(async (tx) => {
      const customerId = await createClient(tx, actor, {
        name: input.passenger?.trim() || phone.trim(), kind: group.type === 'individual' ? 'person' : 'organisation', groupId: group.id,
        phones: [{ number: phone, main: true, identifiesCaller: true }],
      });
      return place(tx, customerId, null);
    });
  } catch (error) {
    // Another order from the same number made the client at this moment: it is known now.
    if (error instanceof AppError && error.code === 'client.phone_taken') throw new AppError('conflict.busy');
    throw error;
  }
}

export interface Placing {
  customerId: number;
  payingId: number | null;
  password: (clientId: number) => Promise<OrderRequest['password']>;
  channel: Pick<OrderRequest, 'rightMissing'>;
}

/** Decides and makes an order for a client that is known; throws order.refused. In a transaction, or one statement that writes. */
export async function placeOrder(db: Reader, actor: Actor, input: CreateOrderInput, key: Key | null, { customerId, payingId, password, channel }: Placing): Promise<OrderView> {
  const asked = { ...askedOf(db, input), customerId, payingId };
  const said = { ...channel, confirmed: input.confirmed ?? false };
  const { facts, ...first } = await decideAbout(db, asked, said);
  const { passwordOf } = first.decision;
  const decision = passwordOf ? decideOrder(facts, { ...asked, ...said, password: await password(passwordOf.id) }) : first.decision;
  refuse(decision);
  await checkAttributes(db, input.attributes);
  const { addresses, passenger = null, phone = null, comment = null, costCentre = null, attributes = [], extras = {} } = input;
  const order = {
    ...orderColumns(facts, decision, asked, said.confirmed, db),
    source: input.source ?? sourceOf(actor), passenger, phone, comment, cost_centre: costCentre, attributes, extras,
    addresses: addresses ?? (decision.pickUpAddress === null ? [] : [{ address: decision.pickUpAddress }]),
  };
  const made = await saveOrder(db, actor, { ...toWrite(facts, decision), key, action: 'order.created', changes: createdChanges(decision, facts), order });
  // What was written is known: reading it again would cost a fifth of the whole.
  return made.fresh ? orderView(newOrderRow(made.orderId, made.now, order, decision.crewOpinions)) : getOrder(db, made.orderId);
}

function refuse({ verdict }: Decision): void {
  const { allowed, needsConfirmation, reasons, warnings } = verdict;
  if (!allowed) throw new AppError('order.refused', reasons[0]?.message, { reasons, warnings, needsConfirmation: false });
  if (needsConfirmation) throw new AppError('order.refused', warnings.at(-1)?.message, { reasons: [], warnings, needsConfirmation: true });
}

/** Each wrong try counts, so it is checked once, however often the rest is decided anew. */
function passwordCheck(db: Db, given: string | undefined): Placing['password'] {
  let state: OrderRequest['password'] | null = given === undefined ? 'missing' : null;
  return async (clientId) => {
    if (state !== null) return state;
    try {
      await checkOrderPassword(db, clientId, given as string);
      state = 'right';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== 'client.order_password_wrong' && error.code !== 'client.order_password_locked') throw error;
      state = error.code === 'client.order_password_wrong' ? 'wrong' : 'locked';
    }
    return state;
  };
}

function sourceOf({ channel }: Actor): string {
  switch (channel) {
    case 'dispatcher': return 'operator';
    case 'commonApi': case 'cabinet': case 'passengerApp': case 'driverApp': return channel;
    default: return 'unknown';
  }
}

type AskedAbout = Asked & { customerId: number; payingId: number | null };

/** The columns that follow from what was decided; sums as text. */
export function orderColumns(facts: ReadFacts, decision: Decision, asked: AskedAbout, confirmed: boolean, { clock }: Pick<Reader, 'clock'>) {
  const { estimate, payment, tariff, discount, crewGroups } = decision;
  const { bonus = 0n, cashless = 0n, cash = 0n, card = 0n } = payment.parts ?? {};
  const { request } = decision;
  const fixed = (name: 'cashless' | 'bonus', part: bigint) => (part > 0n ? { [name]: { amount: fromMinor(part), currency: facts.carrier.currency } } : {});
  return {
    customer_id: decision.customer.id, payer_id: decision.payer.id, path: decision.path.map(({ id }) => id), carrier_id: facts.carrier.id, currency: facts.carrier.currency,
    at: asked.at.toISOString(), preliminary: asked.at.getTime() > clock.now().toMillis(),
    crew_group_id: crewGroups.chosen?.id ?? null, tariff_id: tariff?.tariff.id ?? null, discount_id: discount?.discount.id ?? null,
    prize: decision.prize?.isPrize ?? false, fixed_sum: estimate?.given ?? false,
    price_minor: text(estimate?.price), discount_minor: (estimate?.discount ?? 0n).toString(), total_minor: text(estimate?.total),
    bonus_minor: bonus.toString(), cashless_minor: cashless.toString(), cash_minor: cash.toString(), card_minor: card.toString(),
    pay: { useCashless: request.useCashless, useBonus: request.useBonus, ...fixed('cashless', request.cashless), ...fixed('bonus', request.bonus), rest: request.rest },
    distance: asked.distance, snapshot: snapshotOf(decision, asked, confirmed),
  };
}

function snapshotOf(decision: Decision, asked: AskedAbout, confirmed: boolean): Snapshot {
  const { tariff, discount } = decision;
  return {
    path: decision.path, payer: decision.payer, group: decision.group,
    tariff: tariff && { id: tariff.tariff.id, name: tariff.tariff.name, fare: tariff.tariff.fare, shift: tariff.shift && { id: tariff.shift.id, name: tariff.shift.name } },
    discount: discount && { id: discount.discount.id, name: discount.discount.name, percent: discount.discount.percent, sumMinor: discount.discount.sumMinor, currency: discount.discount.currency, by: discount.by },
    crewGroup: decision.crewGroups.chosen, timeZone: decision.timeZone, prize: decision.prize, confirmed,
    family: decision.family && { headId: decision.family.head.id },
    chosen: { payingId: asked.payingId, crewGroupId: asked.crewGroupId, tariffId: asked.tariffId, discountId: asked.discountId, discountCard: asked.discountCard },
  };
}

/** Holds (M-7) and budgets (M-12) of an order; what an order had reserved elsewhere goes free. */
export function toWrite({ budgets: read, reserved }: ReadFacts, { payment, budgets }: Decision): Pick<SaveWrite, 'budgetCount' | 'budgets' | 'holds'> {
  const { bonus = 0n, cashless = 0n } = payment.parts ?? {};
  const lines = budgets.map(({ id, startsOn }) => ({ id, startsOn, amount: (bonus + cashless).toString() }));
  const left = reserved.filter((one) => !lines.some(({ id, startsOn }) => one === `${id} ${startsOn}`)).map((one) => {
    const [id, startsOn] = one.split(' ') as [string, string];
    return { id: Number(id), startsOn, amount: '0' };
  });
  const holds = [{ kindId: 1, amount: bonus, floor: 0n }, { kindId: 0, amount: cashless, floor: payment.floor }].filter(({ amount }) => amount > 0n);
  return { budgetCount: read.length, budgets: [...lines, ...left], holds: holds.map(({ kindId, amount, floor }) => ({ kindId, amount: amount.toString(), floor: text(floor) })) };
}

function text(minor: bigint | null | undefined): string | null {
  return minor?.toString() ?? null;
}

export function createdChanges({ customer, payer, at, estimate, payment }: Decision, { carrier }: ReadFacts): Changes {
  const money = (minor: bigint) => ({ amount: fromMinor(minor), currency: carrier.currency });
  return {
    customer: [null, { id: customer.id, name: customer.name }],
    payer: [null, payer],
    at: [null, at.toISOString()],
    ...(estimate && { total: [null, money(estimate.total)] }),
    ...(payment.parts && payment.parts.cashless > 0n && { cashless: [null, money(payment.parts.cashless)] }),
    ...(payment.parts && payment.parts.bonus > 0n && { bonus: [null, money(payment.parts.bonus)] }),
  };
}

const DETAILS = ['passenger', 'phone', 'addresses', 'comment', 'costCentre', 'attributes', 'extras'] as const;

/** Details change as they are; anything that touches terms or money is decided anew, with what the order holds counted as free. */
export async function changeOrder(db: Db, actor: Actor, id: number, input: ChangeOrderInput, version: number | null): Promise<OrderView> {
  await checkAttributes(db, input.attributes);
  await untilItHolds(async () => {
    const row = await requireOpenOrder(db, id);
    const details = Object.fromEntries(DETAILS.filter((field) => input[field] !== undefined).map((field) => [field, input[field]]));
    const { version: _, confirmed: __, ...terms } = Object.fromEntries(Object.entries(input).filter(([field]) => !(DETAILS as readonly string[]).includes(field))) as ChangeOrderInput;
    if (Object.keys(terms).length === 0) return touch(db, actor, row, details, version);
    return decideAnew(db, actor, row, { ...terms, confirmed: input.confirmed ?? row.snapshot.confirmed }, details, version);
  });
  return getOrder(db, id);
}

async function touch(db: Db, actor: Actor, row: OrderRow, details: Record<string, unknown>, version: number | null): Promise<void> {
  const before = Object.fromEntries(Object.keys(details).map((field) => [field, row[field as keyof OrderRow]]));
  const changes = differences(before, details);
  await refuseConflicts(db, 'order', row, version, changes);
  if (Object.keys(changes).length === 0) return;
  await touchOrder(db, actor, { key: null, id: row.id, version: row.version, action: 'order.changed', changes, order: detailColumns(row, details) });
}

function detailColumns(row: OrderRow, given: Record<string, unknown>): Record<string, unknown> {
  const { passenger, phone, addresses, comment, costCentre, attributes, extras } = { ...row, ...given } as OrderRow;
  return { passenger, phone, addresses, comment, cost_centre: costCentre, attributes, extras };
}

/** The whole order as it would be with these changes: what is not said stays, what it holds counts as free. */
function askedOfChange(db: Reader, row: OrderRow, terms: Omit<ChangeOrderInput, 'version'>): AskedAbout {
  const { chosen } = row.snapshot;
  const now = { amount: fromMinor(BigInt(row.total ?? '0')), currency: row.currency };
  const sum = terms.sum === undefined ? (row.fixedSum ? now : undefined) : (terms.sum ?? undefined);
  const { clientId, employeeId } = terms;
  const who = clientId !== undefined
    ? { customerId: employeeId ?? clientId, payingId: employeeId === undefined ? null : clientId }
    : employeeId !== undefined ? { customerId: employeeId, payingId: row.payerId } : { customerId: row.customerId, payingId: chosen.payingId };
  const kept = <T>(given: T | null | undefined, old: T | null): T | undefined => (given === undefined ? (old ?? undefined) : (given ?? undefined));
  return {
    ...askedOf(db, {
      at: terms.at ?? row.at, carrierId: terms.carrierId ?? row.carrierId, pay: terms.pay ?? row.pay,
      ...defined({
        phone: kept(terms.phone, row.phone), sum, distance: kept(terms.distance, row.distance), crewGroupId: kept(terms.crewGroupId, who.customerId === row.customerId ? chosen.crewGroupId : null), tariffId: kept(terms.tariffId, chosen.tariffId),
        discountId: kept(terms.discountId, chosen.discountId), discountCard: kept(terms.discountCard, chosen.discountCard),
      }),
    }),
    ...who,
    orderId: row.id,
  };
}

/** What a change would decide, and what stands against it; nothing is changed. Throws order.not_found, order.state. */
export async function resolveOrderChange(db: Reader, id: number, input: ChangeOrderInput, sight: Sight): Promise<ResolveAnswer> {
  const row = await requireOpenOrder(db, id);
  const { facts, decision } = await decideAbout(db, askedOfChange(db, row, input), { confirmed: input.confirmed ?? row.snapshot.confirmed, password: 'right' });
  return { ...resolutionView(decision, facts, sight), candidates: [], unknownPhone: null };
}

async function requireOpenOrder(db: Reader, id: number): Promise<OrderRow> {
  const row = await requireOrder(db, id);
  if (row.endedAt !== null) throw new AppError('order.state', `The order is ${row.state} and cannot be changed any more.`);
  return row;
}

async function decideAnew(db: Db, actor: Actor, row: OrderRow, terms: ChangeOrderInput, details: Record<string, unknown>, version: number | null): Promise<void> {
  const asked = askedOfChange(db, row, { ...terms, ...(details as Pick<ChangeOrderInput, 'phone'>) });
  const confirmed = terms.confirmed ?? false;
  const { facts, decision } = await decideAbout(db, asked, { confirmed, password: 'right' });
  const order = { ...orderColumns(facts, decision, asked, confirmed, db), ...detailColumns(row, details) };
  const after = { ...summary(decision), ...details };
  const changes = differences(Object.fromEntries(Object.keys(after).map((field) => [field, before(row)[field] ?? null])), after);
  await refuseConflicts(db, 'order', row, version, changes);
  refuse(decision);
  await saveOrder(db, actor, { ...toWrite(facts, decision), key: null, id: row.id, version: row.version, action: 'order.changed', changes, order });
}

/** What history compares, in minor units as text. */
function summary({ customer, payer, at, estimate, payment, tariff, discount, crewGroups }: Decision): Record<string, unknown> {
  return {
    customer: { id: customer.id, name: customer.name }, payer, at: at.toISOString(), total: text(estimate?.total), cashless: text(payment.parts?.cashless ?? 0n), bonus: text(payment.parts?.bonus ?? 0n),
    tariff: tariff?.tariff.id ?? null, discount: discount?.discount.id ?? null, crewGroup: crewGroups.chosen?.id ?? null,
  };
}

function before(row: OrderRow): Record<string, unknown> {
  const { path, payer } = row.snapshot;
  return { ...row, customer: path.at(-1), payer, tariff: row.tariffId, discount: row.discountId, crewGroup: row.crewGroupId };
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
