// Reports that are lists of clients: who turns over most, who is in debt, whose contract runs out.
import { Segmented, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session.js';
import { useOperation } from '../../ui/api/hooks.js';
import { MoneyText, StateTag, Time } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { formatMoney } from '../../ui/format/money.js';
import { formatNumber, formatShare } from '../../ui/format/numbers.js';
import { horizons, type ReportProps } from './address.js';
import { PeriodPicker } from './PeriodPicker.js';
import { Chart, ClientCell, stepName, TreeChoice } from './parts.js';
import { Report } from './Report.js';

const IN_CHART = 10;
const SOON_DAYS = 14;

export function Ranking({ view, change, unit }: ReportProps) {
  const { t } = useTranslation('reports');
  const query = { from: view.from, to: view.to, tree: view.tree, by: view.by, sort: view.sort, ...unit };
  const { data, error, refetch } = useOperation('reportRanking', query, { keep: true });
  const money = (amount: string) => <MoneyText money={{ amount, currency: data?.currency ?? 'RUB' }} />;
  const byTrips = view.sort === 'trips';
  return (
    <Report
      path="ranking" query={query} title={t('report.ranking')} error={error} onRetry={() => void refetch()} rows={data?.rows} rowKey={({ client }) => client.id} total={data?.clients} empty={t('nothing')}
      filters={
        <>
          <PeriodPicker from={view.from} to={view.to} required onChange={({ from, to }) => from && to && change({ from, to })} />
          <Segmented aria-label={t('by.label')} value={view.by} onChange={(by) => change({ by })} options={(['payer', 'customer', 'unit'] as const).map((value) => ({ value, label: t(`by.${value}`) }))} />
          <Segmented aria-label={t('sort.label')} value={view.sort} onChange={(sort) => change({ sort })} options={(['money', 'trips'] as const).map((value) => ({ value, label: t(`sort.${value}`) }))} />
          <TreeChoice view={view} change={change} />
        </>
      }
      sums={data ? [{ label: t(`by.count.${view.by}`), value: formatNumber(data.clients) }, { label: t('column.trips'), value: formatNumber(data.total.orders) }, { label: t('column.total'), value: money(data.total.total) }] : []}
      chart={data && (
        <Chart
          label={t('report.ranking')} sideways format={(value) => (byTrips ? formatNumber(value) : formatMoney({ amount: String(value), currency: data.currency }))}
          series={[{ key: 'value', label: byTrips ? t('column.trips') : t('column.total'), colour: 'accent' }]} data={data.rows.slice(0, IN_CHART).map(({ client, total, orders }) => ({ name: client.name, value: byTrips ? orders : Number(total) }))}
        />
      )}
      columns={[
        { key: 'client', title: t('column.client'), render: ({ client, path }) => <ClientCell client={client} path={path} /> }, { key: 'trips', title: t('column.trips'), end: true, render: ({ orders }) => formatNumber(orders) },
        { key: 'total', title: t('column.total'), end: true, render: ({ total }) => money(total) },
        { key: 'share', title: t('column.share'), end: true, render: ({ total, orders }) => share(byTrips ? orders : Number(total), byTrips ? data?.total.orders : Number(data?.total.total)) },
        { key: 'cashless', title: t('column.cashless'), end: true, render: ({ cashless }) => money(cashless) }, { key: 'bonus', title: t('column.bonus'), end: true, render: ({ bonus }) => money(bonus) },
      ]}
    />
  );
}

function share(part: number, all: number | undefined): string {
  return all ? formatShare(part / all) : '';
}

export function Debts({ view, change, unit }: ReportProps) {
  const { t } = useTranslation('reports');
  const query = { scope: view.scope, ...unit };
  const { data, error, refetch } = useOperation('reportDebts', query, { keep: true, watch: ['account'] });
  const money = (amount: string | null) => (amount === null ? <span className="soft">—</span> : <MoneyText money={{ amount, currency: data?.currency ?? 'RUB' }} />);
  return (
    <Report
      path="debts" query={query} title={t('report.debts')} error={error} onRetry={() => void refetch()} rows={data?.rows} rowKey={({ client, carrier }) => `${client.id}-${carrier.id}`} total={data?.clients} empty={t(`noDebts.${view.scope}`)}
      filters={<Segmented aria-label={t('scope.label')} value={view.scope} onChange={(scope) => change({ scope })} options={(['negative', 'belowFloor'] as const).map((value) => ({ value, label: t(`scope.${value}`) }))} />}
      sums={data ? [{ label: t('column.clients'), value: formatNumber(data.clients) }, { label: t('owedTogether'), value: money(data.sum) }] : []}
      chart={data && (
        <Chart
          label={t('report.debts')} format={(value) => formatMoney({ amount: String(value), currency: data.currency })} series={[{ key: 'sum', label: t('owedTogether'), colour: 'cannot' }]}
          data={data.ages.filter(({ age }) => age !== 'none').map(({ age, sum, clients }) => ({ name: `${t(`age.${age}`)} · ${clients}`, sum: Number(sum) }))}
        />
      )}
      columns={[
        {
          key: 'client', title: t('column.client'), render: ({ client, path, blocked, deleted }) => (
            <span className="row"><ClientCell client={client} path={path} to={`/money?client=${client.id}`} />{deleted && <StateTag tone="plain">{t('state.deleted')}</StateTag>}{blocked && !deleted && <StateTag tone="cannot">{t('state.blocked')}</StateTag>}</span>
          ),
        },
        { key: 'since', title: t('column.since'), render: ({ since }) => (since === null ? <span className="soft">—</span> : <Time at={since} />) },
        { key: 'balance', title: t('column.balance'), end: true, render: ({ balance }) => money(balance) }, { key: 'held', title: t('column.held'), end: true, render: ({ held }) => money(held) },
        { key: 'floor', title: t('column.floor'), end: true, render: ({ floor }) => money(floor) },
      ]}
    />
  );
}

export function Contracts({ view, change, unit }: ReportProps) {
  const { t } = useTranslation('reports');
  const { can } = useSession();
  const query = { days: view.days, ...(view.expired && { expired: true }), ...unit };
  const { data, error, refetch } = useOperation('reportContracts', query, { keep: true, watch: ['client'] });
  return (
    <Report
      path="contracts" query={query} title={t('report.contracts')} error={error} onRetry={() => void refetch()} rows={data?.rows} rowKey={({ client }) => client.id} total={data?.clients} empty={t('noContracts')}
      filters={
        <>
          <Segmented aria-label={t('within.label')} value={view.days} onChange={(days) => change({ days })} options={horizons.map((value) => ({ value, label: t('within.days', { count: value }) }))} />
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
          <label className="row"><Switch checked={view.expired} onChange={(expired) => change({ expired })} aria-label={t('within.expired')} /> {t('within.expired')}</label>
        </>
      }
      sums={data ? [{ label: t('column.contracts'), value: formatNumber(data.clients) }, ...(view.expired ? [{ label: t('within.ended'), value: formatNumber(data.expired) }] : [])] : []}
      chart={data && <Chart label={t('report.contracts')} format={formatNumber} series={[{ key: 'clients', label: t('column.contracts'), colour: 'look' }]} data={data.weeks.map(({ startsOn, clients }) => ({ name: stepName(startsOn, 'week'), clients }))} />}
      columns={[
        { key: 'client', title: t('column.client'), render: ({ client, path }) => <ClientCell client={client} path={path} {...(can('client.change') && { to: `/clients?client=${client.id}&card=${client.id}` })} /> },
        { key: 'number', title: t('column.number'), render: ({ number: contract }) => contract ?? '' }, { key: 'until', title: t('column.until'), render: ({ contractTo }) => formatDate(contractTo) },
        {
          key: 'left', title: t('column.daysLeft'), end: true,
          render: ({ daysLeft }) => (daysLeft < 0 ? <StateTag tone="cannot">{t('ended', { count: -daysLeft })}</StateTag> : daysLeft <= SOON_DAYS ? <StateTag tone="look">{t('left', { count: daysLeft })}</StateTag> : t('left', { count: daysLeft })),
        },
        { key: 'manager', title: t('column.manager'), render: ({ manager }) => manager ?? '' },
      ]}
    />
  );
}
