// What integrations have shown to this operator, newest first: what was closed, or went by itself, can be read again.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOperationPages } from '../../ui/api/pages.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { MessageLinks, MessageTitle, useMessageTitle } from '../calls/message-parts.js';

const AT_ONCE = 50;

export function ShownMessages() {
  const { t } = useTranslation('messages');
  const title = useMessageTitle();
  const { rows, error, isFetching, hasNextPage, more, refetch } = useOperationPages('listOperatorMessages', { limit: AT_ONCE }, { watch: ['operatorMessage'] });
  if (error && rows.length === 0) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (rows.length === 0) return isFetching ? null : <Empty title={t('empty.shown')}><p>{t('empty.shownHint')}</p></Empty>;
  return (
    <div className="shown-messages">
      {rows.map((message) => (
        <article key={message.id} className="panel column" aria-label={title(message)} style={message.color ? { borderLeft: `4px solid ${message.color}` } : undefined}>
          <div className="row apart"><MessageTitle message={message} /><span className="soft">{message.actorName} · <Time at={message.at} /></span></div>
          <div className="row apart"><span className="message-text">{message.text}</span><MessageLinks message={message} /></div>
        </article>
      ))}
      {hasNextPage && <Button loading={isFetching} onClick={more}>{t('older')}</Button>}
    </div>
  );
}
