// The reports' state in the address bar: which report, of which unit, for which period.
import { DateTime } from 'luxon';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export const reports = ['turnover', 'ranking', 'orders', 'debts', 'contracts'] as const;
export type Report = (typeof reports)[number];

const choices = {
  step: ['month', 'week', 'day'],
  tree: ['then', 'now'],
  by: ['payer', 'customer', 'unit'],
  sort: ['money', 'trips'],
  scope: ['negative', 'belowFloor'],
} as const;
type Choices = { [Name in keyof typeof choices]: (typeof choices)[Name][number] };

export interface ReportView extends Choices {
  report: Report;
  unitId: number | null;
  from: string;
  to: string;
  days: number;
  expired: boolean;
}

export const horizons = [30, 60, 90];
const day = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

function read(params: URLSearchParams): ReportView {
  const chosen = Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, (values as readonly string[]).find((value) => value === params.get(name)) ?? values[0]])) as unknown as Choices;
  const unit = params.get('unit');
  const now = DateTime.now();
  return {
    ...chosen, report: reports.find((name) => name === params.get('report')) ?? 'turnover', unitId: unit !== null && /^[1-9]\d{0,9}$/.test(unit) ? Number(unit) : null,
    from: day(params.get('from')) ?? (now.minus({ months: 11 }).startOf('month').toISODate() as string), to: day(params.get('to')) ?? (now.toISODate() as string),
    days: horizons.find((days) => String(days) === params.get('days')) ?? 30, expired: params.get('expired') === '1',
  };
}

export function useReportView(): [ReportView, (change: Partial<ReportView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  const change = useCallback((next: Partial<ReportView>) => setParams((before) => {
    const names: Record<string, string> = { unitId: 'unit' };
    const after = new URLSearchParams(before);
    for (const [name, value] of Object.entries(next)) {
      const key = names[name] ?? name;
      if (value === null || value === false || (name in choices && value === choices[name as keyof Choices][0])) after.delete(key);
      else after.set(key, value === true ? '1' : String(value));
    }
    return after;
  }, { replace: next.report === undefined }), [setParams]);
  return [view, change];
}

export interface ReportProps {
  view: ReportView;
  change(change: Partial<ReportView>): void;
  /** As the operations take it. */
  unit: { unitId?: number };
}
