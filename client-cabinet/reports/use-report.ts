// The three reports of the server as one table: a name, trips, a sum.
import type { Figures } from '../../src/contract/reports.js';
import type { CallError } from '../../src/ui/api/call-error.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import { whereOf } from '../people/where.js';

export const kinds = ['time', 'unit', 'person', 'costCentre'] as const;
export type Kind = (typeof kinds)[number];

export interface Row extends Figures {
  key: string;
  name: string;
  where: string;
}

interface Report {
  rows: Row[] | null;
  total: Figures | null;
  currency: string;
  error: CallError | null;
  /** Where its files are. */
  path: { base: string; query: Record<string, string> };
}

export function useReport(kind: Kind, period: { from: string; to: string; unitId: number }): Report {
  const by = kind === 'person' ? 'customer' : 'unit';
  const ranked = kind === 'unit' || kind === 'person';
  const options = { watch: ['order'], keep: true };
  const time = useOperation('cabinetReportTurnover', { ...period, step: 'month' }, { ...options, enabled: kind === 'time' });
  const ranking = useOperation('cabinetReportRanking', { ...period, by, limit: 200 }, { ...options, enabled: ranked });
  const centres = useOperation('cabinetReportCostCentres', period, { ...options, enabled: kind === 'costCentre' });
  const plain = Object.fromEntries(Object.entries(period).map(([name, value]) => [name, String(value)]));
  if (ranked) {
    // Another ranking's former answer would stand under the wrong title.
    const data = ranking.data?.by === by ? ranking.data : undefined;
    return {
      rows: data?.rows.map(({ client, path, ...figures }, index) => ({ ...figures, key: String(client.id ?? `above ${index}`), name: client.name ?? '', where: whereOf({ path }) })) ?? null,
      total: data?.total ?? null, currency: data?.currency ?? '', error: ranking.error, path: { base: '/cabinet/reports/ranking', query: { ...plain, by } },
    };
  }
  if (kind === 'time') {
    return {
      rows: time.data?.rows.map(({ startsOn, ...figures }) => ({ ...figures, key: startsOn, name: startsOn, where: '' })) ?? null,
      total: time.data?.total ?? null, currency: time.data?.currency ?? '', error: time.error, path: { base: '/cabinet/reports/turnover', query: { ...plain, step: 'month' } },
    };
  }
  return {
    rows: centres.data?.rows.map(({ costCentre, ...figures }) => ({ ...figures, key: costCentre ?? '', name: costCentre ?? '', where: '' })) ?? null,
    total: centres.data?.total ?? null, currency: centres.data?.currency ?? '', error: centres.error, path: { base: '/cabinet/reports/cost-centres', query: plain },
  };
}
