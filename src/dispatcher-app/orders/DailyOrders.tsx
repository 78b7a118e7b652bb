// Schedules of daily orders (O-11): what was refused last, which day is next, pause and resume; Insert makes one, Enter opens.
import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DailyOrderView } from '../../contract/daily-orders.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag, type Tone, useProblemText } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { currentLanguage } from '../../ui/i18n/i18n.js';
import { weekdayNames } from '../directories/weekdays.js';
import { useKey } from '../shell/keys.js';
import { useWholeReason } from './reasons.js';

const tones: Record<DailyOrderView['state'], Tone> = { active: 'fine', paused: 'look', stopped: 'cannot', over: 'plain' };

/** Mo–Fr, Su: days in a row are said by the first and the last. */
function shortNames(days: readonly number[]): string {
  const names = weekdayNames(currentLanguage()).map(([short]) => short.replace('.', ''));
  const runs: number[][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => [...new Set([run[0], run.at(-1)])].map((day) => names[(day as number) - 1]).join(run.length > 2 ? '–' : ', ')).join(', ');
}

export function DailyOrders({ clientId }: { clientId: number | null }) {
  const { t } = useTranslation('orders');
  const reasonText = useWholeReason();
  const [selected, setSelected] = useState<number | null>(null);
  const navigate = useNavigate();
  const live = useLive();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const found = useOperation('listDailyOrders', { limit: 200, ...(clientId !== null && { clientId }) }, { watch: ['dailyOrder', 'order'], keep: true });
  const open = useCallback(({ id }: DailyOrderView) => void navigate(`/orders/daily/${id}`), [navigate]);
  useKey('Insert', useNewDaily(clientId));
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
      { key: 'days', title: t('daily.days'), width: '170px', render: ({ weekdays, time }) => <span><strong className="number">{time}</strong> {shortNames(weekdays)}</span> },
      { key: 'route', title: t('column.route'), width: 'minmax(160px, 3fr)', render: ({ addresses }) => addresses.map(({ address }) => address).join(' → ') },
      { key: 'next', title: t('daily.next'), width: '120px', render: ({ next, openOrder }) => (openOrder ? <Button type="link" className="path-link" onClick={() => void navigate(`/orders?order=${openOrder.id}`)}>№ {openOrder.id}</Button> : next ? formatDate(next.on) : '') },
      { key: 'problem', title: t('daily.problem'), width: 'minmax(100px, 2fr)', render: ({ problem }) => problem && <Problem text={problem.reasons.length > 0 ? problem.reasons.map(reasonText).join(' ') : problem.message} /> },
      {
        key: 'acts', title: t('daily.acts'), width: '250px', render: (row) => (
          <span className="row">
            <Button size="small" icon={<EditOutlined />} aria-label={t('act.change')} onClick={() => open(row)} />
            {row.state === 'active' ? <Button size="small" onClick={() => void run(() => live.call('pauseDailyOrder', { id: row.id }, {}))}>{t('daily.pause')}</Button>
              : row.state !== 'over' && <Button size="small" onClick={() => void run(() => live.call('resumeDailyOrder', { id: row.id }, {}))}>{t('daily.resume')}</Button>}
            <Button size="small" danger onClick={() => void remove(row)}>{t('daily.remove')}</Button>
          </span>
        ),
      },
    ];
  }, [t, navigate, live, message, modal, problemText, reasonText, open]);
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <DataGrid
      label={t('tab.daily')} columns={columns} rows={found.data?.items ?? []} rowKey={({ id }) => id} selected={selected} onSelect={({ id }) => setSelected(id)} onOpen={open} loading={found.isFetching}
      empty={<Empty title={t('empty.daily')}><p>{t('empty.dailyHint')}</p><NewDailyButton clientId={clientId} /></Empty>}
    />
  );
}

function useNewDaily(clientId: number | null): () => void {
  const navigate = useNavigate();
  return () => void navigate(`/orders/daily/new${clientId === null ? '' : `?client=${clientId}`}`);
}

export function NewDailyButton({ clientId }: { clientId: number | null }) {
  const { t } = useTranslation('orders');
  return <Button icon={<PlusOutlined />} onClick={useNewDaily(clientId)}>{t('daily.new')} <kbd>Ins</kbd></Button>;
}

function Problem({ text }: { text: string }) {
  return <span className="cannot" title={text}>{text}</span>;
}
