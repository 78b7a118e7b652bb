// Daily orders as operators keep them (O-11).
import { Type } from 'typebox';
import { ChangeDailyOrderInput, CreateDailyOrderInput, DailyOrderPage, DailyOrderView, ListDailyOrdersQuery, RemovedDailyOrder } from '../contract/daily-orders.js';
import { closed, Id, Version } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';
import { changeDailyOrder, createDailyOrder, getDailyOrder, listDailyOrders, pauseDailyOrder, removeDailyOrder, resumeDailyOrder } from '../orders/daily-orders.js';

const shared = { tag: 'Daily orders', permission: 'order.manage' } as const;
const params = closed({ id: Id });
const versioned = closed({ version: Type.Optional(Version) });
const references = ['order.reference_not_found', 'account.carrier_not_found', 'ledger.currency'] as const;

export const dailyOrderOperations = [
  query(
    { ...shared, id: 'listDailyOrders', method: 'get', path: '/daily-orders', summary: 'Schedules of daily orders, newest first, with what stood against the last one', query: ListDailyOrdersQuery, response: DailyOrderPage, errors: ['client.not_found', 'request.cursor_invalid'] },
    (db, _actor, { query: filter }) => listDailyOrders(db, filter),
  ),
  query(
    { ...shared, id: 'getDailyOrder', method: 'get', path: '/daily-orders/{id}', summary: 'One schedule, with its open order and the next day', params, response: DailyOrderView, errors: ['daily_order.not_found'] },
    (db, _actor, { params: { id } }) => getDailyOrder(db, id),
  ),
  command(
    {
      ...shared, id: 'createDailyOrder', method: 'post', path: '/daily-orders', status: 201, summary: 'Make a schedule; its first order is made at once, or when its time is near enough (O-11)',
      body: CreateDailyOrderInput, response: DailyOrderView, errors: [...references, 'client.not_found', 'client.deleted', 'order.employee_not_below'],
    },
    (tx, actor, { body }) => createDailyOrder(tx, actor, body),
  ),
  command(
    {
      ...shared, id: 'changeDailyOrder', method: 'patch', path: '/daily-orders/{id}', summary: 'Change a schedule: absent = leave, null = clear; holds for orders made from now on', params,
      body: ChangeDailyOrderInput, response: DailyOrderView, errors: [...references, 'daily_order.not_found', 'conflict.version'],
    },
    (tx, actor, { params: { id }, body, version }) => changeDailyOrder(tx, actor, id, body, version),
  ),
  command(
    { ...shared, id: 'pauseDailyOrder', method: 'post', path: '/daily-orders/{id}/pause', summary: 'Make no next order until it is resumed; the open one stays', params, body: versioned, response: DailyOrderView, errors: ['daily_order.not_found', 'daily_order.state', 'conflict.version'] },
    (tx, actor, { params: { id }, version }) => pauseDailyOrder(tx, actor, id, version),
  ),
  command(
    { ...shared, id: 'resumeDailyOrder', method: 'post', path: '/daily-orders/{id}/resume', summary: 'Go on after a pause or a deleted order; what was refused is tried again at once', params, body: versioned, response: DailyOrderView, errors: ['daily_order.not_found', 'daily_order.state', 'conflict.version'] },
    (tx, actor, { params: { id }, version }) => resumeDailyOrder(tx, actor, id, version),
  ),
  command(
    { ...shared, id: 'removeDailyOrder', method: 'delete', path: '/daily-orders/{id}', summary: 'Remove a schedule; its open order stays and is told', params, response: RemovedDailyOrder, errors: ['daily_order.not_found', 'conflict.version'] },
    (tx, actor, { params: { id }, version }) => removeDailyOrder(tx, actor, id, version),
  ),
];
