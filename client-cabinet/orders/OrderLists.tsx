// Current, for later, finished, cancelled; daily ones and reviews where the rights are. The address says which, and the filter.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CabinetRight } from '../../src/contract/rights.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import { currentLanguage } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { Opening } from '../shell/Opening.js';
import { PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { dayBounds } from './day-bounds.js';
import { RideCard } from './RideCard.js';

const DailyOrders = lazy(() => import('./DailyOrders.js'));
const Reviews = lazy(() => import('./Reviews.js'));

const tabs = [['current', 'right.currentOrders'], ['preliminary', 'right.currentOrders'], ['finished', 'right.finishedOrders'], ['aborted', 'right.finishedOrders'], ['daily', 'right.dailyOrders'], ['reviews', 'right.driverReviews']] as const satisfies readonly (readonly [string, CabinetRight])[];
type Tab = (typeof tabs)[number][0];

export function OrderLists() {
  const { t } = useTranslation('orders');
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const shown = tabs.filter(([, right]) => can(right)).map(([tab]) => tab);
  const wanted = search.get('tab') as Tab | null;
  const tab = wanted && shown.includes(wanted) ? wanted : shown[0];
  return (
    <>
      <div className="tabs" role="tablist" aria-label={t('title')}>
        {shown.map((one) => <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => setSearch({ tab: one })}>{t(`tab.${one}`)}</button>)}
      </div>
      {(tab === 'current' || tab === 'preliminary') && <Current kind={tab} />}
      {(tab === 'finished' || tab === 'aborted') && <Finished kind={tab} />}
      {(tab === 'daily' || tab === 'reviews') && <Suspense fallback={<Opening />}>{tab === 'daily' ? <DailyOrders /> : <Reviews />}</Suspense>}
    </>
  );
}

function Current({ kind }: { kind: 'current' | 'preliminary' }) {
  const { t } = useTranslation('orders');
  const { data, error } = useOperation('cabinetListCurrentOrders', { kind, limit: 100 }, { watch: ['order', 'client'] });
  if (!data) return error ? <Trouble error={error} /> : <Opening />;
  if (data.items.length === 0) return <div className="empty"><h2>{t(`empty.${kind}`)}</h2><p>{t('empty.hint')}</p></div>;
  return <ul className="rides">{data.items.map((order) => <li key={order.id}><RideCard order={order} /></li>)}</ul>;
}

function Finished({ kind }: { kind: 'finished' | 'aborted' }) {
  const { t } = useTranslation('orders');
  const { me } = useSession();
  const [search, setSearch] = useSearchParams();
  const put = (values: Record<string, string>) => setSearch((old) => {
    const next = new URLSearchParams(old);
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }, { replace: true });
  const [clientId, name] = [Number(search.get('of')) || null, search.get('name') ?? ''];
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  const filter = { kind, ...(clientId && { clientId }), ...dayBounds(from, to, me.timeZone) };
  const limit = Math.min(200, Number(search.get('count')) || 50);
  const { data, error } = useOperation('cabinetListFinishedOrders', { ...filter, limit }, { watch: ['order', 'client'], keep: true });
  const query = new URLSearchParams({ ...Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)])), language: currentLanguage() });
  return (
    <>
      <details className="sheet" open={clientId !== null || from !== '' || to !== ''}>
        <summary>{t('filter.title')}</summary>
        <PersonPick label={t('filter.of')} value={clientId ? { id: clientId, name } : null} onChange={(one) => put({ of: one ? String(one.id) : '', name: one?.name ?? '' })} />
        <div className="row wrap"><TextField label={t('filter.from')} type="date" value={from} onChange={(value) => put({ from: value })} /><TextField label={t('filter.to')} type="date" value={to} onChange={(value) => put({ to: value })} /></div>
      </details>
      {error && <Trouble error={error} />}
      {!data && !error && <Opening />}
      {data?.items.length === 0 && <div className="empty"><h2>{t(`empty.${kind}`)}</h2></div>}
      {data && data.items.length > 0 && (
        <>
          <ul className="rides">{data.items.map((order) => <li key={order.id}><RideCard order={order} /></li>)}</ul>
          {data.nextCursor && (limit < 200 ? <button type="button" className="quiet-button" onClick={() => put({ count: '200' })}>{t('more')}</button> : <p className="soft">{t('narrow')}</p>)}
          <DownloadButtons files={[['CSV', `/cabinet/orders/finished.csv?${query}`], ['XLSX', `/cabinet/orders/finished.xlsx?${query}`]]} />
        </>
      )}
    </>
  );
}
