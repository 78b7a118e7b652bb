// What several reports are made of.
import { DateTime } from 'luxon';
import { Segmented, Tooltip } from 'antd';
import { lazy, Suspense, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Named, PathNames } from '../../ui/components/small.js';
import { currentLanguage } from '../../ui/i18n/i18n.js';
import type { ReportView } from './address.js';

// recharts is as large as the rest of the screen: it comes when a chart is seen.
const LazyChart = lazy(() => import('../../ui/components/BarChart.js'));

export function Chart(props: ComponentProps<typeof LazyChart>) {
  return <Suspense fallback={<div className="chart" />}><LazyChart {...props} /></Suspense>;
}

/** A client by name, with its superiors, leading to where `to` says. */
export function ClientCell({ client, path, to }: { client: Named; path: Named[]; to?: string }) {
  return <div className="client-cell"><Link to={to ?? `/clients?client=${client.id}`}>{client.name}</Link>{path.length > 0 && <PathNames path={path} />}</div>;
}

/** The first day of a step as people call it: March 2026, 9 Mar. */
export function stepName(startsOn: string, step: ReportView['step']): string {
  const date = DateTime.fromISO(startsOn).setLocale(currentLanguage());
  return step === 'month' ? date.toFormat('LLL yyyy') : date.toLocaleString({ day: 'numeric', month: 'short', year: '2-digit' });
}

type Change = (change: Partial<ReportView>) => void;

export function StepChoice({ view, change }: { view: ReportView; change: Change }) {
  const { t } = useTranslation('reports');
  return <Segmented aria-label={t('step.label')} value={view.step} onChange={(step) => change({ step })} options={(['month', 'week', 'day'] as const).map((value) => ({ value, label: t(`step.${value}`) }))} />;
}

/** O-10: units and payers as they were, or as they are. */
export function TreeChoice({ view, change }: { view: ReportView; change: Change }) {
  const { t } = useTranslation('reports');
  return (
    <Tooltip title={t('tree.hint')}>
      <Segmented aria-label={t('tree.label')} value={view.tree} onChange={(tree) => change({ tree })} options={(['then', 'now'] as const).map((value) => ({ value, label: t(`tree.${value}`) }))} />
    </Tooltip>
  );
}

