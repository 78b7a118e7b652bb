// Schedules of daily orders (O-11): what was refused last, which day is next, pause and resume.
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DailyOrderView } from '../../contract/daily-orders.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag, type Tone, useProblemText } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { currentLanguage } from '../../ui/i18n/i18n.js';
import { DateTime } from 'luxon';

const tones: Record<DailyOrderView['state'], Tone> = { active: 'fine', paused: 'look', stopped: 'cannot', over: 'plain' };

/** Mo Tu We …: by the reader's language; 1 is Monday. */
function weekdayNames(days: readonly number[]): string {
  return [...days].sort((a, b) => a - b).map((weekday) => DateTime.fromObject({ weekday: weekday as 1 }).setLocale(currentLanguage()).toFormat('ccc')).join(' ');
}

export function DailyOrders({ clientId }: { clientId: number | null }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const live = useLive();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const found = useOperation('listDailyOrders', { limit: 200, ...(clientId !== null && { clientId }) }, { watch: ['dailyOrder', 'order'], keep: true });
  const columns = useMemo<GridColumn<DailyOrderView>[]>(() => {
    const run = async (call: () => Promise<unknown>) => {
      try {
        await call();
      } catch (error) {
        message.error(error instanceof CallError ? problemText(error) : String(error));
      }
    };
    const remove = async ({ id, customer }: DailyOrderView) => {
      if (await modal.confirm({ title: t('daily.removeQuestion', { name: customer.name }), content: t('daily.removeHint'), okText: t('daily.remove'), okButtonProps: { danger: true } })) await run(() => live.call('removeDailyOrder', { id }));
    };
    return [
      { key: 'id', title: t('column.id'), width: '56px', end: true, render: ({ id }) => id },
      { key: 'state', title: t('column.state'), width: '120px', render: ({ state }) => <StateTag tone={tones[state]}>{t(`daily.${state}`)}</StateTag> },
      { key: 'customer', title: t('column.customer'), width: 'minmax(140px, 2fr)', render: ({ customer, passenger }) => `${customer.name}${passenger ? ` · ${passenger}` : ''}` },
      { key: 'days', title: t('daily.days'), width: '170px', render: ({ weekdays, time }) => <span><strong className="number">{time}</strong> {weekdayNames(weekdays)}</span> },
      { key: 'route', title: t('column.route'), width: 'minmax(160px, 3fr)', render: ({ addresses }) => addresses.map(({ address }) => address).join(' → ') },
      { key: 'next', title: t('daily.next'), width: '120px', render: ({ next, openOrder }) => (openOrder ? <Button type="link" className="path-link" onClick={() => void navigate(`/orders?order=${openOrder.id}`)}>№ {openOrder.id}</Button> : next ? formatDate(next.on) : '') },
      { key: 'problem', title: t('daily.problem'), width: 'minmax(100px, 2fr)', render: ({ problem }) => (problem ? <span className="cannot" title={problem.message}>{problem.message}</span> : '') },
      {
        key: 'acts', title: t('daily.acts'), width: '210px', render: (row) => (
          <span className="row">
            {row.state === 'active' ? <Button size="small" onClick={() => void run(() => live.call('pauseDailyOrder', { id: row.id }, {}))}>{t('daily.pause')}</Button>
              : row.state !== 'over' && <Button size="small" onClick={() => void run(() => live.call('resumeDailyOrder', { id: row.id }, {}))}>{t('daily.resume')}</Button>}
            <Button size="small" danger onClick={() => void remove(row)}>{t('daily.remove')}</Button>
          </span>
        ),
      },
    ];
  }, [t, navigate, live, message, modal, problemText]);
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  return <DataGrid label={t('tab.daily')} columns={columns} rows={found.data?.items ?? []} rowKey={({ id }) => id} loading={found.isFetching} empty={<Empty title={t('empty.daily')}><p>{t('empty.dailyHint')}</p></Empty>} />;
}
