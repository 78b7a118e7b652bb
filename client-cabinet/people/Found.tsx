import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { PersonRow } from './PersonRow.js';
import type { Selected } from './Selection.js';
import { whereOf } from './where.js';

const MOST = 100;

/** What fits the typed text or number, from the whole subtree; the deleted ones beside it. */
export function Found({ q, deleted, selected, onSelect }: { q: string; deleted: boolean; selected: Selected | null; onSelect(selected: Selected): void }) {
  const { t } = useTranslation('people');
  const byPhone = /^[\d\s()+-]{3,}$/.test(q);
  const { data, error } = useOperation(
    'cabinetListClients', { ...(q && (byPhone ? { phone: q } : { q })), ...(deleted && { state: 'deleted' as const }), limit: MOST }, { watch: ['client'], keep: true },
  );
  if (error) return <Trouble error={error} />;
  if (!data) return <Opening />;
  if (data.items.length === 0) return <div className="empty"><p>{t(deleted && !q ? 'noneDeleted' : 'nobodyFound')}</p></div>;
  return (
    <>
      <ul className="branch">{data.items.map((person) => <li key={person.id}><PersonRow person={person} where={whereOf(person)} selected={selected} onSelect={onSelect} /></li>)}</ul>
      {data.nextCursor && <p className="soft small">{t('onlyFirst', { count: MOST })}</p>}
    </>
  );
}
