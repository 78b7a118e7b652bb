// Reports over time: turnover, and orders by what became of them.
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../ui/api/hooks.js';
import { MoneyText } from '../../ui/components/small.js';
import { formatMoney } from '../../ui/format/money.js';
import type { ReportProps } from './address.js';
import { PeriodPicker } from './PeriodPicker.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { Chart, StepChoice, stepName, TreeChoice } from './parts.js';
import { Report } from './Report.js';

export function Turnover({ view, change, unit }: ReportProps) {
  const { t } = useTranslation('reports');
  const query = { from: view.from, to: view.to, step: view.step, tree: view.tree, ...unit };
  const { data, error, refetch } = useOperation('reportTurnover', query, { keep: true });
  const money = (amount: string) => <MoneyText money={{ amount, currency: data?.currency ?? 'RUB' }} />;
  return (
    <Report
      path="turnover" query={query} title={t('report.turnover')} error={error} onRetry={() => void refetch()} rows={data?.rows} rowKey={({ startsOn }) => startsOn} empty={t('nothing')}
      filters={<><PeriodPicker from={view.from} to={view.to} required onChange={({ from, to }) => from && to && change({ from, to })} /><StepChoice view={view} change={change} /><TreeChoice view={view} change={change} /></>}
      sums={data ? [{ label: t('column.trips'), value: formatNumber(data.total.orders) }, { label: t('column.total'), value: money(data.total.total) }, { label: t('column.cashless'), value: money(data.total.cashless) }] : []}
      chart={data && <Chart label={t('report.turnover')} series={[{ key: 'total', label: t('column.total'), colour: 'accent' }]} data={data.rows.map(({ startsOn, total }) => ({ name: stepName(startsOn, data.step), total: Number(total) }))} format={(value) => formatMoney({ amount: String(value), currency: data.currency })} />}
      columns={[
        { key: 'period', title: t('column.period'), render: ({ startsOn }) => stepName(startsOn, data?.step ?? 'month') }, { key: 'trips', title: t('column.trips'), end: true, render: ({ orders }) => formatNumber(orders) },
        { key: 'total', title: t('column.total'), end: true, render: ({ total }) => money(total) }, { key: 'cashless', title: t('column.cashless'), end: true, render: ({ cashless }) => money(cashless) },
        { key: 'bonus', title: t('column.bonus'), end: true, render: ({ bonus }) => money(bonus) },
      ]}
    />
  );
}

export function Orders({ view, change, unit }: ReportProps) {
  const { t } = useTranslation('reports');
  const query = { from: view.from, to: view.to, step: view.step, tree: view.tree, ...unit };
  const { data, error, refetch } = useOperation('reportOrderStates', query, { keep: true });
  return (
    <Report
      path="order-states" query={query} title={t('report.orders')} error={error} onRetry={() => void refetch()} rows={data?.rows} rowKey={({ startsOn }) => startsOn} empty={t('nothing')}
      filters={<><PeriodPicker from={view.from} to={view.to} required onChange={({ from, to }) => from && to && change({ from, to })} /><StepChoice view={view} change={change} /><TreeChoice view={view} change={change} /></>}
      sums={data ? [{ label: t('column.finished'), value: formatNumber(data.total.finished) }, { label: t('column.aborted'), value: formatNumber(data.total.aborted) }, { label: t('column.open'), value: formatNumber(data.total.open) }] : []}
      chart={data && (
        <Chart
          label={t('report.orders')} stacked format={formatNumber} data={data.rows.map(({ startsOn, ...counts }) => ({ name: stepName(startsOn, data.step), ...counts }))}
          series={[{ key: 'finished', label: t('column.finished'), colour: 'accent' }, { key: 'aborted', label: t('column.aborted'), colour: 'cannot' }, { key: 'open', label: t('column.open'), colour: 'look' }]}
        />
      )}
      columns={[
        { key: 'period', title: t('column.period'), render: ({ startsOn }) => stepName(startsOn, data?.step ?? 'month') }, { key: 'finished', title: t('column.finished'), end: true, render: ({ finished }) => formatNumber(finished) },
        { key: 'aborted', title: t('column.aborted'), end: true, render: ({ aborted }) => formatNumber(aborted) }, { key: 'open', title: t('column.open'), end: true, render: ({ open }) => formatNumber(open) },
      ]}
    />
  );
}
