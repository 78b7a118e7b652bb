// Trips and money over time, by unit, by person, by cost centre: as a table, as a chart, as files. The address says which.
import { DateTime } from 'luxon';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useOperation } from '../../src/ui/api/hooks.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { formatMoney } from '../../src/ui/format/money.js';
import { currentLanguage, currentLocale } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { Opening } from '../shell/Opening.js';
import { PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { type Row, useReport, type Kind, kinds } from './use-report.js';
import './reports.css';

const BarChart = lazy(() => import('../../src/ui/components/BarChart.js'));
const CHART_ROWS = 15;

export default function ReportsPage() {
  const { t } = useTranslation('reports');
  const { me } = useSession();
  const [search, setSearch] = useSearchParams();
  const put = (values: Record<string, string>) => setSearch((old) => new URLSearchParams({ ...Object.fromEntries(old), ...values }), { replace: true });
  const now = DateTime.now().setZone(me.timeZone);
  const kind = (kinds as readonly string[]).includes(search.get('by') ?? '') ? (search.get('by') as Kind) : 'time';
  const from = search.get('from') ?? (now.minus({ months: 5 }).startOf('month').toISODate() as string);
  const to = search.get('to') ?? (now.toISODate() as string);
  const unitId = Number(search.get('of')) || me.id;
  const unit = { id: unitId, name: search.get('name') ?? me.name };
  const { rows, total, currency, error, path } = useReport(kind, { from, to, unitId });
  const card = useOperation('cabinetGetClient', { id: unitId }, { enabled: !search.get('name') && unitId !== me.id });
  const money = (amount: string) => ({ amount, currency });
  const query = new URLSearchParams({ ...path.query, language: currentLanguage() });
  const nameOf = (row: Row) => (kind === 'time' ? DateTime.fromISO(row.name).setLocale(currentLocale()).toLocaleString({ month: 'short', year: 'numeric' }) : row.name || t(kind === 'costCentre' ? 'noCostCentre' : 'others'));
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <div className="tabs" role="tablist" aria-label={t('title')}>{kinds.map((one) => <button key={one} type="button" role="tab" aria-selected={one === kind} onClick={() => put({ by: one })}>{t(`by.${one}`)}</button>)}</div>
      <div className="sheet report-filter">
        <PersonPick label={t('unit')} value={card.data ?? unit} onChange={(one) => put({ of: String(one?.id ?? me.id), name: one?.name ?? me.name })} />
        <TextField label={t('from')} type="date" value={from} onChange={(value) => value && put({ from: value })} />
        <TextField label={t('to')} type="date" value={to} onChange={(value) => value && put({ to: value })} />
      </div>
      <Trouble error={error} />
      {!rows && !error && <Opening />}
      {rows && total && (
        total.orders === 0 ? <div className="empty"><h2>{t('none')}</h2></div> : (
          <>
            <Suspense fallback={<Opening />}>
              <BarChart
                label={t(`by.${kind}`)} data={rows.slice(0, kind === 'time' ? rows.length : CHART_ROWS).map((row) => ({ name: nameOf(row), total: Number(row.total) }))} sideways={kind !== 'time'}
                series={[{ key: 'total', label: t('sum'), colour: 'accent' }]} format={(value) => formatMoney(money(value.toFixed(2)))}
              />
            </Suspense>
            <div className="sheet table-sheet">
              <table className="report">
                <caption className="visually-hidden">{t(`by.${kind}`)}</caption>
                <thead><tr><th scope="col">{t(`by.${kind}`)}</th><th scope="col">{t('trips')}</th><th scope="col">{t('sum')}</th></tr></thead>
                <tbody>{rows.map((row) => <tr key={row.key}><th scope="row">{nameOf(row)}{row.where && <div className="soft small">{row.where}</div>}</th><td className="number">{row.orders}</td><td><MoneyText money={money(row.total)} /></td></tr>)}</tbody>
                <tfoot><tr><th scope="row">{t('total')}</th><td className="number">{total.orders}</td><td><MoneyText money={money(total.total)} /></td></tr></tfoot>
              </table>
            </div>
            <DownloadButtons files={(['xlsx', 'csv', 'pdf'] as const).map((format) => [format.toUpperCase(), `${path.base}.${format}?${query}`] as const)} />
          </>
        )
      )}
    </div>
  );
}
