// Schedules: one order after the other is made of each (O-11).
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetDailyOrder } from '../../src/contract/cabinet-orders.js';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { currentLocale } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { Opening } from '../shell/Opening.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { useReasonText } from './Verdict.js';

const WEEK = [1, 2, 3, 4, 5, 6, 7];
/** The first of January 2024 was a Monday. */
const dayName = (day: number, weekday: 'short' | 'long') => new Intl.DateTimeFormat(currentLocale(), { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
const readAgain = () => void queries.invalidateQueries({ queryKey: ['cabinetListDailyOrders'] });

export default function DailyOrders() {
  const { t } = useTranslation('orders');
  const { readOnly } = useSession();
  const [adding, setAdding] = useState(false);
  const { data, error } = useOperation('cabinetListDailyOrders', { limit: 100 }, { watch: ['dailyOrder', 'order'] });
  if (!data) return error ? <Trouble error={error} /> : <Opening />;
  return (
    <>
      {!readOnly && <div><button type="button" className="quiet-button" onClick={() => setAdding(true)}>{t('daily.add')}</button></div>}
      {data.items.length === 0 && <div className="empty"><h2>{t('empty.daily')}</h2><p>{t('daily.hint')}</p></div>}
      <ul className="rides">{data.items.map((daily) => <li key={daily.id}><Schedule daily={daily} mayChange={!readOnly} /></li>)}</ul>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function Schedule({ daily, mayChange }: { daily: CabinetDailyOrder; mayChange: boolean }) {
  const { t } = useTranslation('orders');
  const { moment } = useTimes();
  const reasonText = useReasonText();
  const [removing, setRemoving] = useState(false);
  const pause = useCommand('cabinetPauseDailyOrder', readAgain);
  const resume = useCommand('cabinetResumeDailyOrder', readAgain);
  const remove = useCommand('cabinetRemoveDailyOrder', readAgain);
  const input = { params: { id: daily.id, version: daily.version }, body: {} };
  const route = daily.addresses.map(({ address }) => address);
  return (
    <div className="ride">
      <span className="row apart"><strong className="clip">{daily.passenger ?? daily.customer.name}</strong><StateTag tone={daily.state === 'active' ? 'fine' : 'plain'}>{t(`daily.state.${daily.state}`)}</StateTag></span>
      <span>{daily.time} · {daily.weekdays.length === 7 ? t('daily.every') : daily.weekdays.map((day) => dayName(day, 'short')).join(', ')}</span>
      <span>{route.length > 0 ? [route[0], ...route.slice(1).slice(-1)].join(' → ') : <span className="soft">{t('rides:noAddress')}</span>}</span>
      {daily.next && daily.state === 'active' && <span className="soft small">{t('daily.next')} {moment(daily.next.at)}</span>}
      {daily.problem && <span className="note-box look-box small">{daily.problem.reasons.length > 0 ? daily.problem.reasons.map(reasonText).join(' ') : daily.problem.message}</span>}
      <Trouble error={pause.error ?? resume.error ?? remove.error} />
      {mayChange && (
        <span className="acts">
          {daily.state === 'active' && <button type="button" className="quiet-button" disabled={pause.isPending} onClick={() => pause.mutate(input)}>{t('daily.pause')}</button>}
          {(daily.state === 'paused' || daily.state === 'stopped') && <button type="button" className="quiet-button" disabled={resume.isPending} onClick={() => resume.mutate(input)}>{t('daily.resume')}</button>}
          <button type="button" className="danger-button" onClick={() => setRemoving(true)}>{t('daily.remove')}</button>
        </span>
      )}
      {removing && (
        <Dialog title={t('daily.removeTitle')} onClose={() => setRemoving(false)}>
          <p>{t('daily.removeMeans')}</p>
          <button type="button" className="danger-button" disabled={remove.isPending} onClick={() => remove.mutate({ params: input.params })}>{t('daily.remove')}</button>
        </Dialog>
      )}
    </div>
  );
}

function AddDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('orders');
  const { me } = useSession();
  const id = useId();
  const [customer, setCustomer] = useState<Picked | null>(null);
  const [days, setDays] = useState<number[]>([1, 2, 3, 4, 5]);
  const [time, setTime] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [lastOn, setLastOn] = useState('');
  const create = useCommand('cabinetCreateDailyOrder', () => {
    readAgain();
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { ...(customer && { clientId: customer.id }), weekdays: days, time, addresses: [from, to].filter((one) => one.trim()).map((address) => ({ address: address.trim() })), ...(lastOn && { lastOn }) } });
  };
  return (
    <Dialog title={t('daily.add')} onClose={onClose}>
      <form className="column" onSubmit={submit}>
        <PersonPick label={t('customer')} value={customer ?? me} onChange={setCustomer} />
        <fieldset className="plain-fieldset">
          <legend className="field-label">{t('daily.days')}</legend>
          <div className="daily-days">{WEEK.map((day) => <label key={day} className="check"><input type="checkbox" aria-label={dayName(day, 'long')} checked={days.includes(day)} onChange={({ target }) => setDays(target.checked ? [...days, day].sort() : days.filter((one) => one !== day))} />{dayName(day, 'short')}</label>)}</div>
        </fieldset>
        <TextField label={t('daily.time')} type="time" value={time} onChange={setTime} required />
        <TextField label={t('from')} value={from} onChange={setFrom} required maxLength={500} autoComplete="off" />
        <TextField label={t('to')} value={to} onChange={setTo} maxLength={500} autoComplete="off" />
        <TextField label={t('daily.until')} type="date" value={lastOn} onChange={setLastOn} id={`${id}-until`} />
        <Trouble error={create.error} />
        <button type="submit" className="main-button" disabled={create.isPending || days.length === 0}>{t('daily.save')}</button>
      </form>
    </Dialog>
  );
}
