// The tree below one client as flat rows: opened level by level, or found by name or phone with all who are above.
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ClientItem } from '../../contract/clients.js';
import type { TreeItem } from '../../contract/timeline.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { searchedAs } from '../clients/address.js';
import { foundTree } from '../clients/found-tree.js';
import { walkTree } from '../clients/walk-tree.js';

const PAGE = 500;
const FOUND = 100;

export interface BranchRow {
  client: ClientItem | TreeItem | { id: number; name: string };
  depth: number;
  /** null: it has nobody below, or stands there only because somebody below was found. */
  open: boolean | null;
  match: boolean;
}

export interface Branches {
  rows: BranchRow[];
  loading: boolean;
  /** Not all are shown: there are more on a level, or more were found. */
  cut: boolean;
  toggle(id: number): void;
}

/** `at`: the tree of then, which cannot be searched. */
export function useBranches(id: number, filter: string, at: string | null): Branches {
  const live = useLive();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const searched = at === null ? searchedAs(filter) : 'nothing';
  const levels = useMemo(() => [id, ...open], [id, open]);
  const results = useQueries({
    queries: levels.map((parentId) => ({
      queryKey: ['below', parentId, at] as const, enabled: searched === 'nothing', meta: { watch: at === null ? ['client'] : [] },
      queryFn: (): Promise<{ items: (ClientItem | TreeItem)[]; nextCursor: string | null }> =>
        at === null ? live.call('listClients', { parentId, scope: 'children', sort: 'name', limit: PAGE }) : live.call('listPastTree', { parentId, at, limit: PAGE }),
    })),
  });
  const text = filter.trim();
  const found = useOperation('listClients', { parentId: id, scope: 'subtree', limit: FOUND, ...(searched === 'phone' ? { phone: text } : { q: text }) }, { enabled: searched !== 'nothing', keep: true, watch: ['client'] });

  const toggle = useCallback((unit: number) => setOpen((before) => {
    const next = new Set(before);
    if (!next.delete(unit)) next.add(unit);
    return next;
  }), []);

  const rows = useMemo(() => {
    if (searched !== 'nothing') return foundTree(found.data?.items ?? [], id).map(({ client, depth, match }) => ({ client, depth, open: null, match }));
    const children = new Map(levels.map((parentId, index) => [parentId, results[index]?.data?.items ?? []]));
    const flat: BranchRow[] = [];
    walkTree(id, (unit) => children.get(unit), (client, { depth }) => {
      const isOpen = client.hasChildren ? open.has(client.id) : null;
      flat.push({ client, depth, open: isOpen, match: false });
      return isOpen === true;
    });
    return flat;
  }, [searched, found.data, id, levels, results, open]);

  const pending = searched === 'nothing' ? results.some(({ isLoading }) => isLoading) : found.isLoading;
  const cut = searched === 'nothing' ? results.some(({ data }) => data?.nextCursor != null) : found.data?.nextCursor != null;
  return { rows, loading: pending, cut, toggle };
}
