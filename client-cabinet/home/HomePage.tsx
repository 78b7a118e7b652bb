// Where one begins: order, what is left, what is on its way, what needs attention.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation, useQuestion } from '../../src/ui/api/hooks.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { RideCard } from '../orders/RideCard.js';
import { useSession } from '../session.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { BudgetMeter } from './Meters.js';
import './home.css';

const ENDS_SOON_DAYS = 30;
/** Money that goes out within a week, at the pace of the last one, is near its floor. */
const LASTS_DAYS = 7;

export default function HomePage() {
  const { t } = useTranslation('home');
  const { me, can, readOnly } = useSession();
  const mayOrder = can('right.currentOrders');
  return (
    <div className="page">
      <h1 className="visually-hidden">{t('title')}</h1>
      {mayOrder && !readOnly && <Link to="/orders/new" className="order-button">{t('order')}<span aria-hidden="true">→</span></Link>}
      <Attention />
      <Left />
      {mayOrder && <Rides />}
      {!mayOrder && <p className="soft">{t('hello', { name: me.name })}</p>}
    </div>
  );
}

/** Balance and budgets. Where somebody above pays, only the budgets are told. */
function Left() {
  const { t } = useTranslation('home');
  const { me, can } = useSession();
  const accounts = useOperation('cabinetListAccounts', { id: me.id }, { watch: ['account', 'client', 'order'], keep: true });
  // An order must fit all budgets above it too: whoever may order sees them.
  const mayOrder = can('right.currentOrders');
  const resolved = useQuestion('cabinetResolveOrder', {}, { watch: ['client', 'account', 'order', 'budget', 'self'], keep: true, enabled: mayOrder });
  const own = useOperation('cabinetListBudgets', { id: me.id }, { watch: ['budget', 'order', 'client'], enabled: !mayOrder });
  const error = resolved.error ?? own.error ?? (accounts.error?.code === 'account.none' ? null : accounts.error);
  const main = accounts.data?.items.find(({ kind }) => kind.id === 0);
  const budgets = resolved.data?.budgets ?? own.data?.items.map((budget) => ({ ...budget, client: { kind: 'client' as const, id: me.id, name: me.name } })) ?? [];
  if (error) return <Trouble error={error} />;
  if (!main && budgets.length === 0) return null;
  return (
    <section className="sheet left" aria-labelledby="left">
      <h2 id="left">{t('left')}</h2>
      {main && (
        <div>
          <div className="soft">{t('balance')}</div>
          <div className="big"><MoneyText money={main.balance} /></div>
          {main.balanceWithEmployees.amount !== main.balance.amount && <div className="soft small">{t('withEmployees')} <MoneyText money={main.balanceWithEmployees} /></div>}
          {Number(main.held.amount) > 0 && <div className="soft small">{t('held')} <MoneyText money={main.held} /></div>}
        </div>
      )}
      {budgets.map((budget) => <div key={`${budget.period} ${budget.client.id ?? 'above'}`}><div className="soft">{t(`budget.${budget.period}`)}{budget.client.kind === 'client' && budget.client.id !== me.id && ` · ${budget.client.name}`}</div><BudgetMeter budget={budget} /></div>)}
    </section>
  );
}

function Rides() {
  const { t } = useTranslation('home');
  const { data, error } = useOperation('cabinetListCurrentOrders', { kind: 'current', limit: 20 }, { watch: ['order', 'client'] });
  if (!data) return <Trouble error={error} />;
  return (
    <section className="column" aria-labelledby="rides">
      <div className="head"><h2 id="rides">{t('rides')}</h2><Link className="link-button" to="/orders">{t('allRides')}</Link></div>
      {data.items.length === 0 ? <p className="soft">{t('noRides')}</p> : <ul className="rides">{data.items.map((order) => <li key={order.id}><RideCard order={order} /></li>)}</ul>}
    </section>
  );
}

/** A contract that ends, money that comes to its end, invitations that were not taken up. */
function Attention() {
  const { t } = useTranslation('home');
  const { me, can } = useSession();
  const { date } = useTimes();
  const card = useOperation('cabinetGetClient', { id: me.id }, { watch: [`client:${me.id}`] });
  const outlook = useOperation('cabinetGetOutlook', { id: me.id }, { watch: ['account', 'order', 'self', `client:${me.id}`] });
  const waiting = useOperation('cabinetListInvitations', { limit: 50 }, { watch: ['client'], enabled: can('right.employees') });
  const until = card.data?.contractTo;
  const days = until ? Math.floor((Date.parse(until) - Date.now()) / 86_400_000) + 1 : null;
  const invitations = waiting.data?.items ?? [];
  const money = outlook.data?.balance ?? null;
  const isSpent = money !== null && Number(money.available.amount) <= 0;
  const isLow = money !== null && money.daysLeft !== null && money.daysLeft < LASTS_DAYS;
  if ((days === null || days > ENDS_SOON_DAYS) && invitations.length === 0 && !isSpent && !isLow) return null;
  return (
    <section className="column" aria-label={t('attention')}>
      {until && days !== null && days <= ENDS_SOON_DAYS && <p className={`note-box ${days < 0 ? 'cannot-box' : 'look-box'}`}>{t(days < 0 ? 'contractEnded' : 'contractEnds', { date: date(until) })}</p>}
      {money && (isSpent || isLow) && (
        <p className={`note-box ${isSpent ? 'cannot-box' : 'look-box'}`}>
          {isSpent ? t('noneLeft') : <><MoneyText money={money.available} /> {t(money.daysLeft === 0 ? 'lowToday' : 'low', { count: money.daysLeft ?? 0 })}</>} <Link to="/money?tab=payIn">{t('payIn')}</Link>
        </p>
      )}
      {invitations.length > 0 && (
        <details className="note-box look-box">
          <summary>{t('invitations', { count: invitations.length })}</summary>
          <ul className="reasons">{invitations.map(({ id, name }) => <li key={id}><Link to={`/people/${id}`}>{name}</Link></li>)}</ul>
        </details>
      )}
    </section>
  );
}
