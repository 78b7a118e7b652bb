// The tree narrowed to a name or any phone: who was found, with everybody above (S-5).
import { useDeferredValue, useMemo } from 'react';
import { useOperation } from '../../ui/api/hooks.js';
import { searchedAs } from './address.js';
import { foundTree } from './found-tree.js';
import type { TreeRow } from './use-tree.js';

const FOUND = 100;

export interface TreeFilter {
  /** null: nothing is asked for, the tree is shown as it is. */
  rows: TreeRow[] | null;
  loading: boolean;
  /** More were found than are shown. */
  cut: boolean;
}

export function useTreeFilter(filter: string): TreeFilter {
  const text = useDeferredValue(filter.trim());
  const searched = searchedAs(text);
  const found = useOperation('listClients', { scope: 'all', state: 'active', limit: FOUND, ...(searched === 'phone' ? { phone: text } : { q: text }) }, { enabled: searched !== 'nothing', keep: true, watch: ['client'] });
  const rows = useMemo(
    () => (searched === 'nothing' ? null : foundTree(found.data?.items ?? [], null).map(({ hasBelow, ...row }) => ({ type: 'client' as const, open: hasBelow, ...row }))),
    [searched, found.data],
  );
  return { rows, loading: found.isLoading, cut: rows !== null && found.data?.nextCursor != null };
}
