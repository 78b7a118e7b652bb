// The tree of then, level by level. Arrows walk and open, as in the tree of now.
import { DeleteOutlined, StopOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TreeItem } from '../../contract/timeline.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { Empty, ProblemNote } from '../../ui/components/small.js';
import { KindIcon } from '../clients/KindIcon.js';

const PAGE = 200;
const ROOT = 0;
const INDENT_PX = 14;
const MAX_INDENTS = 14;

interface Level {
  items: TreeItem[];
  next: string | null;
}

interface Shown {
  item: TreeItem;
  depth: number;
  position: number;
  siblings: number;
}

export function PastTree({ at, selectedId, onSelect }: { at: string; selectedId: number | null; onSelect(id: number): void }) {
  const { t } = useTranslation('history');
  const live = useLive();
  const [levels, setLevels] = useState<ReadonlyMap<number, Level>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set([ROOT]));
  const [problem, setProblem] = useState<CallError | null>(null);

  const load = useCallback(async (parentId: number, cursor: string | null = null) => {
    try {
      const { items, nextCursor } = await live.call('listPastTree', { at, limit: PAGE, ...(parentId !== ROOT && { parentId }), ...(cursor !== null && { cursor }) });
      setLevels((before) => new Map(before).set(parentId, { items: cursor === null ? items : [...(before.get(parentId)?.items ?? []), ...items], next: nextCursor }));
    } catch (error) {
      if (error instanceof CallError) setProblem(error);
    }
  }, [live, at]);
  useEffect(() => void load(ROOT), [load]);

  const toggle = (id: number, wanted = !open.has(id)) => {
    setOpen((before) => {
      const after = new Set(before);
      if (wanted) after.add(id);
      else after.delete(id);
      return after;
    });
    if (wanted && !levels.has(id)) void load(id);
  };

  const rows: (Shown | { more: number; depth: number })[] = [];
  const walk = (parentId: number, depth: number) => {
    const level = levels.get(parentId);
    level?.items.forEach((item, index) => {
      rows.push({ item, depth, position: index + 1, siblings: level.items.length });
      if (open.has(item.id)) walk(item.id, depth + 1);
    });
    if (level?.next) rows.push({ more: parentId, depth });
  };
  walk(ROOT, 0);

  const clients = rows.filter((row) => 'item' in row);
  const onKeyDown = (event: KeyboardEvent) => {
    const index = clients.findIndex(({ item }) => item.id === selectedId);
    const row = clients[index];
    const go = (to: Shown | undefined) => to && onSelect(to.item.id);
    if (event.key === 'ArrowDown') go(clients[index + 1]);
    else if (event.key === 'ArrowUp') go(clients[index === -1 ? 0 : index - 1]);
    else if (event.key === 'ArrowRight' && row?.item.hasChildren) toggle(row.item.id, true);
    else if (event.key === 'ArrowLeft' && row) {
      if (open.has(row.item.id)) toggle(row.item.id, false);
      else go(clients.find(({ item }) => item.id === row.item.parentId));
    } else return;
    event.preventDefault();
  };

  if (problem) return <ProblemNote error={problem} />;
  return (
    <div className="panel past-tree" role="tree" aria-label={t('travel.tree')} tabIndex={0} onKeyDown={onKeyDown} aria-activedescendant={clients.some(({ item }) => item.id === selectedId) ? `past-${selectedId}` : undefined}>
      {rows.map((row) => {
        const padding = { paddingLeft: 4 + Math.min(row.depth, MAX_INDENTS) * INDENT_PX };
        if ('more' in row) return <div key={`more-${row.more}`} role="none" style={padding}><Button type="link" onClick={() => void load(row.more, levels.get(row.more)?.next ?? null)}>{t('travel.more')}</Button></div>;
        const { item, depth, position, siblings } = row;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
          // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus
          <div
            key={item.id} id={`past-${item.id}`} role="treeitem" aria-level={depth + 1} aria-posinset={position} aria-setsize={siblings} aria-selected={item.id === selectedId} data-id={item.id} {...(item.hasChildren && { 'aria-expanded': open.has(item.id) })}
            className={`past-row ${item.id === selectedId ? 'selected' : ''}`} style={padding} onClick={() => onSelect(item.id)} onDoubleClick={() => item.hasChildren && toggle(item.id)}
          >
            <span
              className="twist" aria-hidden="true" onClick={(event) => {
                event.stopPropagation();
                if (item.hasChildren) toggle(item.id);
              }}
            >{item.hasChildren ? (open.has(item.id) ? '▾' : '▸') : ''}</span>
            <KindIcon kind={item.kind} /><span className="clip">{item.name}</span>
            {item.blocked && <StopOutlined className="cannot" role="img" aria-label={t('travel.blocked')} title={t('travel.blocked')} />}
            {item.deleted && <DeleteOutlined className="soft" role="img" aria-label={t('travel.deleted')} title={t('travel.deleted')} />}
          </div>
        );
      })}
      {levels.has(ROOT) && rows.length === 0 && <Empty title={t('travel.empty')} />}
    </div>
  );
}
