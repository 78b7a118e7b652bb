// The tree: arrows walk and open, a drag moves with its preview (S-5).
import { StopOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type DragEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { Empty } from '../../ui/components/small.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { KindIcon } from './KindIcon.js';
import { useTree } from './use-tree.js';

const ROW_PX = 26;
const INDENT_PX = 14;
/** Deeper levels are not indented further: the pane would only show white. */
const MAX_INDENTS = 14;

interface Props {
  selectedId: number | null;
  canMove: boolean;
  onSelect(client: ClientItem): void;
  onOpen(client: ClientItem): void;
  onMenu(client: ClientItem, at: { clientX: number; clientY: number }): void;
  /** parent null: to the top. */
  onMove(client: ClientItem, parent: ClientItem | null): void;
}

export function ClientTree({ selectedId, canMove, onSelect, onOpen, onMenu, onMove }: Props) {
  const { t } = useTranslation('clients');
  const { rows, toggle, load, loading } = useTree();
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
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    const client = row?.type === 'client' ? row : null;
    if (client && (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))) {
      const box = document.getElementById(`${id}-${at}`)?.getBoundingClientRect();
      if (box) onMenu(client.client, { clientX: box.left + 40, clientY: box.bottom });
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
        else if (client?.client.hasChildren) toggle(client.client.id, true);
        break;
      case 'ArrowLeft':
        if (client?.open) toggle(client.client.id, false);
        else if (client) go(rows.findIndex((other) => other.type === 'client' && other.client.id === client.client.parentId));
        break;
      case 'Enter':
        if (client) onOpen(client.client);
        break;
      default: return;
    }
    event.preventDefault();
  };

  const drop = (event: DragEvent, parent: ClientItem | null) => {
    event.preventDefault();
    setTarget(null);
    const client = dragged.current;
    dragged.current = null;
    if (client && client.id !== parent?.id && client.parentId !== (parent?.id ?? null)) onMove(client, parent);
  };

  return (
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
          return (
            <div
              key={client.id} id={`${id}-${index}`} role="treeitem" aria-level={row.depth + 1} aria-posinset={row.position} aria-setsize={row.siblings} data-id={client.id}
              aria-selected={client.id === selectedId} {...(client.hasChildren && { 'aria-expanded': row.open })}
              className={`tree-row ${client.id === selectedId ? 'selected' : ''} ${client.id === target ? 'target' : ''}`} style={style}
              onClick={() => onSelect(client)} onDoubleClick={() => onOpen(client)}
              onContextMenu={(event) => {
                event.preventDefault();
                onSelect(client);
                onMenu(client, event);
              }}
              draggable={canMove}
              onDragStart={(event) => {
                dragged.current = client;
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
                  if (client.hasChildren) toggle(client.id);
                }}
              >
                {client.hasChildren ? (row.open ? '▾' : '▸') : ''}
              </span>
              <KindIcon kind={client.kind} />
              <span className="tree-name clip">{client.name}</span>
              {client.blocked && <StopOutlined className="cannot" role="img" aria-label={t('blocked')} title={t('blocked')} />}
              {client.childCount > 0 && <span className="count number">{formatNumber(client.childCount)}</span>}
            </div>
          );
        })}
      </div>
      {rows.length === 0 && !loading && <Empty title={t('noClients')} />}
    </div>
  );
}
