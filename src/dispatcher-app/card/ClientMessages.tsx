// Mail and SMS that went to the client, with what became of each.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { ProblemNote, StateTag, Time } from '../../ui/components/small.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useCard } from './card-context.js';

const tones = { sent: 'fine', waiting: 'look', failed: 'cannot' } as const;

export function ClientMessages() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { id, at } = useCard();
  const { fail } = useClientActions();
  const messages = useOperation('listClientMessages', { id, limit: 20 }, { enabled: at === null, watch: ['message', `client:${id}`] });
  if (messages.error) return <ProblemNote error={messages.error} />;
  if (messages.data?.items.length === 0) return <span className="soft">{t('messages.none')}</span>;
  return (
    <ul className="plain-list messages">
      {messages.data?.items.map(({ id: messageId, channel, recipient, body, status, lastError, createdAt }) => (
        <li key={messageId}>
          <div className="row wrap"><StateTag tone={tones[status as 'sent']}>{t(`messages.${status}`)}</StateTag><span>{t(`channel.${channel}`)} {recipient}</span><span className="soft"><Time at={createdAt} /></span>{status === 'failed' && <Button size="small" onClick={() => void live.call('retryMessage', { id: messageId }).then(() => messages.refetch(), fail)}>{t('messages.retry')}</Button>}</div>
          <div className="clip soft" title={body}>{body}</div>
          {lastError && <div className="cannot small">{lastError}</div>}
        </li>
      ))}
    </ul>
  );
}
