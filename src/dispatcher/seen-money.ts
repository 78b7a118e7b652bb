// An order or a filter by balance tells what balances are.
import { type Actor, can } from '../auth/actor.js';
import type { ListClientsQuery } from '../contract/clients.js';
import { AppError } from '../lib/app-error.js';

/** The query as it is; throws auth.forbidden if it asks for balances without the right to see them. */
export function seenMoney<Query extends Pick<ListClientsQuery, 'sort' | 'fundsBelow'>>(actor: Actor, query: Query): Query {
  const asks = query.fundsBelow !== undefined || query.sort?.replace('-', '') === 'balance';
  if (asks && !can(actor, 'balance.see')) throw new AppError('auth.forbidden');
  return query;
}
