import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { useLive } from '../../src/ui/api/hooks.js';
import { request } from '../../src/ui/api/http.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { useOrganisations } from '../shell/Whose.js';

/** Another password. It goes over HTTP: the answer carries this session's new cookie; the others end. */
export function Password() {
  const { t } = useTranslation('profile');
  const live = useLive();
  const isLinked = useOrganisations().length > 0;
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<CallError | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState('busy');
    setError(null);
    // The old session ends in the middle of it, which is no sign-out.
    const { onSignedOut } = live;
    live.onSignedOut = () => undefined;
    try {
      await request('POST', '/cabinet/me/password', { password, newPassword: next });
      live.close();
      live.connect();
      setPassword('');
      setNext('');
      setState('done');
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
      setState('idle');
    } finally {
      live.onSignedOut = onSignedOut;
    }
  };
  const wrongPassword = error?.fields.has('body/password');
  return (
    <section className="sheet" aria-labelledby="password">
      <h2 id="password">{t('password.title')}</h2>
      <form className="column" onSubmit={(event) => void submit(event)}>
        <TextField label={t('password.present')} type="password" value={password} onChange={setPassword} autoComplete="current-password" required wrong={wrongPassword ? t('password.wrong') : null} />
        <TextField label={t('password.next')} type="password" value={next} onChange={setNext} autoComplete="new-password" minLength={8} maxLength={200} hint={isLinked ? `${t('password.hint')} ${t('password.links')}` : t('password.hint')} required />
        {!wrongPassword && <Trouble error={error} />}
        {state === 'done' && <p className="note-box fine-box" role="status">{t('password.done')}</p>}
        <button type="submit" className="quiet-button" disabled={state === 'busy'}>{t('password.change')}</button>
      </form>
    </section>
  );
}
