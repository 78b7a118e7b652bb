import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetResolution } from '../../src/contract/cabinet-orders.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import { useSession } from '../session.js';
import { PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import type { Draft } from './draft.js';

interface Props {
  draft: Draft;
  onChange(draft: Draft): void;
  answer: CabinetResolution;
}

export function WhoFields({ draft, onChange, answer }: Props) {
  const { t } = useTranslation('orders');
  const { me } = useSession();
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <>
      <PersonPick label={t('customer')} value={draft.customer ?? me} onChange={(customer) => put({ customer: customer?.id === me.id ? null : customer })} hint={t('customerHint')} />
      {answer.passengerFree && <TextField label={t('passenger')} value={draft.passenger} onChange={(passenger) => put({ passenger })} hint={t('passengerHint')} autoComplete="off" maxLength={200} />}
      <TextField label={t('phone')} type="tel" value={draft.phone} onChange={(phone) => put({ phone })} autoComplete="off" maxLength={60} />
      {answer.passwordNeeded && <TextField label={t('password')} type="password" value={draft.password} onChange={(password) => put({ password })} autoComplete="off" />}
    </>
  );
}

/** `time`: of an order that has one already; `none`: the ride has begun, only where to can change. */
export function WhereFields({ draft, onChange, answer, moment = 'choice' }: Props & { moment?: 'choice' | 'time' | 'none' }) {
  const { t } = useTranslation('orders');
  const { me } = useSession();
  const id = useId();
  const card = useOperation('cabinetGetClient', { id: draft.customer?.id ?? me.id }, { watch: [`client:${draft.customer?.id ?? me.id}`] });
  const known = [...new Map([...(answer.pickUpAddress ? [{ name: '', address: answer.pickUpAddress }] : []), ...(card.data?.favouriteAddresses ?? [])].map((one) => [one.address, one])).values()];
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const stop = (index: number, value: string) => put({ stops: draft.stops.map((old, at) => (at === index ? value : old)) });
  const chips = (take: (address: string) => void, taken: string) => known.length > 0 && taken.trim() === '' && (
    <div className="acts">{known.slice(0, 4).map(({ name, address }) => <button key={address} type="button" className="chip" title={address} onClick={() => take(address)}>{name || address}</button>)}</div>
  );
  return (
    <>
      <datalist id={id}>{known.map(({ name, address }) => <option key={address} value={address}>{name}</option>)}</datalist>
      {moment !== 'none' && (
        <>
          <TextField label={t('from')} value={draft.from} onChange={(from) => put({ from })} list={id} autoComplete="off" required maxLength={500} />
          {chips((from) => put({ from }), draft.from)}
        </>
      )}
      {draft.stops.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stop has nothing else that stays while it is typed
        <div key={index} className="line-edit">
          <TextField label={t('stop', { count: index + 1 })} value={value} onChange={(next) => stop(index, next)} list={id} autoComplete="off" maxLength={500} />
          <button type="button" className="plain-button" aria-label={t('removeStop', { count: index + 1 })} onClick={() => put({ stops: draft.stops.filter((_, at) => at !== index) })}>✕</button>
        </div>
      ))}
      <TextField label={t('to')} value={draft.to} onChange={(to) => put({ to })} list={id} autoComplete="off" maxLength={500} />
      {chips((to) => put({ to }), draft.to)}
      {draft.stops.length < 10 && <button type="button" className="link-button" onClick={() => put({ stops: [...draft.stops, ''] })}>{t('addStop')}</button>}
      {moment === 'time' && <TextField label={t('at')} type="datetime-local" value={draft.at} onChange={(at) => put({ at })} hint={t('zone', { zone: me.timeZone })} required />}
      {moment === 'choice' && <fieldset className="plain-fieldset">
        <legend className="field-label">{t('when')}</legend>
        <div className="row wrap">
          <label className="check"><input type="radio" name={`${id}-when`} checked={!draft.later} onChange={() => put({ later: false })} />{t('now')}</label>
          <label className="check"><input type="radio" name={`${id}-when`} checked={draft.later} onChange={() => put({ later: true })} />{t('later')}</label>
        </div>
        {draft.later && <TextField label={t('at')} type="datetime-local" value={draft.at} onChange={(at) => put({ at })} hint={t('zone', { zone: me.timeZone })} required />}
      </fieldset>}
    </>
  );
}

/** `first`: what stands for no choice of one's own. */
export function MoreFields({ draft, onChange, answer, first = 'usual' }: Props & { first?: 'usual' | 'kept' }) {
  const { t } = useTranslation('orders');
  const id = useId();
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const { allowed } = answer.crewGroups;
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-pay`}>{t('pay.label')}</label>
        <select id={`${id}-pay`} value={draft.pay} onChange={({ target }) => put({ pay: target.value as Draft['pay'] })}>
          {([first, 'cashless', 'cash'] as const).map((way) => <option key={way} value={way}>{t(`pay.${way}`)}</option>)}
        </select>
      </div>
      {allowed && allowed.length > 1 && (
        <div className="field">
          <label htmlFor={`${id}-crew`}>{t('crewGroup')}</label>
          <select id={`${id}-crew`} value={draft.crewGroupId ?? ''} onChange={({ target }) => put({ crewGroupId: Number(target.value) || null })}>
            <option value="">{answer.crewGroups.default?.name ?? t('anyCrew')}</option>
            {allowed.map(({ id: group, name }) => <option key={group} value={group}>{name}</option>)}
          </select>
        </div>
      )}
      <TextField label={t('costCentre')} value={draft.costCentre} onChange={(costCentre) => put({ costCentre })} autoComplete="off" maxLength={200} />
      <div className="field">
        <label htmlFor={`${id}-comment`}>{t('comment')}</label>
        <textarea id={`${id}-comment`} value={draft.comment} maxLength={1000} onChange={({ target }) => put({ comment: target.value })} />
      </div>
    </>
  );
}
