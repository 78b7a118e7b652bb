// Where a file comes in, and every import there was, with its state: a long one can be left and found again here.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { DataGrid } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { ImportStateTag } from './ImportStateTag.js';
import { UploadPanel } from './UploadPanel.js';

type Page = Result<'listImports'>;
type Item = Page['items'][number];

export function ImportList() {
  const { t } = useTranslation('imports');
  const live = useLive();
  const navigate = useNavigate();
  const imports = useInfiniteQuery<Page, CallError, { pages: Page[] }, string[], string | undefined>({
    queryKey: ['listImports', 'pages'], initialPageParam: undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, meta: { watch: ['import'] },
    queryFn: ({ pageParam }) => live.call('listImports', { limit: 100, ...(pageParam !== undefined && { cursor: pageParam }) }),
  });
  const rows = imports.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = ({ id }: Item) => void navigate(`/imports/${id}`);
  return (
    <div className="page imports-page">
      <h1>{t('title')}</h1>
      <UploadPanel />
      <ProblemNote error={imports.error} onRetry={() => void imports.refetch()} />
      <DataGrid
        label={t('list')} rows={rows} rowKey={({ id }) => id} loading={imports.isFetching} onSelect={open} onOpen={open} onEnd={() => imports.hasNextPage && !imports.isFetchingNextPage && void imports.fetchNextPage()}
        columns={[
          { key: 'file', title: t('column.file'), width: 'minmax(180px, 3fr)', render: (row) => row.fileName },
          { key: 'state', title: t('column.state'), width: '190px', render: (row) => <ImportStateTag state={row.state} /> },
          { key: 'rows', title: t('column.rows'), width: '80px', end: true, render: ({ rowCount }) => formatNumber(rowCount) },
          ...(['create', 'update', 'move', 'error'] as const).map((outcome) => ({ key: outcome, title: t(`outcome.${outcome}`), width: '96px', end: true, render: ({ counts }: Item) => (counts && counts[outcome] > 0 ? <span className={outcome === 'error' ? 'cannot' : ''}>{formatNumber(counts[outcome])}</span> : '') })),
          { key: 'by', title: t('column.by'), width: 'minmax(90px, 1fr)', render: ({ startedBy }) => startedBy },
          { key: 'at', title: t('column.at'), width: '130px', render: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        empty={<Empty title={t('none')}><p>{t('noneHint')}</p></Empty>}
      />
    </div>
  );
}
