// A daily order, new or changed (O-11): who rides where, on which days at what time, and the days that come of it.
import { App, Button, Checkbox, Input, Select } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DailyOrderView } from '../../../contract/daily-orders.js';
import { DayInput } from '../../../ui/components/DayInput.js';
import { ConflictNote } from '../../../ui/components/ConflictNote.js';
import { MoneyText, ProblemNote } from '../../../ui/components/small.js';
import { currentLanguage } from '../../../ui/i18n/i18n.js';
import { ClientSelect } from '../../clients/ClientSelect.js';
import { ClockInput } from '../../directories/ClockInput.js';
import { weekdayNames } from '../../directories/weekdays.js';
import { useKey } from '../../shell/keys.js';
import { Field, focusField, goOn, isListOpen, useLetters } from '../fields.js';
import { CrewGroup, Payment, Stops, Tariff } from '../OrderFields.js';
import { useRecentOrders } from '../OrderAside.js';
import type { Remedies } from '../reasons.js';
import { WhoBar } from '../WhoBar.js';
import { useConflictWords } from './conflict-words.js';
import type { DailyDraft } from './daily-draft.js';
import { DaysToCome } from './DaysToCome.js';
import { type DailyForm, useDailyForm } from './use-daily-form.js';

interface Props {
  daily?: DailyOrderView | null;
  begin(): DailyDraft;
  seed: string;
}

export function DailyOrderForm({ daily = null, begin, seed }: Props) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const box = useRef<HTMLFormElement>(null);
  const form = useDailyForm(daily, begin, seed);
  const conflictWords = useConflictWords();
  const { draft, change, answer, missing } = form;
  const [tried, setTried] = useState(false);
  const recent = useRecentOrders(draft.customerId);

  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    focusField(box.current, draft.customerId === null && draft.payingId === null ? 'C' : daily ? 'W' : 'T');
  }, [draft.customerId, draft.payingId, daily]);
  useLetters(box, useCallback(() => undefined, []));

  // The pick-up address of the client goes in where nothing was typed.
  const prefilled = useRef('');
  const pickUp = answer?.pickUpAddress ?? '';
  useEffect(() => {
    if (daily || !answer || draft.stops[0] === pickUp || (draft.stops[0] !== '' && draft.stops[0] !== prefilled.current)) return;
    prefilled.current = pickUp;
    change({ stops: [pickUp, ...draft.stops.slice(1)] });
  }, [daily, answer, pickUp, draft.stops, change]);

  const leave = useCallback(() => void navigate('/orders?tab=daily'), [navigate]);
  useKey('Escape', () => {
    if (!isListOpen()) leave();
  });
  const submit = useCallback(async () => {
    setTried(true);
    if (missing) {
      focusField(box.current, { customer: 'C', weekdays: 'D', time: 'W' }[missing]);
      return;
    }
    const saved = await form.save();
    if (!saved) return;
    notification.success({ title: t(daily ? 'daily.saved' : 'daily.made', { id: saved.id }), placement: 'bottomRight', duration: 4 });
    leave();
  }, [missing, form, notification, t, daily, leave]);
  useKey('Ctrl+Enter', () => void submit());

  const remedies: Remedies = {
    askPassword: () => undefined, addClient: () => undefined,
    payBy: (way) => change({ way, useBonus: false, cashless: '', bonus: '' }),
    withoutBonus: () => change({ useBonus: false, bonus: '' }),
    crewGroup: () => change({ crewGroupId: answer?.terms?.crewGroups.default?.id ?? answer?.terms?.crewGroups.allowed?.[0]?.id ?? null }),
    tariff: () => change({ tariffId: null }),
  };
  const title = daily ? t('daily.title', { id: daily.id }) : t('daily.new');
  return (
    <div className="order-page">
      <form
        ref={box} className="order-form" aria-label={title} onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          goOn(box.current, event.target);
        }}
      >
        <h1 className="page-title">{title}</h1>
        <DailyFields form={form} daily={daily} tried={tried} who={
          <>
            {answer ? <WhoBar answer={answer} phone="" remedies={remedies} refusal={null} candidatesRef={null} onChoose={() => undefined} /> : <div className="who-bar nobody soft">{t('daily.whoHint')}</div>}
            {form.conflicts.length > 0 ? <ConflictNote conflicts={form.conflicts} {...conflictWords} onMine={form.keepMine} onTheirs={form.takeTheirs} /> : <ProblemNote error={form.error} />}
          </>
        } recent={recent} />
        <div className="order-foot row apart">
          <span className="order-sum">{answer?.estimate && <strong>≈ <MoneyText money={answer.estimate.total} /></strong>}</span>
          <span className="row">
            <Button onClick={leave}>{t('leave')} <kbd>Esc</kbd></Button>
            <Button type="primary" loading={form.busy} onClick={() => void submit()}>{daily ? t('save') : t('create')} <kbd>Ctrl+Enter</kbd></Button>
          </span>
        </div>
      </form>
      <DaysToCome form={form} daily={daily} />
    </div>
  );
}

function DailyFields({ form, daily, tried, who, recent }: { form: DailyForm; daily: DailyOrderView | null; tried: boolean; who: ReactNode; recent: ReturnType<typeof useRecentOrders> }) {
  const { t } = useTranslation('orders');
  const { draft, change, answer, error, missing } = form;
  const fieldOf = (path: string) => [...(error?.fields ?? new Map<string, string>())].find(([at]) => at.startsWith(`body/${path}`))?.[1];
  const needed = (what: DailyForm['missing']) => (tried && missing === what ? t(`daily.missing.${what}`) : undefined);
  return (
    <>
      <div className="order-pair">
        <Field letter="C" label={t('field.customer')} problem={needed('customer') ?? fieldOf('employeeId')}>
          <ClientSelect
            label={t('field.customer')} disabled={daily !== null} value={draft.customerId ?? answer?.customer?.id ?? null} {...(draft.payingId !== null && { below: draft.payingId })}
            onChange={(client) => change({ customerId: client?.id ?? null, ...(client && draft.payingId !== null && client.id !== draft.payingId && !client.path.some(({ id }) => id === draft.payingId) && { payingId: null }) })}
          />
        </Field>
        <Field letter="A" label={t('field.client')} problem={fieldOf('clientId')}>
          <ClientSelect label={t('field.client')} ownAccount disabled={daily !== null} value={draft.payingId ?? answer?.payer?.id ?? null} onChange={(client) => change({ payingId: client?.id ?? null })} />
        </Field>
      </div>
      {who}
      <div className="order-pair">
        <Field letter="G" label={t('field.passenger')} htmlFor="daily-passenger" problem={fieldOf('passenger')}><Input id="daily-passenger" value={draft.passenger} onChange={({ target }) => change({ passenger: target.value })} /></Field>
        <Field letter="P" label={t('field.phone')} htmlFor="daily-phone" problem={fieldOf('phone')}><Input id="daily-phone" className="number" inputMode="tel" value={draft.phone} onChange={({ target }) => change({ phone: target.value })} /></Field>
      </div>
      <Stops form={form} recent={recent} problem={fieldOf('addresses')} />
      <Weekdays draft={draft} change={change} problem={needed('weekdays') ?? fieldOf('weekdays')} />
      <div className="order-pair">
        <Field letter="W" label={t('daily.time')} problem={needed('time') ?? fieldOf('time')}><ClockInput label={t('daily.time')} disabled={false} value={draft.time || undefined} onChange={(time) => change({ time: time ?? '' })} /></Field>
        <Lead draft={draft} change={change} problem={fieldOf('leadMinutes')} />
      </div>
      <div className="order-pair">
        <Field letter="B" label={t('daily.firstOn')} htmlFor="daily-first" problem={fieldOf('firstOn')}><DayInput id="daily-first" value={draft.firstOn} onChange={(firstOn) => change({ firstOn })} /></Field>
        <Field letter="E" label={t('daily.lastOn')} htmlFor="daily-last" problem={draft.lastOn && draft.firstOn && draft.lastOn < draft.firstOn ? t('daily.lastBeforeFirst') : fieldOf('lastOn')}>
          <DayInput id="daily-last" value={draft.lastOn} onChange={(lastOn) => change({ lastOn })} />
        </Field>
      </div>
      <div className="order-pair"><CrewGroup form={form} /><Tariff form={form} /></div>
      <Payment form={form} />
      <div className="order-pair">
        <Field letter="M" label={t('field.comment')} htmlFor="daily-comment" problem={fieldOf('comment')}><Input id="daily-comment" value={draft.comment} onChange={({ target }) => change({ comment: target.value })} /></Field>
        <Field letter="N" label={t('field.costCentre')} htmlFor="daily-cost" problem={fieldOf('costCentre')}><Input id="daily-cost" value={draft.costCentre} onChange={({ target }) => change({ costCentre: target.value })} /></Field>
      </div>
    </>
  );
}

type Part = Pick<DailyForm, 'draft' | 'change'> & { problem: string | undefined };

function Weekdays({ draft, change, problem }: Part) {
  const { t } = useTranslation('orders');
  const names = weekdayNames(currentLanguage());
  return (
    <Field letter="D" label={t('daily.days')} problem={problem}>
      <fieldset className="daily-days" aria-label={t('daily.days')}>
        {names.map(([short, long], index) => (
          <Checkbox
            key={long} aria-label={long} checked={draft.weekdays.includes(index + 1)}
            onChange={({ target }) => change({ weekdays: target.checked ? [...draft.weekdays, index + 1].sort() : draft.weekdays.filter((day) => day !== index + 1) })}
          >
            {short}
          </Checkbox>
        ))}
      </fieldset>
    </Field>
  );
}

const usualLeads = [30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080] as const;

/** How long before its time an order is made. */
function Lead({ draft, change, problem }: Part) {
  const { t } = useTranslation('orders');
  const words = (minutes: number) => (minutes % 1_440 === 0 ? t('daily.leadDays', { count: minutes / 1_440 }) : minutes % 60 === 0 ? t('daily.leadHours', { count: minutes / 60 }) : t('daily.leadMinutes', { count: minutes }));
  const minutes = [...new Set([...usualLeads, ...(draft.leadMinutes === null ? [] : [draft.leadMinutes])])].sort((a, b) => a - b);
  return (
    <Field letter="L" label={t('daily.lead')} problem={problem}>
      <Select
        aria-label={t('daily.lead')} style={{ width: '100%' }} value={draft.leadMinutes ?? 'soon'} onChange={(lead: number | 'soon') => change({ leadMinutes: lead === 'soon' ? null : lead })}
        options={[{ value: 'soon' as const, label: t('daily.leadSoon') }, ...minutes.map((value) => ({ value, label: words(value) }))]}
      />
    </Field>
  );
}
