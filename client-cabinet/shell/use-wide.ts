import { useSyncExternalStore } from 'react';

const wide = matchMedia('(width >= 900px)');

function follow(changed: () => void): () => void {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
}

/** A desktop: the bar is at the side, and a form is one page. */
export function useWide(): boolean {
  return useSyncExternalStore(follow, () => wide.matches);
}
