// An order in three steps on a phone, on one page on a desktop. Nothing typed is lost, and nothing is ordered twice.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useQuestion } from '../../src/ui/api/hooks.js';
import { newKey } from '../../src/ui/api/new-key.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { useKept } from '../shell/use-kept.js';
import { useWide } from '../shell/use-wide.js';
import { type Draft, KEPT, newDraft, orderOf, questionOf } from './draft.js';
import { adoptLeft, leaveBehind } from './left-behind.js';
import { MoreFields, WhereFields, WhoFields } from './OrderFields.js';
import { isRefusal, useSend } from './use-send.js';
import { Reasons, Terms } from './Verdict.js';

const STEPS = ['who', 'where', 'check'] as const;

export function NewOrder() {
  const { t } = useTranslation('orders');
  const { me, readOnly } = useSession();
  const navigate = useNavigate();
  const wide = useWide();
  const [first] = useState(() => {
    adoptLeft(me.id);
    return newDraft();
  });
  const [draft, setDraft, forget] = useKept<Draft>(KEPT, first);
  const [step, setStep] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const { send, busy, repeating, error } = useSend();
  const { data: answer, error: unanswered } = useQuestion('cabinetResolveOrder', questionOf(draft, me.timeZone), { watch: ['client', 'account', 'order', 'budget', 'self'], keep: true });

  useEffect(() => {
    const leave = () => leaveBehind(me.id, draft);
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [me.id, draft]);

  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!wide && step < STEPS.length - 1) return setStep(step + 1);
    setDraft(draft);
    const made = await send(orderOf(draft, me.timeZone), draft.key);
    if (!made) return;
    forget();
    void navigate(`/orders/${made.id}`, { state: { made: true } });
  };
  // After a refusal nothing was made: what is sent then is another order, and gets a key of its own.
  const lastError = useRef(error);
  useEffect(() => {
    if (error && error !== lastError.current && isRefusal(error) && error.code !== 'request.key_reused') setDraft({ ...draft, key: newKey() });
    lastError.current = error;
  }, [error, draft, setDraft]);

  if (unanswered && !answer) return <div className="page"><Trouble error={unanswered} /></div>;
  if (!answer) return <Opening />;
  const missing = draft.from.trim() === '';
  const past = draft.later && draft.at === '';
  const has = (name: (typeof STEPS)[number]) => wide || STEPS[step] === name;
  return (
    <form className="page order-form" onSubmit={(event) => void submit(event)} noValidate>
      <div className="head"><h1 ref={heading} tabIndex={-1}>{t('new')}{!wide && <span className="soft small"> {t('step', { step: step + 1, of: STEPS.length })}</span>}</h1><Link className="link-button" to="/orders">{t('leave')}</Link></div>
      <div className="order-parts">
        {has('who') && <section className="sheet" aria-labelledby="step-who"><h2 id="step-who">{t('part.who')}</h2><WhoFields draft={draft} onChange={setDraft} answer={answer} /></section>}
        {has('where') && <section className="sheet" aria-labelledby="step-where"><h2 id="step-where">{t('part.where')}</h2><WhereFields draft={draft} onChange={setDraft} answer={answer} /></section>}
        {has('check') && (
          <section className="sheet" aria-labelledby="step-check">
            <h2 id="step-check">{t('part.check')}</h2>
            {!wide && <Summary draft={draft} customer={draft.customer?.name ?? me.name} />}
            <MoreFields draft={draft} onChange={setDraft} answer={answer} />
            <Terms answer={answer} />
          </section>
        )}
      </div>
      <div className="order-end">
        <Reasons verdict={answer.verdict} />
        {repeating && <p className="note-box look-box" role="status">{t('repeating')}</p>}
        <Trouble error={error} />
        <div className="acts">
          {!wide && step > 0 && <button type="button" className="quiet-button" onClick={() => setStep(step - 1)}>{t('back')}</button>}
          {!wide && step < STEPS.length - 1 && <button type="submit" className="main-button grow" disabled={STEPS[step] === 'where' && (missing || past)}>{t('next')}</button>}
          {(wide || step === STEPS.length - 1) && answer.verdict.allowed && !readOnly && <button type="submit" className="main-button grow" disabled={busy || missing || past}>{t(draft.later ? 'orderLater' : 'orderNow')}</button>}
        </div>
        {wide && missing && <p className="soft small">{t('fromMissing')}</p>}
      </div>
    </form>
  );
}

function Summary({ draft, customer }: { draft: Draft; customer: string }) {
  const { t } = useTranslation('orders');
  return (
    <p>
      <strong>{draft.passenger || customer}</strong><br />{[draft.from, ...draft.stops, draft.to].filter(Boolean).join(' → ')}<br />
      <span className="soft">{draft.later ? draft.at.replace('T', ' ') : t('now')}</span>
    </p>
  );
}
