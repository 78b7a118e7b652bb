// Tab 14: the six rights in the client cabinet (D-10, D-13).
import { useTranslation } from 'react-i18next';
import { RightRow } from '../SettingRow.js';
import { Section } from './General.js';

const rights = ['right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews'];

export default function Cabinet() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('cabinet.title')} wide>
        <p className="soft">{t('cabinet.hint')}</p>
        {rights.map((key) => <RightRow key={key} settingKey={key} />)}
      </Section>
    </div>
  );
}
