// Tab 10: bank details, inherited as one record, with check digits; invoices.
import { useTranslation } from 'react-i18next';
import type { BankDetails } from '../../../contract/settings.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { Invoices } from '../Invoices.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

const parts = ['inn', 'kpp', 'account', 'bankName', 'bik', 'correspondentAccount'] as const;

export default function Bank() {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { at } = useCard();
  return (
    <div className="card-sections">
      <Section title={t('bank.details')} wide>
        <SettingRow settingKey="bankDetails" show={(value) => <Shown details={value as BankDetails} />} />
      </Section>
      {at === null && can('balance.see') && <Section title={t('bank.invoices')} wide><Invoices /></Section>}
    </div>
  );
}

function Shown({ details }: { details: BankDetails }) {
  const { t } = useTranslation('card');
  return (
    <dl className="facts">
      {parts.filter((part) => details[part]).map((part) => <div key={part} className="fact"><dt>{t(`bank.${part}`)}</dt><dd className="number">{details[part]}</dd></div>)}
      <div className="fact"><dt>{t('bank.invoicesAllowed')}</dt><dd>{details.invoicesAllowed ? t('yes') : t('no')}</dd></div>
    </dl>
  );
}
