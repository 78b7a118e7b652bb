// What was typed and not saved yet, by item. It lives outside the components, so that going elsewhere loses nothing.
import { useCallback, useSyncExternalStore } from 'react';

export interface Draft {
  /** The version that was shown when the first field was changed (D-8). */
  version: number;
  patch: Readonly<Record<string, unknown>>;
}

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

function put(key: string, draft: Draft | null): void {
  if (draft === null || Object.keys(draft.patch).length === 0) drafts.delete(key);
  else drafts.set(key, draft);
  for (const listen of listeners) listen();
}

function subscribe(listen: () => void): () => void {
  listeners.add(listen);
  return () => void listeners.delete(listen);
}

window.addEventListener('beforeunload', (event) => {
  if (drafts.size > 0) event.preventDefault();
});

export interface DraftActions {
  draft: Draft | null;
  /** Sets fields; the version is only taken by the first change. */
  set(part: Record<string, unknown>, version: number): void;
  /** Forgets some fields, or all. */
  drop(fields?: readonly string[]): void;
  /** The writer has seen this version now. */
  rebase(version: number): void;
}

export function useDraft(key: string): DraftActions {
  const draft = useSyncExternalStore(subscribe, () => drafts.get(key) ?? null);
  const set = useCallback((part: Record<string, unknown>, version: number) => {
    const before = drafts.get(key);
    put(key, { version: before?.version ?? version, patch: { ...before?.patch, ...part } });
  }, [key]);
  const drop = useCallback((fields?: readonly string[]) => {
    const before = drafts.get(key);
    if (!before) return;
    put(key, fields === undefined ? null : { ...before, patch: Object.fromEntries(Object.entries(before.patch).filter(([name]) => !fields.includes(name))) });
  }, [key]);
  const rebase = useCallback((version: number) => {
    const before = drafts.get(key);
    if (before) put(key, { ...before, version });
  }, [key]);
  return { draft, set, drop, rebase };
}

/** Keys of items with unsaved changes, for the marks in the list. */
export function useDraftKeys(): ReadonlySet<string> {
  const keys = useSyncExternalStore(subscribe, () => [...drafts.keys()].join(' '));
  return new Set(keys.split(' '));
}
