// React's side of the line.
import { keepPreviousData, QueryClient, QueryClientProvider, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';
import type { ChangeEvent } from '../../contract/events.js';
import { CallError } from './call-error.js';
import type { LineState, Live } from './live.js';
import type { Body, OperationId, Params, Result } from './operations.js';
import { keepFresh } from './watching.js';

const LiveContext = createContext<Live | null>(null);

/** Answers stay good until an event says otherwise: the server pushes every change. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false,
      retry: (times, error) => times < 5 && error instanceof CallError && (error.code === 'line.lost' || error.code === 'server.unavailable'),
      retryDelay: 700,
    },
  },
});

export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  useEffect(() => keepFresh(live, queries), [live]);
  return (
    <LiveContext.Provider value={live}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </LiveContext.Provider>
  );
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('LiveProvider is missing');
  return live;
}

export function useLineState(): LineState {
  const live = useLive();
  return useSyncExternalStore((changed) => live.onState(changed), () => live.state);
}

interface QueryOptions {
  /** Events that make the answer old: `entity` or `entity:id`. */
  watch?: readonly string[];
  enabled?: boolean;
  /** Show the former answer until the next one is there: for typing. */
  keep?: boolean;
}

export function useOperation<Id extends OperationId>(op: Id, params: Params<Id>, { watch = [], enabled = true, keep = false }: QueryOptions = {}): UseQueryResult<Result<Id>, CallError> {
  const live = useLive();
  return useQuery<Result<Id>, CallError>({
    queryKey: [op, params], queryFn: () => live.call(op, params), meta: { watch }, enabled,
    ...(keep && { placeholderData: keepPreviousData as never }),
  }) as UseQueryResult<Result<Id>, CallError>;
}

/** For operations that read with a body, such as resolve. */
export function useQuestion<Id extends OperationId>(op: Id, body: Body<Id>, { params, watch = [], enabled = true, keep = false }: QueryOptions & { params?: Params<Id> } = {}): UseQueryResult<Result<Id>, CallError> {
  const live = useLive();
  return useQuery<Result<Id>, CallError>({
    queryKey: [op, 'body', body, params], queryFn: () => live.call(op, params ?? ({} as Params<Id>), body), meta: { watch }, enabled,
    ...(keep && { placeholderData: keepPreviousData as never }),
  }) as UseQueryResult<Result<Id>, CallError>;
}

export interface CommandInput<Id extends OperationId> {
  params?: Params<Id>;
  body?: Body<Id>;
}

export function useCommand<Id extends OperationId>(op: Id, after?: (result: Result<Id>) => void): UseMutationResult<Result<Id>, CallError, CommandInput<Id>> {
  const live = useLive();
  return useMutation<Result<Id>, CallError, CommandInput<Id>>({
    mutationFn: ({ params, body }) => live.call(op, params, body),
    ...(after && { onSuccess: after }),
  });
}

/** Runs `react` for every push while the component is shown. */
export function useChanges(react: (event: ChangeEvent) => void): void {
  const live = useLive();
  useEffect(() => live.onChange(react), [live, react]);
}
