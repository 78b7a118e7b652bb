// Orders and verdicts as the cabinet shows them.
import { type Actor, can } from '../auth/actor.js';
import type { CabinetDailyOrder, CabinetOrder, CabinetResolution } from '../contract/cabinet-orders.js';
import type { DailyOrderView } from '../contract/daily-orders.js';
import type { OrderView, Reason, Resolution } from '../contract/orders.js';
import type { SqlRunner } from '../db/sql.js';
import { pathWithin } from './clients.view.js';
import { cutReason } from './refusals.js';
import { type Sight, sightOf, sightOfIds, topOf } from './sight.js';

/** An order is cut by the path that it was made on, as it is found by it. */
export function cutOrder(actor: Actor, order: OrderView): CabinetOrder {
  const {
    id, version, state, customer, payer, path, at, preliminary, source, passenger, phone, addresses, comment, costCentre, crewGroup, tariff, discount, prize, price, discountSum, total, parts, penalty, pay, driver,
    car, endReason, dailyOrderId, createdAt, stateAt, endedAt,
  } = order;
  const within = pathWithin(topOf(actor), path);
  const sight = sightOfIds(topOf(actor), new Set(within.map((unit) => unit.id)));
  return {
    id, version, state, customer: sight.who(customer), payer: sight.who(payer), path: within, at, preliminary, source, passenger, phone, addresses, comment, costCentre, crewGroup,
    tariff: tariff?.name ?? null, discount: discount?.name ?? null, prize, price, discountSum, total, parts, penalty, pay, driver, car, endReason, dailyOrderId, createdAt, stateAt, endedAt,
  };
}

export async function cutResolution(db: SqlRunner, actor: Actor, resolution: Resolution): Promise<CabinetResolution> {
  const { customer, payer, path, at, timeZone, terms, pickUpAddress, passwordNeeded, money, budgets, estimate, parts, verdict } = resolution;
  const { reasons, warnings, needsConfirmation } = verdict;
  const { tariff, discount } = terms;
  const named = [customer, payer, passwordNeeded, ...(budgets ?? []).map(({ client }) => client), ...[...reasons, ...warnings].map(({ client }) => client), tariff?.source, discount?.source];
  const sight = await sightOf(db, actor, named.map((one) => one?.id));
  const against = needsConfirmation ? [...reasons, ...warnings] : reasons;
  return {
    customer: sight.who(customer), payer: sight.who(payer), path: pathWithin(sight.top, path), at, timeZone,
    tariff: tariff && { name: tariff.name, source: sight.source(tariff.source) },
    discount: discount && { name: discount.name, percent: discount.percent, sum: discount.sum, source: sight.source(discount.source) },
    prize: terms.prize, crewGroups: terms.crewGroups, pickUpAddress,
    passwordNeeded: passwordNeeded && sight.who(passwordNeeded),
    money: sight.sees(payer.id) ? money : null,
    budgets: (budgets ?? []).map(({ client, period, startsOn, sum, left }) => ({ client: sight.who(client), period, startsOn, sum: sight.sees(client.id) ? sum : null, left })),
    estimate: estimate && { price: estimate.price, discount: estimate.discount, total: estimate.total }, parts,
    passengerFree: mayTakeOthers(actor),
    verdict: { allowed: against.length === 0, reasons: against.map((reason) => cutReason(actor, sight, reason)), warnings: needsConfirmation ? [] : warnings.map((reason) => cutReason(actor, sight, reason)) },
  };
}

/** C-5: a passenger who is no employee. Whoever may make employees could make one for the ride just as well. */
export function mayTakeOthers(actor: Actor): boolean {
  return can(actor, 'right.employees');
}

export async function cutDailyOrders(db: SqlRunner, actor: Actor, orders: readonly DailyOrderView[]): Promise<CabinetDailyOrder[]> {
  const reasons = (order: DailyOrderView) => (order.problem?.reasons ?? []) as Reason[];
  const sight = await sightOf(db, actor, orders.flatMap((order) => [order.customer.id, ...reasons(order).map(({ client }) => client?.id)]));
  return orders.map((order) => cutDailyOrder(actor, sight, order));
}

function cutDailyOrder(actor: Actor, sight: Sight, { payingId: _, carrierId: __, tariffId: ___, customer, problem, ...order }: DailyOrderView): CabinetDailyOrder {
  const reasons = (problem?.reasons ?? []).map((reason) => cutReason(actor, sight, reason));
  return {
    ...order, customer: sight.who(customer),
    problem: problem && { on: problem.on, at: problem.at, message: reasons[0]?.message ?? 'The order could not be made.', reasons },
  };
}

