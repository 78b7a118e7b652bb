// How the signed-in client is reached, and which notices it wants. Only what was changed is sent, with the version that was
// seen; what somebody else changed meanwhile shows in the fields that were not touched (D-8).
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import type { Body, Result } from '../../src/ui/api/operations.js';
import { useSession } from '../session.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';

type Card = Result<'cabinetGetClient'>;

interface Draft {
  email: string;
  phone: string;
  useEmail: boolean;
  useSms: boolean;
}

const draftOf = (card: Card): Draft => ({ email: card.email ?? '', phone: card.phones[0]?.number ?? '', useEmail: card.useEmail, useSms: card.useSms });

export function OwnData() {
  const { t } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const { data: card } = useOperation('cabinetGetClient', { id: me.id }, { watch: [`client:${me.id}`] });
  return (
    <section className="sheet" aria-labelledby="own-data">
      <h2 id="own-data">{t('own')}</h2>
      <dl className="facts"><dt>{t('name')}</dt><dd>{me.name}</dd>{me.login !== null && <><dt>{t('login')}</dt><dd>{me.login}</dd></>}<dt>{t('timeZone')}</dt><dd>{me.timeZone}</dd></dl>
      {card && !readOnly && <OwnForm card={card} />}
    </section>
  );
}

/** All numbers are sent: those that are not shown here stay as they are. */
function changesOf(card: Card, patch: Partial<Draft>): Body<'cabinetChangeMe'> {
  const kept = ({ number, main, useForCalls, identifiesCaller }: Card['phones'][number]) => ({ number, main, useForCalls, identifiesCaller });
  const [first, ...others] = card.phones;
  const { phone, email, ...checks } = patch;
  return {
    ...(email !== undefined && { email: email.trim() || null }),
    ...(phone !== undefined && { phones: [...(phone.trim() ? [{ ...(first && kept(first)), number: phone.trim() }] : []), ...others.map(kept)] }),
    ...checks,
  };
}

function OwnForm({ card }: { card: Card }) {
  const { t } = useTranslation('profile');
  const [patch, setPatch] = useState<Partial<Draft>>({});
  /** The card as it was when the first change was typed. */
  const [seen, setSeen] = useState(card);
  const [saved, setSaved] = useState(false);
  const save = useCommand('cabinetChangeMe', () => {
    setPatch({});
    setSaved(true);
  });
  const before = draftOf(card);
  const shown = { ...before, ...patch };
  const changed = Object.keys(patch).length > 0;
  const put = (part: Partial<Draft>) => {
    if (!changed) setSeen(card);
    setSaved(false);
    const next = { ...patch, ...part };
    setPatch(Object.fromEntries(Object.entries(next).filter(([field, value]) => value !== before[field as keyof Draft])));
  };
  const send = (version: number) => save.mutate({ params: { version }, body: changesOf(card, patch) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(seen.version);
  };
  const conflict = save.error?.code === 'conflict.version' ? save.error : null;
  return (
    <form className="column" onSubmit={submit}>
      <TextField label={t('email')} type="email" value={shown.email} onChange={(email) => put({ email })} autoComplete="email" wrong={save.error?.fields.get('body/email')} />
      <TextField label={t('phone')} type="tel" value={shown.phone} onChange={(phone) => put({ phone })} autoComplete="tel" wrong={save.error?.fields.get('body/phones/0/number')} />
      <fieldset className="plain-fieldset">
        <legend className="field-label">{t('notices')}</legend>
        <label className="check"><input type="checkbox" checked={shown.useEmail} onChange={({ target }) => put({ useEmail: target.checked })} />{t('byEmail')}</label>
        <label className="check"><input type="checkbox" checked={shown.useSms} onChange={({ target }) => put({ useSms: target.checked })} />{t('bySms')}</label>
      </fieldset>
      {conflict ? (
        <div className="note-box look-box column" role="alert">
          <strong>{t('conflict.title')}</strong>
          <Differences before={before} mine={patch} />
          <div className="acts">
            <button type="button" className="main-button" disabled={save.isPending} onClick={() => send(conflict.problem.version as number)}>{t('conflict.mine')}</button>
            <button type="button" className="quiet-button" onClick={() => { setPatch({}); save.reset(); }}>{t('conflict.theirs')}</button>
          </div>
        </div>
      ) : <Trouble error={save.error} />}
      {saved && !changed && <p className="note-box fine-box" role="status">{t('saved')}</p>}
      <button type="submit" className="quiet-button" disabled={save.isPending || !changed || conflict !== null}>{t('save')}</button>
    </form>
  );
}

const labels = { email: 'email', phone: 'phone', useEmail: 'byEmail', useSms: 'bySms' } as const;

/** The card that the screen shows by now is theirs. */
function Differences({ before, mine }: { before: Draft; mine: Partial<Draft> }) {
  const { t } = useTranslation('profile');
  const inWords = (value: string | boolean) => (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : value || '—');
  return (
    <ul className="data-list">
      {(Object.entries(mine) as [keyof Draft, string | boolean][]).map(([field, value]) => (
        <li key={field}>{t(labels[field])}: {t('conflict.yours')} <strong>{inWords(value)}</strong>, {t('conflict.now')} <strong>{inWords(before[field])}</strong></li>
      ))}
    </ul>
  );
}
