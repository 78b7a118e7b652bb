// The money section's state in the address bar: whose books, which tab, which period.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export const moneyTabs = ['operations', 'statement', 'invoices', 'budgets', 'topUps'] as const;
type MoneyTab = (typeof moneyTabs)[number];

export interface MoneyView {
  clientId: number | null;
  tab: MoneyTab;
  kind: number | null;
  from: string | null;
  to: string | null;
  /** Statement of the whole tree. */
  tree: boolean;
  operationId: number | null;
}

const day = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);
const number = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

function read(params: URLSearchParams): MoneyView {
  const tab = params.get('tab') as MoneyTab;
  return {
    clientId: number(params.get('client')), tab: moneyTabs.includes(tab) ? tab : 'operations', kind: number(params.get('kind')), from: day(params.get('from')), to: day(params.get('to')),
    tree: params.get('tree') === '1', operationId: number(params.get('operation')),
  };
}

function write({ clientId, tab, kind, from, to, tree, operationId }: MoneyView): URLSearchParams {
  const given = { client: clientId, tab: tab === 'operations' ? null : tab, kind, from, to, tree: tree ? 1 : null, operation: operationId };
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value !== null).map(([name, value]) => [name, String(value)]));
}

export type ChangeMoneyView = (change: Partial<MoneyView>) => void;

export function useMoneyView(): [MoneyView, ChangeMoneyView] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  const change = useCallback<ChangeMoneyView>((next) => setParams((before) => write({ ...read(before), ...next }), { replace: next.clientId === undefined }), [setParams]);
  return [view, change];
}
