// Tab 5: orders by state and period, as customer, as payer and with everybody below.
import { Segmented, Select } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../../ui/api/hooks.js';
import type { Result } from '../../../ui/api/operations.js';
import { Empty, MoneyText, ProblemNote } from '../../../ui/components/small.js';
import { useCard } from '../card-context.js';
import { NeedsOwnAccount } from '../NeedsOwnAccount.js';
import { Section } from './General.js';

// The charts' library is as big as all the rest of the card.
const StateChart = lazy(() => import('../StateChart.js'));

type Counts = Result<'getStatistics'>['asCustomer'];
const periods = ['month', 'lastMonth', 'quarter', 'year', 'all'] as const;
/** As the order goes. */
const states = ['new', 'driverAssigned', 'carAtPlace', 'clientInside', 'finished', 'aborted'];
type Period = (typeof periods)[number];

function periodOf(period: Period, now: Date): { from?: string; to?: string } {
  const start = (year: number, month: number) => new Date(year, month, 1).toISOString();
  const [year, month] = [now.getFullYear(), now.getMonth()];
  switch (period) {
    case 'month': return { from: start(year, month) };
    case 'lastMonth': return { from: start(year, month - 1), to: start(year, month) };
    case 'quarter': return { from: start(year, month - (month % 3)) };
    case 'year': return { from: start(year, 0) };
    case 'all': return {};
  }
}

export default function Statistics() {
  const { t } = useTranslation('card');
  const { id, card, at } = useCard();
  const [period, setPeriod] = useState<Period>('month');
  const [as, setAs] = useState<'asCustomer' | 'asPayer' | 'withEmployees'>(card.hasChildren ? 'withEmployees' : 'asCustomer');
  const between = useMemo(() => periodOf(period, new Date()), [period]);
  const statistics = useOperation('getStatistics', { id, ...between }, { enabled: at === null, watch: ['order'], keep: true });
  const counts: Counts | null | undefined = statistics.data?.[as];
  const shown = (counts ?? []).filter(({ orders }) => orders > 0).sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  return (
    <div className="card-sections">
      <Section title={t('tab.statistics')} wide>
        {!card.usesOwnAccount && <NeedsOwnAccount what="statistics" />}
        <div className="row wrap">
          <Select aria-label={t('statistics.period')} style={{ width: 200 }} value={period} onChange={setPeriod} options={periods.map((each) => ({ value: each, label: t(`statistics.${each}`) }))} />
          <Segmented
            aria-label={t('statistics.of')} value={as} onChange={setAs}
            options={[{ value: 'asCustomer', label: t('statistics.asCustomer') }, ...(card.usesOwnAccount ? [{ value: 'asPayer' as const, label: t('statistics.asPayer') }] : []), ...(card.hasChildren ? [{ value: 'withEmployees' as const, label: t('statistics.withEmployees') }] : [])]}
          />
        </div>
        {at !== null && <p className="soft">{t('past.notKept')}</p>}
        {statistics.error && <ProblemNote error={statistics.error} onRetry={() => void statistics.refetch()} />}
        {counts && shown.length === 0 && <Empty title={t('statistics.none')}><p>{t('statistics.noneHint')}</p></Empty>}
        {shown.length > 0 && (
          <>
            <Suspense fallback={<div className="chart late" />}><StateChart data={shown.map(({ state, orders }) => ({ name: t(`orderState.${state}`), orders }))} label={t('statistics.chart')} /></Suspense>
            <table className="plain-table money">
              <thead><tr><th scope="col">{t('statistics.state')}</th><th scope="col" className="end">{t('statistics.orders')}</th><th scope="col" className="end">{t('statistics.total')}</th><th scope="col" className="end">{t('statistics.cashless')}</th><th scope="col" className="end">{t('statistics.bonus')}</th></tr></thead>
              <tbody>
                {shown.map(({ state, orders, total, cashless, bonus }) => (
                  <tr key={state}><th scope="row">{t(`orderState.${state}`)}</th><td className="end number">{orders}</td><td className="end"><MoneyText money={total} /></td><td className="end"><MoneyText money={cashless} /></td><td className="end"><MoneyText money={bonus} /></td></tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Section>
    </div>
  );
}
