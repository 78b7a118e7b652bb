// Login and password; then, where the client has one, the code of the second factor. What was typed stays.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { request } from '../../src/ui/api/http.js';
import { useProblemText } from '../../src/ui/components/problem-text.js';
import { LanguageChoice, SchemeChoice } from './choices.js';
import { ForgottenPassword } from './ForgottenPassword.js';
import { TextField } from './TextField.js';

/** From the page where a password was just set. */
function loginOfAddress(): string {
  const given = /^#login=(.{1,600})$/.exec(location.hash)?.[1];
  try {
    return given === undefined ? '' : decodeURIComponent(given);
  } catch {
    return '';
  }
}

export function SignIn({ ended, refused, onSignedIn }: { ended: boolean; refused: CallError | null; onSignedIn(): Promise<void> }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(loginOfAddress);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState(refused);
  const [busy, setBusy] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const [forgotten, setForgotten] = useState(false);
  const problemText = useProblemText();
  const asksCode = code !== null;
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (loginOfAddress() !== '') passwordField.current?.focus();
  }, []);
  useEffect(() => {
    if (asksCode) codeField.current?.focus();
  }, [asksCode]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('POST', '/cabinet/sessions', { login, password, ...(code !== null && { code: code.trim() }) });
      await onSignedIn();
    } catch (problem) {
      const found = problem instanceof CallError ? problem : new CallError('server.error', {});
      if (found.code === 'auth.second_factor') setCode('');
      // What cannot be a code at all is answered like a wrong one.
      else setError(found.code === 'request.invalid' && asksCode ? new CallError('auth.code_wrong', {}) : found);
    } finally {
      setBusy(false);
    }
  };

  if (forgotten) return <ForgottenPassword login={login} onBack={() => setForgotten(false)} />;
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={(event) => void submit(event)}>
        <h1 className="brand">Treeline</h1>
        {ended && !error && <p className="note-box plain">{t('signIn.ended')}</p>}
        {error && <p className="note-box cannot-box" role="alert">{problemText(error)}</p>}
        {asksCode ? (
          <>
            <p className="soft">{t('signIn.codeHint')}</p>
            <TextField ref={codeField} label={t('signIn.code')} value={code} onChange={setCode} autoComplete="one-time-code" required />
          </>
        ) : (
          <>
            <TextField label={t('signIn.login')} value={login} onChange={setLogin} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
            <TextField ref={passwordField} label={t('signIn.password')} type="password" value={password} onChange={setPassword} autoComplete="current-password" required />
          </>
        )}
        <button type="submit" className="main-button" disabled={busy}>{t('signIn.enter')}</button>
        {!asksCode && <button type="button" className="link-button" onClick={() => setForgotten(true)}>{t('signIn.forgot')}</button>}
        {asksCode && <button type="button" className="link-button" onClick={() => { setCode(null); setError(null); }}>{t('signIn.otherLogin')}</button>}
        <div className="row apart"><LanguageChoice /><SchemeChoice /></div>
      </form>
    </main>
  );
}
