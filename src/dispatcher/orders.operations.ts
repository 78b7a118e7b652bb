// Orders as operators make and follow them.
import { Type } from 'typebox';
import { type Actor, can } from '../auth/actor.js';
import { ClientParams } from '../contract/clients.js';
import { ChangeOrderInput, CreateOrderInput, ListOrdersQuery, OrderPage, OrderStateInput, OrderSum, OrderView, ResolveAnswer, ResolveInput, Statistics } from '../contract/orders.js';
import { closed, Id, Instant, Money, nullable } from '../contract/primitives.js';
import { procedure, query } from '../http/operation.js';
import { parseInstant } from '../lib/clock.js';
import { fromMinor } from '../lib/money.js';
import { chargeOrderAgain } from '../orders/charge-again.js';
import { cancellationPenalty, changeOrderState, deleteOrder } from '../orders/lifecycle.js';
import { listOrders, orderStatistics } from '../orders/list.js';
import { changeOrder, createOrder, getOrder, resolveOrderChange } from '../orders/orders.js';
import { resolveOrder } from '../orders/resolve.js';
import type { Sight } from '../orders/view.js';

const shared = { tag: 'Orders' } as const;
const params = closed({ id: Id });
const askErrors = ['client.not_found', 'order.employee_not_below', 'order.reference_not_found', 'order.card_not_valid', 'account.carrier_not_found', 'ledger.currency'] as const;
const writeErrors = [...askErrors, 'order.refused', 'order.attribute_not_for_orders', 'conflict.busy'] as const;

const sightOf = (actor: Actor): Sight => ({ balances: can(actor, 'balance.see'), hiddenAttributes: can(actor, 'attribute.seeHidden') });

export const orderOperations = [
  query(
    {
      ...shared, id: 'resolveOrder', method: 'post', path: '/resolve', permission: 'client.view', summary: 'Who is it, may they ride, who pays, on what terms, what must the driver know (O-1)',
      body: ResolveInput, response: ResolveAnswer, errors: askErrors,
    },
    (db, actor, { body }) => resolveOrder(db, body, sightOf(actor)),
  ),
  procedure(
    {
      ...shared, id: 'createOrder', method: 'post', path: '/orders', permission: 'order.manage', status: 201, idempotent: true,
      summary: 'Make an order; a refusal has every reason against it, each with the client that causes it (O-3)', body: CreateOrderInput, response: OrderView, errors: [...writeErrors, 'request.key_reused'],
    },
    (db, actor, { body }, { idempotencyKey = null }) => createOrder(db, actor, body, idempotencyKey),
  ),
  query(
    { ...shared, id: 'listOrders', method: 'get', path: '/orders', permission: 'order.manage', summary: 'Orders, newest first', query: ListOrdersQuery, response: OrderPage, errors: ['client.not_found', 'request.cursor_invalid'] },
    (db, _actor, { query: filter }) => listOrders(db, filter),
  ),
  query(
    { ...shared, id: 'getOrder', method: 'get', path: '/orders/{id}', permission: 'order.manage', summary: 'One order', params, response: OrderView, errors: ['order.not_found'] },
    (db, _actor, { params: { id } }) => getOrder(db, id),
  ),
  procedure(
    {
      ...shared, id: 'changeOrder', method: 'patch', path: '/orders/{id}', permission: 'order.manage', summary: 'Change an open order: absent = leave, null = clear; terms and money are decided anew',
      params, body: ChangeOrderInput, response: OrderView, errors: [...writeErrors, 'order.not_found', 'order.state', 'conflict.version'],
    },
    (db, actor, { params: { id }, body, version }) => changeOrder(db, actor, id, body, version),
  ),
  query(
    {
      ...shared, id: 'resolveOrderChange', method: 'post', path: '/orders/{id}/resolve', permission: 'order.manage', summary: 'What a change of an open order would decide, with what it holds counted as free; nothing is changed',
      params, body: Type.Omit(ChangeOrderInput, ['version'], { additionalProperties: false }), response: ResolveAnswer, errors: [...askErrors, 'order.not_found', 'order.state'],
    },
    (db, actor, { params: { id }, body }) => resolveOrderChange(db, id, body, sightOf(actor)),
  ),
  query(
    {
      ...shared, id: 'getCancellationPenalty', method: 'get', path: '/orders/{id}/penalty', permission: 'order.manage', summary: 'What aborting this order now would cost its payer (O-13): no more than is free on the account',
      params, query: closed({ amount: Type.Optional(Type.String({ ...OrderSum.properties.amount, description: 'Instead of the penalty of the client group, in the currency of the order' })) }),
      response: closed({ penalty: Money }), errors: ['order.not_found', 'order.state'],
    },
    async (db, _actor, { params: { id }, query: { amount } }) => {
      const { minor, currency } = await cancellationPenalty(db, id, amount);
      return { penalty: { amount: fromMinor(minor), currency } };
    },
  ),
  procedure(
    {
      ...shared, id: 'changeOrderState', method: 'post', path: '/orders/{id}/state', permission: 'order.manage', idempotent: true,
      summary: 'Take an order a step further; finishing charges once, however often it is said (O-8, O-9)',
      params, body: OrderStateInput, response: OrderView, errors: ['order.not_found', 'order.state', 'order.sum_needed', 'order.crew_unwanted', 'ledger.currency', 'request.key_reused', 'conflict.busy'],
    },
    (db, actor, { params: { id }, body }, { idempotencyKey = null }) => changeOrderState(db, actor, id, body, idempotencyKey),
  ),
  procedure(
    {
      ...shared, id: 'deleteOrder', method: 'post', path: '/orders/{id}/delete', permission: 'order.manage', idempotent: true,
      summary: 'Abort an order and, if a daily order made it, stop that one: no next order is made (O-11)', params, body: closed({ penalty: OrderStateInput.properties.penalty, reason: OrderStateInput.properties.reason }),
      response: closed({ order: OrderView, stoppedDailyOrderId: nullable(Type.Integer({ description: 'This daily order makes no more orders until it is resumed' })) }),
      errors: ['order.not_found', 'order.state', 'ledger.currency', 'request.key_reused', 'conflict.busy'],
    },
    (db, actor, { params: { id }, body }, { idempotencyKey = null }) => deleteOrder(db, actor, id, body, idempotencyKey),
  ),
  procedure(
    {
      ...shared, id: 'chargeOrderAgain', method: 'post', path: '/orders/{id}/charge', permission: 'operation.book', idempotent: true,
      summary: 'Charge an order anew whose charge or penalty was cancelled, with the same sums', params,
      body: closed({ pastFloorReason: Type.Optional(Type.String({ minLength: 3, maxLength: 500, pattern: '^[^\\u0000]*\\S[^\\u0000]*$' })) }), response: OrderView,
      errors: ['order.not_found', 'order.state', 'order.refused', 'ledger.below_floor', 'account.none', 'request.key_reused', 'auth.forbidden', 'conflict.busy'],
    },
    (db, actor, { params: { id }, body }, { idempotencyKey = null }) => chargeOrderAgain(db, actor, id, body, idempotencyKey),
  ),
  query(
    {
      ...shared, id: 'getStatistics', method: 'get', path: '/clients/{id}/statistics', permission: 'client.view', summary: 'Orders of a client by state, with sums',
      params: ClientParams, query: closed({ from: Type.Optional(Instant), to: Type.Optional(Instant) }), response: Statistics, errors: ['client.not_found'],
    },
    (db, _actor, { params: { id }, query: { from, to } }) =>
      orderStatistics(db, id, from === undefined ? null : parseInstant(from, 'query/from'), to === undefined ? null : parseInstant(to, 'query/to')),
  ),
];
