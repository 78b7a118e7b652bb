// Tab 6, of roots: every account with its balance and with everybody below; the rules that it is settled by.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../../ui/api/hooks.js';
import { MoneyText, ProblemNote } from '../../../ui/components/small.js';
import { useKindName } from '../../money/kind-name.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

export default function Settlements() {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { id, at } = useCard();
  const kindName = useKindName();
  const accounts = useOperation('listAccounts', { id }, { enabled: at === null && can('balance.see'), watch: ['account', 'operation', 'hold', 'client', 'order'] });
  return (
    <div className="card-sections">
      {at === null && can('balance.see') && (
        <Section title={t('settlements.accounts')} wide>
          {accounts.error ? <ProblemNote error={accounts.error} onRetry={() => void accounts.refetch()} /> : (
            <table className="plain-table money">
              <thead><tr><th scope="col">{t('settlements.kind')}</th><th scope="col">{t('settlements.carrier')}</th><th scope="col" className="end">{t('settlements.balance')}</th><th scope="col" className="end">{t('settlements.held')}</th><th scope="col" className="end">{t('settlements.available')}</th><th scope="col" className="end">{t('settlements.withEmployees')}</th></tr></thead>
              <tbody>
                {(accounts.data?.items ?? []).map(({ kind, carrier, balance, held, available, balanceWithEmployees }) => (
                  <tr key={`${kind.id}-${carrier.id}`}>
                    <th scope="row">{kindName(kind)}</th><td>{carrier.name}</td><td className="end"><MoneyText money={balance} /></td><td className="end"><MoneyText money={held} /></td><td className="end"><MoneyText money={available} /></td><td className="end"><strong><MoneyText money={balanceWithEmployees} /></strong></td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {accounts.data?.items.length === 0 && <p className="soft">{t('settlements.none')}</p>}
          <Link to={`/money?client=${id}`}>{t('general.operations')}</Link>
        </Section>
      )}
      <Section title={t('settlements.rules')} wide>
        <SettingRow settingKey="settlementRule" />
        <SettingRow settingKey="dynamicPriorityRule" />
      </Section>
    </div>
  );
}
