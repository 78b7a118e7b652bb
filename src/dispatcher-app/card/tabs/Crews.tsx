// Tab 9: crews by their numbers in the dispatch system; the passenger app feeds them too.
import { useTranslation } from 'react-i18next';
import { NumbersField } from '../fields.js';
import { Section } from './General.js';

export default function Crews() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('tab.crews')} wide>
        <NumbersField path="favouriteCrews" hint={t('crews.favouriteHint')} />
        <NumbersField path="unwantedCrews" hint={t('crews.unwantedHint')} />
      </Section>
    </div>
  );
}
