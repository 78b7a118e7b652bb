// One mailing: its words, how far it is, and whom it has reached.
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailingView } from '../../contract/mailings.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { AudienceText, MailingProgress } from './MailingList.js';
import { MessageGrid, useMessages } from './MessageList.js';

const LOOK_AGAIN_MS = 1_500;

export function MailingDrawer({ id, onClose }: { id: number | null; onClose(): void }) {
  const { t } = useTranslation('messages');
  return (
    <Drawer open={id !== null} onClose={onClose} size={760} title={t('mailing.title', { id })} mask={false} destroyOnHidden>
      {id !== null && <Mailing key={id} id={id} />}
    </Drawer>
  );
}

function Mailing({ id }: { id: number }) {
  const { t } = useTranslation('messages');
  const live = useLive();
  const { data, error, refetch } = useQuery<MailingView, CallError>({
    queryKey: ['getMailing', id], queryFn: () => live.call('getMailing', { id }), meta: { watch: [`mailing:${id}`] }, refetchInterval: ({ state }) => ((state.data?.waiting ?? 1) > 0 ? LOOK_AGAIN_MS : false),
  });
  const list = useMessages(useMemo(() => ({ mailingId: id, limit: 100 }), [id]));
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const retried = () => {
    void refetch();
    void list.refetch();
  };
  return (
    <div className="column mailing">
      <div className="row apart"><span>{t(`channel.${data.channel}`)} · <AudienceText to={data.to} /></span><span className="soft">{data.createdBy}, <Time at={data.createdAt} /></span></div>
      <div className="mailing-words">{data.subject && <strong>{data.subject}</strong>}<div className="pre">{data.body}</div></div>
      <MailingProgress mailing={data} />
      {data.unreachable > 0 && <div className="soft">{t('mailing.unreachable', { count: data.unreachable })}</div>}
      <MessageGrid
        label={t('mailing.deliveries')} rows={rows} loading={list.isFetching} ofOneMailing more={list.hasNextPage} onRetried={retried} onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
        empty={<Empty title={t('nothingFits')} />}
      />
    </div>
  );
}
