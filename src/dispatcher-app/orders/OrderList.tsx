import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Tabs, Tag, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { OrderView } from '../../contract/orders.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { DayInput } from '../../ui/components/DayInput.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, MoneyText, PathNames, PhoneText, ProblemNote } from '../../ui/components/small.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { type ChangeOrdersView, filterOf, orderTabs, type OrdersView, type OrderTab, useOrdersView } from './address.js';
import { DailyOrders, NewDailyButton } from './DailyOrders.js';
import { OrderDrawer } from './OrderDrawer.js';
import { OrderState } from './OrderState.js';
import { OrderTime } from './OrderTime.js';

export function OrderList() {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const [view, change] = useOrdersView();
  return (
    <div className="page orders">
      <div className="row apart">
        <Tabs
          activeKey={view.tab} onChange={(tab) => change({ tab: tab as OrderTab, orderId: null })} aria-label={t('list')}
          items={orderTabs.map((tab) => ({ key: tab, label: t(`tab.${tab}`) }))}
        />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate('/orders/new')}>{t('newTitle')} <kbd>O</kbd></Button>
      </div>
      <Filters view={view} change={change} />
      {view.tab === 'daily' ? <DailyOrders clientId={view.clientId} /> : <Orders view={view} change={change} />}
      <OrderDrawer id={view.orderId} onClose={() => change({ orderId: null })} />
    </div>
  );
}

function Filters({ view, change }: { view: OrdersView; change: ChangeOrdersView }) {
  const { t } = useTranslation('orders');
  const filtered = view.clientId !== null || view.from !== null || view.to !== null || view.phone !== '';
  return (
    <div className="toolbar">
      <div className="filter-client"><ClientSelect label={t('filter.client')} placeholder={t('filter.client')} value={view.clientId} onChange={(client) => change({ clientId: client?.id ?? null })} /></div>
      {view.tab === 'daily' && <NewDailyButton clientId={view.clientId} />}
      {view.tab !== 'daily' && (
        <>
          {(['from', 'to'] as const).map((end) => (
            <span key={end} className="row soft">{t(`filter.${end}`)}<DayInput aria-label={`${t('column.at')}: ${t(`filter.${end}`)}`} value={view[end] ?? ''} onChange={(day) => change({ [end]: day || null })} /></span>
          ))}
          <Input className="filter-phone number" aria-label={t('filter.phone')} placeholder={t('filter.phone')} allowClear defaultValue={view.phone} onChange={({ target }) => change({ phone: target.value })} />
        </>
      )}
      {filtered && <Tag closable closeIcon={<CloseOutlined aria-label={t('filter.clear')} />} onClose={() => change({ clientId: null, from: null, to: null, phone: '' })}>{t('filter.on')}</Tag>}
    </div>
  );
}

type Page = Result<'listOrders'>;

function useOrders(view: OrdersView) {
  const live = useLive();
  const filter = useMemo(() => filterOf(view), [view]);
  const list = useInfiniteQuery<Page, CallError, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ['orderList', filter], queryFn: ({ pageParam }) => live.call('listOrders', { ...filter, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null, getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before, meta: { watch: ['order'] },
  });
  return { list, rows: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}

function Orders({ view, change }: { view: OrdersView; change: ChangeOrdersView }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const { list, rows } = useOrders(view);
  const columns = useMemo<GridColumn<OrderView>[]>(() => [
    { key: 'id', title: t('column.id'), width: '56px', end: true, render: ({ id }) => id },
    { key: 'at', title: t('column.at'), width: '112px', render: ({ at }) => <OrderTime at={at} /> },
    { key: 'state', title: t('column.state'), width: '156px', render: (order) => <OrderState order={order} /> },
    { key: 'customer', title: t('column.customer'), width: 'minmax(220px, 4fr)', render: ({ customer, path }) => <Customer name={customer.name} path={path.slice(0, -1)} /> },
    { key: 'payer', title: t('column.payer'), width: 'minmax(90px, 1fr)', render: ({ payer, customer }) => (payer.id === customer.id ? <span className="soft">{t('money.itself')}</span> : payer.name) },
    { key: 'route', title: t('column.route'), width: 'minmax(180px, 3fr)', render: ({ addresses }) => <Route stops={addresses.map(({ address }) => address)} /> },
    { key: 'passenger', title: t('column.passenger'), width: 'minmax(90px, 1fr)', render: ({ passenger, phone }) => <Tooltip title={phone && <PhoneText number={phone} />}><span>{passenger ?? (phone ? <PhoneText number={phone} /> : '')}</span></Tooltip> },
    { key: 'crew', title: t('column.crew'), width: '110px', render: ({ driver, car, crewId }) => <Crew text={[driver, car].filter(Boolean).join(', ') || (crewId ? `№ ${crewId}` : '')} /> },
    { key: 'sum', title: t('column.sum'), width: '100px', end: true, render: ({ total, penalty, state }) => <MoneyText money={state === 'aborted' && Number(penalty.amount) > 0 ? penalty : total} /> },
    { key: 'source', title: t('column.source'), width: '92px', render: ({ source }) => <span className="soft">{t(`source.${source}`, { defaultValue: source })}</span> },
  ], [t]);
  if (list.isError && rows.length === 0) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <DataGrid
      label={t('list')} columns={columns} rows={rows} rowKey={({ id }) => id} selected={view.orderId} onSelect={({ id }) => change({ orderId: id })} onOpen={({ id }) => change({ orderId: id })} loading={list.isFetching}
      onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()} rowClass={({ state }) => (state === 'aborted' ? 'gone' : '')}
      empty={<Empty title={t(`empty.${view.tab}`)}><p>{t('empty.hint')}</p><Button type="primary" onClick={() => void navigate('/orders/new')}>{t('newTitle')} <kbd>O</kbd></Button></Empty>}
      foot={<span>{t('shown', { count: rows.length, total: list.hasNextPage ? `${rows.length}+` : rows.length })}</span>}
    />
  );
}

function Customer({ name, path }: { name: string; path: { id: number; name: string }[] }) {
  return <span className="row"><span className="clip no-shrink">{name}</span>{path.length > 0 && <PathNames path={path} />}</span>;
}

function Crew({ text }: { text: string }) {
  return <Tooltip title={text}><span>{text}</span></Tooltip>;
}

function Route({ stops }: { stops: readonly string[] }) {
  const { t } = useTranslation('orders');
  if (stops.length === 0) return <span className="soft">{t('noAddress')}</span>;
  return <Tooltip title={stops.join(' → ')}><span>{stops.join(' → ')}</span></Tooltip>;
}
