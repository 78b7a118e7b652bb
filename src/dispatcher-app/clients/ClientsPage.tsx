// Tree, list, summary; Enter opens the card over the list.
import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, type InputRef, type MenuProps, Modal, Segmented, Select, Space, Switch, Tooltip } from 'antd';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { queries, useOperation } from '../../ui/api/hooks.js';
import { CrashBoundary } from '../../ui/components/Crash.js';
import { useSession } from '../session.js';
import { Failed } from '../shell/CrashPage.js';
import { useKey } from '../shell/keys.js';
import { type ClientsView, filterOf, noColumnFilter, useClientsView } from './address.js';
import { ClientList } from './ClientList.js';
import { ClientSelect } from './ClientSelect.js';
import { ClientSummary } from './ClientSummary.js';
import { ClientTree } from './ClientTree.js';
import { ListFilter } from './ListFilter.js';
import { ListMenu } from './ListMenu.js';
import { MoveDialog } from './MoveDialog.js';
import { SignInAs } from './SignInAs.js';
import { useClientActions } from './use-client-actions.js';
import { useTyped } from './use-typed.js';

const ClientCard = lazy(() => import('../card/ClientCard.js'));
const noFilter: Partial<ClientsView> = { parentId: null, deep: false, q: '', ...noColumnFilter };

export function ClientsPage() {
  const { t } = useTranslation('clients');
  const { can } = useSession();
  const [view, change] = useClientsView();
  const { act, move, done } = useClientActions();
  const [menu, setMenu] = useState<{ client: ClientItem; x: number; y: number } | null>(null);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [entering, setEntering] = useState<ClientItem | null>(null);
  const [moving, setMoving] = useState<ClientItem | null>(null);
  const search = useRef<InputRef>(null);
  const parent = useOperation('getClient', { id: view.parentId ?? 0 }, { enabled: view.parentId !== null, watch: [`client:${view.parentId}`] });
  const selected = useOperation('getClient', { id: view.selectedId ?? 0 }, { enabled: view.selectedId !== null, watch: [`client:${view.selectedId}`] });
  const groups = useOperation('listGroups', {}, { watch: ['group'] });

  const select = useCallback((id: number) => change({ selectedId: id }), [change]);
  const open = useCallback((id: number, tab: string | null = null) => change({ selectedId: id, cardId: id, tab }, { replace: false }), [change]);
  const add = useCallback((parentId: number | null) => change({ cardId: null, tab: parentId === null ? 'new' : `new-${parentId}` }, { replace: false }), [change]);
  const close = useCallback(() => change({ cardId: null, tab: null }), [change]);

  const menuFrom = useRef<HTMLElement | null>(null);
  const openMenu = useCallback((client: ClientItem, { clientX, clientY }: { clientX: number; clientY: number }) => {
    menuFrom.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setMenu({ client, x: clientX, y: clientY });
  }, []);
  // The menu takes the focus with it when it goes: whatever opens next finds it where it was, and gives it back there.
  const closeMenu = (then?: () => void) => {
    setMenu(null);
    setTimeout(() => {
      if (document.activeElement === document.body) menuFrom.current?.focus();
      then?.();
    });
  };
  const afterMenu = (run: () => void) => () => closeMenu(run);

  const enabled = view.cardId === null && !view.tab?.startsWith('new');
  useKey('Insert', () => can('client.create') && add(view.parentId), { enabled });
  useKey('Delete', () => selected.data && can('client.delete') && void act(selected.data.ownDeleted ? 'restoreClient' : 'deleteClient', selected.data), { enabled });
  useKey('F5', () => void queries.invalidateQueries(), { enabled });
  useKey('Ctrl+F', () => search.current?.focus({ cursor: 'all' }), { enabled });
  useKey('/', () => search.current?.focus({ cursor: 'all' }), { enabled });
  // Not before it is known who is above: the way up would lead past them.
  const from = view.parentId === null ? undefined : parent.data;
  const into = selected.data?.hasChildren && selected.data.id !== view.parentId ? selected.data : undefined;
  const goUp = () => from && change({ parentId: from.parentId, selectedId: from.id, q: '' }, { replace: false });
  const goDown = () => into && change({ parentId: into.id, q: '' }, { replace: false });
  useKey('Shift+ArrowRight', goDown, { enabled });
  useKey('Shift+ArrowLeft', goUp, { enabled });
  useKey('Escape', () => (view.q ? change({ q: '' }) : change({ parentId: null, deep: false })), { enabled });
  useKey('Enter', () => view.selectedId !== null && open(view.selectedId), { enabled });

  const actionsFor = (client: ClientItem): MenuProps['items'] => [
    { key: 'open', label: t('action.open'), extra: 'Enter', onClick: afterMenu(() => open(client.id)) },
    ...(can('client.create') ? [{ key: 'add', label: t('action.addBelow'), onClick: afterMenu(() => add(client.id)) }] : []),
    ...(client.hasChildren ? [{ key: 'employees', label: t('action.showEmployees'), extra: 'Shift+→', onClick: afterMenu(() => change({ parentId: client.id, q: '' }, { replace: false })) }] : []),
    ...(can('history.see') ? [{ key: 'history', label: t('action.history'), onClick: afterMenu(() => open(client.id, 'history')) }] : []),
    ...(can('client.signInAs') && !client.deleted ? [{ key: 'signInAs', label: t('action.signInAs'), onClick: afterMenu(() => setEntering(client)) }] : []),
    { type: 'divider' as const },
    ...(can('client.move') && !client.deleted ? [{ key: 'move', label: t('action.move'), onClick: afterMenu(() => setMoving(client)) }] : []),
    ...(can('client.block') ? [{ key: 'block', label: client.blocked && client.blockedBy?.id === client.id ? t('action.unblock') : t('action.block'), onClick: afterMenu(() => void act(client.blocked && client.blockedBy?.id === client.id ? 'unblockClient' : 'blockClient', client)) }] : []),
    ...(can('client.delete') && (!client.deleted || client.deletedBy?.id === client.id) ? [{ key: 'delete', label: client.deleted ? t('action.restore') : t('action.delete'), extra: 'Del', danger: !client.deleted, onClick: afterMenu(() => void act(client.deleted ? 'restoreClient' : 'deleteClient', client)) }] : []),
  ];

  return (
    <div className="clients">
      <aside className="tree-pane" aria-label={t('tree')}>
        <ClientTree
          filter={view.treeFilter} onFilter={(treeFilter) => change({ treeFilter })} selectedId={view.selectedId} canMove={can('client.move')} onSelect={(client) => select(client.id)} onOpen={(client) => open(client.id)}
          onMove={(client, to) => void move(client, to)} onMenu={openMenu}
        />
      </aside>
      <section className="list-pane" aria-label={t('list')}>
        <div className="toolbar">
          <SearchBox inputRef={search} value={view.q} onChange={(q) => change({ q })} />
          {can('client.create') && <Tooltip title="Insert"><Button type="primary" icon={<PlusOutlined />} onClick={() => add(view.parentId)}>{t('add')}</Button></Tooltip>}
          <Segmented value={view.state} onChange={(state) => change({ state: state as 'active', selectedId: null })} options={[{ value: 'active', label: t('state.active') }, { value: 'deleted', label: t('state.deletedTab') }]} />
          <ListMenu filter={filterOf(view)} />
        </div>
        <div className="toolbar">
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
          <label className="row"><Switch checked={view.deep} onChange={(deep) => change({ deep })} aria-label={t('filter.deep')} /> {t('filter.deep')}</label>
          <div style={{ width: 180 }}><ClientSelect label={t('filter.parent')} placeholder={t('filter.parent')} value={view.parentId} onChange={(client) => change({ parentId: client?.id ?? null })} /></div>
          <Space.Compact>
            <Tooltip title={`${t('common:keys.up')} (Shift+←)`}><Button icon={<ArrowUpOutlined />} aria-label={t('common:keys.up')} disabled={!from} onClick={goUp} /></Tooltip>
            <Tooltip title={`${t('common:keys.down')} (Shift+→)`}><Button icon={<ArrowDownOutlined />} aria-label={t('common:keys.down')} disabled={!into} onClick={goDown} /></Tooltip>
          </Space.Compact>
          <Select
            aria-label={t('filter.group')} placeholder={t('filter.group')} allowClear style={{ width: 150 }} value={view.groupId} onChange={(groupId: number | undefined) => change({ groupId: groupId ?? null })}
            options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} showSearch={{ optionFilterProp: 'label' }}
          />
          <ListFilter view={view} change={change} tags={tags} />
        </div>
        <ClientList
          view={view} onSelect={(client) => select(client.id)} onOpen={(client) => open(client.id)} onSort={(sort) => change({ sort })} onTags={setTags} onClear={() => change(noFilter)}
          onMenu={openMenu}
        />
        {menu && (
          <Dropdown open menu={{ items: actionsFor(menu.client), autoFocus: true }} onOpenChange={(shown) => !shown && closeMenu()} trigger={['click']}>
            {/* Of one pixel: what has no size counts as hidden, and its menu would stand outside of the window. */}
            <span style={{ position: 'fixed', left: menu.x, top: menu.y, width: 1, height: 1 }} />
          </Dropdown>
        )}
      </section>
      <aside className="summary-pane" aria-label={t('summary.title')}>
        <ClientSummary id={view.selectedId} onGo={select} onOpen={(tab) => view.selectedId !== null && open(view.selectedId, tab ?? null)} onMenu={openMenu} />
      </aside>
      {entering && <SignInAs client={entering} onDone={(said) => done(said)} onClose={() => setEntering(null)} />}
      {moving && <MoveDialog client={moving} onMove={(client, to) => void move(client, to)} onClose={() => setMoving(null)} />}
      {(view.cardId !== null || view.tab?.startsWith('new')) && (
        <CrashBoundary show={(error) => <Modal open footer={null} width={640} onCancel={close}><Failed error={error} onBack={close} /></Modal>}>
          <Suspense fallback={null}>
            <ClientCard
              id={view.cardId} newBelow={view.tab?.startsWith('new-') ? Number(view.tab.slice(4)) : null} tab={view.tab} onTab={(tab) => change({ tab })} onGo={(id) => open(id)} onClose={close}
            />
          </Suspense>
        </CrashBoundary>
      )}
    </div>
  );
}

function SearchBox({ inputRef, value, onChange }: { inputRef: React.RefObject<InputRef | null>; value: string; onChange(q: string): void }) {
  const { t } = useTranslation('clients');
  const [typed, type] = useTyped(value, onChange);
  return (
    <Input
      ref={inputRef} className="grow" prefix={<SearchOutlined />} allowClear aria-label={t('search')} placeholder={t('searchHint')} value={typed} onChange={(event) => type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') type('', true);
        if (event.key === 'Escape' || event.key === 'ArrowDown') document.querySelector<HTMLElement>('.list-pane [role=grid]')?.focus();
      }}
    />
  );
}
