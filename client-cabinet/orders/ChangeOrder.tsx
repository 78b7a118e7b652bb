// An open order is changed: what is typed is decided upon before it is sent, with what the order holds counted as free.
// What somebody else changed meanwhile is told field by field.
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { CabinetOrder } from '../../src/contract/cabinet-orders.js';
import { queries, useCommand, useOperation, useQuestion } from '../../src/ui/api/hooks.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { useKept } from '../shell/use-kept.js';
import { Conflict } from './Conflict.js';
import { changesOf, type Draft, draftOf, onTopOf } from './draft.js';
import { MoreFields, WhereFields, WhoFields } from './OrderFields.js';
import { Reasons, Terms } from './Verdict.js';

/** What decides about terms and money; the rest is only text. */
const TERMS = ['clientId', 'at', 'crewGroupId', 'pay', 'phone'] as const;

export function ChangeOrder() {
  const { t } = useTranslation('orders');
  const id = Number(useParams().id);
  const { data: order, error } = useOperation('cabinetGetOrder', { id }, { watch: [`order:${id}`, 'self'], enabled: Number.isInteger(id) && id > 0 });
  const ended = order !== undefined && order.endedAt !== null;
  return (
    <div className="page order-form">
      <Link className="link-button" to={`/orders/${id}`}>‹ {t('order', { id })}</Link>
      <Trouble error={error} />
      {!order && !error && <Opening />}
      {ended && <p className="note-box" role="status">{t('change.ended')}</p>}
      {order && !ended && <Form order={order} />}
    </div>
  );
}

interface Typed {
  /** The order as it was when typing began. */
  base: CabinetOrder;
  draft: Draft;
}

function Form({ order }: { order: CabinetOrder }) {
  const { t } = useTranslation('orders');
  const { me, readOnly } = useSession();
  const navigate = useNavigate();
  const typedFrom = (one: CabinetOrder) => draftOf(one, me.timeZone);
  const fresh = { base: order, draft: typedFrom(order) };
  const [kept, keep, forget] = useKept<Typed>(`order.${order.id}`, fresh);
  // Where nothing was typed yet, there is nothing to lose.
  const { base, draft } = JSON.stringify(kept.draft) === JSON.stringify(typedFrom(kept.base)) ? fresh : kept;
  const changes = changesOf(base, draft, me);
  const asked = Object.fromEntries(Object.entries(changes).filter(([name]) => (TERMS as readonly string[]).includes(name))) as typeof changes;
  const { data: answer, error: unanswered } = useQuestion('cabinetResolveOrderChange', asked, { params: { id: order.id }, watch: [`order:${order.id}`, 'client', 'account', 'budget', 'self'], keep: true });
  const change = useCommand('cabinetChangeOrder', () => {
    forget();
    void queries.invalidateQueries({ queryKey: ['cabinetGetOrder'] });
    void navigate(`/orders/${order.id}`, { state: { changed: true } });
  });
  const put = (next: Draft) => {
    if (change.error) change.reset();
    keep({ base, draft: next });
  };
  const { error } = change;
  if (!answer) return unanswered ? <Trouble error={unanswered} /> : <Opening />;

  const inside = order.state === 'clientInside';
  const nothing = Object.keys(changes).length === 0;
  const missing = draft.from.trim() === '' || draft.at === '';
  const allowed = Object.keys(asked).length === 0 || answer.verdict.allowed;
  const send = (version: number, body: typeof changes) => change.mutate({ params: { id: order.id, version }, body });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(base.version, changes);
  };
  const mine = () => {
    const next = { base: order, draft: onTopOf(typedFrom(base), draft, typedFrom(order)) };
    keep(next);
    send(order.version, changesOf(order, next.draft, me));
  };
  const theirs = () => {
    forget();
    change.reset();
  };
  return (
    <form className="column" onSubmit={submit} noValidate>
      <h1>{t('change.title', { id: order.id })}</h1>
      {inside && <p className="note-box">{t('change.inside')}</p>}
      <div className="order-parts">
        {!inside && <section className="sheet" aria-labelledby="change-who"><h2 id="change-who">{t('part.who')}</h2><WhoFields draft={draft} onChange={put} answer={answer} /></section>}
        <section className="sheet" aria-labelledby="change-where"><h2 id="change-where">{t('part.where')}</h2><WhereFields draft={draft} onChange={put} answer={answer} moment={inside ? 'none' : 'time'} /></section>
        <section className="sheet" aria-labelledby="change-check"><h2 id="change-check">{t('change.check')}</h2><MoreFields draft={draft} onChange={put} answer={answer} first="kept" /><Terms answer={answer} /></section>
      </div>
      <div className="order-end">
        {Object.keys(asked).length > 0 && <Reasons verdict={answer.verdict} title="change.refused" />}
        {error?.code === 'conflict.version' ? <Conflict error={error} onMine={mine} onTheirs={theirs} /> : <Trouble error={error} />}
        <div className="acts">
          <Link className="quiet-button" to={`/orders/${order.id}`} onClick={forget}>{t('change.leave')}</Link>
          {allowed && !readOnly && error?.code !== 'conflict.version' && <button type="submit" className="main-button grow" disabled={nothing || missing || change.isPending}>{t('change.save')}</button>}
        </div>
      </div>
    </form>
  );
}
