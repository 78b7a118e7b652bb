// What somebody may do in the cabinet (D-13). Only rights that one has oneself can be given and taken (D-14); where others
// are below, what it would do to them is told first (D-5).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetRight } from '../../src/contract/rights.js';
import { queries, useCommand, useLive, useOperation } from '../../src/ui/api/hooks.js';
import { Trouble } from '../shell/Trouble.js';
import type { Card } from './PersonCard.js';
import { PreviewDialog } from './PreviewDialog.js';

interface Asked {
  right: CabinetRight;
  give: boolean;
}

const bodyOf = ({ right, give }: Asked) => (give ? { grant: [right] } : { withdraw: [right] });
const readAgain = () => queries.invalidateQueries({ queryKey: ['cabinetGetRights'] });

export function Rights({ card: { id, name, hasChildren }, mayChange }: { card: Card; mayChange: boolean }) {
  const { t } = useTranslation('people');
  const live = useLive();
  const { data, error } = useOperation('cabinetGetRights', { id }, { watch: ['client', 'self'] });
  const change = useCommand('cabinetChangeRights', () => void readAgain());
  const [asked, setAsked] = useState<Asked | null>(null);
  const set = (wanted: Asked) => (hasChildren ? setAsked(wanted) : change.mutate({ params: { id }, body: bodyOf(wanted) }));
  if (!data) return <Trouble error={error} />;
  const label = (right: CabinetRight) => t(`right/${right}`, { keySeparator: '/' });
  return (
    <section className="sheet" aria-labelledby="rights">
      <h2 id="rights">{t('rights')}</h2>
      <Trouble error={change.error} />
      <div>
        {data.items.map(({ right, has, forbidden, mayChange: delegated, source }) => {
          // Forbidden further up: giving it here would give nothing.
          const open = mayChange && delegated && (has || forbidden) && !change.isPending;
          return (
            <label key={right} className="check">
              <input type="checkbox" checked={has} disabled={!open} onChange={({ target }) => set({ right, give: target.checked })} />
              <span>{label(right)}{!has && !forbidden && source.kind === 'client' && <span className="soft small"> · {t('withdrawnAt', { name: source.name })}</span>}</span>
            </label>
          );
        })}
      </div>
      {asked && (
        <PreviewDialog
          title={t(asked.give ? 'give.title' : 'withdraw.title', { name, right: label(asked.right) })} act={t(asked.give ? 'give.act' : 'withdraw.act')} onClose={() => setAsked(null)}
          run={async (dryRun) => {
            const answer = await live.call('cabinetChangeRights', { id }, { ...bodyOf(asked), ...(dryRun && { dryRun }) });
            if (!dryRun) await readAgain();
            return answer;
          }}
        />
      )}
    </section>
  );
}
