// The tree: arrows walk and open, a drag moves with its preview, a name or phone narrows it (S-5).
import { FilterOutlined, StopOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Input } from 'antd';
import { type DragEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { useLive } from '../../ui/api/hooks.js';
import { Empty, type Named } from '../../ui/components/small.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { KindIcon } from './KindIcon.js';
import { useTree } from './use-tree.js';
import { useTreeFilter } from './use-tree-filter.js';
import { useTyped } from './use-typed.js';

const ROW_PX = 26;
const INDENT_PX = 14;
/** Deeper levels are not indented further: the pane would only show white. */
const MAX_INDENTS = 14;

interface Props {
  selectedId: number | null;
  canMove: boolean;
  filter: string;
  onFilter(text: string): void;
  onSelect(client: Named): void;
  onOpen(client: Named): void;
  onMenu(client: ClientItem, at: { clientX: number; clientY: number }): void;
  /** parent null: to the top. */
  onMove(client: ClientItem, parent: Named | null): void;
}

const isWhole = (client: ClientItem | Named): client is ClientItem => 'kind' in client;

export function ClientTree({ selectedId, canMove, filter, onFilter, onSelect, onOpen, onMenu, onMove }: Props) {
  const { t } = useTranslation('clients');
  const live = useLive();
  const whole = useTree();
  const [typed, type] = useTyped(filter, onFilter);
  const found = useTreeFilter(filter);
  const rows = found.rows ?? whole.rows;
  const loading = found.rows ? found.loading : whole.loading;
  const { load } = whole;
  // Who leads to those that were found stays open.
  const toggle: typeof whole.toggle = (id, shouldOpen) => found.rows === null && whole.toggle(id, shouldOpen);
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 16 });
  const items = virtual.getVirtualItems();
  const dragged = useRef<ClientItem | null>(null);
  const [target, setTarget] = useState<number | null>(null);

  useEffect(() => {
    for (const { index } of items) {
      const row = rows[index];
      if (row?.type === 'more') void load(row.parentId);
    }
  }, [items, rows, load]);

  const at = rows.findIndex((row) => row.type === 'client' && row.client.id === selectedId);
  const go = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row?.type !== 'client') return;
    onSelect(row.client);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  // Somebody's superior is only a name while the tree is narrowed.
  const menu = async (client: ClientItem | Named, { clientX, clientY }: { clientX: number; clientY: number }) => {
    onMenu(isWhole(client) ? client : await live.call('getClient', { id: client.id }), { clientX, clientY });
  };
  const above = (depth: number) => rows.findLastIndex((row, index) => index < at && row.type === 'client' && row.depth < depth);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    const client = row?.type === 'client' ? row : null;
    if (client && (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))) {
      const box = document.getElementById(`${id}-${at}`)?.getBoundingClientRect();
      if (box) void menu(client.client, { clientX: box.left + 40, clientY: box.bottom });
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowDown': go(at + 1); break;
      case 'ArrowUp': go(at === -1 ? 0 : at - 1); break;
      case 'Home': go(0); break;
      case 'End': go(rows.length - 1); break;
      case 'ArrowRight':
        if (client?.open) go(at + 1);
        else if (client && isWhole(client.client) && client.client.hasChildren) toggle(client.client.id, true);
        break;
      case 'ArrowLeft':
        if (client?.open && found.rows === null) toggle(client.client.id, false);
        else if (client) go(above(client.depth));
        break;
      case 'Enter':
        if (client) onOpen(client.client);
        break;
      default: return;
    }
    event.preventDefault();
  };

  const drop = (event: DragEvent, parent: Named | null) => {
    event.preventDefault();
    setTarget(null);
    const client = dragged.current;
    dragged.current = null;
    if (client && client.id !== parent?.id && client.parentId !== (parent?.id ?? null)) onMove(client, parent);
  };

  return (
    <>
      <Input
        className="tree-filter" size="small" allowClear prefix={<FilterOutlined />} aria-label={t('treeFilter')} placeholder={t('treeFilterHint')} value={typed} onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') type('', true);
          if (event.key !== 'Escape' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          scroll.current?.focus();
          if (event.key === 'ArrowDown') go(0);
        }}
      />
      <div
        ref={scroll} className="tree-scroll" role="tree" aria-label={t('tree')} tabIndex={0} onKeyDown={onKeyDown} aria-busy={loading}
        aria-activedescendant={at >= 0 && items.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
        onDragOver={(event) => canMove && dragged.current && event.preventDefault()} onDrop={(event) => drop(event, null)}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const style = { height: ROW_PX, transform: `translateY(${start}px)`, paddingLeft: 6 + Math.min(row.depth, MAX_INDENTS) * INDENT_PX };
            if (row.type === 'more') return <div key={`more-${row.parentId}`} className="tree-row soft" style={style}>…</div>;
            const { client } = row;
            const known = isWhole(client) ? client : null;
            const expandable = known?.hasChildren === true || row.open;
            return (
              <div
                key={client.id} id={`${id}-${index}`} role="treeitem" aria-level={row.depth + 1} aria-posinset={row.position} aria-setsize={row.siblings} data-id={client.id}
                aria-selected={client.id === selectedId} {...(expandable && { 'aria-expanded': row.open })}
                className={`tree-row ${client.id === selectedId ? 'selected' : ''} ${client.id === target ? 'target' : ''} ${row.match ? 'match' : ''}`} style={style}
                onClick={() => onSelect(client)} onDoubleClick={() => onOpen(client)}
                onContextMenu={(event) => {
                  event.preventDefault();
                  onSelect(client);
                  void menu(client, event);
                }}
                draggable={canMove && known !== null}
                onDragStart={(event) => {
                  dragged.current = known;
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', client.name);
                }}
                onDragOver={(event) => {
                  if (!canMove || !dragged.current || dragged.current.id === client.id) return;
                  event.preventDefault();
                  event.stopPropagation();
                  setTarget(client.id);
                }}
                onDragLeave={() => setTarget(null)}
                onDrop={(event) => {
                  event.stopPropagation();
                  drop(event, client);
                }}
              >
                <span
                  className="twist" aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    if (known?.hasChildren) toggle(client.id);
                  }}
                >
                  {expandable ? (row.open ? '▾' : '▸') : ''}
                </span>
                {known && <KindIcon kind={known.kind} />}
                <span className="tree-name clip" title={client.name}>{client.name}</span>
                {known?.blocked && <StopOutlined className="cannot" role="img" aria-label={t('blocked')} title={t('blocked')} />}
                {known && known.childCount > 0 && <span className="count number">{formatNumber(known.childCount)}</span>}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && !loading && (found.rows
          ? <Empty title={t('nothingFound', { q: filter.trim() })}><Button onClick={() => type('', true)}>{t('clearFilter')}</Button></Empty>
          : <Empty title={t('noClients')} />)}
        {found.cut && <div className="soft small tree-cut">{t('treeCut', { count: found.rows?.filter((row) => row.type === 'client' && row.match).length ?? 0 })}</div>}
      </div>
    </>
  );
}
