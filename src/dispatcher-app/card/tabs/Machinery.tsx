// Tab 13.
import { useTranslation } from 'react-i18next';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

export default function Machinery() {
  const { t } = useTranslation('card');
  return <div className="card-sections"><Section title={t('tab.machinery')} wide><SettingRow settingKey="specialMachinery" hint={t('machinery.hint')} /></Section></div>;
}
