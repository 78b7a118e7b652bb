// The order form (S-6): one column, a letter for every field, made with the keys alone while the caller talks.
import { App, Alert, Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { OrderView } from '../../contract/orders.js';
import { MoneyText, ProblemNote } from '../../ui/components/small.js';
import { useKey } from '../shell/keys.js';
import { type Draft, draftAside, draftOf, openDraft, takeUpAside } from './draft.js';
import { focusField, goOn, isListOpen, useLetters } from './fields.js';
import { writeMoment } from './moment.js';
import { CallerNotes } from './CallerNotes.js';
import { NewCaller } from './NewCaller.js';
import { OrderAside, useRecentOrders } from './OrderAside.js';
import { OrderFields } from './OrderFields.js';
import type { Remedies } from './reasons.js';
import { useOrderForm } from './use-order-form.js';
import { WhoBar } from './WhoBar.js';

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the address asks for: a caller, a client, an order to repeat. */
function useStart(order: OrderView | null): () => Draft {
  const [params] = useSearchParams();
  return () => {
    if (order) return draftOf(order, order.preliminary ? writeMoment(order.at, browserZone()) : '');
    const client = Number(params.get('client'));
    return openDraft(params.toString(), { ...(params.get('phone') && { phone: params.get('phone') as string }), ...(Number.isInteger(client) && client > 0 && { customerId: client }) });
  };
}

export function OrderForm({ order = null }: { order?: OrderView | null }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const box = useRef<HTMLFormElement>(null);
  const candidates = useRef<HTMLUListElement>(null);
  const form = useOrderForm(useStart(order), order);
  const { draft, change, answer } = form;
  const [confirming, setConfirming] = useState(false);
  const [adding, setAdding] = useState(false);
  const [aside, setAside] = useState(() => (order ? null : draftAside()));
  const customerId = draft.customerId ?? answer?.customer?.id ?? null;
  const recent = useRecentOrders(customerId);

  // The pick-up address of the client goes in where nothing was typed, and out again when it turns out to be somebody else.
  const prefilled = useRef('');
  const pickUp = answer?.pickUpAddress ?? '';
  useEffect(() => {
    if (order || (draft.stops[0] !== '' && draft.stops[0] !== prefilled.current) || draft.stops[0] === pickUp || answer?.customer === undefined) return;
    prefilled.current = pickUp;
    change({ stops: [pickUp, ...draft.stops.slice(1)] });
  }, [order, pickUp, draft.stops, change, answer?.customer]);

  // With the caller known, the first thing to ask is where from or where to.
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    if (draft.phone === '' && draft.customerId === null) {
      started.current = true;
      focusField(box.current, 'P');
    } else if (answer?.customer) {
      started.current = true;
      focusField(box.current, pickUp || draft.stops[0] ? 'T' : 'O');
    } else if (answer) started.current = true;
  }, [answer, draft, pickUp]);

  const refused = form.refusal;
  const allowed = answer?.verdict;
  const needsConfirmation = (refused?.needsConfirmation ?? false) || (allowed?.allowed === true && allowed.needsConfirmation);
  useEffect(() => {
    if (!needsConfirmation) setConfirming(false);
  }, [needsConfirmation]);

  const choose = useCallback((id: number) => {
    change({ customerId: id });
    setTimeout(() => focusField(box.current, 'T'), 0);
  }, [change]);
  const repeat = useCallback((old: OrderView) => change({
    stops: old.addresses.length >= 2 ? old.addresses.map(({ address }) => address) : [old.addresses[0]?.address ?? '', ''],
    passenger: old.passenger ?? '', costCentre: old.costCentre ?? '',
  }), [change]);
  useLetters(box, useCallback((digit) => {
    const candidate = answer?.candidates[digit - 1];
    const old = recent[digit - 1];
    if (candidate) choose(candidate.id);
    else if (old) repeat(old);
  }, [answer, recent, choose, repeat]));

  const leave = useCallback(() => void navigate('/orders'), [navigate]);
  useKey('Escape', () => {
    if (!isListOpen()) leave();
  });
  const submit = useCallback(async () => {
    if (answer && answer.candidates.length > 0 && draft.customerId === null) {
      candidates.current?.querySelector('button')?.focus();
      return;
    }
    if (answer?.passwordNeeded && !form.password && !order) {
      focusField(box.current, 'D');
      return;
    }
    // The first time shows what is to be confirmed, the second confirms it.
    if (needsConfirmation && !confirming) {
      setConfirming(true);
      return;
    }
    const made = await form.submit(confirming);
    if (!made) return;
    notification.success({ title: t(order ? 'changed' : 'made', { id: made.id }), description: made.addresses.map(({ address }) => address).join(' → '), placement: 'bottomRight', duration: 4 });
    void navigate(`/orders?order=${made.id}${made.preliminary ? '&tab=preliminary' : ''}`);
  }, [answer, draft.customerId, form, needsConfirmation, confirming, order, notification, t, navigate]);
  useKey('Ctrl+Enter', () => void submit());

  const remedies = useMemo<Remedies>(() => ({
    askPassword: () => focusField(box.current, 'D'),
    payBy: (way) => change({ way, useBonus: false, cashless: '', bonus: '' }),
    withoutBonus: () => change({ useBonus: false, bonus: '' }),
    crewGroup: () => change({ crewGroupId: answer?.terms?.crewGroups.default?.id ?? answer?.terms?.crewGroups.allowed?.[0]?.id ?? null }),
    tariff: () => change({ tariffId: null }),
    addClient: () => setAdding(true),
  }), [change, answer]);

  return (
    <div className="order-page">
      <form
        ref={box} className="order-form" aria-label={order ? t('changeTitle', { id: order.id }) : t('newTitle')} onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented || !(event.target instanceof HTMLInputElement)) return;
          // Else the same press would reach whatever has the focus next.
          event.preventDefault();
          if (answer && answer.candidates.length > 0 && draft.customerId === null) candidates.current?.querySelector('button')?.focus();
          else goOn(box.current, event.target);
        }}
      >
        <div className="row apart">
          <h1 className="page-title">{order ? t('changeTitle', { id: order.id }) : t('newTitle')}</h1>
          {aside && (
            <Button onClick={() => { const taken = takeUpAside(draft); if (taken) form.replace(taken); setAside(draftAside()); }}>
              {t('aside', { who: aside.passenger || aside.phone || aside.stops.filter(Boolean)[0] || '…' })}
            </Button>
          )}
        </div>
        <OrderFields form={form} order={order} recent={recent} who={
          <>
            <WhoBar answer={answer} phone={draft.phone} remedies={remedies} refusal={refused} candidatesRef={candidates} onChoose={choose} />
            <ProblemNote error={form.error ?? form.askError} />
          </>
        } />
        <CallerNotes answer={answer} />
        {confirming && <Alert type="warning" showIcon title={t('confirm', { what: (refused?.warnings ?? allowed?.warnings ?? []).length })} />}
        {form.busy === 'repeating' && <Alert type="warning" showIcon title={t('repeating')} />}
        <div className="order-foot row apart">
          <span className="order-sum"><Sum form={form} /></span>
          <span className="row">
            <Button onClick={leave}>{t('leave')} <kbd>Esc</kbd></Button>
            <Button type="primary" loading={form.busy !== 'no'} danger={confirming} onClick={() => void submit()}>{confirming ? t('confirmCreate') : order ? t('save') : t('create')} <kbd>Ctrl+Enter</kbd></Button>
          </span>
        </div>
      </form>
      <OrderAside recent={recent} onRepeat={repeat} />
      <NewCaller open={adding} phone={draft.phone} name={draft.passenger} onClose={() => setAdding(false)} onDone={(id) => { setAdding(false); choose(id); }} />
    </div>
  );
}

/** What it comes to, and out of what it is paid. */
function Sum({ form: { answer, settled } }: { form: ReturnType<typeof useOrderForm> }) {
  const { t } = useTranslation('orders');
  const estimate = answer?.estimate;
  if (!estimate) return <span className="soft">{t('sum.unknown')}</span>;
  const parts = answer?.parts;
  return (
    <span className={settled ? 'row wrap' : 'row wrap soft'}>
      <strong>{estimate.given ? '' : '≈ '}<MoneyText money={estimate.total} /></strong>
      {Number(estimate.discount.amount) > 0 && <span className="soft">{t('sum.discount')} <MoneyText money={estimate.discount} /></span>}
      {parts && (['bonus', 'cashless', 'cash', 'card'] as const).filter((kind) => Number(parts[kind].amount) > 0).map((kind) => <span key={kind} className="soft">{t(`pay.${kind}`)} <MoneyText money={parts[kind]} /></span>)}
    </span>
  );
}
