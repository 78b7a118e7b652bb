// Account books (S-10): one client's accounts with what can be booked, and its operations, statements, invoices, budgets.
import { SwapOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../ui/api/hooks.js';
import { Empty, type Named, PathNames, ProblemNote, StateTag } from '../../ui/components/small.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useSession } from '../session.js';
import { AccountCards } from './AccountCards.js';
import { moneyTabs, useMoneyView } from './address.js';
import { BookDialog } from './BookDialog.js';
import { Budgets } from './Budgets.js';
import { Invoices } from './Invoices.js';
import { Operations } from './Operations.js';
import { Statement } from './Statement.js';
import { TopUps } from './TopUps.js';
import { TransferDialog } from './TransferDialog.js';
import './money.css';

type Dialog = 'receipt' | 'expense' | 'transfer';

export default function MoneyPage() {
  const { t } = useTranslation('money');
  const { can } = useSession();
  const [view, change] = useMoneyView();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { clientId } = view;
  const client = useOperation('getClient', { id: clientId ?? 0 }, { enabled: clientId !== null, watch: [`client:${clientId}`] });
  const accounts = useOperation('listAccounts', { id: clientId ?? 0 }, { enabled: clientId !== null, watch: ['account', 'hold', 'group', `client:${clientId}`] });
  const payer = accounts.error?.code === 'account.none' ? (accounts.error.problem.payer as Named | undefined) : undefined;
  const books = can('operation.book');
  const tabs = { operations: Operations, statement: Statement, invoices: Invoices, budgets: Budgets, topUps: TopUps };

  return (
    <div className="page money">
      <div className="toolbar">
        <h1 className="page-title">{t('title')}</h1>
        <div className="money-client"><ClientSelect label={t('client')} placeholder={t('clientHint')} ownAccount value={clientId} autoFocus={clientId === null} onChange={(next) => change({ clientId: next?.id ?? null, kind: null, operationId: null })} /></div>
        {client.data && client.data.path.length > 0 && <PathNames path={client.data.path} />}
        <span className="grow" />
        {books && clientId !== null && accounts.data && (
          <>
            <Button type="primary" onClick={() => setDialog('receipt')} disabled={client.data?.deleted}>{t('book.receipt')}</Button>
            <Button onClick={() => setDialog('expense')} disabled={client.data?.deleted}>{t('book.expense')}</Button>
          </>
        )}
        {books && <Button icon={<SwapOutlined />} onClick={() => setDialog('transfer')}>{t('transfer.open')}</Button>}
      </div>
      {clientId === null ? (
        <Empty title={t('nobody')}>
          <p>{t('nobodyHint')}</p>
          <Link to="/reports?report=debts">{t('toDebts')}</Link>
        </Empty>
      ) : payer ? (
        <Empty title={t('noAccount', { name: client.data?.name ?? '', payer: payer.name })}>
          <Button type="primary" onClick={() => change({ clientId: payer.id })}>{t('openPayer', { name: payer.name })}</Button>
        </Empty>
      ) : accounts.error || client.error ? <ProblemNote error={accounts.error ?? client.error} onRetry={() => void accounts.refetch()} /> : (
        <>
          {client.data?.deleted && <StateTag tone="look">{t('deleted')}</StateTag>}
          <AccountCards clientId={clientId} accounts={accounts.data?.items ?? []} kind={view.kind} onKind={(kind) => change({ kind })} />
          <Tabs
            className="money-tabs" activeKey={view.tab} onChange={(tab) => change({ tab: tab as typeof view.tab })} destroyOnHidden
            items={moneyTabs.map((key) => {
              const Tab = tabs[key];
              return { key, label: t(`tab.${key}`), children: <Tab key={clientId} clientId={clientId} view={view} change={change} currency={accounts.data?.items[0]?.currency ?? 'RUB'} /> };
            })}
          />
        </>
      )}
      {(dialog === 'receipt' || dialog === 'expense') && clientId !== null && accounts.data && client.data && (
        <BookDialog type={dialog} client={client.data} accounts={accounts.data.items} kind={view.kind ?? 0} onClose={() => setDialog(null)} />
      )}
      {dialog === 'transfer' && <TransferDialog from={clientId} onClose={() => setDialog(null)} />}
    </div>
  );
}
