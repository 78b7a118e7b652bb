// Lists that come in pages with a cursor, as one list that grows as one scrolls.
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { CallError } from './call-error.js';
import { useLive } from './hooks.js';
import type { OperationId, Params, Result } from './operations.js';

interface PageOf<Row> {
  items: Row[];
  nextCursor: string | null;
}

type PagedId = { [Id in OperationId]: Result<Id> extends PageOf<unknown> ? Id : never }[OperationId];
type RowOf<Id extends PagedId> = Result<Id> extends PageOf<infer Row> ? Row : never;

export function useOperationPages<Id extends PagedId>(op: Id, params: Params<Id>, { watch = [], enabled = true, keep = false }: { watch?: readonly string[]; enabled?: boolean; keep?: boolean } = {}) {
  const live = useLive();
  const { data, error, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery<PageOf<RowOf<Id>>, CallError, InfiniteData<PageOf<RowOf<Id>>, string | null>, readonly unknown[], string | null>({
    queryKey: [op, 'pages', params],
    queryFn: ({ pageParam }) => live.call(op, { ...params, ...(pageParam !== null && { cursor: pageParam }) } as Params<Id>) as unknown as Promise<PageOf<RowOf<Id>>>,
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    meta: { watch },
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  });
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { rows, error, isFetching, hasNextPage, more, refetch };
}
