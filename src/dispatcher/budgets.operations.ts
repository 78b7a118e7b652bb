// Budgets as operators set them.
import { Type } from 'typebox';
import { listBudgets, removeBudget, setBudget } from '../budgets/budgets.js';
import { BudgetInput, BudgetParams, BudgetView } from '../contract/budgets.js';
import { ClientParams } from '../contract/clients.js';
import { closed } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';

const shared = { tag: 'Budgets' } as const;

export const budgetOperations = [
  query(
    {
      ...shared, id: 'listBudgets', method: 'get', path: '/clients/{id}/budgets', permission: 'balance.see', summary: "A client's budgets with what is left of them (M-12)",
      params: ClientParams, response: closed({ items: Type.Array(BudgetView) }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id } }) => ({ items: await listBudgets(db, id) }),
  ),
  command(
    {
      ...shared, id: 'setBudget', method: 'put', path: '/clients/{id}/budgets/{period}', permission: 'client.change', summary: 'Give a client a budget for itself and everybody below it',
      params: BudgetParams, body: BudgetInput, response: BudgetView, errors: ['client.not_found', 'client.deleted', 'ledger.currency', 'conflict.version', 'conflict.busy'],
    },
    (tx, actor, { params: { id, period }, body, version }) => setBudget(tx, actor, id, period, body.sum, version),
  ),
  command(
    {
      ...shared, id: 'removeBudget', method: 'delete', path: '/clients/{id}/budgets/{period}', permission: 'client.change', status: 204, summary: 'No budget for this period any more',
      params: BudgetParams, response: Type.Null(), errors: ['client.not_found', 'budget.not_found'],
    },
    async (tx, actor, { params: { id, period } }) => {
      await removeBudget(tx, actor, id, period);
      return null;
    },
  ),
];
