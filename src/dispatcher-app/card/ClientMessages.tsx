// Mail and SMS that went to the client, with what became of each.
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { ProblemNote, StateTag, Time } from '../../ui/components/small.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';
import { useCard } from './card-context.js';

export const NewMailing = lazy(() => import('../messages/NewMailing.js').then((module) => ({ default: module.NewMailing })));
const tones = { sent: 'fine', waiting: 'look', failed: 'cannot' } as const;

export function ClientMessages() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { can } = useSession();
  const { id, at, card } = useCard();
  const { done, fail } = useClientActions();
  const [writing, setWriting] = useState(false);
  const messages = useOperation('listClientMessages', { id, limit: 20 }, { enabled: at === null, watch: ['message', `client:${id}`] });
  if (messages.error) return <ProblemNote error={messages.error} />;
  return (
    <>
      {at === null && can('message.send') && !card.deleted && <div><Button onClick={() => setWriting(true)}>{t('messages.write')}</Button></div>}
      {writing && <Suspense fallback={null}><NewMailing clientId={id} onClose={() => setWriting(false)} onSent={() => { setWriting(false); done(t('messages.queued')); void messages.refetch(); }} /></Suspense>}
      {messages.data?.items.length === 0 && <span className="soft">{t('messages.none')}</span>}
      <ul className="plain-list messages">
        {messages.data?.items.map(({ id: messageId, channel, recipient, body, status, lastError, createdAt }) => (
          <li key={messageId}>
            <div className="row wrap"><StateTag tone={tones[status as 'sent']}>{t(`messages.${status}`)}</StateTag><span>{t(`channel.${channel}`)} {recipient}</span><span className="soft"><Time at={createdAt} /></span>{status === 'failed' && <Button size="small" onClick={() => void live.call('retryMessage', { id: messageId }).then(() => messages.refetch(), fail)}>{t('messages.retry')}</Button>}</div>
            <div className="clip soft" title={body}>{body}</div>
            {lastError && <div className="cannot small">{lastError}</div>}
          </li>
        ))}
      </ul>
    </>
  );
}
