// Lists across the tree: what fits the typed text or number, the deleted ones, and whoever has not taken up an invitation.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { PersonRow, type Person } from './PersonRow.js';
import type { Selected } from './Selection.js';
import { whereOf } from './where.js';

const PAGE = 100;

interface Choosing {
  selected: Selected | null;
  onSelect(selected: Selected): void;
}

export function Found({ q, deleted, ...choosing }: Choosing & { q: string; deleted: boolean }) {
  const { t } = useTranslation('people');
  const byPhone = /^[\d\s()+-]{3,}$/.test(q);
  const pages = useOperationPages('cabinetListClients', { ...(q && (byPhone ? { phone: q } : { q })), ...(deleted && { state: 'deleted' as const }), limit: PAGE }, { watch: ['client'], keep: true });
  return <People {...pages} {...choosing} none={t(deleted && !q ? 'noneDeleted' : 'nobodyFound')} />;
}

export function NotTakenUp(choosing: Choosing) {
  const { t } = useTranslation('people');
  const pages = useOperationPages('cabinetListInvitations', { limit: PAGE }, { watch: ['client'] });
  return <People {...pages} {...choosing} none={t('noneInvited')} />;
}

function People({ rows, error, isFetching, hasNextPage, more, selected, onSelect, none }: Omit<ReturnType<typeof useOperationPages<'cabinetListClients'>>, 'refetch' | 'rows'> & Choosing & { rows: readonly Person[]; none: string }) {
  if (rows.length === 0) {
    if (error) return <Trouble error={error} />;
    return isFetching ? <Opening /> : <div className="empty"><p>{none}</p></div>;
  }
  return (
    <>
      <ul className="branch">{rows.map((person) => <FoundOne key={person.id} person={person} selected={selected} onSelect={onSelect} />)}</ul>
      <Trouble error={error} />
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </>
  );
}

const FoundOne = memo(function FoundOne({ person, ...choosing }: Choosing & { person: Person }) {
  return <li><PersonRow person={person} where={whereOf(person)} {...choosing} /></li>;
});
