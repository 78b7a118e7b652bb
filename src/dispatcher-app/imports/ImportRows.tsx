// The report, row by row: any number of rows, a page at a time. Counts are the filter.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ImportRowView } from '../../contract/imports.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag } from '../../ui/components/small.js';
import { useImportReason } from '../../ui/imports/reasons.js';
import { outcomes, outcomeTones } from '../../ui/imports/states.js';
import { formatNumber } from '../../ui/format/numbers.js';
import type { ImportView } from './OneImport.js';
import { RowDetails } from './RowDetails.js';

type Page = Result<'listImportRows'>;
const PAGE = 200;

export function ImportRows({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const live = useLive();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('outcome');
  const outcome = outcomes.find((one) => one === asked);
  const warned = asked === 'warned';
  const chosen = address.get('row');
  const filter = { id: view.id, limit: PAGE, ...(outcome && { outcome }), ...(warned && { warned }) };
  const found = useInfiniteQuery<Page, CallError, { pages: Page[] }, unknown[], string | undefined>({
    // The version is in the key: another dry run is another report.
    queryKey: ['listImportRows', filter, view.version], initialPageParam: undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
    queryFn: ({ pageParam }) => live.call('listImportRows', { ...filter, ...(pageParam !== undefined && { cursor: pageParam }) }),
  });
  const rows = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  const row = rows.find(({ number }) => String(number) === chosen);
  const put = (name: string, value: string | undefined) => setAddress((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    if (name === 'outcome') next.delete('row');
    return next;
  }, { replace: true });
  const undone = view.state === 'undone';
  const counts = view.counts as NonNullable<ImportView['counts']>;
  const total = warned ? undefined : outcome ? counts[outcome] : outcomes.reduce((sum, one) => sum + counts[one], 0);

  const columns: GridColumn<ImportRowView>[] = [
    { key: 'row', title: t('rows.row'), width: '70px', end: true, render: ({ row: place }) => (place === undefined || place === null ? '' : formatNumber(place)) },
    { key: 'outcome', title: t('rows.outcome'), width: '140px', render: (one) => <StateTag tone={outcomeTones[one.outcome]}>{t(`outcome.${one.outcome}`)}</StateTag> },
    { key: 'name', title: t('rows.name'), width: 'minmax(160px, 2fr)', render: (one) => (one.clientId !== null && view.state === 'committed' ? <Link to={`/clients?client=${one.clientId}`}>{one.name}</Link> : one.name) },
    { key: 'externalId', title: t('target.externalId'), width: '120px', render: ({ externalId }) => externalId ?? '' },
    { key: 'reason', title: t('rows.why'), width: 'minmax(240px, 4fr)', render: (one) => <Why row={one} undone={undone} /> },
  ];
  return (
    <div className="import-report">
      <fieldset className="chips" aria-label={t('rows.filter')}>
        <Tag.CheckableTag checked={asked === null} onChange={() => put('outcome', undefined)}>{t('rows.all')} {formatNumber(outcomes.reduce((sum, one) => sum + counts[one], 0))}</Tag.CheckableTag>
        {outcomes.filter((one) => counts[one] > 0).map((one) => <Tag.CheckableTag key={one} checked={outcome === one} onChange={(on) => put('outcome', on ? one : undefined)}>{t(`outcome.${one}`)} {formatNumber(counts[one])}</Tag.CheckableTag>)}
        {counts.warnings > 0 && <Tag.CheckableTag checked={warned} onChange={(on) => put('outcome', on ? 'warned' : undefined)}>{t('rows.warnings')} {formatNumber(counts.warnings)}</Tag.CheckableTag>}
      </fieldset>
      <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
      <DataGrid
        label={t('rows.title')} rows={rows} columns={columns} rowKey={({ number }) => number} loading={found.isFetching} selected={row?.number ?? null} onSelect={({ number }) => put('row', String(number))}
        onEnd={() => found.hasNextPage && !found.isFetchingNextPage && void found.fetchNextPage()} {...(total !== undefined && { total })}
        empty={<Empty title={t('rows.none')} />} foot={<span>{t('rows.shown', { count: rows.length, total: formatNumber(total ?? rows.length) })}</span>}
      />
      {row && <RowDetails row={row} onClose={() => put('row', undefined)} />}
    </div>
  );
}

function Why({ row, undone }: { row: ImportRowView; undone: boolean }) {
  const { t } = useTranslation('imports');
  const say = useImportReason();
  const fieldName = (field: string) => t(`target.${field}`, { defaultValue: field });
  if (undone && row.undo !== null) return <>{t(`undo.row.${row.undo}`)}{row.undoReason ? `: ${say(row.undoReason, fieldName)}` : ''}</>;
  if (row.reason) return <span className={row.outcome === 'error' ? 'cannot' : ''}>{say(row.reason, fieldName)}</span>;
  const changed = Object.keys(row.changes).map(fieldName);
  return (
    <>
      {row.warnings.length > 0 && <StateTag tone="look">{t('rows.warned', { count: row.warnings.length })}</StateTag>} {row.outcome !== 'create' && <span className="soft">{changed.join(', ')}</span>}
    </>
  );
}
