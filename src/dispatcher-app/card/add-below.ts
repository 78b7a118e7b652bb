import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Opens the form for a new client below this one, null: a root; the address says so, as everywhere (clients/address.ts). */
export function useAddBelow(): (parentId: number | null) => void {
  const [, setParams] = useSearchParams();
  return useCallback((parentId) => setParams((params) => {
    params.delete('card');
    params.set('tab', parentId === null ? 'new' : `new-${parentId}`);
    return params;
  }), [setParams]);
}
