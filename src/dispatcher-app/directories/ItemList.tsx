// One directory: its rows with a search over them, and the editor of the chosen one beside.
import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Tooltip } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DataGrid } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote } from '../../ui/components/small.js';
import { useKey } from '../shell/keys.js';
import { useSession } from '../session.js';
import { useDraftKeys } from './drafts.js';
import { ItemEditor } from './ItemEditor.js';
import type { ItemScreen, Row } from './screens.js';
import { useItems, useNames } from './use-items.js';
import { useRemoval } from './use-removal.js';

const NEW = 'new';

export function ItemList({ screen }: { screen: ItemScreen }) {
  const { t } = useTranslation('directories');
  const { can } = useSession();
  const nameOf = useNames();
  const [address, setAddress] = useSearchParams();
  const { rows, loading, error, again, more } = useItems(screen);
  const unsaved = useDraftKeys();
  const remove = useRemoval(screen);
  const search = useRef<InputRef>(null);
  const root = useRef<HTMLDivElement>(null);
  const q = address.get('q') ?? '';
  const chosen = address.get('item');
  const mayChange = can(screen.right);

  const put = (name: 'q' | 'item', value: string | null) => setAddress((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  const shown = useMemo(() => {
    const wanted = q.trim().toLocaleLowerCase();
    return wanted ? rows.filter((row) => screen.words(row).toLocaleLowerCase().includes(wanted)) : rows;
  }, [rows, q, screen]);
  const row = chosen === null || chosen === NEW ? null : (rows.find(({ id }) => String(id) === chosen) ?? null);
  const open = chosen === NEW ? mayChange : row !== null;

  // The editor of another item is there only after the address has changed: whoever asks for the focus first gets it then.
  const wantsFocus = useRef(chosen === NEW);
  const focusEditor = () => {
    const field = root.current?.querySelector<HTMLElement>('.item-form :is(input, textarea):not(:disabled)');
    wantsFocus.current = !field;
    field?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of what is open
  useEffect(() => {
    if (open && wantsFocus.current) focusEditor();
  }, [chosen, open]);
  const focusList = () => setTimeout(() => root.current?.querySelector<HTMLElement>('[role=grid]')?.focus());
  const add = () => {
    wantsFocus.current = true;
    if (chosen === NEW) focusEditor();
    else put('item', NEW);
  };
  const close = () => {
    put('item', null);
    focusList();
  };
  useKey('Insert', add, { enabled: mayChange });
  useKey('/', () => search.current?.focus({ cursor: 'all' }));
  useKey('Ctrl+F', () => search.current?.focus({ cursor: 'all' }));
  useKey('Delete', () => row && void remove(row).then((gone) => gone && close()), { enabled: mayChange && row !== null && !screen.fixed?.(row) });
  useKey('Escape', close, { enabled: open });

  const { Above } = screen;
  const columns = useMemo(() => {
    const all = screen.columns(t, nameOf);
    const [first, ...rest] = all;
    if (!first) return all;
    return [{ ...first, render: (item: Row) => <>{unsaved.has(`${screen.path}:${item.id}`) && <span className="unsaved" role="img" title={t('unsaved')} aria-label={t('unsaved')}>● </span>}{first.render(item)}</> }, ...rest];
  }, [screen, t, nameOf, unsaved]);
  return (
    <div className={`directory ${open ? 'with-editor' : ''}`} ref={root}>
      <section className="directory-list" aria-label={t(`list.${screen.path}`)}>
        <div className="toolbar">
          <h1 className="page-title">{t(`list.${screen.path}`)}</h1>
          <Input
            ref={search} className="grow" prefix={<SearchOutlined />} allowClear aria-label={t('search')} placeholder={t('searchHint')} value={q} onChange={(event) => put('q', event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') put('q', null);
              if (event.key === 'Escape' || event.key === 'ArrowDown') focusList();
            }}
          />
          {mayChange && <Tooltip title="Insert"><Button type="primary" icon={<PlusOutlined />} onClick={add}>{t('add')}</Button></Tooltip>}
        </div>
        {Above && <Above />}
        {error && rows.length === 0 ? <ProblemNote error={error} onRetry={again} /> : (
          <DataGrid
            label={t(`list.${screen.path}`)} columns={columns} rows={shown} rowKey={({ id }) => id} selected={row?.id ?? null} loading={loading} onSelect={({ id }) => put('item', String(id))} onOpen={focusEditor} onEnd={more}
            rowClass={({ active }) => (active === false ? 'gone' : '')}
            empty={q.trim() ? <Empty title={t('nothingFound', { q })}><Button onClick={() => put('q', null)}>{t('clearSearch')}</Button></Empty> : <Empty title={t('empty')}><p>{t(`about.${screen.path}`)}</p>{mayChange && <Button icon={<PlusOutlined />} onClick={add}>{t('add')}</Button>}</Empty>}
            foot={<><span>{t('count', { count: shown.length })}</span><span>{mayChange ? t('keysHint') : ''}</span></>}
          />
        )}
      </section>
      {open && <ItemEditor key={`${screen.path}:${chosen}`} screen={screen} row={row} onSaved={(id) => put('item', String(id))} onClose={close} />}
    </div>
  );
}
