// The state of the list of orders lives in the address bar.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Params } from '../../ui/api/operations.js';

export const orderTabs = ['current', 'preliminary', 'finished', 'aborted', 'daily'] as const;
export type OrderTab = (typeof orderTabs)[number];

export interface OrdersView {
  tab: OrderTab;
  clientId: number | null;
  /** Days, YYYY-MM-DD. */
  from: string | null;
  to: string | null;
  phone: string;
  orderId: number | null;
}

const day = (text: string | null) => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);
const id = (text: string | null) => (text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null);

function read(params: URLSearchParams): OrdersView {
  const tab = params.get('tab') as OrderTab;
  return { tab: orderTabs.includes(tab) ? tab : 'current', clientId: id(params.get('client')), from: day(params.get('from')), to: day(params.get('to')), phone: params.get('phone') ?? '', orderId: id(params.get('order')) };
}

function write({ tab, clientId, from, to, phone, orderId }: OrdersView): URLSearchParams {
  const params = new URLSearchParams();
  if (tab !== 'current') params.set('tab', tab);
  for (const [name, value] of Object.entries({ client: clientId, from, to, phone, order: orderId })) if (value !== null && value !== '') params.set(name, String(value));
  return params;
}

export type ChangeOrdersView = (change: Partial<OrdersView>) => void;

export function useOrdersView(): [OrdersView, ChangeOrdersView] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  const change = useCallback<ChangeOrdersView>((next) => setParams((before) => write({ ...read(before), ...next }), { replace: true }), [setParams]);
  return [view, change];
}

/** From the beginning of the first day to the end of the last one, in the reader's zone. */
export function filterOf({ tab, clientId, from, to, phone }: OrdersView): Params<'listOrders'> {
  const start = from && new Date(`${from}T00:00:00`);
  const end = to && new Date(`${to}T00:00:00`);
  if (end) end.setDate(end.getDate() + 1);
  return {
    ...(tab !== 'daily' && { kind: tab }), limit: 100, ...(clientId !== null && { clientId }), ...(phone.replace(/\D/g, '').length >= 5 && { phone }),
    ...(start && { from: start.toISOString() }), ...(end && { to: end.toISOString() }),
  };
}
