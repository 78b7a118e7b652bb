// Whose cabinet it is, at the top; who has several organisations goes on in another one from here (C-2).
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import { request } from '../../src/ui/api/http.js';
import type { Result } from '../../src/ui/api/operations.js';
import { useSession } from '../session.js';
import { Dialog } from './Dialog.js';
import { enterOther } from './one-client.js';
import { TextField } from './TextField.js';
import { Trouble } from './Trouble.js';

type Organisation = Result<'cabinetListOrganisations'>['items'][number];

/** All of the person; empty where there is only this one. */
export function useOrganisations(): Organisation[] {
  const { me } = useSession();
  const { data } = useOperation('cabinetListOrganisations', {}, { watch: [`client:${me.id}`], enabled: me.operator === null });
  return data?.items ?? [];
}

export function Whose() {
  const { t } = useTranslation('person');
  const { me } = useSession();
  const organisations = useOrganisations();
  const [open, setOpen] = useState(false);
  if (organisations.length < 2) return <span className="whose clip" title={me.name}>{me.name}</span>;
  return (
    <span className="whose">
      <button type="button" className="whose-button" aria-haspopup="dialog" aria-label={t('switch.button', { name: me.name })} title={me.name} onClick={() => setOpen(true)}>
        <span className="clip">{me.name}</span><span aria-hidden="true">▾</span>
      </button>
      {open && <Switcher organisations={organisations} onClose={() => setOpen(false)} />}
    </span>
  );
}

function Switcher({ organisations, onClose }: { organisations: readonly Organisation[]; onClose(): void }) {
  const { t } = useTranslation('person');
  const { me } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  /** Which one asks for a code. */
  const [asking, setAsking] = useState<Organisation | null>(null);
  const [code, setCode] = useState('');
  const go = async (to: Organisation) => {
    setBusy(true);
    setError(null);
    try {
      await request('POST', '/cabinet/sessions/switch', { clientId: to.id, ...(asking && { code: code.trim() }) });
      enterOther(me.id, to.id);
    } catch (problem) {
      const found = problem instanceof CallError ? problem : new CallError('server.error', {});
      if (found.code === 'auth.second_factor') setAsking(to);
      else setError(found.code === 'request.invalid' ? new CallError('auth.code_wrong', {}) : found);
      setBusy(false);
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (asking) void go(asking);
  };
  return (
    <Dialog title={asking ? asking.name : t('switch.title')} onClose={onClose}>
      <Trouble error={error} />
      {asking ? (
        <form className="column" onSubmit={send}>
          <p className="soft">{t('common:signIn.codeHint')}</p>
          <TextField label={t('common:signIn.code')} value={code} onChange={setCode} autoComplete="one-time-code" required />
          <button type="submit" className="main-button" disabled={busy}>{t('switch.go')}</button>
        </form>
      ) : (
        <ul className="list">
          {organisations.map((one) => (
            <li key={one.id}>
              <button type="button" className="open" aria-current={one.current ? 'true' : undefined} disabled={busy} onClick={() => (one.current ? onClose() : void go(one))}>
                <span className="grow column tight"><span>{one.name}</span><span className="soft small">{one.current ? t('switch.here') : one.login}</span></span>
                <span aria-hidden="true">{one.current ? '✓' : '→'}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
