// The two kinds of account that everybody has come with English names; one that was renamed keeps its name.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const builtIn: Record<number, readonly [name: string, key: 'mainAccount' | 'bonusAccount']> = { 0: ['Main', 'mainAccount'], 1: ['Bonus', 'bonusAccount'] };

export function useKindName(): (kind: { id: number; name: string }) => string {
  const { t } = useTranslation('money');
  return useCallback(({ id, name }) => {
    const known = builtIn[id];
    return known && known[0] === name ? t(known[1]) : name;
  }, [t]);
}
