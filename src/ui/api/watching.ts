// Which answers on the screen an event makes old. Every query says what it watches: `tariff` is any tariff, `client:12`
// that one client; an event about something that nobody shows costs nothing.
import type { QueryClient } from '@tanstack/react-query';
import type { ChangeEvent } from '../../contract/events.js';
import type { Live } from './live.js';

/** At most this often the same answer is asked for again: an import changes thousands of clients a second. */
const AT_MOST_EVERY_MS = 400;

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { watch?: readonly string[] };
  }
}

export function concerns(watch: readonly string[], { entity, id }: Pick<ChangeEvent, 'entity' | 'id'>): boolean {
  return watch.includes(entity) || watch.includes(`${entity}:${id}`);
}

/** Keeps what react-query holds up to date with the pushes. Gives what stops it. */
export function keepFresh(live: Live, queries: QueryClient): () => void {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const refreshed = new Map<string, number>();
  const refresh = (hash: string) => {
    waiting.delete(hash);
    refreshed.set(hash, Date.now());
    void queries.invalidateQueries({ predicate: (query) => query.queryHash === hash });
  };
  const stop = live.onChange((event) => {
    for (const query of queries.getQueryCache().getAll()) {
      const { queryHash: hash } = query;
      if (waiting.has(hash) || !concerns(query.meta?.watch ?? [], event)) continue;
      const wait = Math.max(0, (refreshed.get(hash) ?? 0) + AT_MOST_EVERY_MS - Date.now());
      waiting.set(hash, setTimeout(() => refresh(hash), wait));
    }
  });
  live.onResync = () => void queries.invalidateQueries();
  return () => {
    stop();
    for (const timer of waiting.values()) clearTimeout(timer);
  };
}
