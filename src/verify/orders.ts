// What must hold for orders besides their money (money-and-orders.md §2), in the form of checks.ts.
import { loadSql } from '../db/sql.js';
import type { Check } from './checks.js';

const sql = loadSql(import.meta.url);

export const orderChecks: readonly Check[] = [
  { id: 'daily-orders', rule: 'O-11', title: 'daily orders know their open orders, and go on', over: 'orders', of: 'daily order', look: { block: sql('daily_orders_follow') } },
  { id: 'daily-order-versions', rule: 'D-8', title: 'versions of daily orders follow their history', over: 'orders', of: 'daily order', look: { block: sql('daily_order_versions') } },
];
