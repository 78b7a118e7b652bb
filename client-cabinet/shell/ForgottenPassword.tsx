import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { request } from '../../src/ui/api/http.js';
import { TextField } from './TextField.js';
import { Trouble } from './Trouble.js';

/** A one-time link to whoever has this login; the answer is the same for a login that nobody has (C-1). */
export function ForgottenPassword({ login: first, onBack }: { login: string; onBack(): void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(first);
  const [state, setState] = useState<'idle' | 'busy' | 'sent'>('idle');
  const [error, setError] = useState<CallError | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState('busy');
    setError(null);
    try {
      await request('POST', '/cabinet/forgotten-password', { login });
      setState('sent');
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
      setState('idle');
    }
  };
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={(event) => void submit(event)}>
        <h1 className="brand">Treeline</h1>
        {state === 'sent' ? <p className="note-box fine-box" role="status">{t('signIn.linkSent')}</p> : (
          <>
            <p className="soft">{t('signIn.forgotHint')}</p>
            <TextField label={t('signIn.login')} value={login} onChange={setLogin} autoComplete="username" autoCapitalize="none" required />
            <Trouble error={error} />
            <button type="submit" className="main-button" disabled={state === 'busy'}>{t('signIn.sendLink')}</button>
          </>
        )}
        <button type="button" className="link-button" onClick={onBack}>{t('signIn.back')}</button>
      </form>
    </main>
  );
}
