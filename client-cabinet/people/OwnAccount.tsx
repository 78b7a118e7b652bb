import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useLive } from '../../src/ui/api/hooks.js';
import { Trouble } from '../shell/Trouble.js';
import type { Card } from './PersonCard.js';
import { PreviewDialog } from './PreviewDialog.js';

/** Who pays for somebody's rides (D-14, D-15). What is left on an account that is given up goes to who pays from then on. */
export function OwnAccount({ card, mayChange }: { card: Card; mayChange: boolean }) {
  const { t } = useTranslation('people');
  const live = useLive();
  const [rest, setRest] = useState(false);
  const [asked, setAsked] = useState<boolean | null>(null);
  const change = useCommand('cabinetSetOwnAccount', () => setRest(false));
  const set = (usesOwnAccount: boolean, transferRest = false) => change.mutate({ params: { id: card.id, version: card.version }, body: { usesOwnAccount, ...(transferRest && { transferRest }) } }, {
    onError: ({ code }) => setRest(code === 'account.not_empty'),
  });
  return (
    <section className="sheet" aria-labelledby="own-account">
      <h2 id="own-account">{t('account.title')}</h2>
      {mayChange ? (
        <label className="check">
          <input type="checkbox" checked={card.usesOwnAccount} disabled={change.isPending} onChange={({ target }) => (card.hasChildren ? setAsked(target.checked) : set(target.checked))} />{t('account.own')}
        </label>
      ) : <p>{t(card.usesOwnAccount ? 'account.own' : 'account.superior')}</p>}
      <Trouble error={change.error} />
      {rest && <button type="button" className="quiet-button" onClick={() => set(false, true)}>{t('account.withRest')}</button>}
      {asked !== null && (
        <PreviewDialog
          title={t(asked ? 'account.giveTitle' : 'account.takeTitle', { name: card.name })} act={t('account.act')} onClose={() => setAsked(null)}
          // Whatever is on the account goes along, or a preview would be refused for it.
          run={(dryRun) => live.call('cabinetSetOwnAccount', { id: card.id, version: card.version }, { usesOwnAccount: asked, ...(!asked && { transferRest: true }), ...(dryRun && { dryRun }) })}
        >
          {!asked && <p className="soft">{t('account.restGoes')}</p>}
        </PreviewDialog>
      )}
    </section>
  );
}
