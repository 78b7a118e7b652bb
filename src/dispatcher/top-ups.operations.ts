// Paying in by bank card and at terminals, as operators and the payment gateway see it (M-10).
import { paymentGateway } from '../accounts/payment-gateway.js';
import { getTopUp, listTopUps, startCardTopUp, takePaymentNotice } from '../accounts/top-ups.js';
import { ClientParams } from '../contract/clients.js';
import { closed, PageQuery } from '../contract/primitives.js';
import { PaymentNotice, TopUpInput, TopUpPage, TopUpView } from '../contract/top-ups.js';
import { procedure, query } from '../http/operation.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { ancestorChain } from '../tree/tree.js';

const shared = { tag: 'Money' } as const;

export const topUpOperations = [
  procedure(
    {
      ...shared, id: 'startTopUp', method: 'post', path: '/clients/{id}/top-ups', permission: 'operation.book', status: 201, idempotent: true,
      summary: 'Start a payment by bank card; the payer pays at paymentUrl (M-10)', params: ClientParams, body: TopUpInput, response: TopUpView,
      errors: ['client.not_found', 'client.deleted', 'account.none', 'account.carrier_not_found', 'ledger.currency', 'top_up.not_allowed', 'top_up.not_configured', 'top_up.gateway', 'request.key_reused'],
    },
    (db, actor, { params: { id }, body }, { context, idempotencyKey = null }) => startCardTopUp(db, actor, paymentGateway(context.config), id, body, idempotencyKey),
  ),
  query(
    {
      ...shared, id: 'listTopUps', method: 'get', path: '/clients/{id}/top-ups', permission: 'balance.see', summary: "A client's payments by bank card and at terminals, newest first",
      params: ClientParams, query: closed(PageQuery), response: TopUpPage, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, _actor, { params: { id }, query: { limit = 50, cursor } }) => {
      const before = cursor === undefined ? null : (decodeCursor(cursor, 'topUps', ['id'])[0] as number);
      const found = await listTopUps(db, id, before, limit + 1);
      if (found.length === 0) await ancestorChain(db, id);
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? encodeCursor('topUps', [items[limit - 1]?.id]) : null };
    },
  ),
  query(
    { ...shared, id: 'getTopUp', method: 'get', path: '/top-ups/{id}', permission: 'balance.see', summary: 'One payment by bank card or at a terminal', params: ClientParams, response: TopUpView, errors: ['top_up.not_found'] },
    (db, _actor, { params: { id } }) => getTopUp(db, id),
  ),
  procedure(
    {
      ...shared, id: 'takePaymentNotice', method: 'post', path: '/payment-gateway/notices', permission: 'public', summary: 'What the payment gateway tells about a payment, signed; booked once, however often it comes (M-10)',
      body: PaymentNotice, response: closed({ state: TopUpView.properties.state }), errors: ['top_up.signature', 'top_up.not_found', 'top_up.differs', 'top_up.not_configured', 'account.none'],
    },
    async (db, actor, { body }, { context }) => ({ state: (await takePaymentNotice(db, actor, paymentGateway(context.config), body)).state }),
  ),
];
