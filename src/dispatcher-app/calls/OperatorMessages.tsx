// What an integration wants operators to read (CommonAPI's show_tm_message): who says what and when, at the lower left, out
// of the way of calls. It takes no focus and opens nothing by itself; what was sent to stay is there after a reload, too.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import { Time } from '../../ui/components/small.js';
import { useSession } from '../session.js';
import { MessageLinks, MessageTitle, type ShownMessage, useMessageTitle } from './message-parts.js';
import './calls.css';

const AT_MOST = 4;
/** Older ones are no news after signing in. */
const STAYS_HOURS = 12;
const CLOSED_KEPT = 200;

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
  const { can, user: { id: operatorId } } = useSession();
  const [shown, setShown] = useState<ShownMessage[]>([]);
  const hide = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), []);
  const show = useCallback((message: ShownMessage) => {
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
      {shown.length > AT_MOST && <div className="operator-message soft">{can('client.view') ? <Link to="/messages?tab=shown">{t('message.more', { count: shown.length - AT_MOST })}</Link> : t('message.more', { count: shown.length - AT_MOST })}</div>}
      {shown.slice(0, AT_MOST).map((message) => <MessageCard key={message.id} message={message} onClose={() => close(message.id)} />)}
    </section>
  );
}

function MessageCard({ message, onClose }: { message: ShownMessage; onClose(): void }) {
  const { t } = useTranslation('calls');
  const title = useMessageTitle();
  const { kind, text, color, actorName, at } = message;
  return (
    <article className={`operator-message ${kind}`} aria-label={title(message)} style={color ? { borderLeftColor: color } : undefined}>
      <div className="row apart">
        <MessageTitle message={message} />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('message.close')} onClick={onClose} />
      </div>
      <div className="message-text">{text}</div>
      <div className="row apart"><span className="soft clip">{actorName} · <Time at={at} /></span><MessageLinks message={message} /></div>
    </article>
  );
}
