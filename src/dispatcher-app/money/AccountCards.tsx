// A client's accounts side by side; a click shows the operations of that one only.
import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../contract/accounts.js';
import { useOperation } from '../../ui/api/hooks.js';
import { MoneyText } from '../../ui/components/small.js';
import { SettingValue } from '../clients/SettingValue.js';
import { useKindName } from './kind-name.js';

interface Props {
  clientId: number;
  accounts: readonly AccountView[];
  kind: number | null;
  onKind(kind: number | null): void;
}

const MAIN = 0;

export function AccountCards({ clientId, accounts, kind, onKind }: Props) {
  const { t } = useTranslation('money');
  const kindName = useKindName();
  const effective = useOperation('getEffective', { id: clientId }, { watch: ['client', 'group'] });
  const severalCarriers = new Set(accounts.map(({ carrier }) => carrier.id)).size > 1;
  return (
    <ul className="account-cards" aria-label={t('accounts')}>
      {accounts.map(({ carrier, kind: of, currency, balance, balanceWithEmployees, held, available }) => (
        <li key={`${carrier.id}-${of.id}-${currency}`} className={of.id === kind ? 'chosen' : ''}>
          <button type="button" aria-pressed={of.id === kind} onClick={() => onKind(of.id === kind ? null : of.id)}>
            <span className="soft">{kindName(of)}{severalCarriers && ` · ${carrier.name}`}</span>
            <strong><MoneyText money={balance} /></strong>
          </button>
          <dl>
            <dt>{t('account.available')}</dt><dd><MoneyText money={available} /></dd>
            {held.amount !== '0.00' && <><dt>{t('account.held')}</dt><dd><MoneyText money={held} /></dd></>}
            <dt>{t('account.withEmployees')}</dt><dd><MoneyText money={balanceWithEmployees} /></dd>
            {of.id === MAIN && <><dt>{t('account.floor')}</dt><dd><SettingValue clientId={clientId} settingKey="balanceFloor" setting={effective.data?.settings.balanceFloor} /></dd></>}
          </dl>
        </li>
      ))}
    </ul>
  );
}
