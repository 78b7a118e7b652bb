// Money of the client and of everybody below: accounts, the book, transfers, budgets, statements, paying in. The address
// says whose, and which part.
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { PersonPick } from '../shell/PersonPick.js';
import { Trouble } from '../shell/Trouble.js';
import { Book } from './Book.js';
import { TransferDialog } from './TransferDialog.js';
import './money.css';

const Budgets = lazy(() => import('./Budgets.js'));
const Statement = lazy(() => import('./Statement.js'));
const PayIn = lazy(() => import('./PayIn.js'));

const tabs = ['book', 'budgets', 'statement', 'payIn'] as const;
type Tab = (typeof tabs)[number];

/** An account that nobody has ever used is only in the way. */
function isShown({ kind, balance, held, balanceWithEmployees }: Result<'cabinetListAccounts'>['items'][number]): boolean {
  return kind.id === 0 || [balance, held, balanceWithEmployees].some(({ amount }) => Number(amount) !== 0);
}

export default function MoneyPage() {
  const { t } = useTranslation('money');
  const { me, can, readOnly } = useSession();
  const [search, setSearch] = useSearchParams();
  const [transferring, setTransferring] = useState(false);
  const whose = { id: Number(search.get('of')) || me.id, name: search.get('name') ?? me.name };
  const tab = (tabs as readonly string[]).includes(search.get('tab') ?? '') ? (search.get('tab') as Tab) : 'book';
  const put = (values: Record<string, string>) => setSearch((old) => new URLSearchParams({ ...Object.fromEntries(old), ...values }));
  const accounts = useOperation('cabinetListAccounts', { id: whose.id }, { watch: ['account', 'client', 'order'] });
  // Whoever does not pay itself has no account (D-15): that is no failure.
  const none = accounts.error?.code === 'account.none';
  return (
    <div className="page">
      <div className="head">
        <h1>{t('title')}</h1>
        {can('right.transfer') && !readOnly && <button type="button" className="main-button" onClick={() => setTransferring(true)}>{t('transfer.begin')}</button>}
      </div>
      <PersonPick label={t('whose')} value={whose} onChange={(one) => put(one ? { of: String(one.id), name: one.name } : { of: String(me.id), name: me.name })} />
      {accounts.error && !none && <Trouble error={accounts.error} />}
      {none && <p className="note-box">{t('superiorPays')}</p>}
      {accounts.data && (
        <div className="accounts">
          {accounts.data.items.filter(isShown).map((account) => (
            <section key={`${account.carrier.id} ${account.kind.id}`} className="sheet" aria-label={account.kind.name}>
              <div className="soft">{account.kind.id === 0 ? t('mainAccount') : account.kind.id === 1 ? t('bonusAccount') : account.kind.name}</div>
              <div className="big"><MoneyText money={account.balance} /></div>
              <dl className="facts small">
                {Number(account.held.amount) > 0 && <><dt>{t('held')}</dt><dd><MoneyText money={account.held} /></dd></>}
                <dt>{t('available')}</dt><dd><MoneyText money={account.available} /></dd>
                {account.balanceWithEmployees.amount !== account.balance.amount && <><dt>{t('withEmployees')}</dt><dd><MoneyText money={account.balanceWithEmployees} /></dd></>}
              </dl>
            </section>
          ))}
        </div>
      )}
      <div className="tabs" role="tablist" aria-label={t('title')}>
        {tabs.map((one) => <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => put({ tab: one })}>{t(`tab.${one}`)}</button>)}
      </div>
      <Suspense fallback={<Opening />}>
        {tab === 'book' && <Book key={whose.id} id={whose.id} />}
        {tab === 'budgets' && <Budgets key={whose.id} id={whose.id} />}
        {tab === 'statement' && <Statement key={whose.id} id={whose.id} />}
        {tab === 'payIn' && (none ? <p className="soft">{t('superiorPays')}</p> : <PayIn key={whose.id} id={whose.id} />)}
      </Suspense>
      {transferring && <TransferDialog from={whose} onClose={() => setTransferring(false)} />}
    </div>
  );
}
