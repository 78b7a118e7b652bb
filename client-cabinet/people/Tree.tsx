// One level of the tree; a unit's own level is asked for when it is opened, and goes on as one scrolls.
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { NobodyYet } from './NobodyYet.js';
import { PersonRow, type Person } from './PersonRow.js';
import type { Selected } from './Selection.js';

const LEVEL = 100;

interface Props {
  parentId: number;
  top?: boolean;
  selected: Selected | null;
  onSelect(selected: Selected): void;
}

export function Branch({ parentId, top = false, selected, onSelect }: Props) {
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListClients', { parentId, limit: LEVEL }, { watch: ['client'] });
  if (rows.length === 0) {
    if (error) return <Trouble error={error} />;
    if (isFetching) return <Opening />;
    return top ? <NobodyYet /> : null;
  }
  return (
    <>
      <ul className="branch">{rows.map((person) => <Twig key={person.id} person={person} selected={selected} onSelect={onSelect} />)}</ul>
      <Trouble error={error} />
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </>
  );
}

/** Kept as it is while further pages come: thousands of them are not drawn again for a hundred more. */
const Twig = memo(function Twig({ person, selected, onSelect }: { person: Person; selected: Selected | null; onSelect(selected: Selected): void }) {
  const { t } = useTranslation('people');
  const [open, setOpen] = useState(false);
  return (
    <li>
      <PersonRow person={person} selected={selected} onSelect={onSelect}>
        <button type="button" className={`plain-button twist ${person.hasChildren ? '' : 'none'}`} aria-expanded={open} aria-label={t(open ? 'fold' : 'unfold', { name: person.name })} onClick={() => setOpen(!open)}>{open ? '▾' : '▸'}</button>
      </PersonRow>
      {open && person.hasChildren && <Branch parentId={person.id} selected={selected} onSelect={onSelect} />}
    </li>
  );
});
