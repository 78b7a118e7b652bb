// One level of the tree; a unit's own level is asked for when it is opened.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { PersonRow, type Person } from './PersonRow.js';
import type { Selected } from './Selection.js';

const LEVEL = 100;

interface Props {
  parentId: number;
  top?: boolean;
  cursor?: string;
  selected: Selected | null;
  onSelect(selected: Selected): void;
}

export function Branch({ parentId, top = false, cursor, selected, onSelect }: Props) {
  const { t } = useTranslation('people');
  const [more, setMore] = useState(false);
  const { data, error } = useOperation('cabinetListClients', { parentId, limit: LEVEL, ...(cursor && { cursor }) }, { watch: ['client'] });
  if (error) return <Trouble error={error} />;
  if (!data) return <Opening />;
  if (top && data.items.length === 0) return <div className="empty"><h2>{t('empty.title')}</h2><p>{t('empty.text')}</p></div>;
  const list = (
    <>
      {data.items.map((person) => <Twig key={person.id} person={person} selected={selected} onSelect={onSelect} />)}
      {data.nextCursor && (more ? <Branch parentId={parentId} cursor={data.nextCursor} selected={selected} onSelect={onSelect} /> : <li><button type="button" className="link-button" onClick={() => setMore(true)}>{t('more')}</button></li>)}
    </>
  );
  // A further page goes on in the same list.
  return cursor ? list : <ul className="branch">{list}</ul>;
}

function Twig({ person, selected, onSelect }: { person: Person; selected: Selected | null; onSelect(selected: Selected): void }) {
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
}
