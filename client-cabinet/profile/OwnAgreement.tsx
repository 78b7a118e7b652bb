import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import { AgreementText } from '../shell/AgreementText.js';
import { useTimes } from '../shell/times.js';

/** The user agreement that holds, to be read again. */
export function OwnAgreement() {
  const { t } = useTranslation('profile');
  const { date } = useTimes();
  const { data } = useOperation('cabinetGetAgreement', {}, { watch: ['self'] });
  if (!data?.agreement) return null;
  return (
    <section className="sheet" aria-labelledby="agreement">
      <h2 id="agreement">{t('person:agreement.title')}</h2>
      {data.acceptedAt !== null && <p className="soft">{t('agreement.accepted', { date: date(data.acceptedAt) })}</p>}
      <details><summary className="plain-summary">{t('agreement.read')}</summary><AgreementText agreement={data.agreement} /></details>
    </section>
  );
}
