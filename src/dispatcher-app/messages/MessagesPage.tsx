// Messages to clients (S-13): what was written to whom and how far it is, and writing to one or many; and what integrations have shown to this operator.
import { PlusOutlined } from '@ant-design/icons';
import { Button, Select, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useSession } from '../session.js';
import { useKey } from '../shell/keys.js';
import { type MessagesView, useMessagesView } from './address.js';
import { MailingDrawer } from './MailingDrawer.js';
import { MailingList } from './MailingList.js';
import { MessageList } from './MessageList.js';
import { NewMailing } from './NewMailing.js';
import { ShownMessages } from './ShownMessages.js';
import './messages.css';

export default function MessagesPage() {
  const { t } = useTranslation('messages');
  const { can } = useSession();
  const [view, change] = useMessagesView();
  useKey('Insert', () => change({ writing: true }), { enabled: can('message.send') });
  return (
    <div className="page messages">
      <div className="row apart">
        <Tabs activeKey={view.tab} onChange={(tab) => change({ tab: tab as 'messages', mailingId: null })} items={[{ key: 'messages', label: t('tab.messages') }, { key: 'mailings', label: t('tab.mailings') }, { key: 'shown', label: t('tab.shown') }]} />
        {can('message.send') && <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ writing: true })}>{t('write')} <kbd>Ins</kbd></Button>}
      </div>
      {view.tab === 'messages' && (
        <div className="toolbar">
          <div className="filter-client"><ClientSelect label={t('filter.client')} placeholder={t('filter.client')} value={view.clientId} onChange={(client) => change({ clientId: client?.id ?? null })} /></div>
          <Select aria-label={t('filter.status')} placeholder={t('filter.status')} allowClear value={view.status ?? undefined} onChange={(status?: MessagesView['status']) => change({ status: status ?? null })} options={(['waiting', 'sent', 'failed'] as const).map((value) => ({ value, label: t(`status.${value}`) }))} className="filter" />
          <Select aria-label={t('filter.channel')} placeholder={t('filter.channel')} allowClear value={view.channel ?? undefined} onChange={(channel?: MessagesView['channel']) => change({ channel: channel ?? null })} options={(['email', 'sms'] as const).map((value) => ({ value, label: t(`channel.${value}`) }))} className="filter" />
        </div>
      )}
      {view.tab === 'messages' && <MessageList view={view} onWrite={() => change({ writing: true })} />}
      {view.tab === 'shown' && <ShownMessages />}
      {view.tab === 'mailings' && <MailingList selected={view.mailingId} onOpen={(mailingId) => change({ mailingId })} onWrite={() => change({ writing: true })} />}
      <MailingDrawer id={view.mailingId} onClose={() => change({ mailingId: null })} />
      {view.writing && <NewMailing clientId={view.clientId} onClose={() => change({ writing: false })} onSent={(mailingId) => change({ writing: false, tab: 'mailings', mailingId })} />}
    </div>
  );
}
