// Tab 7: which order events go out by which channel; own rules or what is inherited, as one record.
import { CheckOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { channels, orderEvents } from '../../settings/editors.js';
import { SwitchField } from '../fields.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

type Rules = Partial<Record<(typeof orderEvents)[number], (typeof channels)[number][]>>;

export default function Notifications() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('notifications.rules')} wide>
        <SettingRow settingKey="notifications" show={(value) => <Matrix rules={value as Rules} />} />
      </Section>
      <Section title={t('notifications.own')} wide>
        <SwitchField path="useEmail" />
        <SwitchField path="useSms" />
        <SwitchField path="useCalls" />
      </Section>
    </div>
  );
}

function Matrix({ rules }: { rules: Rules }) {
  const { t } = useTranslation('card');
  return (
    <table className="plain-table matrix">
      <thead><tr><th scope="col">{t('notifications.event')}</th>{channels.map((channel) => <th key={channel} scope="col">{t(`channel.${channel}`)}</th>)}</tr></thead>
      <tbody>
        {orderEvents.map((event) => (
          <tr key={event}>
            <th scope="row">{t(`event.${event}`)}</th>
            {channels.map((channel) => <td key={channel}>{rules[event]?.includes(channel) ? <CheckOutlined role="img" aria-label={t('yes')} /> : <span className="soft" aria-hidden="true">·</span>}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
