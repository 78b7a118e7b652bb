// Tab 7: which order events go out by which channel; own rules or what is inherited, as one record.
import { CheckOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { SwitchField } from '../fields.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

const events = ['orderCreated', 'driverAssigned', 'carAtPlace', 'clientInside', 'orderFinished', 'orderAborted', 'dailyOrderNotMade'] as const;
const channels = ['sms', 'email', 'call', 'push'] as const;
type Rules = Partial<Record<(typeof events)[number], (typeof channels)[number][]>>;

export default function Notifications() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('notifications.rules')} wide>
        <SettingRow settingKey="notifications" edit={(value, put) => <Matrix rules={(value as Rules | null) ?? {}} onChange={put} />} show={(value) => <Matrix rules={value as Rules} />} />
      </Section>
      <Section title={t('notifications.own')} wide>
        <SwitchField path="useEmail" />
        <SwitchField path="useSms" />
        <SwitchField path="useCalls" />
      </Section>
    </div>
  );
}

/** Without `onChange` it only shows. */
function Matrix({ rules, onChange }: { rules: Rules; onChange?: (rules: Rules) => void }) {
  const { t } = useTranslation('card');
  const toggle = (event: keyof Rules, channel: (typeof channels)[number], on: boolean) => {
    const now = rules[event] ?? [];
    const next = { ...rules, [event]: on ? channels.filter((each) => each === channel || now.includes(each)) : now.filter((each) => each !== channel) };
    if (next[event]?.length === 0) delete next[event];
    onChange?.(next);
  };
  return (
    <table className="plain-table matrix">
      <thead><tr><th scope="col">{t('notifications.event')}</th>{channels.map((channel) => <th key={channel} scope="col">{t(`channel.${channel}`)}</th>)}</tr></thead>
      <tbody>
        {events.map((event) => (
          <tr key={event}>
            <th scope="row">{t(`event.${event}`)}</th>
            {channels.map((channel) => {
              const on = rules[event]?.includes(channel) === true;
              return (
                <td key={channel}>
                  {onChange
                    ? <Checkbox checked={on} aria-label={`${t(`event.${event}`)}: ${t(`channel.${channel}`)}`} onChange={(change) => toggle(event, channel, change.target.checked)} />
                    : on ? <CheckOutlined role="img" aria-label={t('yes')} /> : <span className="soft" aria-hidden="true">·</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
