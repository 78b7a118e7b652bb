// What was paid in at terminals and by bank card (M-10).
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TopUpView } from '../../contract/top-ups.js';
import { useOperationPages } from '../../ui/api/pages.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, MoneyText, ProblemNote, StateTag, Time, type Tone } from '../../ui/components/small.js';
import type { TabProps } from './tab-props.js';

const tones: Record<TopUpView['state'], Tone> = { waiting: 'look', paid: 'fine', refused: 'cannot', expired: 'plain' };

export function TopUps({ clientId, change }: TabProps) {
  const { t } = useTranslation('money');
  const { rows, error, isFetching, more, refetch } = useOperationPages('listTopUps', { id: clientId, limit: 100 }, { watch: ['topUp', `account:${clientId}`] });
  const columns: GridColumn<TopUpView>[] = [
    { key: 'at', title: t('column.at'), width: '146px', render: ({ createdAt }) => <Time at={createdAt} /> },
    { key: 'kind', title: t('topUp.kind'), width: '150px', render: ({ kind }) => t(`topUp.${kind}`) },
    { key: 'state', title: t('invoice.state'), width: 'minmax(150px, 1fr)', render: ({ state, reason }) => <StateTag tone={tones[state]}>{t(`topUp.state.${state}`)}{reason && `: ${reason}`}</StateTag> },
    { key: 'system', title: t('topUp.system'), width: 'minmax(110px, 1fr)', render: ({ paymentSystem, paymentId }) => `${paymentSystem}${paymentId ? ` ${paymentId}` : ''}` },
    { key: 'who', title: t('column.who'), width: 'minmax(100px, 1fr)', render: ({ actorName }) => actorName },
    { key: 'sum', title: t('column.sum'), width: '130px', end: true, render: ({ sum }) => <MoneyText money={sum} /> },
    { key: 'operation', title: t('column.operation'), width: '110px', render: ({ operationId }) => operationId !== null && <Button type="link" className="path-link" onClick={() => change({ tab: 'operations', operationId })}>№ {operationId}</Button> },
  ];
  if (error && rows.length === 0) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  return <div className="column money-fill"><DataGrid label={t('tab.topUps')} columns={columns} rows={rows} rowKey={({ id }) => id} loading={isFetching} onEnd={more} empty={<Empty title={t('topUp.none')}><p>{t('topUp.noneHint')}</p></Empty>} /></div>;
}
