// The tree as flat rows: what is open, which children are loaded, in pages of 200 as one scrolls, so that a unit with
// 10,000 children opens at once. What was open is remembered on this machine.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ClientItem } from '../../contract/clients.js';
import type { ChangeEvent } from '../../contract/events.js';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import type { Named } from '../../ui/components/small.js';
import { walkTree } from './walk-tree.js';

const PAGE = 200;
const MOST_AT_ONCE = 500;
const STORED = 'treeline.tree.open';
const ROOT = 0;
const ASK_AGAIN_MS = 1_200;

interface Branch {
  rows: ClientItem[];
  next: string | null;
  loading: boolean;
}

export type TreeRow =
  /** `client` is a name only where it stands above somebody who was found (see use-tree-filter). */
  | { type: 'client'; client: ClientItem | Named; depth: number; open: boolean; position: number; siblings: number; match?: boolean }
  /** Stands for the children that are not loaded yet; loads them when it comes into sight. */
  | { type: 'more'; parentId: number; depth: number };

/** Whether a branch lies in the tree of this root, or shows it; of an empty one nobody knows. */
function mayBeBelow(rootId: number, parentId: number, rows: readonly ClientItem[]): boolean {
  const [first] = rows;
  return parentId === ROOT || parentId === rootId || first === undefined || first.path.some(({ id }) => id === rootId);
}

function storedOpen(): Set<number> {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORED) ?? '[]') as number[]);
  } catch {
    return new Set();
  }
}

export function useTree() {
  const live = useLive();
  const [branches, setBranches] = useState<ReadonlyMap<number, Branch>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<number>>(storedOpen);
  const openAtFirst = useRef(open);
  const branchesNow = useRef(branches);
  branchesNow.current = branches;
  const openNow = useRef(open);
  openNow.current = open;

  const put = useCallback((parentId: number, branch: Branch) => {
    const next = new Map(branchesNow.current).set(parentId, branch);
    branchesNow.current = next;
    setBranches(next);
  }, []);

  const load = useCallback(async (parentId: number, again = false) => {
    const before = branchesNow.current.get(parentId);
    if (before?.loading || (before && before.next === null && !again)) return;
    const known = before ?? { rows: [], next: null, loading: false };
    put(parentId, { ...known, loading: true });
    const scope = parentId === ROOT ? { scope: 'roots' as const } : { scope: 'children' as const, parentId };
    try {
      if (again) {
        // As many rows as were shown, from the start: fewer, and what the operator looks at would jump away.
        const rows: ClientItem[] = [];
        let next: string | null = null;
        do {
          const page: Result<'listClients'> = await live.call('listClients', { ...scope, limit: Math.min(MOST_AT_ONCE, Math.max(PAGE, known.rows.length - rows.length)), sort: 'name', ...(next !== null && { cursor: next }) });
          rows.push(...page.items);
          next = page.nextCursor;
        } while (next !== null && rows.length < known.rows.length);
        put(parentId, { rows, next, loading: false });
      } else {
        const page = await live.call('listClients', { ...scope, limit: PAGE, sort: 'name', ...(known.next !== null && { cursor: known.next }) });
        put(parentId, { rows: [...known.rows, ...page.items], next: page.nextCursor, loading: false });
      }
    } catch {
      put(parentId, { ...known, loading: false, next: known.next });
    }
  }, [live, put]);

  useEffect(() => {
    void load(ROOT);
    for (const id of openAtFirst.current) void load(id);
  }, [load]);

  const toggle = useCallback((id: number, shouldOpen?: boolean) => {
    setOpen((before) => {
      const next = new Set(before);
      if (shouldOpen ?? !next.has(id)) {
        next.add(id);
        void load(id);
      } else next.delete(id);
      localStorage.setItem(STORED, JSON.stringify([...next].slice(-500)));
      return next;
    });
  }, [load]);

  // Branches that changed are asked for again together, at most about once a second.
  const stale = useRef(new Set<number>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refresh = useCallback((parentId: number) => {
    if (!branchesNow.current.has(parentId)) return;
    // What is shut is read when it is opened.
    if (parentId !== ROOT && !openNow.current.has(parentId)) {
      const kept = new Map(branchesNow.current);
      kept.delete(parentId);
      branchesNow.current = kept;
      setBranches(kept);
      return;
    }
    stale.current.add(parentId);
    // One after the other: an import makes every open branch old, and what the operator asks meanwhile must not wait for all of them.
    timer.current ??= setTimeout(async () => {
      const ids = [...stale.current];
      stale.current.clear();
      for (const id of ids) await load(id, true);
      timer.current = null;
      if (stale.current.size > 0) for (const id of stale.current) refreshNow.current(id);
    }, ASK_AGAIN_MS);
  }, [load]);
  const refreshNow = useRef(refresh);
  refreshNow.current = refresh;
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current);
  }, []);

  const react = useCallback(({ entity, id, view, action }: ChangeEvent) => {
    if (entity !== 'client') return;
    if (action === 'client.subtree_changed' || !view) {
      for (const [parentId, { rows }] of branchesNow.current) if (action !== 'client.subtree_changed' || mayBeBelow(id, parentId, rows)) refresh(parentId);
      return;
    }
    const parentId = view.parentId ?? ROOT;
    for (const [branchId, branch] of branchesNow.current) {
      const shown = branch.rows.find((row) => row.id === id);
      if (!shown) continue;
      if (branchId === parentId && shown.name === view.name && view.deleted === shown.deleted) put(branchId, { ...branch, rows: branch.rows.map((row) => (row.id === id ? view : row)) });
      else refresh(branchId);
      if (view.blocked !== shown.blocked) for (const below of branchesNow.current.keys()) refresh(below);
    }
    const branch = branchesNow.current.get(parentId);
    if (branch && !branch.rows.some((row) => row.id === id)) refresh(parentId);
    // The superior's count of children.
    const grandparentId = view.path.length > 1 ? (view.path[view.path.length - 2]?.id ?? ROOT) : ROOT;
    if (view.parentId !== null && action !== 'client.changed') refresh(grandparentId);
  }, [put, refresh]);
  useChanges(react);

  const rows = useMemo(() => {
    const flat: TreeRow[] = [];
    walkTree(ROOT, (id) => branches.get(id)?.rows, (client, { depth, position, siblings }) => {
      const isOpen = open.has(client.id) && client.hasChildren;
      flat.push({ type: 'client', client, depth, open: isOpen, position, siblings });
      return isOpen;
    }, (parentId, depth) => {
      const branch = branches.get(parentId);
      if (branch?.next || (branch?.loading && branch.rows.length === 0)) flat.push({ type: 'more', parentId, depth });
    });
    return flat;
  }, [branches, open]);

  return { rows, toggle, load, loading: branches.get(ROOT)?.loading ?? true };
}
