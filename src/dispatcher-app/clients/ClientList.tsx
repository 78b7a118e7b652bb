import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { ClientState, Empty, PathNames, PhoneText, ProblemNote } from '../../ui/components/small.js';
import { useOperation } from '../../ui/api/hooks.js';
import { formatDate } from '../../ui/format/dates.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { useSession } from '../session.js';
import { KindIcon } from './KindIcon.js';
import { Balance, usePayers } from './payers.js';
import { type ClientsView, filterOf, isFiltered, searchedAs } from './address.js';
import { useClientList } from './use-client-list.js';

const STORED = 'treeline.clients.columns';
const shownAtFirst = ['name', 'path', 'phone', 'balance', 'state', 'childCount'];

function storedColumns(): string[] {
  try {
    const names = JSON.parse(localStorage.getItem(STORED) ?? 'null') as unknown;
    return Array.isArray(names) ? (names as string[]) : shownAtFirst;
  } catch {
    return shownAtFirst;
  }
}

interface Props {
  view: ClientsView;
  onSelect(row: ClientItem): void;
  onOpen(row: ClientItem): void;
  onMenu(row: ClientItem, at: { clientX: number; clientY: number }): void;
  onSort(sort: ClientsView['sort']): void;
  /** Tags of the rows that are loaded. */
  onTags(tags: readonly string[]): void;
  onClear(): void;
}

export function ClientList({ view, onSelect, onOpen, onMenu, onSort, onTags, onClear }: Props) {
  const { t } = useTranslation('clients');
  const [names, setNames] = useState(storedColumns);
  const filter = useMemo(() => filterOf(view), [view]);
  const { list, rows } = useClientList(filter);
  const { can } = useSession();
  const payers = usePayers(rows, names.includes('balance') && can('balance.see'));
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const searching = searchedAs(view.q) !== 'nothing';

  const tags = useMemo(() => [...new Set(rows.flatMap((row) => row.tags))].sort(), [rows]);
  const tagsNow = tags.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when they are others, not when they were read again
  useEffect(() => onTags(tags), [tagsNow, onTags]);

  const columns = useMemo<GridColumn<ClientItem>[]>(() => {
    const groupName = (id: number) => groups.data?.items.find((group) => group.id === id)?.name ?? '';
    return [
      { key: 'name', title: t('column.name'), width: 'minmax(190px, 4fr)', sort: 'name', render: (row) => <><KindIcon kind={row.kind} /> {row.name}</> },
      { key: 'path', title: t('column.path'), sort: 'superior', width: 'minmax(110px, 2fr)', render: (row) => <PathNames path={row.path} /> },
      { key: 'phone', title: t('column.phone'), sort: 'phone', width: '142px', render: (row) => <PhoneText number={row.phone} /> },
      ...(can('balance.see') ? [{
        key: 'balance', title: t('column.balance'), sort: 'balance', width: '130px', end: true,
        render: (row: ClientItem) => <Balance payer={payers.get(row.id)} isOwn={payers.get(row.id)?.payer.id === row.id} />,
      }] : []),
      { key: 'number', title: t('column.number'), width: '110px', sort: 'number', render: (row) => row.number ?? '' },
      { key: 'group', title: t('column.group'), sort: 'group', width: 'minmax(90px, 1fr)', render: (row) => groupName(row.groupId) },
      { key: 'state', title: t('column.state'), sort: 'state', width: 'minmax(104px, 1fr)', render: (row) => <ClientState client={row} /> },
      { key: 'ownAccount', title: t('column.ownAccount'), sort: 'ownAccount', width: '90px', render: (row) => (row.usesOwnAccount ? t('yes') : '') },
      { key: 'tags', title: t('column.tags'), sort: 'tag', width: 'minmax(80px, 1fr)', render: (row) => row.tags.join(', ') },
      { key: 'childCount', title: t('column.childCount'), sort: 'childCount', width: '72px', end: true, render: (row) => (row.childCount > 0 ? formatNumber(row.childCount) : '') },
      { key: 'registered', title: t('column.registered'), sort: 'registered', width: '104px', render: (row) => formatDate(row.registeredAt) },
      { key: 'id', title: t('column.id'), width: '80px', end: true, sort: 'id', render: (row) => row.id },
    ];
  }, [t, groups.data, payers, can]);
  const shown = columns.filter(({ key }) => names.includes(key));
  const choose = (next: string[]) => {
    localStorage.setItem(STORED, JSON.stringify(next));
    setNames(next);
  };
  const total = list.data?.pages[0]?.total;

  if (list.isError && rows.length === 0) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <DataGrid
      label={t('list')} columns={shown} rows={rows} rowKey={({ id }) => id} selected={view.selectedId} onSelect={onSelect} onOpen={onOpen} onMenu={onMenu} loading={list.isFetching}
      {...(!searching && { sort: filter.sort ?? '', onSort: (sort: string) => onSort(sort as ClientsView['sort']) })} {...(total !== undefined && { total })} rowClass={({ deleted }) => (deleted ? 'gone' : '')}
      onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
      empty={
        <Empty title={searching ? t('nothingFound', { q: view.q }) : view.state === 'deleted' ? t('noDeleted') : t('noClients')}>
          {searching || view.parentId !== null || isFiltered(view) ? <Button onClick={onClear}>{t('clearFilter')}</Button> : view.state === 'active' && <p>{t('noClientsHint')}</p>}
        </Empty>
      }
      foot={
        <>
          <span>{list.isFetching && !list.isFetchingNextPage ? t('loading') : t('shown', { count: rows.length, total: total ?? (list.hasNextPage ? `${rows.length}+` : rows.length) })}</span>
          <span className="row">
            <span>{t('keysHint')}</span>
            <Popover
              trigger="click" placement="topRight" title={t('columns')}
              content={<Checkbox.Group className="column" value={names} onChange={(next) => next.length > 0 && choose(next as string[])} options={columns.map(({ key, title }) => ({ value: key, label: title }))} />}
            >
              <Button type="text" aria-label={t('columns')} icon={<SettingOutlined />} />
            </Popover>
          </span>
        </>
      }
    />
  );
}
