import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import type { Result } from '../../src/ui/api/operations.js';
import { StateTag } from '../../src/ui/components/plain.js';
import type { Selected } from './Selection.js';
import { formatPhone } from '../../src/ui/format/phone.js';
import { searchOfList } from './where.js';

export type Person = Result<'cabinetListClients'>['items'][number];

interface Props {
  person: Person;
  where?: string;
  selected: Selected | null;
  onSelect(selected: Selected): void;
  children?: ReactNode;
}

/** Name, phone and what is special: blocked, deleted, not yet signed in. */
export function PersonRow({ person, where, selected, onSelect, children }: Props) {
  const { t } = useTranslation('people');
  const { search } = useLocation();
  const toggle = () => {
    const next = new Map(selected);
    if (!next.delete(person.id)) next.set(person.id, person);
    onSelect(next);
  };
  return (
    <div className="person">
      {children}
      {selected && <input type="checkbox" aria-label={t('several.choose', { name: person.name })} checked={selected.has(person.id)} onChange={toggle} />}
      <NavLink to={{ pathname: `/people/${person.id}`, search: searchOfList(search) }}>
        <span className="row"><span className="clip">{person.name}</span>{person.hasChildren && <span className="soft small number">{person.childCount}</span>}</span>
        <span className="marks small soft">
          {where && <span>{where}</span>}
          {person.phone && <span className="number">{formatPhone(person.phone)}</span>}
          {person.deleted && <StateTag tone="plain">{t('state.deleted')}</StateTag>}
          {person.blocked && !person.deleted && <StateTag tone="cannot">{t('state.blocked')}</StateTag>}
          {person.access !== 'none' && person.access !== 'active' && <StateTag tone="look">{t(`access.${person.access}`)}</StateTag>}
        </span>
      </NavLink>
    </div>
  );
}
