// The windows of one browser share one session. Whichever goes on in another organisation, or out, takes the others along:
// a window that shows one client and asks as another would mix the two.
import { useEffect } from 'react';
import { parkKept } from './use-kept.js';

const KEY = 'treeline.cabinet.client';

/** Says whose window this is, and follows the others. */
export function useOneClient(id: number): void {
  useEffect(() => {
    localStorage.setItem(KEY, String(id));
    const follow = ({ key, newValue }: StorageEvent) => {
      if (key !== KEY || newValue === String(id)) return;
      if (newValue !== null) parkKept(id, Number(newValue));
      location.assign('/cabinet/');
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [id]);
}

/** What was typed for each organisation waits there. */
export function enterOther(from: number, to: number): void {
  parkKept(from, to);
  localStorage.setItem(KEY, String(to));
  location.assign('/cabinet/');
}

export function tellSignedOut(): void {
  localStorage.removeItem(KEY);
}
