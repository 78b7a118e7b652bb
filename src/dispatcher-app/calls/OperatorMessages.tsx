// What an integration wants operators to read (CommonAPI's show_tm_message): who says what and when, at the lower left, out
// of the way of calls. It takes no focus and opens nothing by itself; what was sent to stay is there after a reload, too.
import { CheckCircleOutlined, CloseCircleOutlined, CloseOutlined, InfoCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { Time } from '../../ui/components/small.js';
import { useSession } from '../session.js';
import './calls.css';

type Message = Result<'getOperatorMessage'>;

const AT_MOST = 4;
/** Older ones are no news after signing in. */
const STAYS_HOURS = 12;
const CLOSED_KEPT = 200;

const icons: Record<string, ReactNode> = {
  error: <CloseCircleOutlined className="cannot" />, warning: <WarningOutlined className="look" />, confirmation: <CheckCircleOutlined className="fine" />, information: <InfoCircleOutlined className="soft" />,
};

function closedBy(operatorId: number) {
  const place = `treeline.messages.closed.${operatorId}`;
  const read = (): number[] => {
    try {
      return JSON.parse(localStorage.getItem(place) ?? '[]') as number[];
    } catch {
      return [];
    }
  };
  return { has: (id: number) => read().includes(id), add: (id: number) => localStorage.setItem(place, JSON.stringify([...read(), id].slice(-CLOSED_KEPT))) };
}

export function OperatorMessages() {
  const { t } = useTranslation('calls');
  const live = useLive();
  const { user: { id: operatorId } } = useSession();
  const [shown, setShown] = useState<Message[]>([]);
  const hide = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), []);
  const show = useCallback((message: Message) => {
    if (closedBy(operatorId).has(message.id)) return;
    setShown((before) => [message, ...before.filter(({ id }) => id !== message.id)].sort((a, b) => b.id - a.id));
    if (message.timeoutSeconds > 0) setTimeout(() => hide(message.id), message.timeoutSeconds * 1_000);
  }, [operatorId, hide]);

  useEffect(() => {
    const since = new Date(Date.now() - STAYS_HOURS * 3_600_000).toISOString();
    live.call('listOperatorMessages', { limit: 20 }).then(({ items }) => {
      for (const message of items) if (message.timeoutSeconds === 0 && message.at > since) show(message);
    }, () => undefined);
  }, [live, show]);
  // One for others cannot be read, and is not for this screen.
  useChanges(useCallback(({ entity, id, action }) => {
    if (entity === 'operatorMessage' && action === 'operatorMessage.shown') live.call('getOperatorMessage', { id }).then(show, () => undefined);
  }, [live, show]));

  const close = (id: number) => {
    closedBy(operatorId).add(id);
    hide(id);
  };
  return (
    <section className="operator-messages" aria-label={t('message.title')} aria-live="polite">
      {shown.length > AT_MOST && <div className="operator-message soft">{t('message.more', { count: shown.length - AT_MOST })}</div>}
      {shown.slice(0, AT_MOST).map((message) => <MessageCard key={message.id} message={message} onClose={() => close(message.id)} />)}
    </section>
  );
}

function MessageCard({ message: { kind, header, text, color, clientId, orderId, actorName, at }, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const { can } = useSession();
  const title = header ?? t(`message.kind.${kind}`, { defaultValue: kind });
  return (
    <article className={`operator-message ${kind}`} aria-label={title} style={color ? { borderLeftColor: color } : undefined}>
      <div className="row apart">
        <span className="row">{icons[kind]}<strong>{title}</strong></span>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('message.close')} onClick={onClose} />
      </div>
      <div className="message-text">{text}</div>
      <div className="row apart">
        <span className="soft clip">{actorName} · <Time at={at} /></span>
        <span className="row">
          {clientId !== null && can('client.view') && <Button size="small" onClick={() => void navigate(`/clients?client=${clientId}&card=${clientId}`)}>{t('message.openClient')}</Button>}
          {orderId !== null && can('order.manage') && <Button size="small" onClick={() => void navigate(`/orders?order=${orderId}`)}>{t('message.openOrder', { id: orderId })}</Button>}
        </span>
      </div>
    </article>
  );
}
