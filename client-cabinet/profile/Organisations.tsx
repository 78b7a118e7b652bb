// Other organisations in which the same person has a login (C-2): each is added by that login and its password.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useCommand } from '../../src/ui/api/hooks.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { useOrganisations } from '../shell/Whose.js';

const again = () => void queries.invalidateQueries({ queryKey: ['cabinetListOrganisations'] });

export function Organisations() {
  const { t } = useTranslation('profile');
  const { readOnly } = useSession();
  const organisations = useOrganisations();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<(typeof organisations)[number] | null>(null);
  return (
    <section className="sheet" aria-labelledby="organisations">
      <h2 id="organisations">{t('organisations.title')}</h2>
      <p className="soft">{t(organisations.length === 0 ? 'organisations.none' : 'organisations.hint')}</p>
      {organisations.length > 0 && (
        <ul className="plain-list">
          {organisations.map((one) => (
            <li key={one.id} className="session-row">
              <div className="grow"><div>{one.name} {one.current && <StateTag tone="fine">{t('organisations.here')}</StateTag>}</div><div className="soft small">{one.login}</div></div>
              {!one.current && <button type="button" className="quiet-button" aria-label={t('organisations.removeOf', { name: one.name })} onClick={() => setRemoving(one)}>{t('organisations.remove')}</button>}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && <button type="button" className="quiet-button" onClick={() => setAdding(true)}>{t('organisations.add')}</button>}
      {adding && <Add onClose={() => setAdding(false)} />}
      {removing && <Remove id={removing.id} name={removing.name} onClose={() => setRemoving(null)} />}
    </section>
  );
}

function Add({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('profile');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const add = useCommand('cabinetAddOrganisation', () => {
    again();
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { login: login.trim(), password, ...(asksCode && { code: code.trim() }) } }, { onError: (error) => error.code === 'auth.second_factor' && setAsksCode(true) });
  };
  return (
    <Dialog title={t('organisations.add')} onClose={onClose}>
      <form className="column" onSubmit={submit}>
        <p className="soft">{t('organisations.addHint')}</p>
        {add.error?.code !== 'auth.second_factor' && <Trouble error={add.error} />}
        <TextField label={t('organisations.login')} value={login} onChange={setLogin} autoComplete="off" autoCapitalize="none" spellCheck={false} required />
        <TextField label={t('organisations.password')} type="password" value={password} onChange={setPassword} autoComplete="off" required />
        {asksCode && <TextField label={t('second.code')} value={code} onChange={setCode} hint={t('common:signIn.codeHint')} autoComplete="one-time-code" minLength={6} required />}
        <button type="submit" className="main-button" disabled={add.isPending}>{t('organisations.addIt')}</button>
      </form>
    </Dialog>
  );
}

function Remove({ id, name, onClose }: { id: number; name: string; onClose(): void }) {
  const { t } = useTranslation('profile');
  const remove = useCommand('cabinetRemoveOrganisation', () => {
    again();
    onClose();
  });
  return (
    <Dialog title={t('organisations.removeOf', { name })} onClose={onClose}>
      <p>{t('organisations.removeMeans')}</p>
      <Trouble error={remove.error} />
      <div className="acts">
        <button type="button" className="danger-button" disabled={remove.isPending} onClick={() => remove.mutate({ params: { id } })}>{t('organisations.remove')}</button>
        <button type="button" className="quiet-button" onClick={onClose}>{t('cancel')}</button>
      </div>
    </Dialog>
  );
}
