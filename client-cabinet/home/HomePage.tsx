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

export default function HomePage() {
  const { t } = useTranslation('home');
  const { me, can, readOnly } = useSession();
  const mayOrder = can('right.currentOrders');
  return (
    <div className="page">
      <h1 className="visually-hidden">{t('title')}</h1>
      {mayOrder && !readOnly && <Link to="/orders/new" className="order-button">{t('order')}<span aria-hidden="true">→</span></Link>}
      <Attention />
      {mayOrder && <Left />}
      {mayOrder && <Rides />}
      {!mayOrder && <p className="soft">{t('hello', { name: me.name })}</p>}
    </div>
  );
}

/** Balance and budgets. Where somebody above pays, only the budgets are told. */
function Left() {
  const { t } = useTranslation('home');
  const { data, error } = useQuestion('cabinetResolveOrder', {}, { watch: ['client', 'account', 'order', 'budget', 'self'], keep: true });
  if (!data) return <Trouble error={error} />;
  const main = data.money?.find(({ kind }) => kind === 'main');
  const low = main?.available && Number(main.available.amount) <= 0;
  if (!main && data.budgets.length === 0) return null;
  return (
    <section className="sheet left" aria-labelledby="left">
      <h2 id="left">{t('left')}</h2>
      {main && (
        <div>
          <div className="soft">{t('balance')}</div>
          <div className="big"><MoneyText money={main.balance} /></div>
          {Number(main.held.amount) > 0 && <div className="soft small">{t('held')} <MoneyText money={main.held} /></div>}
          {low && <div className="cannot small">{t('noneLeft')}</div>}
        </div>
      )}
      {data.budgets.map((budget) => <div key={`${budget.period} ${budget.client.id ?? 'above'}`}><div className="soft">{t(`budget.${budget.period}`)}{budget.client.kind === 'client' && budget.client.id !== data.customer.id && ` · ${budget.client.name}`}</div><BudgetMeter budget={budget} /></div>)}
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

/** A contract that ends, invitations that were not taken up. */
function Attention() {
  const { t } = useTranslation('home');
  const { me, can } = useSession();
  const { date } = useTimes();
  const card = useOperation('cabinetGetClient', { id: me.id }, { watch: [`client:${me.id}`] });
  const waiting = useOperation('cabinetListInvitations', { limit: 50 }, { watch: ['client'], enabled: can('right.employees') });
  const until = card.data?.contractTo;
  const days = until ? Math.floor((Date.parse(until) - Date.now()) / 86_400_000) + 1 : null;
  const invitations = waiting.data?.items ?? [];
  if ((days === null || days > ENDS_SOON_DAYS) && invitations.length === 0) return null;
  return (
    <section className="column" aria-label={t('attention')}>
      {until && days !== null && days <= ENDS_SOON_DAYS && <p className={`note-box ${days < 0 ? 'cannot-box' : 'look-box'}`}>{t(days < 0 ? 'contractEnded' : 'contractEnds', { date: date(until) })}</p>}
      {invitations.length > 0 && (
        <details className="note-box look-box">
          <summary>{t('invitations', { count: invitations.length })}</summary>
          <ul className="reasons">{invitations.map(({ id, name }) => <li key={id}><Link to={`/people/${id}`}>{name}</Link></li>)}</ul>
        </details>
      )}
    </section>
  );
}
