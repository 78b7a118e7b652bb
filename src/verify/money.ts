// What must hold for money and orders (money-and-orders.md), in the form of checks.ts.
import { loadSql } from '../db/sql.js';
import type { Check } from './checks.js';

const sql = loadSql(import.meta.url);

export const moneyChecks: readonly Check[] = [
  { id: 'entries', rule: 'M-3', title: 'the postings of every entry sum to zero', over: 'entries', of: 'entry', look: { block: sql('entries_sum_to_zero') } },
  { id: 'balances', rule: 'M-3', title: 'balances and holds are their sums', over: 'entries', of: 'client', look: { block: sql('balances_are_sums') } },
  { id: 'order-holds', rule: 'M-7', title: 'open orders hold their parts, others nothing', over: 'orders', of: 'order', look: { block: sql('orders_hold') } },
  { id: 'order-charges', rule: 'O-9', title: 'orders are charged once, and what they say', over: 'orders', of: 'order', look: { block: sql('orders_charged_once') } },
  { id: 'order-versions', rule: 'D-8', title: 'versions of orders follow their history', over: 'orders', of: 'order', look: { block: sql('order_versions') } },
  { id: 'budgets', rule: 'M-12', title: 'budgets add up and are not overrun', over: 'orders', of: 'budget', look: { block: sql('budgets_add_up') } },
  { id: 'totals', rule: 'O-9', title: 'finished orders are counted for who made and who paid', over: 'orders', of: 'client', look: { block: sql('totals_count_orders') } },
  { id: 'top-ups', rule: 'M-10', title: 'payments from outside are booked once, with their sum', over: 'entries', of: 'entry', look: { block: sql('top_ups_booked_once') } },
];
