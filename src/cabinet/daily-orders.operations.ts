// Schedules of daily orders in the own subtree (O-11).
import { Type } from 'typebox';
import { type Actor, requireRight } from '../auth/actor.js';
import { CabinetChangeDailyOrderInput, CabinetDailyOrder, type CabinetDailyOrder as View, CabinetDailyOrderInput, CabinetDailyOrderPage } from '../contract/cabinet-orders.js';
import { type DailyOrderView, ListDailyOrdersQuery, RemovedDailyOrder } from '../contract/daily-orders.js';
import { closed, Id, Version } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { changeDailyOrder, createDailyOrder, getDailyOrder, listDailyOrders, pauseDailyOrder, removeDailyOrder, resumeDailyOrder } from '../orders/daily-orders.js';
import { cabinetCommand, cabinetQuery } from './operation.js';
import { cutDailyOrders, mayTakeOthers } from './orders.view.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet: daily orders', permission: 'right.dailyOrders' } as const;
const one = { ...shared, params: closed({ id: Id }), targets: { 'params.id': 'dailyOrder' } } as const;
const versioned = closed({ version: Type.Optional(Version) });
const write = ['cabinet.blocked', 'cabinet.read_only', 'conflict.version', 'conflict.busy'] as const;
const references = ['order.reference_not_found', 'ledger.currency', 'auth.forbidden'] as const;

async function cut(db: SqlRunner, actor: Actor, order: DailyOrderView): Promise<View> {
  return (await cutDailyOrders(db, actor, [order]))[0] as View;
}

function requirePassenger(actor: Actor, passenger: string | null | undefined): void {
  if (passenger != null && !mayTakeOthers(actor)) requireRight(actor, 'right.employees');
}

export const cabinetDailyOrderOperations = [
  cabinetQuery(
    { ...shared, id: 'cabinetListDailyOrders', method: 'get', path: '/cabinet/daily-orders', summary: 'Schedules of the own subtree, newest first', query: ListDailyOrdersQuery, response: CabinetDailyOrderPage, targets: { 'query.clientId': 'client' }, errors: ['client.not_found', 'request.cursor_invalid'] },
    async (db, actor, { query: { clientId = topOf(actor), ...query } }) => {
      const { items, nextCursor } = await listDailyOrders(db, { ...query, clientId });
      return { items: await cutDailyOrders(db, actor, items), nextCursor };
    },
  ),
  cabinetQuery(
    { ...one, id: 'cabinetGetDailyOrder', method: 'get', path: '/cabinet/daily-orders/{id}', summary: 'One schedule, with its open order and the next day', response: CabinetDailyOrder, errors: ['daily_order.not_found'] },
    async (db, actor, { params: { id } }) => cut(db, actor, await getDailyOrder(db, id)),
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetCreateDailyOrder', method: 'post', path: '/cabinet/daily-orders', status: 201, summary: 'Make a schedule', body: CabinetDailyOrderInput, response: CabinetDailyOrder, targets: { 'body.clientId': 'client' },
      errors: [...write, ...references, 'client.not_found', 'client.deleted'],
    },
    async (tx, actor, { body: { clientId = topOf(actor), ...body } }) => {
      requirePassenger(actor, body.passenger);
      return cut(tx, actor, await createDailyOrder(tx, actor, { ...body, clientId }));
    },
  ),
  cabinetCommand(
    { ...one, id: 'cabinetChangeDailyOrder', method: 'patch', path: '/cabinet/daily-orders/{id}', summary: 'Change a schedule: absent = leave, null = clear; holds for orders made from now on', body: CabinetChangeDailyOrderInput, response: CabinetDailyOrder, errors: [...write, ...references, 'daily_order.not_found'] },
    async (tx, actor, { params: { id }, body, version }) => {
      requirePassenger(actor, body.passenger);
      return cut(tx, actor, await changeDailyOrder(tx, actor, id, body, version));
    },
  ),
  cabinetCommand(
    { ...one, id: 'cabinetPauseDailyOrder', method: 'post', path: '/cabinet/daily-orders/{id}/pause', summary: 'Make no next order until it is resumed; the open one stays', body: versioned, response: CabinetDailyOrder, errors: [...write, 'daily_order.not_found', 'daily_order.state'] },
    async (tx, actor, { params: { id }, version }) => cut(tx, actor, await pauseDailyOrder(tx, actor, id, version)),
  ),
  cabinetCommand(
    { ...one, id: 'cabinetResumeDailyOrder', method: 'post', path: '/cabinet/daily-orders/{id}/resume', summary: 'Go on after a pause or a deleted order', body: versioned, response: CabinetDailyOrder, errors: [...write, 'daily_order.not_found', 'daily_order.state'] },
    async (tx, actor, { params: { id }, version }) => cut(tx, actor, await resumeDailyOrder(tx, actor, id, version)),
  ),
  cabinetCommand(
    { ...one, id: 'cabinetRemoveDailyOrder', method: 'delete', path: '/cabinet/daily-orders/{id}', summary: 'Remove a schedule; its open order stays and is told', response: RemovedDailyOrder, errors: [...write, 'daily_order.not_found'] },
    async (tx, actor, { params: { id }, version }) => removeDailyOrder(tx, actor, id, version),
  ),
];
