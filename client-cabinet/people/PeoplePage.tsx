// Units and employees: the tree as an indented list, search on top; who is chosen stands beside it, on a phone instead
// of it. The address says who is shown.
import { lazy, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Routes, useMatch, useSearchParams } from 'react-router';
import { RunningImport } from '../imports/RunningImport.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { TextField } from '../shell/TextField.js';
import { AddPerson } from './AddPerson.js';
import { Found, NotTakenUp } from './Found.js';
import { PersonCard } from './PersonCard.js';
import { Selection, type Selected } from './Selection.js';
import { Branch } from './Tree.js';
import { UndoProvider } from './undo.js';
import './people.css';

const Imports = lazy(() => import('../imports/ImportsPage.js'));

export default function PeoplePage() {
  return (
    <UndoProvider>
      <Routes>
        <Route path="imports/*" element={<Suspense fallback={<Opening />}><Imports /></Suspense>} />
        <Route path="*" element={<People />} />
      </Routes>
    </UndoProvider>
  );
}

const lists = ['', 'invited', 'deleted'] as const;

function People() {
  const { t } = useTranslation('people');
  const { me, can, readOnly } = useSession();
  const [search, setSearch] = useSearchParams();
  const shown = useMatch('/people/:id');
  const [selected, setSelected] = useState<Selected | null>(null);
  const q = search.get('q') ?? '';
  const list = lists.find((one) => one === search.get('state')) ?? '';
  const typed = useDeferredValue(q.trim());
  const mayChange = can('right.employees') && !readOnly;
  const put = (name: string, value: string) => setSearch((old) => {
    const next = new URLSearchParams(old);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  const choosing = { selected, onSelect: setSelected };

  return (
    <div className="page wide">
      <div className={`head ${shown ? 'beside-card' : ''}`}>
        <h1>{t('title')}</h1>
        {mayChange && <div className="acts"><Link to="/people/imports" className="quiet-button">{t('import')}</Link><Link to="/people/new" className="main-button">{t('add')}</Link></div>}
      </div>
      <div className={`people ${shown ? 'with-card' : ''}`}>
        <div className="column list-side">
          <TextField label={t('search')} type="search" value={q} onChange={(value) => put('q', value)} placeholder={t('searchHint')} />
          <div className="row wrap apart">
            <fieldset className="chips" aria-label={t('lists')}>
              {lists.map((one) => <button key={one} type="button" className="chip" aria-pressed={one === list} onClick={() => { put('state', one); setSelected(selected && new Map()); }}>{t(`list.${one || 'all'}`)}</button>)}
            </fieldset>
            {mayChange && <button type="button" className="link-button" aria-pressed={selected !== null} onClick={() => setSelected(selected ? null : new Map())}>{t(selected ? 'several.end' : 'several.begin')}</button>}
          </div>
          {mayChange && <RunningImport />}
          <div className="sheet tree-sheet">
            {list === 'invited' && !typed ? <NotTakenUp {...choosing} /> : typed || list === 'deleted' ? <Found q={typed} deleted={list === 'deleted'} {...choosing} /> : <Branch parentId={me.id} top {...choosing} />}
          </div>
          {selected && selected.size > 0 && <Selection selected={selected} deleted={list === 'deleted'} onDone={() => setSelected(null)} />}
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
