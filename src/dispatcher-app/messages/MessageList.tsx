import { RedoOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Params, Result } from '../../ui/api/operations.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag, Time, type Tone, useProblemText } from '../../ui/components/small.js';
import { useSession } from '../session.js';
import type { MessagesView } from './address.js';

type Page = Result<'listMessages'>;
export type Message = Page['items'][number];

/** What is on its way is looked at again: the sender tells nobody. */
const LOOK_AGAIN_MS = 3_000;
const tones: Record<Message['status'], Tone> = { waiting: 'look', sent: 'fine', failed: 'cannot' };

export function useMessages(filter: Params<'listMessages'>) {
  const live = useLive();
  return useInfiniteQuery<Page, CallError, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ['messageList', filter], queryFn: ({ pageParam }) => live.call('listMessages', { ...filter, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null, getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before, meta: { watch: ['mailing', 'order', 'client'] },
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'waiting')) ? LOOK_AGAIN_MS : false),
  });
}

export function MessageList({ view: { status, channel, clientId }, onWrite }: { view: MessagesView; onWrite(): void }) {
  const { t } = useTranslation('messages');
  const { can } = useSession();
  const filter = useMemo(() => ({ limit: 100, ...(status && { status }), ...(channel && { channel }), ...(clientId !== null && { clientId }) }), [status, channel, clientId]);
  const list = useMessages(filter);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const filtered = status !== null || channel !== null || clientId !== null;
  if (list.isError && rows.length === 0) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <MessageGrid
      label={t('tab.messages')} rows={rows} loading={list.isFetching} onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()} onRetried={() => void list.refetch()} more={list.hasNextPage}
      empty={<Empty title={t(filtered ? 'nothingFits' : 'empty.messages')}>{!filtered && <p>{t('empty.messagesHint')}</p>}{can('message.send') && <Button type="primary" onClick={onWrite}>{t('write')}</Button>}</Empty>}
    />
  );
}

export function MessageGrid({ label, rows, loading, onEnd, onRetried, more, empty, ofOneMailing = false }: {
  label: string; rows: readonly Message[]; loading: boolean; onEnd(): void; onRetried(): void; more: boolean; empty: React.ReactNode; ofOneMailing?: boolean;
}) {
  const { t } = useTranslation('messages');
  const live = useLive();
  const { can } = useSession();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const columns = useMemo<GridColumn<Message>[]>(() => {
    const retry = async (id: number) => {
      try {
        await live.call('retryMessage', { id });
        onRetried();
      } catch (error) {
        message.error(error instanceof CallError ? problemText(error) : String(error));
      }
    };
    const failure = (text: string) => t(`failure.${text}`, { keySeparator: false, nsSeparator: false, defaultValue: text });
    return [
      { key: 'status', title: t('column.status'), width: '130px', render: ({ status, attempts }) => <StateTag tone={tones[status]}>{t(`status.${status}`)}{attempts > 1 ? ` · ${attempts}` : ''}</StateTag> },
      { key: 'at', title: t('column.at'), width: '120px', render: ({ sentAt, createdAt }) => <Time at={sentAt ?? createdAt} /> },
      { key: 'client', title: t('column.client'), width: 'minmax(120px, 2fr)', render: ({ client }) => client?.name ?? <span className="soft">—</span> },
      { key: 'recipient', title: t('column.recipient'), width: 'minmax(130px, 1fr)', render: ({ channel, recipient }) => <span title={t(`channel.${channel}`)}>{recipient || '—'}</span> },
      ...(ofOneMailing ? [] : [
        { key: 'purpose', title: t('column.purpose'), width: '130px', render: ({ purpose, orderId }: Message) => <>{t(`purpose.${purpose}`, { defaultValue: purpose })}{orderId ? ` № ${orderId}` : ''}</> },
        { key: 'text', title: t('column.text'), width: 'minmax(160px, 3fr)', render: ({ subject, body }: Message) => <Tooltip title={<span className="message-text">{body}</span>}><span>{subject ?? body}</span></Tooltip> },
      ]),
      { key: 'error', title: t('column.error'), width: 'minmax(110px, 2fr)', render: ({ lastError }) => (lastError ? <Tooltip title={failure(lastError)}><span className="cannot">{failure(lastError)}</span></Tooltip> : '') },
      ...(can('client.change') ? [{ key: 'retry', title: '', width: '110px', render: ({ id, status }: Message) => (status === 'failed' ? <Button size="small" icon={<RedoOutlined />} onClick={() => void retry(id)}>{t('retry')}</Button> : '') }] : []),
    ];
  }, [t, live, can, message, problemText, onRetried, ofOneMailing]);
  return <DataGrid label={label} columns={columns} rows={rows} rowKey={({ id }) => id} loading={loading} onEnd={onEnd} empty={empty} foot={<span>{t('shown', { count: rows.length, total: more ? `${rows.length}+` : rows.length })}</span>} />;
}
