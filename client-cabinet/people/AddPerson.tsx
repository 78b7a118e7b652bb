import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { CallError } from '../../src/ui/api/call-error.js';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { useSession } from '../session.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { Trouble } from '../shell/Trouble.js';
import { emptyDraft, PersonFields } from './PersonFields.js';
import { useKept } from '../shell/use-kept.js';

/** A new unit or employee, under whom one likes; with an invitation at once if there is an address to send it to. */
export function AddPerson() {
  const { t } = useTranslation('people');
  const { me } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const given = Number(search.get('parent')) || null;
  const parentCard = useOperation('cabinetGetClient', { id: given ?? me.id }, { enabled: given !== null });
  const [chosen, setChosen] = useState<Picked | null>(null);
  const parent = chosen ?? parentCard.data ?? me;
  const [draft, setDraft, forget] = useKept('people.new', emptyDraft);
  const [invites, setInvites] = useState(false);
  const create = useCommand('cabinetCreateClient');
  const invite = useCommand('cabinetInvite');
  const reachable = draft.email.trim() !== '' || draft.phones.some((phone) => phone.trim());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = (name: 'email' | 'address' | 'driverNote') => (draft[name].trim() ? { [name]: draft[name].trim() } : {});
    try {
      const made = await create.mutateAsync({
        body: {
          name: draft.name.trim(), kind: draft.kind, parentId: parent.id, phones: draft.phones.filter((phone) => phone.trim()).map((number) => ({ number: number.trim() })), ...text('email'), ...text('address'), ...text('driverNote'),
          favouriteAddresses: draft.favourites.filter(({ address }) => address.trim()).map(({ name, address }) => ({ address: address.trim(), ...(name.trim() && { name: name.trim() }) })),
        },
      });
      forget();
      // The person is there by now: what is wrong with the invitation is told on the card.
      const uninvited = invites && reachable ? await invite.mutateAsync({ params: { id: made.id } }).then(() => null, ({ code, problem }: CallError) => ({ code, problem })) : null;
      void navigate(`/people/${made.id}`, { state: { uninvited } });
    } catch {
      // Told below, beside the fields.
    }
  };
  return (
    <form className="sheet" onSubmit={(event) => void submit(event)} aria-labelledby="add-title">
      <div className="row apart"><h2 id="add-title">{t('add')}</h2><Link className="link-button" to="/people">{t('leave')}</Link></div>
      <PersonPick label={t('parent')} value={parent} onChange={setChosen} />
      <PersonFields draft={draft} onChange={setDraft} fields={create.error?.fields} />
      {reachable && <label className="check"><input type="checkbox" checked={invites} onChange={({ target }) => setInvites(target.checked)} />{t('inviteAtOnce')}</label>}
      <Trouble error={create.error} />
      <button type="submit" className="main-button" disabled={create.isPending || invite.isPending}>{t('addNow')}</button>
    </form>
  );
}
