// Current, for later, finished, cancelled; daily ones and reviews where the rights are. The address says which, and the filter.
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CabinetRight } from '../../src/contract/rights.js';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { currentLanguage } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { More } from '../shell/More.js';
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

const PAGE = 50;

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
  const pages = useOperationPages('cabinetListCurrentOrders', { kind, limit: PAGE }, { watch: ['order', 'client'] });
  return <Rides {...pages} none={<div className="empty"><h2>{t(`empty.${kind}`)}</h2><p>{t('empty.hint')}</p></div>} />;
}

type Pages = Pick<ReturnType<typeof useOperationPages<'cabinetListCurrentOrders'>>, 'rows' | 'error' | 'isFetching' | 'hasNextPage' | 'more'>;

function Rides({ rows, error, isFetching, hasNextPage, more, none }: Pages & { none: ReactNode }) {
  if (rows.length === 0) return error ? <Trouble error={error} /> : isFetching ? <Opening /> : none;
  return (
    <>
      <ul className="rides">{rows.map((order) => <li key={order.id}><RideCard order={order} /></li>)}</ul>
      <Trouble error={error} />
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </>
  );
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
  const pages = useOperationPages('cabinetListFinishedOrders', { ...filter, limit: PAGE }, { watch: ['order', 'client'], keep: true });
  const query = new URLSearchParams({ ...Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)])), language: currentLanguage() });
  return (
    <>
      <details className="sheet" open={clientId !== null || from !== '' || to !== ''}>
        <summary>{t('filter.title')}</summary>
        <PersonPick label={t('filter.of')} value={clientId ? { id: clientId, name } : null} onChange={(one) => put({ of: one ? String(one.id) : '', name: one?.name ?? '' })} />
        <div className="row wrap"><TextField label={t('filter.from')} type="date" value={from} onChange={(value) => put({ from: value })} /><TextField label={t('filter.to')} type="date" value={to} onChange={(value) => put({ to: value })} /></div>
      </details>
      {pages.rows.length > 0 && <DownloadButtons files={[['CSV', `/cabinet/orders/finished.csv?${query}`], ['XLSX', `/cabinet/orders/finished.xlsx?${query}`]]} />}
      <Rides {...pages} none={<div className="empty"><h2>{t(`empty.${kind}`)}</h2></div>} />
    </>
  );
}
