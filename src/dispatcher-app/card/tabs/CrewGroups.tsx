// Tab 12: which crew groups may drive, and which by default.
import { useTranslation } from 'react-i18next';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

export default function CrewGroups() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('tab.crewGroups')} wide>
        <SettingRow settingKey="crewGroups" hint={t('crewGroups.hint')} />
        <SettingRow settingKey="defaultCrewGroup" />
      </Section>
    </div>
  );
}
