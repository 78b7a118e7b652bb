// How the signed-in client is reached, and which notices it wants.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import type { Body, Result } from '../../src/ui/api/operations.js';
import { useSession } from '../session.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';

export function OwnData() {
  const { t } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const { data: card } = useOperation('cabinetGetClient', { id: me.id }, { watch: [`client:${me.id}`] });
  return (
    <section className="sheet" aria-labelledby="own-data">
      <h2 id="own-data">{t('own')}</h2>
      <dl className="facts"><dt>{t('name')}</dt><dd>{me.name}</dd>{me.login !== null && <><dt>{t('login')}</dt><dd>{me.login}</dd></>}<dt>{t('timeZone')}</dt><dd>{me.timeZone}</dd></dl>
      {card && !readOnly && <OwnForm key={card.version} card={card} />}
    </section>
  );
}

function OwnForm({ card }: { card: Result<'cabinetGetClient'> }) {
  const { t } = useTranslation('profile');
  const before = { email: card.email ?? '', phone: card.phones[0]?.number ?? '', useEmail: card.useEmail, useSms: card.useSms };
  const [draft, setDraft] = useState(before);
  const save = useCommand('cabinetChangeMe');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [first, ...others] = card.phones;
    // All numbers are sent: those that are not shown here stay as they are.
    const kept = ({ number, main, useForCalls, identifiesCaller }: (typeof card.phones)[number]) => ({ number, main, useForCalls, identifiesCaller });
    const phones = [...(draft.phone.trim() ? [{ ...(first && kept(first)), number: draft.phone.trim() }] : []), ...others.map(kept)];
    const body: Body<'cabinetChangeMe'> = {
      ...(draft.email !== before.email && { email: draft.email.trim() || null }), ...(draft.phone !== before.phone && { phones }),
      ...(draft.useEmail !== before.useEmail && { useEmail: draft.useEmail }), ...(draft.useSms !== before.useSms && { useSms: draft.useSms }),
    };
    save.mutate({ params: { version: card.version }, body });
  };
  return (
    <form className="column" onSubmit={submit}>
      <TextField label={t('email')} type="email" value={draft.email} onChange={(email) => setDraft({ ...draft, email })} autoComplete="email" wrong={save.error?.fields.get('body/email')} />
      <TextField label={t('phone')} type="tel" value={draft.phone} onChange={(phone) => setDraft({ ...draft, phone })} autoComplete="tel" wrong={save.error?.fields.get('body/phones/0/number')} />
      <fieldset className="plain-fieldset">
        <legend className="field-label">{t('notices')}</legend>
        <label className="check"><input type="checkbox" checked={draft.useEmail} onChange={({ target }) => setDraft({ ...draft, useEmail: target.checked })} />{t('byEmail')}</label>
        <label className="check"><input type="checkbox" checked={draft.useSms} onChange={({ target }) => setDraft({ ...draft, useSms: target.checked })} />{t('bySms')}</label>
      </fieldset>
      <Trouble error={save.error} />
      <button type="submit" className="quiet-button" disabled={save.isPending || JSON.stringify(draft) === JSON.stringify(before)}>{t('save')}</button>
    </form>
  );
}
