import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDirectory } from '../../ui/api/directories.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { useSession } from '../session.js';
import type { ItemScreen, NameOf, Row } from './screens.js';

interface Items {
  rows: Row[];
  loading: boolean;
  error: CallError | null;
  again(): void;
  more(): void;
}

interface Page {
  items: Row[];
  nextCursor?: string | null;
}

const PAGE = 200;

/** All rows of a directory; those that come in pages as far as they were scrolled. */
export function useItems(screen: ItemScreen): Items {
  const live = useLive();
  const whole = useQuery<Page, CallError>({ queryKey: [screen.list], queryFn: () => live.callByName(screen.list) as Promise<Page>, meta: { watch: [screen.entity] }, enabled: !screen.paged });
  const paged = useInfiniteQuery<Page, CallError, { pages: Page[] }, string[], string | undefined>({
    queryKey: [screen.list, 'pages'], initialPageParam: undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, meta: { watch: [screen.entity] }, enabled: screen.paged === true,
    queryFn: ({ pageParam }) => live.callByName(screen.list, { limit: PAGE, ...(pageParam !== undefined && { cursor: pageParam }) }) as Promise<Page>,
  });
  const found = screen.paged ? paged : whole;
  const rows = useMemo(() => (screen.paged ? paged.data?.pages.flatMap(({ items }) => items) : whole.data?.items) ?? [], [screen.paged, paged.data, whole.data]);
  return {
    rows, loading: found.isFetching, error: found.error, again: () => void found.refetch(),
    more: () => screen.paged && paged.hasNextPage && !paged.isFetchingNextPage && void paged.fetchNextPage(),
  };
}

export function useNames(): NameOf {
  const { can } = useSession();
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const tariffs = useDirectory('tariffs');
  const discounts = useDirectory('discounts');
  const crewGroups = useDirectory('crewGroups');
  const roles = useOperation('listRoles', {}, { watch: ['role'], enabled: can('operator.manage') });
  return useMemo(() => {
    const names = {
      groups: new Map(groups.data?.items.map(({ id, name }) => [id, name])), tariffs: new Map(tariffs.data?.items.map(({ id, name }) => [id, name])),
      discounts: new Map(discounts.data?.items.map(({ id, name }) => [id, name])), crewGroups: new Map(crewGroups.data?.items.map(({ id, name }) => [id, name])), roles: new Map(roles.data?.items.map(({ id, name }) => [id, name])),
    };
    return (directory, id) => names[directory].get(id as number) ?? '';
  }, [groups.data, tariffs.data, discounts.data, crewGroups.data, roles.data]);
}
