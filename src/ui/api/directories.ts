// Directories: their operations are made by pattern on the server, and called by pattern here.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CallError } from './call-error.js';
import { useLive } from './hooks.js';

export interface DirectoryItem {
  id: number;
  version: number;
  name: string;
  [field: string]: unknown;
}

/** Plural noun of the operations (list…) and the entity of their events. */
export const directoryNames = {
  tariffs: ['Tariffs', 'tariff'],
  tariffShifts: ['TariffShifts', 'tariffShift'],
  discounts: ['Discounts', 'discount'],
  attributes: ['Attributes', 'attribute'],
  crewGroups: ['CrewGroups', 'crewGroup'],
  crews: ['Crews', 'crew'],
  accountKinds: ['AccountKinds', 'accountKind'],
  carriers: ['Carriers', 'carrier'],
  settlementRules: ['SettlementRules', 'settlementRule'],
  dynamicPriorityRules: ['DynamicPriorityRules', 'dynamicPriorityRule'],
  groupTransitionRules: ['GroupTransitionRules', 'groupTransitionRule'],
} as const;
export type DirectoryKey = keyof typeof directoryNames;

export function useDirectory(key: DirectoryKey, enabled = true): UseQueryResult<{ items: DirectoryItem[] }, CallError> {
  const live = useLive();
  const [plural, entity] = directoryNames[key];
  return useQuery<{ items: DirectoryItem[] }, CallError>({
    queryKey: [`list${plural}`], queryFn: () => live.callByName(`list${plural}`) as Promise<{ items: DirectoryItem[] }>, meta: { watch: [entity] }, enabled,
  });
}

/** Of the default carrier: what a new sum begins with. */
export function useUsualCurrency(): string | undefined {
  return useDirectory('carriers').data?.items.find(({ isDefault }) => isDefault === true)?.currency as string | undefined;
}
