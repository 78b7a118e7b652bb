// Tab 10: bank details, inherited as one record, with check digits; invoices.
import { Checkbox, Input } from 'antd';
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
        <SettingRow settingKey="bankDetails" edit={(value, put) => <Details details={(value as BankDetails | null) ?? {}} onChange={put} />} show={(value) => <Shown details={value as BankDetails} />} />
      </Section>
      {at === null && can('balance.see') && <Section title={t('bank.invoices')} wide><Invoices /></Section>}
    </div>
  );
}

function Details({ details, onChange }: { details: BankDetails; onChange(details: BankDetails): void }) {
  const { t } = useTranslation('card');
  const { errorAt } = useCard();
  return (
    <div className="record">
      {parts.map((part) => {
        const error = errorAt(`settings.bankDetails/${part}`);
        return (
          <div key={part} className="record-line">
            <label htmlFor={`bank-${part}`}>{t(`bank.${part}`)}</label>
            <div>
              <Input
                id={`bank-${part}`} className={part === 'bankName' ? undefined : 'number'} status={error ? 'error' : ''} aria-invalid={error !== undefined} aria-describedby={error ? `bank-${part}-error` : undefined} value={details[part] ?? ''}
                onChange={(event) => {
                  const { [part]: _, ...rest } = details;
                  onChange(event.target.value === '' ? rest : { ...rest, [part]: event.target.value.trimStart() });
                }}
              />
              {error && <div id={`bank-${part}-error`} role="alert" className="cannot">{error}</div>}
            </div>
          </div>
        );
      })}
      <Checkbox checked={details.invoicesAllowed === true} onChange={(event) => onChange({ ...details, invoicesAllowed: event.target.checked })}>{t('bank.invoicesAllowed')}</Checkbox>
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
