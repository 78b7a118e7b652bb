// The user agreement (C-10). Before it is accepted nothing else of the cabinet is there.
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { ME, useSession } from '../session.js';
import { AgreementText } from './AgreementText.js';
import { LanguageChoice, SchemeChoice } from './choices.js';
import { Opening } from './Opening.js';
import { Trouble } from './Trouble.js';
import { Whose } from './Whose.js';

export default function AgreementGate() {
  const { t } = useTranslation('person');
  const { signOut } = useSession();
  const { data, error } = useOperation('cabinetGetAgreement', {}, { watch: ['self'] });
  const accept = useCommand('cabinetAcceptAgreement', async () => {
    // What was refused meanwhile is asked for again.
    queries.removeQueries({ type: 'inactive' });
    await queries.invalidateQueries({ queryKey: ME });
  });
  return (
    <div className="gate">
      <header className="top"><span className="brand">Treeline</span><Whose /><LanguageChoice /><SchemeChoice /></header>
      <main className="page">
        <section className="sheet" aria-labelledby="agreement">
          <h1 id="agreement">{t('agreement.title')}</h1>
          <p>{t('agreement.why')}</p>
          <Trouble error={error ?? accept.error} />
          {!data && !error && <Opening />}
          {data?.agreement && (
            <>
              <AgreementText agreement={data.agreement} />
              <div className="acts">
                <button type="button" className="main-button" disabled={accept.isPending} onClick={() => accept.mutate({ body: { number: data.agreement?.number as number } })}>{t('agreement.accept')}</button>
                <button type="button" className="quiet-button" onClick={() => void signOut()}>{t('common:signOut')}</button>
              </div>
            </>
          )}
        </section>
      </main>
    </div>
  );
}
