// A list of any length: only the rows in sight exist. Arrow keys, Home, End and Page keys walk, Enter opens, and a
// screen reader hears a grid with its real number of rows.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';

export interface GridColumn<Row> {
  key: string;
  title: string;
  /** Of grid-template-columns: '120px', 'minmax(160px, 2fr)'. */
  width: string;
  /** Numbers and money stand at the right edge. */
  end?: boolean;
  /** The server's name of the order by this column. */
  sort?: string;
  render(row: Row): ReactNode;
}

export interface GridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string | number;
  rowHeight?: number;
  selected?: string | number | null;
  onSelect?(row: Row): void;
  onOpen?(row: Row): void;
  /** Right click, or the menu key; where it was. */
  onMenu?(row: Row, at: { clientX: number; clientY: number }): void;
  /** `name` or `-name`. */
  sort?: string;
  onSort?(sort: string): void;
  /** The last rows came into sight: time for the next page. */
  onEnd?(): void;
  rowClass?(row: Row): string;
  /** Instead of rows: what to say when there are none. */
  empty?: ReactNode;
  foot?: ReactNode;
  loading?: boolean;
  /** How many rows there are on the server, when known. */
  total?: number;
}

const HEAD_PX = 28;
const skeletonWidths = Array.from({ length: 12 }, (_, index) => `${30 + ((index * 37) % 50)}%`);

export function DataGrid<Row>(props: GridProps<Row>) {
  const { label, columns, rows, rowKey, rowHeight = 30, selected = null, onSelect, onOpen, onMenu, onEnd, loading = false } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 12, scrollMargin: 0 });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);
  const at = selected === null ? -1 : rows.findIndex((row) => rowKey(row) === selected);
  // Every row is a grid of its own: what they share is one width, so that columns stand under each other.
  const minWidth = columns.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)?.[0] ?? 0), 0);
  const template: CSSProperties = { gridTemplateColumns: columns.map(({ width }) => width).join(' '), minWidth };

  const go = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    onSelect?.(row);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (onMenu && row && (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))) {
      const box = document.getElementById(`${id}-${at}`)?.getBoundingClientRect();
      if (box) onMenu(row, { clientX: box.left + 40, clientY: box.bottom });
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(((scroll.current?.clientHeight ?? 300) - HEAD_PX) / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at === -1 ? 0 : at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 };
    const target = steps[event.key];
    if (target !== undefined) go(target);
    else if (event.key === 'Enter' && rows[at]) onOpen?.(rows[at]);
    else return;
    event.preventDefault();
  };

  return (
    <div className="grid">
      <div
        ref={scroll} className="grid-scroll" role="grid" tabIndex={0} aria-label={label} aria-rowcount={(props.total ?? rows.length) + 1} aria-colcount={columns.length}
        aria-busy={loading} aria-activedescendant={at >= 0 && items.some(({ index }) => index === at) ? `${id}-${at}` : undefined} onKeyDown={onKeyDown}
      >
        <div className="grid-head" role="row" style={template} aria-rowindex={1}>
          {columns.map((column) => <HeadCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />)}
        </div>
        <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth }}>
          {items.map(({ index, start }) => {
            const row = rows[index] as Row;
            const key = rowKey(row);
            return (
              <div
                key={key} id={`${id}-${index}`} role="row" aria-rowindex={index + 2} aria-selected={key === selected} data-key={key}
                className={`grid-row ${key === selected ? 'selected' : ''} ${props.rowClass?.(row) ?? ''}`}
                style={{ ...template, height: rowHeight, transform: `translateY(${start}px)` }}
                onClick={() => onSelect?.(row)} onDoubleClick={() => onOpen?.(row)}
                onContextMenu={(event) => {
                  if (!onMenu) return;
                  event.preventDefault();
                  onSelect?.(row);
                  onMenu(row, event);
                }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" className={`grid-cell ${column.end ? 'end' : ''}`}>{column.render(row)}</div>
                ))}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && loading && <Skeletons height={rowHeight} />}
      </div>
      {rows.length === 0 && !loading && <div className="grid-empty">{props.empty}</div>}
      {props.foot !== undefined && <div className="grid-foot">{props.foot}</div>}
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: GridColumn<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }) {
  const { sort: name } = column;
  const direction = name === undefined ? undefined : sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  return (
    <div role="columnheader" aria-sort={direction} className={`grid-cell ${column.end ? 'end' : ''}`}>
      {name !== undefined && onSort ? (
        <button type="button" onClick={() => onSort(direction === 'ascending' ? `-${name}` : name)}>
          {column.title}{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}
        </button>
      ) : column.title}
    </div>
  );
}

/** Grey bars appear after 300 ms only: faster answers need no sign (look.md). */
function Skeletons({ height }: { height: number }) {
  return (
    <div className="late" aria-hidden="true">
      {skeletonWidths.map((width) => <div key={width} className="row" style={{ height, padding: '0 8px' }}><div className="skeleton" style={{ width }} /></div>)}
    </div>
  );
}
