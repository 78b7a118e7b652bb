// The state of the clients' screen lives in the address bar: what is filtered, what is selected, which card is open.
import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { Params } from '../../ui/api/operations.js';

// Written out here, so that no schema library comes into the bundle; a test holds them to the server's.
type Asked = Required<Params<'listClients'>>;
export const kinds = ['organisation', 'department', 'employee', 'person'] as const satisfies readonly Asked['kind'][];
export const marks = ['good', 'inConflict', 'ordinary'] as const satisfies readonly Asked['mark'][];
const sortedBy = ['name', 'number', 'id', 'superior', 'phone', 'group', 'state', 'ownAccount', 'tag', 'childCount', 'registered', 'balance'] as const;
export const sorts = ['tree', ...sortedBy, ...sortedBy.map((name) => `-${name}` as const)] as const satisfies readonly Asked['sort'][];

export interface ClientsView {
  /** Superior unit in the filter. */
  parentId: number | null;
  /** Subordinate units and employees too, not only roots or direct children. */
  deep: boolean;
  q: string;
  groupId: number | null;
  tag: string | null;
  blocked: boolean;
  expired: boolean;
  ownAccount: boolean;
  kind: (typeof kinds)[number] | null;
  mark: (typeof marks)[number] | null;
  managerId: number | null;
  /** Own accounts with less than this left above the floor; '0': below it. */
  fundsBelow: string | null;
  state: 'active' | 'deleted';
  /** null: by name, or in the order of the tree. */
  sort: (typeof sorts)[number] | null;
  selectedId: number | null;
  cardId: number | null;
  tab: string | null;
  /** What narrows the tree beside the list. */
  treeFilter: string;
}

const oneOf = <Word extends string>(words: readonly Word[], text: string | null) => words.find((word) => word === text) ?? null;
const amount = (text: string | null) => (text !== null && /^-?\d{1,12}(\.\d{1,2})?$/.test(text) ? text : null);
const number = (text: string | null) => (text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null);

function read(params: URLSearchParams): ClientsView {
  return {
    parentId: number(params.get('parent')), deep: params.get('deep') === '1', q: params.get('q') ?? '', groupId: number(params.get('group')), tag: params.get('tag'),
    blocked: params.get('blocked') === '1', expired: params.get('expired') === '1', ownAccount: params.get('own') === '1',
    kind: oneOf(kinds, params.get('kind')), mark: oneOf(marks, params.get('mark')), managerId: number(params.get('manager')), fundsBelow: amount(params.get('funds')),
    state: params.get('state') === 'deleted' ? 'deleted' : 'active', sort: oneOf(sorts, params.get('sort')), selectedId: number(params.get('client')), cardId: number(params.get('card')), tab: params.get('tab'), treeFilter: params.get('tree') ?? '',
  };
}

function write(view: ClientsView): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null | false) => value !== null && value !== false && value !== '' && params.set(name, String(value));
  put('parent', view.parentId);
  put('deep', view.deep && 1);
  put('q', view.q);
  put('group', view.groupId);
  put('tag', view.tag);
  put('blocked', view.blocked && 1);
  put('expired', view.expired && 1);
  put('own', view.ownAccount && 1);
  put('kind', view.kind);
  put('mark', view.mark);
  put('manager', view.managerId);
  put('funds', view.fundsBelow);
  put('state', view.state === 'deleted' && 'deleted');
  put('sort', view.sort);
  put('client', view.selectedId);
  put('card', view.cardId);
  put('tab', view.tab);
  put('tree', view.treeFilter);
  return params;
}

export type ChangeView = (change: Partial<ClientsView>, options?: { replace?: boolean }) => void;

export function useClientsView(): [ClientsView, ChangeView] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  // Two changes can come before the address has followed the first: each builds on what was wanted last.
  const wanted = useRef(view);
  const shown = useRef(view);
  if (shown.current !== view) {
    shown.current = view;
    wanted.current = view;
  }
  const put = useRef(setParams);
  put.current = setParams;
  // Typing and walking replace the address, so that Back leaves the view instead of taking back one letter.
  const change = useCallback<ChangeView>((next, { replace = true } = {}) => {
    wanted.current = { ...wanted.current, ...next };
    put.current(write(wanted.current), { replace });
  }, []);
  return [view, change];
}

/** A text with digits only is a part of a phone number (D-23). */
export function searchedAs(q: string): 'nothing' | 'phone' | 'words' {
  if (!q.trim()) return 'nothing';
  return /^[+()\d\s.-]{3,}$/.test(q.trim()) && q.replace(/\D/g, '').length >= 3 ? 'phone' : 'words';
}

/** Filters of the columns, beside where in the tree. */
export const noColumnFilter = { groupId: null, tag: null, blocked: false, expired: false, ownAccount: false, kind: null, mark: null, managerId: null, fundsBelow: null } satisfies Partial<ClientsView>;

export function isFiltered(view: ClientsView): boolean {
  return (Object.keys(noColumnFilter) as (keyof typeof noColumnFilter)[]).some((name) => view[name] !== noColumnFilter[name]);
}

/** A whole subtree without filters stands in the order of the tree: that shows the structure, and costs the same at any size. */
function orderOf(view: ClientsView, scope: string): NonNullable<Params<'listClients'>['sort']> {
  if (scope === 'subtree' && !isFiltered(view) && view.state === 'active' && (view.sort === null || view.sort === 'tree')) return 'tree';
  return view.sort === null || view.sort === 'tree' ? 'name' : view.sort;
}

/** The view as the server's filter. */
export function filterOf(view: ClientsView): Params<'listClients'> {
  const searched = searchedAs(view.q);
  const scope = view.parentId === null ? (view.deep || searched !== 'nothing' || view.state === 'deleted' ? 'all' : 'roots') : view.deep ? 'subtree' : 'children';
  return {
    scope,
    ...(view.parentId !== null && { parentId: view.parentId }),
    ...(searched === 'words' && { q: view.q.trim() }),
    ...(searched === 'phone' && { phone: view.q.trim() }),
    ...(view.groupId !== null && { groupId: view.groupId }),
    ...(view.tag !== null && { tag: view.tag }),
    ...(view.blocked && { blocked: true }),
    ...(view.expired && { contract: 'expired' as const }),
    ...(view.ownAccount && { ownAccount: true }),
    ...(view.kind !== null && { kind: view.kind }),
    ...(view.mark !== null && { mark: view.mark }),
    ...(view.managerId !== null && { managerId: view.managerId }),
    ...(view.fundsBelow !== null && { fundsBelow: view.fundsBelow }),
    state: view.state,
    // Found clients come best first; otherwise as chosen.
    ...(searched === 'nothing' && { sort: orderOf(view, scope) }),
    limit: 100,
  };
}
