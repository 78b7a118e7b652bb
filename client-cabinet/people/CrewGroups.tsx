import { useTranslation } from 'react-i18next';
import type { Body } from '../../src/ui/api/operations.js';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { Trouble } from '../shell/Trouble.js';

/** Which cars somebody may have: what holds above, or fewer of them; and which is the usual one. */
export function CrewGroups({ id, mayChange }: { id: number; mayChange: boolean }) {
  const { t } = useTranslation('people');
  const { data, error } = useOperation('cabinetGetCrewGroups', { id }, { watch: ['client', 'self'] });
  const change = useCommand('cabinetSetCrewGroups', (now) => {
    queries.setQueryData(['cabinetGetCrewGroups', { id }], now);
    void queries.invalidateQueries({ queryKey: ['cabinetGetCrewGroups'] });
  });
  if (!data) return <Trouble error={error} />;
  const { allowed, ownAllowed, default: usual, ownDefault, choice } = data;
  if (choice.length === 0) return null;
  const set = (body: Body<'cabinetSetCrewGroups'>) => change.mutate({ params: { id }, body });
  const names = (groups: readonly { name: string }[] | null) => (groups === null ? t('crews.all') : groups.map(({ name }) => name).join(', ') || t('crews.none'));
  if (!mayChange) {
    return (
      <section className="sheet" aria-labelledby="crew-groups">
        <h2 id="crew-groups">{t('crews.title')}</h2>
        <dl className="facts"><dt>{t('crews.allowed')}</dt><dd>{names(allowed)}</dd>{usual && <><dt>{t('crews.usual')}</dt><dd>{usual.name}</dd></>}</dl>
      </section>
    );
  }
  const own = ownAllowed ?? choice.map((group) => group.id);
  const busy = change.isPending;
  return (
    <section className="sheet" aria-labelledby="crew-groups">
      <h2 id="crew-groups">{t('crews.title')}</h2>
      <div>
        <label className="check"><input type="checkbox" checked={ownAllowed === null} disabled={busy} onChange={({ target }) => set({ allowed: target.checked ? null : own })} />{t('crews.inherited')}</label>
        {ownAllowed === null && <p className="soft small">{names(allowed)}</p>}
        {ownAllowed !== null && choice.map((group) => (
          <label key={group.id} className="check indented">
            <input type="checkbox" checked={own.includes(group.id)} disabled={busy} onChange={({ target }) => set({ allowed: target.checked ? [...own, group.id] : own.filter((one) => one !== group.id) })} />{group.name}
          </label>
        ))}
      </div>
      <div className="field">
        <label htmlFor="usual-crew-group">{t('crews.usual')}</label>
        <select id="usual-crew-group" value={ownDefault ?? ''} disabled={busy} onChange={({ target }) => set({ default: Number(target.value) || null })}>
          <option value="">{t('crews.usualInherited', { name: ownDefault === null && usual ? usual.name : t('crews.noUsual') })}</option>
          {choice.filter((group) => allowed === null || allowed.some((one) => one.id === group.id) || group.id === ownDefault).map((group) => <option key={group.id} value={group.id}>{group.name}</option>)}
        </select>
      </div>
      <Trouble error={change.error} />
    </section>
  );
}
