// Pages of the list, kept up to date: a pushed row replaces the row that is shown; when rows come or go, the pages are
// asked for again, seldom enough that an import of 50,000 does not freeze the screen.
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { ClientItem } from '../../contract/clients.js';
import type { ChangeEvent } from '../../contract/events.js';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import type { CallError } from '../../ui/api/call-error.js';
import type { Params, Result } from '../../ui/api/operations.js';

const ASK_AGAIN_MS = 1_500;
type Page = Result<'listClients'>;
type Pages = InfiniteData<Page, string | null>;

export function useClientList(filter: Params<'listClients'>) {
  const live = useLive();
  const client = useQueryClient();
  const key = ['clientList', filter] as const;
  const list = useInfiniteQuery<Page, CallError, Pages, readonly unknown[], string | null>({
    queryKey: key,
    queryFn: ({ pageParam }) => live.call('listClients', { ...filter, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });

  const latest = useRef({ filter, rows: [] as ClientItem[] });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  latest.current = { filter, rows };

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const askAgain = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: ['clientList', latest.current.filter] });
    }, ASK_AGAIN_MS);
  }, [client]);
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current);
  }, []);

  const react = useCallback((event: ChangeEvent) => {
    if (event.entity === 'group' || (event.entity === 'account' && isAboutMoney(latest.current.filter))) askAgain();
    if (event.entity !== 'client') return;
    const { view } = event;
    const shown = latest.current.rows.find(({ id }) => id === event.id);
    if (view && shown && belongs(view, latest.current.filter)) {
      if (view.version < shown.version) return;
      client.setQueryData<Pages>(['clientList', latest.current.filter], (data) => data && {
        ...data, pages: data.pages.map((page) => (page.items.some(({ id }) => id === event.id) ? { ...page, items: page.items.map((row) => (row.id === event.id ? view : row)) } : page)),
      });
      // What a state says about all below is not in their own events.
      const sortedBy = latest.current.filter.sort?.replace('-', '');
      const moved = sortedBy !== undefined && sortedBy in placeOf && placeOf[sortedBy]?.(view) !== placeOf[sortedBy]?.(shown);
      if (view.blocked !== shown.blocked || view.deleted !== shown.deleted || view.name !== shown.name || moved) askAgain();
    } else if (!view || shown || belongs(view, latest.current.filter)) askAgain();
  }, [client, askAgain]);
  useChanges(react);
  return { list, rows };
}

/** What of a row gives it its place in an order, beside its name. */
const placeOf: Record<string, (row: ClientItem) => unknown> = {
  number: ({ number }) => number, phone: ({ phone }) => phone, superior: ({ parentId }) => parentId, group: ({ groupId }) => groupId, ownAccount: ({ usesOwnAccount }) => usesOwnAccount,
  tag: ({ tags }) => tags[0], childCount: ({ childCount }) => childCount, registered: ({ registeredAt }) => registeredAt,
};

function isAboutMoney({ sort, fundsBelow }: Params<'listClients'>): boolean {
  return fundsBelow !== undefined || sort === 'balance' || sort === '-balance';
}

/** Whether a row can stand in this list, as far as this side can tell; the server's answer decides. */
function belongs(row: ClientItem, { scope, parentId, state, groupId, blocked, kind, tag, ownAccount }: Params<'listClients'>): boolean {
  if (state === 'deleted' ? !row.deleted : row.deleted) return false;
  if (groupId !== undefined && row.groupId !== groupId) return false;
  if (blocked && !row.blocked) return false;
  if (kind !== undefined && row.kind !== kind) return false;
  if (tag !== undefined && !row.tags.includes(tag)) return false;
  if (ownAccount !== undefined && row.usesOwnAccount !== ownAccount) return false;
  switch (scope) {
    case 'roots': return row.parentId === null;
    case 'children': return row.parentId === parentId;
    case 'subtree': return row.path.some(({ id }) => id === parentId);
    default: return true;
  }
}
