// Orders as operators make and follow them.
import { type Actor, can } from '../auth/actor.js';
import { ResolveAnswer, ResolveInput } from '../contract/orders.js';
import { type Operation, query } from '../http/operation.js';
import { resolveOrder } from '../orders/resolve.js';
import type { Sight } from '../orders/view.js';

const shared = { tag: 'Orders' } as const;
const askErrors = ['client.not_found', 'order.employee_not_below', 'order.reference_not_found', 'order.card_not_valid', 'account.carrier_not_found', 'ledger.currency'] as const;

const sightOf = (actor: Actor): Sight => ({ balances: can(actor, 'balance.see'), hiddenAttributes: can(actor, 'attribute.seeHidden') });

export const orderOperations: Operation[] = [
  query(
    {
      ...shared, id: 'resolveOrder', method: 'post', path: '/resolve', permission: 'client.view', summary: 'Who is it, may they ride, who pays, on what terms, what must the driver know (O-1)',
      body: ResolveInput, response: ResolveAnswer, errors: askErrors,
    },
    (db, actor, { body }) => resolveOrder(db, body, sightOf(actor)),
  ),
];
