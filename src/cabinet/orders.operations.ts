// Orders of the own subtree: asked about, made, followed, cancelled, rated (C-5).
import { type Static, Type } from 'typebox';
import { type Actor, requireRight } from '../auth/actor.js';
import {
  CabinetChangeOrderInput, CabinetCurrentOrdersQuery, CabinetDriverReview, CabinetFeedback, CabinetFinishedOrdersQuery, CabinetOrder, CabinetOrderChange, CabinetOrderInput, CabinetOrderPage, CabinetOrdersFileQuery,
  CabinetResolution, CabinetResolveInput,
} from '../contract/cabinet-orders.js';
import type { Resolution } from '../contract/orders.js';
import { closed, Id, Line, Money, nullable, page, PageQuery, Text } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { toCsv, toXlsx } from '../documents/table.js';
import { Download } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { fromMinor } from '../lib/money.js';
import { giveFeedback, listDriverReviews, listFeedback } from '../orders/feedback.js';
import { cancellationPenalty, changeOrderState, deleteOrder } from '../orders/lifecycle.js';
import { listOrders } from '../orders/list.js';
import { changeOrder, createOrder, getOrder, resolveOrderChange } from '../orders/orders.js';
import { resolveOrder } from '../orders/resolve.js';
import { cabinetCommand, cabinetProcedure, cabinetQuery } from './operation.js';
import { cutOrder, cutResolution, mayTakeOthers } from './orders.view.js';
import { ordersTable } from './orders-table.js';
import { sightOf, topOf } from './sight.js';

const shared = { tag: 'Cabinet: orders' } as const;
const params = closed({ id: Id });
const current = { ...shared, permission: 'right.currentOrders' } as const;
const finished = { ...shared, permission: 'right.finishedOrders' } as const;
const active = ['cabinet.blocked', 'cabinet.read_only'] as const;
const askErrors = ['client.not_found', 'order.reference_not_found', 'order.card_not_valid', 'ledger.currency'] as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const listTargets = { 'query.clientId': 'client', 'query.customerId': 'client' } as const;

const SIGHT = { balances: true, hiddenAttributes: false };

/** A passenger who is no employee rides on the word of somebody who may keep employees. */
function requirePassenger(actor: Actor, passenger: string | null | undefined): void {
  if (passenger != null && !mayTakeOthers(actor)) requireRight(actor, 'right.employees');
}

async function ordersOf(db: Db, actor: Actor, { clientId = topOf(actor), ...query }: Static<typeof CabinetFinishedOrdersQuery> | Static<typeof CabinetCurrentOrdersQuery>) {
  const { items, nextCursor } = await listOrders(db, { ...query, clientId }, { toClient: true });
  return { items: items.map((order) => cutOrder(actor, order)), nextCursor };
}

export const cabinetOrderOperations = [
  cabinetQuery(
    {
      ...current, id: 'cabinetResolveOrder', method: 'post', path: '/cabinet/resolve', summary: 'Before ordering: may they ride, who pays, on what terms, what is left, and every reason against it', body: CabinetResolveInput, response: CabinetResolution,
      targets: { 'body.clientId': 'client' }, errors: askErrors,
    },
    async (db, actor, { body: { clientId = topOf(actor), ...body } }) => cutResolution(db, actor, (await resolveOrder(db, { ...body, clientId }, SIGHT)) as Resolution),
  ),
  cabinetProcedure(
    {
      ...current, id: 'cabinetCreateOrder', method: 'post', path: '/cabinet/orders', status: 201, idempotent: true, summary: 'Make an order; a refusal has every reason against it (O-3). The same key orders once (C-9)',
      body: CabinetOrderInput, response: CabinetOrder, targets: { 'body.clientId': 'client' }, errors: [...active, ...askErrors, 'order.refused', 'conflict.busy', 'request.key_reused', 'auth.forbidden'],
    },
    async (db, actor, { body: { clientId = topOf(actor), ...body } }, { idempotencyKey = null }) => {
      requirePassenger(actor, body.passenger);
      return cutOrder(actor, await createOrder(db, actor, { ...body, clientId, source: 'cabinet' }, idempotencyKey));
    },
  ),
  cabinetQuery(
    { ...current, id: 'cabinetListCurrentOrders', method: 'get', path: '/cabinet/orders/current', summary: 'Orders that run, or are for later, newest first', query: CabinetCurrentOrdersQuery, response: CabinetOrderPage, targets: listTargets, errors: ['client.not_found', 'request.cursor_invalid'] },
    (db, actor, { query: { kind = 'current', ...query } }) => ordersOf(db, actor, { kind, ...query }),
  ),
  cabinetQuery(
    { ...finished, id: 'cabinetListFinishedOrders', method: 'get', path: '/cabinet/orders/finished', summary: 'Orders that have ended, newest first', query: CabinetFinishedOrdersQuery, response: CabinetOrderPage, targets: listTargets, errors: ['client.not_found', 'request.cursor_invalid'] },
    (db, actor, { query: { kind = 'finished', ...query } }) => ordersOf(db, actor, { kind, ...query }),
  ),
  ...([['csv', 'text/csv'], ['xlsx', XLSX]] as const).map(([format, download]) =>
    cabinetQuery(
      {
        ...finished, id: `cabinetExportOrders${format === 'csv' ? 'Csv' : 'Xlsx'}` as 'cabinetExportOrdersCsv', method: 'get', path: `/cabinet/orders/finished.${format}`, summary: `Orders that have ended, as ${format.toUpperCase()}`, query: CabinetOrdersFileQuery,
        response: Download, download, targets: listTargets, errors: ['client.not_found', 'request.too_large'],
      },
      async (db, actor, { query: { language = 'en', kind = 'finished', ...query } }) => {
        const table = await ordersTable((cursor, limit) => ordersOf(db, actor, { ...query, kind, limit, ...(cursor !== undefined && { cursor }) }), language);
        return { fileName: `orders.${format}`, content: format === 'csv' ? toCsv(table) : await toXlsx(table) };
      },
    ),
  ),
  cabinetQuery(
    { ...shared, id: 'cabinetGetOrder', method: 'get', path: '/cabinet/orders/{id}', permission: 'signedIn', summary: 'One order; needs the right for current orders, or for finished ones once it has ended', params, response: CabinetOrder, targets: { 'params.id': 'order' }, errors: ['order.not_found', 'auth.forbidden'] },
    async (db, actor, { params: { id } }) => {
      const order = await getOrder(db, id);
      requireRight(actor, order.endedAt === null ? 'right.currentOrders' : 'right.finishedOrders');
      return cutOrder(actor, order);
    },
  ),
  cabinetProcedure(
    {
      ...current, id: 'cabinetChangeOrder', method: 'patch', path: '/cabinet/orders/{id}', summary: 'Change an open order: absent = leave, null = clear; terms and money are decided anew', params, body: CabinetChangeOrderInput, response: CabinetOrder,
      targets: { 'params.id': 'ownOrder', 'body.clientId': 'client' }, errors: [...active, ...askErrors, 'order.not_found', 'order.state', 'order.refused', 'conflict.version', 'conflict.busy', 'auth.forbidden'],
    },
    async (db, actor, { params: { id }, body, version }) => {
      requirePassenger(actor, body.passenger);
      return cutOrder(actor, await changeOrder(db, actor, id, body, version));
    },
  ),
  cabinetQuery(
    {
      ...current, id: 'cabinetResolveOrderChange', method: 'post', path: '/cabinet/orders/{id}/resolve', summary: 'Before changing an open order: what would become of it, and every reason against it; what it holds counts as free', params,
      body: CabinetOrderChange, response: CabinetResolution, targets: { 'params.id': 'ownOrder', 'body.clientId': 'client' }, errors: [...askErrors, 'order.not_found', 'order.state'],
    },
    async (db, actor, { params: { id }, body }) => cutResolution(db, actor, (await resolveOrderChange(db, id, body, SIGHT)) as Resolution),
  ),
  cabinetQuery(
    { ...current, id: 'cabinetGetPenalty', method: 'get', path: '/cabinet/orders/{id}/penalty', summary: 'What cancelling would cost now (O-13)', params, response: closed({ sum: Money }), targets: { 'params.id': 'ownOrder' }, errors: ['order.not_found', 'order.state'] },
    async (db, _actor, { params: { id } }) => {
      const { minor, currency } = await cancellationPenalty(db, id);
      return { sum: { amount: fromMinor(minor), currency } };
    },
  ),
  cabinetProcedure(
    {
      ...current, id: 'cabinetCancelOrder', method: 'post', path: '/cabinet/orders/{id}/cancel', idempotent: true, summary: 'Cancel an order; stopDaily also stops the schedule that made it (O-11)', params,
      body: closed({ reason: Type.Optional(nullable(Line)), stopDaily: Type.Optional(Type.Boolean({ description: 'Needs the right for daily orders' })) }), response: CabinetOrder, targets: { 'params.id': 'ownOrder' },
      errors: [...active, 'order.not_found', 'order.state', 'request.key_reused', 'conflict.busy', 'auth.forbidden'],
    },
    async (db, actor, { params: { id }, body: { reason = null, stopDaily = false } }, { idempotencyKey = null }) => {
      if (stopDaily) requireRight(actor, 'right.dailyOrders');
      return cutOrder(actor, stopDaily ? (await deleteOrder(db, actor, id, { reason }, idempotencyKey)).order : await changeOrderState(db, actor, id, { state: 'aborted', reason }, idempotencyKey));
    },
  ),
  cabinetQuery(
    {
      ...finished, id: 'cabinetListFeedback', method: 'get', path: '/cabinet/orders/{id}/feedback', summary: 'How an order was rated; what the driver thought only with the right for drivers’ reviews', params,
      response: closed({ items: Type.Array(CabinetFeedback) }), targets: { 'params.id': 'order' }, errors: ['order.not_found'],
    },
    async (db, actor, { params: { id } }) => ({ items: (await listFeedback(db, id)).filter(({ author }) => author === 'passenger' || actor.rights.has('right.driverReviews')) }),
  ),
  cabinetCommand(
    {
      ...finished, id: 'cabinetRateOrder', method: 'post', path: '/cabinet/orders/{id}/feedback', status: 201, summary: 'Rate a finished order with one to five stars, once (O-12)', params,
      body: closed({ stars: Type.Integer({ minimum: 1, maximum: 5 }), comment: Type.Optional(nullable(Text)) }), response: closed({ items: Type.Array(CabinetFeedback) }), targets: { 'params.id': 'ownOrder' },
      errors: [...active, 'order.not_found', 'order.state', 'order.reviewed'],
    },
    async (tx, actor, { params: { id }, body }) => {
      if ((await getOrder(tx, id)).state !== 'finished') throw new AppError('order.state', 'Only a finished order can be rated.');
      const items = await giveFeedback(tx, actor, id, { author: 'passenger', ...body });
      return { items: items.filter(({ author }) => author === 'passenger' || actor.rights.has('right.driverReviews')) };
    },
  ),
  cabinetQuery(
    {
      ...shared, id: 'cabinetListDriverReviews', method: 'get', path: '/cabinet/driver-reviews', permission: 'right.driverReviews', summary: 'What drivers say about rides, newest order first', query: closed({ clientId: Type.Optional(Id), ...PageQuery }),
      response: page(CabinetDriverReview), targets: { 'query.clientId': 'client' }, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, actor, { query: { clientId = topOf(actor), limit = 50, cursor } }) => {
      const before = cursor === undefined ? null : (decodeCursor(cursor, 'driverReviews', ['id'])[0] as number);
      const found = await listDriverReviews(db, { clientId, before, limit: limit + 1 });
      const sight = await sightOf(db, actor, found.map(({ customer }) => customer.id));
      const items = found.slice(0, limit).map((review) => ({ ...review, customer: sight.who(review.customer) }));
      return { items, nextCursor: found.length > limit ? encodeCursor('driverReviews', [items[limit - 1]?.orderId]) : null };
    },
  ),
];
