// A schedule of daily orders, a new one or one that is changed. What is typed is kept until it is saved or left on purpose.
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetDailyOrder } from '../../src/contract/cabinet-orders.js';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import type { Body } from '../../src/ui/api/operations.js';
import { currentLocale } from '../../src/ui/i18n/i18n.js';
import { type Me, useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { useKept } from '../shell/use-kept.js';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** The first of January 2024 was a Monday. */
export function dayName(day: number, weekday: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(currentLocale(), { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

interface Typed {
  customer: Picked | null;
  passenger: string;
  phone: string;
  days: number[];
  time: string;
  from: string;
  to: string;
  comment: string;
  costCentre: string;
  lastOn: string;
}

const EMPTY: Typed = { customer: null, passenger: '', phone: '', days: [1, 2, 3, 4, 5], time: '', from: '', to: '', comment: '', costCentre: '', lastOn: '' };

function typedOf({ passenger, phone, weekdays, time, addresses, comment, costCentre, lastOn }: CabinetDailyOrder): Typed {
  return {
    customer: null, passenger: passenger ?? '', phone: phone ?? '', days: weekdays, time, from: addresses[0]?.address ?? '', to: addresses.length > 1 ? (addresses.at(-1)?.address ?? '') : '',
    comment: comment ?? '', costCentre: costCentre ?? '', lastOn: lastOn ?? '',
  };
}

/** Stops between the first and the last address, and what is known of an address that stays, are kept as they are. */
function routeOf({ from, to }: Typed, before: CabinetDailyOrder['addresses']): CabinetDailyOrder['addresses'] {
  const named = (address: string) => before.find((one) => one.address === address) ?? { address };
  return [from, ...before.slice(1, -1).map(({ address }) => address), to].map((one) => one.trim()).filter(Boolean).map(named);
}

function bodyOf(typed: Typed, daily: CabinetDailyOrder | null): Body<'cabinetChangeDailyOrder'> & { weekdays: number[]; time: string } {
  const text = (name: 'passenger' | 'phone' | 'comment' | 'costCentre' | 'lastOn') => (typed[name].trim() || daily?.[name] ? { [name]: typed[name].trim() || null } : {});
  return { weekdays: typed.days, time: typed.time, addresses: routeOf(typed, daily?.addresses ?? []), ...text('passenger'), ...text('phone'), ...text('comment'), ...text('costCentre'), ...text('lastOn') };
}

export function ScheduleDialog({ daily, onClose, onSaved }: { daily: CabinetDailyOrder | null; onClose(): void; onSaved(): void }) {
  const { t } = useTranslation('orders');
  const { me, can } = useSession();
  const [typed, keep, forget] = useKept<Typed>(daily ? `daily.${daily.id}.${daily.version}` : 'daily', daily ? typedOf(daily) : EMPTY);
  const put = (part: Partial<Typed>) => keep({ ...typed, ...part });
  const leave = () => {
    forget();
    onClose();
  };
  const saved = () => {
    onSaved();
    leave();
  };
  const create = useCommand('cabinetCreateDailyOrder', saved);
  const change = useCommand('cabinetChangeDailyOrder', saved);
  const known = useId();
  const who = daily?.customer.id ?? typed.customer?.id ?? me.id;
  const card = useOperation('cabinetGetClient', { id: who }, { watch: [`client:${who}`] });
  const busy = create.isPending || change.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (daily) change.mutate({ params: { id: daily.id, version: daily.version }, body: bodyOf(typed, daily) });
    else create.mutate({ body: { ...(typed.customer && { clientId: typed.customer.id }), ...bodyOf(typed, null) } });
  };
  return (
    <Dialog title={t(daily ? 'daily.changeTitle' : 'daily.add')} onClose={leave}>
      <form className="column" onSubmit={submit}>
        {daily ? <p><span className="soft">{t('customer')}</span> {daily.customer.name}</p> : <PersonPick label={t('customer')} value={typed.customer ?? me} onChange={(customer) => put({ customer: customer?.id === me.id ? null : customer })} />}
        {can('right.employees') && <TextField label={t('passenger')} value={typed.passenger} onChange={(passenger) => put({ passenger })} hint={t('passengerHint')} autoComplete="off" maxLength={200} />}
        <Days chosen={typed.days} onChange={(days) => put({ days })} />
        <TextField label={t('daily.time')} type="time" value={typed.time} onChange={(time) => put({ time })} hint={t('zone', { zone: zoneOf(daily, me) })} required />
        <datalist id={known}>{card.data?.favouriteAddresses.map(({ name, address }) => <option key={address} value={address}>{name}</option>)}</datalist>
        <TextField label={t('from')} value={typed.from} onChange={(from) => put({ from })} list={known} required maxLength={500} autoComplete="off" />
        <TextField label={t('to')} value={typed.to} onChange={(to) => put({ to })} list={known} maxLength={500} autoComplete="off" />
        <TextField label={t('phone')} type="tel" value={typed.phone} onChange={(phone) => put({ phone })} autoComplete="off" maxLength={60} />
        <TextField label={t('costCentre')} value={typed.costCentre} onChange={(costCentre) => put({ costCentre })} autoComplete="off" maxLength={200} />
        <TextField label={t('comment')} value={typed.comment} onChange={(comment) => put({ comment })} autoComplete="off" maxLength={1000} />
        <TextField label={t('daily.until')} type="date" value={typed.lastOn} onChange={(lastOn) => put({ lastOn })} />
        {daily?.openOrder && <p className="soft">{t('daily.openStays', { id: daily.openOrder.id })}</p>}
        <Trouble error={create.error ?? change.error} />
        <button type="submit" className="main-button" disabled={busy || typed.days.length === 0 || typed.time === '' || typed.from.trim() === ''}>{t('daily.save')}</button>
      </form>
    </Dialog>
  );
}

/** A new one follows its customer, whose zone is known when it is there. */
function zoneOf(daily: CabinetDailyOrder | null, me: Me): string {
  return daily?.timeZone ?? me.timeZone;
}

function Days({ chosen, onChange }: { chosen: number[]; onChange(days: number[]): void }) {
  const { t } = useTranslation('orders');
  return (
    <fieldset className="plain-fieldset">
      <legend className="field-label">{t('daily.days')}</legend>
      <div className="daily-days">
        {WEEK.map((day) => <label key={day} className="check"><input type="checkbox" aria-label={dayName(day, 'long')} checked={chosen.includes(day)} onChange={({ target }) => onChange(target.checked ? [...chosen, day].sort() : chosen.filter((one) => one !== day))} />{dayName(day, 'short')}</label>)}
      </div>
    </fieldset>
  );
}
