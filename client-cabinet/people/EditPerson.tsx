// Fields of somebody: only what was changed is sent, with the version that was seen, so that two people who change
// different fields both succeed (D-8). What is typed outlives a reload (C-9).
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../src/ui/api/hooks.js';
import type { Body } from '../../src/ui/api/operations.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { useKept } from '../shell/use-kept.js';
import { Conflicts, type Taken } from './Conflicts.js';
import { PersonFields, type Draft, emptyDraft } from './PersonFields.js';
import type { Card } from './PersonCard.js';

export function draftOf({ name, kind, phones, email, address, driverNote, externalId, favouriteAddresses }: Card): Draft {
  return {
    ...emptyDraft, name, kind: kind as Draft['kind'], phones: phones.length > 0 ? phones.map(({ number }) => number) : [''], email: email ?? '', address: address ?? '', driverNote: driverNote ?? '', externalId: externalId ?? '',
    favourites: favouriteAddresses.map((one) => ({ name: one.name ?? '', address: one.address })),
  };
}

/** Phones and addresses that were there keep what the cabinet does not show of them. */
export function changesOf(card: Card, draft: Draft): Body<'cabinetChangeClient'> {
  const before = draftOf(card);
  const text = (value: string) => value.trim() || null;
  const changed = (key: keyof Draft) => JSON.stringify(before[key]) !== JSON.stringify(draft[key]);
  return {
    ...(changed('name') && { name: draft.name.trim() }),
    ...(changed('kind') && { kind: draft.kind }),
    ...(changed('email') && { email: text(draft.email) }),
    ...(changed('address') && { address: text(draft.address) }),
    ...(changed('driverNote') && { driverNote: text(draft.driverNote) }),
    ...(changed('externalId') && { externalId: text(draft.externalId) }),
    ...(changed('phones') && {
      phones: draft.phones.filter((number) => number.trim()).map((number) => {
        const known = card.phones.find((phone) => phone.number === number);
        return known ? { number, main: known.main, useForCalls: known.useForCalls, identifiesCaller: known.identifiesCaller } : { number: number.trim() };
      }),
    }),
    ...(changed('favourites') && {
      favouriteAddresses: draft.favourites.filter(({ address }) => address.trim()).map(({ name, address }) => ({
        ...card.favouriteAddresses.find((one) => one.address === address), address: address.trim(), ...(name.trim() ? { name: name.trim() } : { name: undefined }),
      })),
    }),
  };
}

export function EditPerson({ card, onClose }: { card: Card; onClose(): void }) {
  const { t } = useTranslation('people');
  // As it was when it was opened: what others change meanwhile is told by the server, not laid over what was typed.
  const [{ seen, draft }, put, forget] = useKept(`people.edit.${card.id}`, { seen: card, draft: draftOf(card) });
  const setDraft = (next: Draft) => put({ seen, draft: next });
  const [taken, setTaken] = useState<Taken>({});
  const close = () => {
    forget();
    onClose();
  };
  const save = useCommand('cabinetChangeClient', close);
  const conflicts = save.error?.conflicts ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changes = Object.entries(changesOf(seen, draft)).filter(([field]) => taken[field] !== 'theirs');
    // With the version that the conflict told: what is sent now was decided upon.
    const version = conflicts.length > 0 ? (save.error?.problem.version as number) : seen.version;
    if (changes.length === 0) close();
    else save.mutate({ params: { id: card.id, version }, body: Object.fromEntries(changes) });
  };
  return (
    <form className="sheet" onSubmit={submit} aria-label={t('changeOf', { name: card.name })}>
      <h2>{t('changeOf', { name: card.name })}</h2>
      <PersonFields draft={draft} onChange={setDraft} fields={save.error?.fields} />
      <TextField label={t('externalId')} value={draft.externalId} onChange={(externalId) => setDraft({ ...draft, externalId })} wrong={save.error?.fields.get('body/externalId')} maxLength={100} />
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} taken={taken} onTake={setTaken} /> : <Trouble error={save.error} />}
      <div className="acts">
        <button type="submit" className="main-button" disabled={save.isPending}>{t('save')}</button>
        <button type="button" className="quiet-button" onClick={close}>{t('leave')}</button>
      </div>
    </form>
  );
}
