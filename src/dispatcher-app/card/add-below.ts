import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Opens the form for a new client below this one; the address says so, as everywhere (clients/address.ts). */
export function useAddBelow(): (parentId: number) => void {
  const [, setParams] = useSearchParams();
  return useCallback((parentId) => setParams((params) => {
    params.delete('card');
    params.set('tab', `new-${parentId}`);
    return params;
  }), [setParams]);
}
