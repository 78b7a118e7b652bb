import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Audience, MailingView } from '../../contract/mailings.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { colon } from '../../ui/i18n/i18n.js';
import { useSession } from '../session.js';

const LOOK_AGAIN_MS = 2_000;

export function MailingList({ selected, onOpen, onWrite }: { selected: number | null; onOpen(id: number): void; onWrite(): void }) {
  const { t } = useTranslation('messages');
  const { can } = useSession();
  const live = useLive();
  const list = useQuery<Result<'listMailings'>, CallError>({
    queryKey: ['listMailings'], queryFn: () => live.call('listMailings', { limit: 200 }), meta: { watch: ['mailing'] },
    refetchInterval: ({ state }) => (state.data?.items.some(({ waiting }) => waiting > 0) ? LOOK_AGAIN_MS : false),
  });
  const columns = useMemo<GridColumn<MailingView>[]>(() => [
    { key: 'id', title: t('column.id'), width: '56px', end: true, render: ({ id }) => id },
    { key: 'at', title: t('column.at'), width: '130px', render: ({ createdAt }) => <Time at={createdAt} /> },
    { key: 'channel', title: t('column.channel'), width: '80px', render: ({ channel }) => t(`channel.${channel}`) },
    { key: 'to', title: t('column.to'), width: 'minmax(160px, 2fr)', render: ({ to }) => <AudienceText to={to} /> },
    { key: 'text', title: t('column.text'), width: 'minmax(160px, 3fr)', render: ({ subject, body }) => subject ?? body },
    { key: 'progress', title: t('column.progress'), width: '190px', render: (mailing) => <MailingProgress mailing={mailing} /> },
    { key: 'by', title: t('column.by'), width: '110px', render: ({ createdBy }) => <span className="soft">{createdBy}</span> },
  ], [t]);
  if (list.error) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <DataGrid
      label={t('tab.mailings')} columns={columns} rows={list.data?.items ?? []} rowKey={({ id }) => id} selected={selected} onSelect={({ id }) => onOpen(id)} onOpen={({ id }) => onOpen(id)} loading={list.isFetching}
      empty={<Empty title={t('empty.mailings')}><p>{t('empty.mailingsHint')}</p>{can('message.send') && <Button type="primary" onClick={onWrite}>{t('write')}</Button>}</Empty>}
    />
  );
}

/** Sent of all, and what failed; the numbers beside the bar say the same. */
export function MailingProgress({ mailing: { recipients, sent, failed } }: { mailing: MailingView }) {
  const { t } = useTranslation('messages');
  return (
    <span className="row">
      <Progress className="grow" percent={recipients === 0 ? 100 : Math.round(((sent + failed) * 100) / recipients)} showInfo={false} size="small" status={failed > 0 ? 'exception' : 'normal'} aria-label={t('column.progress')} />
      <span className="number">{sent}/{recipients}</span>
      {failed > 0 && <span className="cannot number">{t('failedCount', { count: failed })}</span>}
    </span>
  );
}

export function AudienceText({ to: { clientIds, groupId, language, tag, below } }: { to: Audience }) {
  const { t } = useTranslation('messages');
  const groups = useOperation('listGroups', {}, { enabled: groupId !== undefined, watch: ['group'] });
  const first = clientIds?.[0];
  const client = useOperation('getClient', { id: first ?? 0 }, { enabled: first !== undefined, watch: [`client:${first}`] });
  const said = [
    ...(first !== undefined ? [`${client.data?.name ?? `№ ${first}`}${(clientIds?.length ?? 0) > 1 ? ` +${(clientIds?.length ?? 0) - 1}` : ''}`] : []),
    ...(groupId !== undefined ? [`${t('to.group')}${colon()}${groups.data?.items.find(({ id }) => id === groupId)?.name ?? groupId}`] : []),
    ...(below ? [t('to.below')] : []), ...(language !== undefined ? [`${t('to.language')}${colon()}${language}`] : []), ...(tag !== undefined ? [`${t('to.tag')}${colon()}${tag}`] : []),
  ];
  return <span>{said.join(', ')}</span>;
}
