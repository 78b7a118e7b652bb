import { useCallback, useState } from 'react';

/** State that outlives a reload and a lost tab: nothing typed is lost (C-9). Kept for this tab only, until it is forgotten. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void, () => void] {
  const key = KEPT + name;
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = sessionStorage.getItem(key);
      return kept === null ? initial : { ...initial, ...(JSON.parse(kept) as T) };
    } catch {
      return initial;
    }
  });
  const put = useCallback((next: T) => {
    setValue(next);
    sessionStorage.setItem(key, JSON.stringify(next));
  }, [key]);
  const forget = useCallback(() => {
    sessionStorage.removeItem(key);
    setValue(initial);
  }, [key, initial]);
  return [value, put, forget];
}

const KEPT = 'treeline.cabinet.';
const parkedOf = (clientId: number) => `treeline.parked.${clientId}.`;

/** Of whoever was signed in, in all organisations. */
export function forgetAllKept(): void {
  localStorage.removeItem(`${KEPT}left`);
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT) || key.startsWith('treeline.parked.')) sessionStorage.removeItem(key);
}

/** Puts aside what was typed for one client, and brings back what had been typed for another. */
export function parkKept(from: number, to: number): void {
  const move = (before: string, after: string) => {
    for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(before))) {
      sessionStorage.setItem(after + key.slice(before.length), sessionStorage.getItem(key) as string);
      sessionStorage.removeItem(key);
    }
  };
  move(KEPT, parkedOf(from));
  move(parkedOf(to), KEPT);
}
