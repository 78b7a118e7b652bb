// A code from an authenticator app beside the password (C-1). The picture is drawn here: the secret goes nowhere else.
// Readers of screens are given the secret in letters instead.
import { QRCode } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useCommand } from '../../src/ui/api/hooks.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { ME, useSession } from '../session.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';

export function SecondFactor() {
  const { t } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const [code, setCode] = useState('');
  const [removing, setRemoving] = useState(false);
  const start = useCommand('cabinetStartSecondFactor');
  const readMe = () => {
    setCode('');
    setRemoving(false);
    void queries.invalidateQueries({ queryKey: ME });
  };
  const confirm = useCommand('cabinetConfirmSecondFactor', readMe);
  const remove = useCommand('cabinetRemoveSecondFactor', () => {
    // The next one begins with a secret of its own.
    start.reset();
    confirm.reset();
    readMe();
  });
  const recoveryCodes = confirm.data?.recoveryCodes;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (me.secondFactor) remove.mutate({ body: { code } });
    else confirm.mutate({ body: { code } });
  };
  const asks = me.secondFactor ? removing : start.data !== undefined;

  return (
    <section className="sheet" aria-labelledby="second-factor">
      <div className="head">
        <h2 id="second-factor">{t('second.title')}</h2>
        <StateTag tone={me.secondFactor ? 'fine' : 'plain'}>{t(me.secondFactor ? 'second.on' : 'second.off')}</StateTag>
      </div>
      <Trouble error={start.error ?? confirm.error ?? remove.error} />
      {me.secondFactor && recoveryCodes && (
        <div className="note-box look-box column">
          <strong>{t('second.codes')}</strong>
          <span>{t('second.codesHint')}</span>
          <ul className="recovery-codes">{recoveryCodes.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
        </div>
      )}
      {!asks && !me.secondFactor && (
        <>
          <p className="soft">{t('second.why')}</p>
          {!readOnly && <button type="button" className="quiet-button" disabled={start.isPending} onClick={() => start.mutate({})}>{t('second.start')}</button>}
        </>
      )}
      {!me.secondFactor && start.data && (
        <div className="qr">
          <div aria-hidden="true"><QRCode value={start.data.address} type="svg" size={184} color="#000000" bgColor="#ffffff" /></div>
          <div className="column"><p>{t('second.scan')}</p><p className="soft small">{t('second.byHand')}</p><code className="secret">{start.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></div>
        </div>
      )}
      {me.secondFactor && !removing && !readOnly && <button type="button" className="quiet-button" onClick={() => setRemoving(true)}>{t('second.remove')}</button>}
      {asks && (
        <form className="column" onSubmit={send}>
          <TextField label={t('second.code')} value={code} onChange={setCode} autoComplete="one-time-code" inputMode={me.secondFactor ? 'text' : 'numeric'} minLength={6} required />
          <button type="submit" className="main-button" disabled={confirm.isPending || remove.isPending}>{t(me.secondFactor ? 'second.remove' : 'second.confirm')}</button>
        </form>
      )}
    </section>
  );
}
