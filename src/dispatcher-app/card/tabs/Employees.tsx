// Tab 16: the tree below. Opening another card from here keeps what was typed in this one: drafts are by client.
import { BlockOutlined, DeleteOutlined, EditOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../../contract/clients.js';
import type { TreeItem } from '../../../contract/timeline.js';
import { Empty, PhoneText } from '../../../ui/components/small.js';
import { KindIcon } from '../../clients/KindIcon.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { useAddBelow } from '../add-below.js';
import { type BranchRow, useBranches } from '../use-branches.js';

const isWhole = (client: BranchRow['client']): client is ClientItem | TreeItem => 'kind' in client;
const isOfNow = (client: BranchRow['client']): client is ClientItem => 'phone' in client;

export default function Employees() {
  const { t } = useTranslation('card');
  const { id, card, at, onGo } = useCard();
  const { can } = useSession();
  const { act } = useClientActions();
  const addBelow = useAddBelow();
  const [filter, setFilter] = useState('');
  const [selectedId, setSelectedId] = useState<number | null>(null);
  const { rows, loading, cut, toggle } = useBranches(id, useDeferredValue(filter), at);
  const tree = useRef<HTMLDivElement>(null);
  const selected = rows.find(({ client }) => client.id === selectedId);
  const mayAdd = can('client.create') && !card.deleted && at === null;

  const select = (row: BranchRow | undefined) => {
    if (!row) return;
    setSelectedId(row.client.id);
    tree.current?.querySelector(`[data-id="${row.client.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const index = rows.findIndex(({ client }) => client.id === selectedId);
    const row = rows[index];
    if (event.key === 'ArrowDown') select(rows[index + 1]);
    else if (event.key === 'ArrowUp') select(rows[Math.max(0, index - 1)]);
    else if (event.key === 'Home') select(rows[0]);
    else if (event.key === 'End') select(rows[rows.length - 1]);
    else if (event.key === 'ArrowRight' && row?.open === false) toggle(row.client.id);
    else if (event.key === 'ArrowLeft' && row?.open === true) toggle(row.client.id);
    else if (event.key === 'ArrowLeft' && row) select(rows.slice(0, index).reverse().find(({ depth }) => depth < row.depth));
    else if (event.key === 'Enter' && row) onGo(row.client.id);
    else if (event.key === 'Delete' && row && can('client.delete')) void act('deleteClient', row.client);
    else if (event.key === 'Insert' && mayAdd) addBelow(row?.client.id ?? id);
    else return;
    event.preventDefault();
  };

  return (
    <div className="employees">
      <div className="toolbar">
        <Input
          className="grow" disabled={at !== null} allowClear prefix={<SearchOutlined />} aria-label={t('employees.filter')} placeholder={t('employees.filter')} value={filter} onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => { if (event.key === 'ArrowDown') { tree.current?.focus(); select(rows[0]); event.preventDefault(); } }}
        />
        {mayAdd && <Button icon={<PlusOutlined />} onClick={() => addBelow(id)}>{t('employees.addHere')}</Button>}
        {mayAdd && selected && <Button icon={<PlusOutlined />} onClick={() => addBelow(selected.client.id)}><span className="clip add-into">{t('employees.addInto', { name: selected.client.name })}</span></Button>}
        {selected && <Button icon={<EditOutlined />} onClick={() => onGo(selected.client.id)}>{t('employees.edit')}</Button>}
        {selected && can('client.delete') && at === null && <Button danger icon={<DeleteOutlined />} onClick={() => void act('deleteClient', selected.client)}>{t('act.delete')}</Button>}
      </div>
      {rows.length === 0 && !loading
        ? <Empty title={filter ? t('employees.notFound', { q: filter }) : t('employees.none')}>{!filter && <p>{t('employees.noneHint')}</p>}</Empty>
        : (
          <div
            ref={tree} className="employees-tree" role="tree" aria-label={t('tab.employees')} tabIndex={0} onKeyDown={onKeyDown}
            aria-activedescendant={selected ? `employee-${selected.client.id}` : undefined}
          >
            {rows.map(({ client, depth, open, match }) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
              <div
                key={client.id} id={`employee-${client.id}`} data-id={client.id} role="treeitem" aria-level={depth + 1} aria-expanded={open ?? undefined} aria-selected={client.id === selectedId}
                className={`employee ${client.id === selectedId ? 'selected' : ''} ${match ? 'match' : ''}`} style={{ paddingLeft: 8 + Math.min(depth, 20) * 18 }}
                onClick={() => setSelectedId(client.id)} onDoubleClick={() => onGo(client.id)}
              >
                <span className="twist" aria-hidden="true" onClick={(event) => { event.stopPropagation(); if (open !== null) toggle(client.id); }}>{open === null ? '' : open ? '▾' : '▸'}</span>
                {isWhole(client) && <KindIcon kind={client.kind} />}
                <span className="clip employee-name">{client.name}</span>
                {isWhole(client) && client.blocked && <BlockOutlined className="cannot" role="img" aria-label={t('general.blocked')} title={(isOfNow(client) && client.blockedBy?.reason) || t('general.blocked')} />}
                <span className="grow" />
                {isOfNow(client) && client.phone && <span className="soft"><PhoneText number={client.phone} /></span>}
                {isOfNow(client) && client.childCount > 0 && <span className="soft number count">{client.childCount}</span>}
              </div>
            ))}
          </div>
        )}
      {cut && <div className="soft small">{t('employees.cut')}</div>}
    </div>
  );
}
