// Everything that is kept about a private person: take it along, or have it erased. Others ask their organisation.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { useCommand } from '../../src/ui/api/hooks.js';
import { download } from '../../src/ui/api/http.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { Trouble } from '../shell/Trouble.js';

export function PersonalData() {
  const { t } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [erasing, setErasing] = useState(false);
  const isPerson = me.kind === 'person';
  const save = async () => {
    setBusy(true);
    setError(null);
    await download('/cabinet/me/export', 'POST').catch((problem: unknown) => setError(problem instanceof CallError ? problem : new CallError('line.lost', {})));
    setBusy(false);
  };
  return (
    <section className="sheet" aria-labelledby="personal-data">
      <h2 id="personal-data">{t('data.title')}</h2>
      <p className="soft">{t(isPerson ? 'data.hint' : 'data.notPerson')}</p>
      <Trouble error={error} />
      {isPerson && (
        <div className="acts">
          <button type="button" className="quiet-button" disabled={busy} onClick={() => void save()}>{t('data.export')}</button>
          {!readOnly && me.operator === null && <button type="button" className="danger-button" onClick={() => setErasing(true)}>{t('data.erase')}</button>}
        </div>
      )}
      {erasing && <Erase onClose={() => setErasing(false)} />}
    </section>
  );
}

function Erase({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('profile');
  const { me } = useSession();
  const [sure, setSure] = useState(false);
  // The session ends with it, and this window with the session.
  const erase = useCommand('cabinetEraseMe');
  // A refusal, as while a ride is on its way, is told before anybody makes up their mind.
  const { mutate: ask, error: refused } = useCommand('cabinetEraseMe');
  useEffect(() => ask({ body: { dryRun: true } }), [ask]);
  return (
    <Dialog title={t('data.question', { name: me.name })} onClose={onClose}>
      <p>{t('data.means')}</p>
      <ul className="data-list">{(['gone', 'kept', 'access'] as const).map((one) => <li key={one}>{t(`data.${one}`)}</li>)}</ul>
      <p><strong>{t('data.forGood')}</strong></p>
      <Trouble error={erase.error ?? refused} />
      <label className="check"><input type="checkbox" checked={sure} onChange={({ target }) => setSure(target.checked)} />{t('data.sure')}</label>
      <div className="acts">
        <button type="button" className="danger-button" disabled={!sure || refused !== null || erase.isPending} onClick={() => erase.mutate({ body: {} })}>{t('data.eraseNow')}</button>
        <button type="button" className="quiet-button" onClick={onClose}>{t('cancel')}</button>
      </div>
    </Dialog>
  );
}
