// Rows of the history, newest first. New ones come in at the top by themselves; while one reads further down they wait
// behind a button, so that nothing jumps under the eyes.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import type { Params, Result } from '../../ui/api/operations.js';
import { useOperationPages } from '../../ui/api/pages.js';

export type HistoryRow = Result<'listHistory'>['items'][number];

const AT_MOST_EVERY_MS = 500;

export function useHistory(filter: Params<'listHistory'>, isAtTop: () => boolean) {
  const live = useLive();
  const pages = useOperationPages('listHistory', filter);
  const [fresh, setFresh] = useState<HistoryRow[]>([]);
  const [waiting, setWaiting] = useState<HistoryRow[]>([]);
  const rows = fresh.length === 0 ? pages.rows : [...fresh, ...pages.rows];
  const latest = useRef({ newest: 0, waiting, filter });
  latest.current = { newest: Math.max(waiting[0]?.id ?? 0, rows[0]?.id ?? 0), waiting, filter };
  const key = JSON.stringify(filter);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list
  useEffect(() => {
    setFresh([]);
    setWaiting([]);
  }, [key]);

  const { refetch } = pages;
  const look = useCallback(async () => {
    const { newest, filter: asked } = latest.current;
    const { items, nextCursor } = await live.call('listHistory', asked).catch(() => ({ items: [] as HistoryRow[], nextCursor: null }));
    if (JSON.stringify(asked) !== JSON.stringify(latest.current.filter)) return;
    const added = items.filter(({ id }) => id > newest);
    if (added.length === 0) return;
    // More than a page at once, an import for example: the list begins anew rather than with a gap.
    if (added.length === items.length && nextCursor !== null && newest > 0) {
      setFresh([]);
      setWaiting([]);
      await refetch();
    } else if (isAtTop()) setFresh((before) => [...added, ...latest.current.waiting, ...before]);
    else setWaiting((before) => [...added, ...before]);
    if (isAtTop()) setWaiting([]);
  }, [live, refetch, isAtTop]);

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const soon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void look();
    }, AT_MOST_EVERY_MS);
  }, [look]);
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useChanges(soon);

  const showWaiting = useCallback(() => {
    setFresh((before) => [...latest.current.waiting, ...before]);
    setWaiting([]);
  }, []);
  return { ...pages, rows, waiting: waiting.length, showWaiting };
}
