// The first sign-in: at most three things that one does first, each a step with its link; it goes for good when it is closed.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSession } from '../session.js';
import './welcome.css';

const key = (clientId: number) => `treeline.welcomed.${clientId}`;

export function Welcome() {
  const { t } = useTranslation('person');
  const { me, can, readOnly } = useSession();
  const { pathname } = useLocation();
  const [closed, setClosed] = useState(() => localStorage.getItem(key(me.id)) !== null);
  if (closed || me.operator !== null || readOnly || pathname !== '/') return null;
  const things = [
    ...(can('right.currentOrders') ? [['order', '/orders/new'] as const] : []),
    ...(can('right.employees') ? [['people', '/people'] as const] : []),
    ...(me.secondFactor ? [] : [['safe', '/profile'] as const]),
    ['profile', '/profile'] as const,
  ].slice(0, 3);
  const close = () => {
    localStorage.setItem(key(me.id), '1');
    setClosed(true);
    document.getElementById('content')?.focus();
  };
  return (
    <section className="welcome" aria-labelledby="welcome">
      <div className="row apart"><h2 id="welcome">{t('welcome.title')}</h2><button type="button" className="plain-button" aria-label={t('common:close')} onClick={close}>✕</button></div>
      <ol>
        {things.map(([thing, to]) => <li key={thing}><span><Link to={to}>{t(`welcome.${thing}`)}</Link><span className="soft small">{t(`welcome.${thing}Hint`)}</span></span></li>)}
      </ol>
      <button type="button" className="quiet-button" onClick={close}>{t('welcome.done')}</button>
    </section>
  );
}
