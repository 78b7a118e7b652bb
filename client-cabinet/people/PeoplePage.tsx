// Units and employees: the tree as an indented list, search on top; who is chosen stands beside it, on a phone instead
// of it. The address says who is shown.
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Routes, useMatch, useSearchParams } from 'react-router';
import { useSession } from '../session.js';
import { TextField } from '../shell/TextField.js';
import { AddPerson } from './AddPerson.js';
import { Found } from './Found.js';
import { PersonCard } from './PersonCard.js';
import { Selection, type Selected } from './Selection.js';
import { Branch } from './Tree.js';
import './people.css';

export default function PeoplePage() {
  const { t } = useTranslation('people');
  const { me, can, readOnly } = useSession();
  const [search, setSearch] = useSearchParams();
  const shown = useMatch('/people/:id');
  const [selected, setSelected] = useState<Selected | null>(null);
  const q = search.get('q') ?? '';
  const deleted = search.get('state') === 'deleted';
  const typed = useDeferredValue(q.trim());
  const mayChange = can('right.employees') && !readOnly;
  const put = (name: string, value: string) => setSearch((old) => {
    const next = new URLSearchParams(old);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });

  return (
    <div className="page wide">
      <div className="head">
        <h1>{t('title')}</h1>
        {mayChange && <Link to="/people/new" className="main-button">{t('add')}</Link>}
      </div>
      <div className={`people ${shown ? 'with-card' : ''}`}>
        <div className="column list-side">
          <TextField label={t('search')} type="search" value={q} onChange={(value) => put('q', value)} placeholder={t('searchHint')} />
          <div className="row wrap apart">
            <label className="check"><input type="checkbox" checked={deleted} onChange={({ target }) => put('state', target.checked ? 'deleted' : '')} />{t('deletedOnes')}</label>
            {mayChange && <button type="button" className="link-button" aria-pressed={selected !== null} onClick={() => setSelected(selected ? null : new Map())}>{t(selected ? 'several.end' : 'several.begin')}</button>}
          </div>
          <div className="sheet tree-sheet">
            {typed || deleted ? <Found q={typed} deleted={deleted} selected={selected} onSelect={setSelected} /> : <Branch parentId={me.id} top selected={selected} onSelect={setSelected} />}
          </div>
          {selected && selected.size > 0 && <Selection selected={selected} deleted={deleted} onDone={() => setSelected(null)} />}
        </div>
        <div className="card-side">
          <Routes>
            <Route path="new" element={<AddPerson />} />
            <Route path=":id" element={<PersonCard />} />
          </Routes>
        </div>
      </div>
    </div>
  );
}
