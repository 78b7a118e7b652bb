// Orders, money, budgets and schedules of the demo directory: rides of the last four months, some on their way in every state, some
// for later. What is decided comes from the product's own decision, and is written by its own functions in one statement, in
// the order of time; so balances, budgets and history are those of real work.
import { type Actor, systemActor } from '../auth/actor.js';
import { setBudget } from '../budgets/budgets.js';
import type { OrderState } from '../contract/orders.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { type Random, seededRandom } from '../generate/random.js';
import type { Clock } from '../lib/clock.js';
import { createDailyOrder } from '../orders/daily-orders.js';
import { type Decision, decideOrder } from '../orders/decide.js';
import { type ReadFacts, readFacts } from '../orders/facts.js';
import { giveFeedback } from '../orders/feedback.js';
import { createdChanges, orderColumns, toWrite } from '../orders/orders.js';
import { askedOf } from '../orders/resolve.js';
import { setOrderRules } from '../orders/rules.js';

const sql = loadSql(import.meta.url);

const SEED = 20_260;
const DAYS = 120;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const PLACES = [
  'ул. Лесная, 12', 'пр. Мира, 101', 'Железнодорожный вокзал', 'Аэропорт, терминал B', 'ул. Садовая, 7, подъезд 2', 'Набережная, 3', 'Бизнес-центр «Меридиан»', 'Гостиница «Центральная»',
  'ул. Заводская, 44, проходная', 'Торговый центр «Галерея»', 'Больница № 2', 'ул. Школьная, 19',
];
/** For whoever is picked up at an address in Latin letters: as many, so that the rest of the demo stays as it is. */
const PLACES_ABROAD = [
  'Gare centrale', 'Aéroport, terminal 2', 'Palais des congrès', 'Opéra', 'Musée des beaux-arts', 'Vieux port', 'Place du marché, 4', 'Clinique Sainte-Anne', 'Hôtel de ville', 'Parc des expositions', 'Quai des Invités, 12',
  'Rue des Exemples, 30',
];
const CREWS = [
  [3, 'Семёнов Игорь', 'Белая Kia Rio, А123ВС'], [7, 'Гусев Павел', 'Серый Skoda Octavia, К456МН'], [12, 'Орлова Вера', 'Жёлтый Hyundai Solaris, Р789ТУ'], [15, 'Ким Роман', 'Чёрная Toyota Camry, Е321ХО'],
] as const;
const REASONS = ['Пассажир передумал', 'Машина не понадобилась', 'Долго ждали машину'];
const COMMENTS = ['Позвонить за пять минут', 'Встретить у главного входа', 'Два чемодана', 'Нужна квитанция'];
const PRAISE = ['Приехали вовремя, спасибо', 'Машина чистая, водитель вежливый', 'Опоздали на десять минут'];
const SOURCES = ['operator', 'operator', 'telephony', 'cabinet', 'commonApi', 'passengerApp'] as const;

interface Customer {
  id: number;
  facts: ReadFacts;
}

interface Step {
  at: number;
  do: 'book' | 'save' | 'touch' | 'end';
  /** Of orders: which one, in the order of their making. */
  ride?: Ride;
  request: Record<string, unknown>;
}

interface Ride {
  id: number;
  version: number;
  state: OrderState;
}

/** For the group of private persons, orders from unknown phones make clients. */
export async function createOrders(tx: Tx, actor: Actor, personsGroupId: number): Promise<void> {
  const random = seededRandom(SEED);
  await setOrderRules(tx, actor, { autoCreateGroupId: personsGroupId }, null);
  const ids = (await queryRows<{ id: number }>(tx, sql('select_customers'))).map(({ id }) => id);
  const payers = await queryRows<Payer>(tx, sql('select_payers'), { client_ids: ids });
  const currency = payers[0]?.currency ?? tx.defaults.currency;
  for (const [name, period, amount] of [['Отдел доставки', 'month', '60000.00'], ['Центральный офис', 'quarter', '400000.00'], ['Дирекция', 'week', '15000.00']] as const) {
    const unit = await tx.prisma.client.findFirst({ where: { name }, select: { id: true } });
    if (unit) await setBudget(tx, actor, unit.id, period, { amount, currency }, null);
  }
  const now = tx.clock.now().toMillis();
  const customers: Customer[] = [];
  for (const id of ids) customers.push({ id, facts: await readFacts(tx, { ...askedOf(tx, {}), customerId: id, payingId: null }) });
  // Some may not ride: a contract, a crew group, a payment that their group forbids.
  const able = customers.filter(({ facts }) => decideOrder(facts, { ...askedOf(tx, {}), payingId: null, confirmed: true, password: 'right' }).verdict.allowed);
  const steps = [...receipts(payers, now, random), ...rides(tx, able, now, random)].sort((a, b) => a.at - b.at);
  const reviewed = await run(tx, steps);
  for (const [place, id] of reviewed.entries()) await giveFeedback(tx, actor, id, place % 3 === 2 ? { author: 'driver', stars: 4 } : { author: 'passenger', stars: 5 - (place % 3), comment: random.pick(PRAISE) });
  await createSchedules(tx, actor, able.map(({ id }) => id));
  await queryRows(tx, sql('forget_events'));
}

interface Payer {
  id: number;
  carrierId: number;
  currency: string;
}

/** Every payer fills its account once a month, before the first ride. */
function receipts(payers: readonly Payer[], now: number, random: Random): Step[] {
  return payers.flatMap(({ id, carrierId, currency }) => [0, 1, 2, 3].map((month): Step => {
    const at = now - (DAYS + 1 - month * 30) * DAY;
    const amount = random.between(40, 90) * 100_000;
    const account = { carrierId, kindId: 0, currency };
    return {
      at, do: 'book',
      request: {
        entry: { kind: 'receipt', at: iso(at), name: 'Оплата по счёту', cash: false },
        postings: [{ account: { clientId: id, ...account }, amount: String(amount), floor: null }, { account: { serviceRole: 'bank', ...account }, amount: String(-amount), floor: null }],
      },
    };
  }));
}

function rides(tx: Tx, customers: readonly Customer[], now: number, random: Random): Step[] {
  const planned: [at: number, state: OrderState][] = [];
  for (let place = 0; place < 130; place += 1) planned.push([now - random.between(60, DAYS * 24 * 60) * MINUTE, random.chance(0.1) ? 'aborted' : 'finished']);
  for (const state of ['new', 'driverAssigned', 'carAtPlace', 'clientInside'] as const) planned.push([now - 5 * MINUTE, state], [now - 2 * MINUTE, state]);
  for (const hours of [3, 7, 20, 26, 49, 75]) planned.push([now + hours * 60 * MINUTE, 'new']);
  return planned.flatMap(([at, state], place) => ride(tx, customers[place % customers.length] as Customer, at, state, now, random));
}

function ride(tx: Tx, { facts, id }: Customer, at: number, state: OrderState, now: number, random: Random): Step[] {
  const made = Math.min(at, now) - random.between(8, 90) * MINUTE;
  const clock: Clock = { now: () => tx.clock.now().minus({ milliseconds: now - made }) };
  const asked = { ...askedOf({ ...tx, clock }, { at: iso(at), distance: { kmInTown: random.between(3, 24), minutes: random.between(8, 50) } }), customerId: id, payingId: null };
  const sum = asked.sum ?? null;
  const request = { ...asked, sum, confirmed: true, password: 'right' as const };
  const first = decideOrder(facts, request);
  // Tariffs in another currency have no price here.
  const decision: Decision = first.estimate ? first : decideOrder(facts, { ...request, sum: BigInt(random.between(250, 1_900)) * 100n });
  if (!decision.verdict.allowed) return [];
  const crew = random.pick(CREWS);
  const places = /[a-z]{4}/i.test(decision.pickUpAddress ?? '') ? PLACES_ABROAD : PLACES;
  const [from, to] = [random.pick(places), random.pick(places)];
  const order = {
    ...orderColumns(facts, decision, asked, true, { clock }), source: random.pick(SOURCES), passenger: null, phone: null, comment: random.chance(0.3) ? random.pick(COMMENTS) : null, cost_centre: null, attributes: [], extras: {},
    addresses: [{ address: decision.pickUpAddress ?? from }, { address: to }],
  };
  const target: Ride = { id: 0, version: 0, state };
  const writes = toWrite(facts, decision);
  const steps: Step[] = [{ at: made, do: 'save', ride: target, request: { ...writes, action: 'order.created', changes: createdChanges(decision, facts), order } }];
  const [crewId, driver, car] = crew;
  const withCrew = { crew_id: crewId, driver, car };
  if (state === 'finished' || state === 'aborted') steps.push(ending(order, writes, state, at + random.between(12, 55) * MINUTE, target, withCrew, random));
  else if (state !== 'new') steps.push({ at: made + 4 * MINUTE, do: 'touch', ride: target, request: { action: 'order.state_changed', changes: { state: ['new', state], crewId: [null, crewId], driver: [null, driver], car: [null, car] }, order: { state, ...withCrew } } });
  return steps;
}

function ending(
  order: ReturnType<typeof orderColumns>, writes: ReturnType<typeof toWrite>, state: 'finished' | 'aborted', at: number, target: Ride, crew: { crew_id: number; driver: string; car: string }, random: Random,
): Step {
  const { price_minor, discount_minor, total_minor, bonus_minor, cashless_minor, cash_minor, card_minor, fixed_sum, distance } = order;
  const paid = state === 'finished';
  const parts = paid ? { bonus_minor, cashless_minor, cash_minor, card_minor } : { bonus_minor: '0', cashless_minor: '0', cash_minor: '0', card_minor: '0' };
  const reason = paid ? null : random.pick(REASONS);
  return {
    at, do: 'end', ride: target,
    request: {
      action: `order.${state}`, changes: { state: ['new', state], ...(reason !== null && { endReason: [null, reason] }) },
      order: { price_minor, discount_minor, total_minor, ...parts, fixed_sum, distance, penalty_minor: '0', ...(paid ? crew : {}), state, end_reason: reason },
      entry: { kind: 'charge', at: iso(at) },
      charges: paid && cashless_minor !== '0' ? [{ kindId: 0, amount: cashless_minor, floor: null, against: 'revenue' }] : [],
      budgets: writes.budgets.map((line) => ({ ...line, amount: paid ? line.amount : '0' })), totals: paid,
    },
  };
}

/** Gives the ids of some finished orders. */
async function run(tx: Tx, steps: readonly Step[]): Promise<number[]> {
  const { kind, id: actorId, name } = systemActor('demo');
  let { id } = await queryRow<{ id: number }>(tx, sql('next_order_id'));
  const requests = steps.map(({ at, do: what, ride: target, request }) => {
    const all = { key: null, now: iso(at), actor: { kind, id: actorId, name, channel: 'system', requestId: '-', onBehalfOf: null }, ...request };
    if (!target) return { do: what, request: { holds: [], ...all } };
    if (what === 'save') {
      target.id = id;
      id += 1;
    }
    const version = target.version;
    target.version += 1;
    if (what === 'save') return { do: what, request: all };
    const entry = (request as { entry?: object }).entry;
    return { do: what, request: { ...all, id: target.id, version, ...(entry && { entry: { ...entry, name: `Order ${target.id}` } }) } };
  });
  await queryRows(tx, sql('do_steps'), { steps: JSON.stringify(requests) });
  return steps.filter(({ do: what, ride: target }) => what === 'end' && target?.state === 'finished').map(({ ride: target }) => (target as Ride).id).filter((_, place) => place % 12 === 0);
}

async function createSchedules(tx: Tx, actor: Actor, [first, second, third]: readonly number[]): Promise<void> {
  const office = { addresses: [{ address: PLACES[4] as string }, { address: PLACES[6] as string }] };
  if (first !== undefined) await createDailyOrder(tx, actor, { clientId: first, weekdays: [1, 2, 3, 4, 5], time: '08:30', ...office, comment: 'На работу' });
  if (second !== undefined) await createDailyOrder(tx, actor, { clientId: second, weekdays: [1, 2, 3, 4, 5], time: '18:15', leadMinutes: 120, addresses: [...office.addresses].reverse(), comment: 'С работы' });
  if (third !== undefined) await createDailyOrder(tx, actor, { clientId: third, weekdays: [6], time: '10:00', ...office });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
