// What somebody may do in the cabinet (D-13). Only rights that one has oneself can be given and taken (D-14).
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { Trouble } from '../shell/Trouble.js';

export function Rights({ id, mayChange }: { id: number; mayChange: boolean }) {
  const { t } = useTranslation('people');
  const { data, error } = useOperation('cabinetGetRights', { id }, { watch: ['client', 'self'] });
  const change = useCommand('cabinetChangeRights', () => void queries.invalidateQueries({ queryKey: ['cabinetGetRights'] }));
  if (!data) return <Trouble error={error} />;
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
              <input type="checkbox" checked={has} disabled={!open} onChange={({ target }) => change.mutate({ params: { id }, body: target.checked ? { grant: [right] } : { withdraw: [right] } })} />
              <span>{t(`right/${right}`, { keySeparator: '/' })}{!has && !forbidden && source.kind === 'client' && <span className="soft small"> · {t('withdrawnAt', { name: source.name })}</span>}</span>
            </label>
          );
        })}
      </div>
    </section>
  );
}
