import { useCallback, useState } from 'react';

/** State that outlives a reload and a lost tab: nothing typed is lost (C-9). Kept for this tab only, until it is forgotten. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void, () => void] {
  const key = `treeline.cabinet.${name}`;
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

/** Of whoever was signed in. */
export function forgetAllKept(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('treeline.cabinet.')) sessionStorage.removeItem(key);
}
