import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../shell/TextField.js';

export interface Draft {
  name: string;
  kind: 'department' | 'employee' | 'organisation' | 'person';
  phones: string[];
  email: string;
  address: string;
  driverNote: string;
  externalId: string;
  favourites: { name: string; address: string }[];
}

export const emptyDraft: Draft = { name: '', kind: 'employee', phones: [''], email: '', address: '', driverNote: '', externalId: '', favourites: [] };
const MOST_ADDRESSES = 30;

interface Props {
  draft: Draft;
  onChange(draft: Draft): void;
  /** What the server finds wrong, by path. */
  fields: ReadonlyMap<string, string> | undefined;
}

/** What a new and a changed one have in common. */
export function PersonFields({ draft, onChange, fields }: Props) {
  const { t } = useTranslation('people');
  const id = useId();
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const replaced = <T,>(list: readonly T[], index: number, value: T) => list.map((old, at) => (at === index ? value : old));
  return (
    <>
      <TextField label={t('name')} value={draft.name} onChange={(name) => put({ name })} wrong={fields?.get('body/name')} maxLength={200} required autoComplete="off" />
      {(draft.kind === 'employee' || draft.kind === 'department') && (
        <div className="field">
          <label htmlFor={`${id}-kind`}>{t('kindLabel')}</label>
          <select id={`${id}-kind`} value={draft.kind} onChange={({ target }) => put({ kind: target.value as Draft['kind'] })}><option value="employee">{t('kind.employee')}</option><option value="department">{t('kind.department')}</option></select>
        </div>
      )}
      {draft.phones.map((phone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a phone has nothing else that stays while it is typed
        <div key={index} className="line-edit">
          <TextField label={index === 0 ? t('phone') : t('phoneNo', { count: index + 1 })} type="tel" value={phone} onChange={(number) => put({ phones: replaced(draft.phones, index, number) })} wrong={fields?.get(`body/phones/${index}/number`)} autoComplete="off" />
          {index === draft.phones.length - 1 && phone.trim() !== '' && <button type="button" className="plain-button" aria-label={t('addPhone')} onClick={() => put({ phones: [...draft.phones, ''] })}>＋</button>}
        </div>
      ))}
      <TextField label={t('email')} type="email" value={draft.email} onChange={(email) => put({ email })} wrong={fields?.get('body/email')} autoComplete="off" />
      <TextField label={t('address')} value={draft.address} onChange={(address) => put({ address })} hint={t('addressHint')} wrong={fields?.get('body/address')} autoComplete="off" />
      <div className="field">
        <label htmlFor={`${id}-note`}>{t('driverNote')}</label>
        <textarea id={`${id}-note`} value={draft.driverNote} maxLength={1000} onChange={({ target }) => put({ driverNote: target.value })} />
      </div>
      <fieldset className="plain-fieldset">
        <legend className="field-label">{t('favourites')}</legend>
        {draft.favourites.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address has nothing else that stays while it is typed
          <div key={index} className="line-edit">
            <TextField label={t('favouriteName')} value={one.name} onChange={(name) => put({ favourites: replaced(draft.favourites, index, { ...one, name }) })} autoComplete="off" />
            <TextField label={t('favouriteAddress')} value={one.address} onChange={(address) => put({ favourites: replaced(draft.favourites, index, { ...one, address }) })} autoComplete="off" />
            <button type="button" className="plain-button" aria-label={t('removeFavourite', { address: one.address })} onClick={() => put({ favourites: draft.favourites.filter((_, at) => at !== index) })}>✕</button>
          </div>
        ))}
        {draft.favourites.length < MOST_ADDRESSES && <button type="button" className="link-button" onClick={() => put({ favourites: [...draft.favourites, { name: '', address: '' }] })}>{t('addFavourite')}</button>}
      </fieldset>
    </>
  );
}
