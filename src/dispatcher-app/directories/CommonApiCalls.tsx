// What integrations asked and what they were answered, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { commonApiRequests } from '../../contract/common-api.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { DataGrid } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag, Time } from '../../ui/components/small.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { useSession } from '../session.js';

type Page = Result<'listCommonApiCalls'>;
const OK = 0;
const PAGE = 100;

export function CommonApiCalls() {
  const { t } = useTranslation('directories');
  const live = useLive();
  const { can } = useSession();
  const [address, setAddress] = useSearchParams();
  const users = useOperation('listCommonApiUsers', {}, { watch: ['commonApiUser'], enabled: can('operator.manage') });
  const userId = Number(address.get('user')) || undefined;
  const request = address.get('request') ?? undefined;
  const failed = address.get('failed') === '1';
  const chosen = address.get('call');
  const filter = { limit: PAGE, ...(userId !== undefined && { userId }), ...(request !== undefined && { request }), ...(failed && { failed }) };
  const calls = useInfiniteQuery<Page, CallError, { pages: Page[] }, unknown[], string | undefined>({
    queryKey: ['listCommonApiCalls', filter], initialPageParam: undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
    queryFn: ({ pageParam }) => live.call('listCommonApiCalls', { ...filter, ...(pageParam !== undefined && { cursor: pageParam }) }),
  });
  const rows = calls.data?.pages.flatMap(({ items }) => items) ?? [];
  const call = rows.find(({ id }) => String(id) === chosen);
  const put = (name: string, value: string | undefined) => setAddress((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  const userName = (id: number | null) => (id === null ? '' : (users.data?.items.find((one) => one.id === id)?.name ?? `№ ${id}`));
  return (
    <div className={`directory ${call ? 'with-editor' : ''}`}>
      <section className="directory-list" aria-label={t('list.common-api-calls')}>
        <div className="toolbar">
          <h1 className="page-title">{t('list.common-api-calls')}</h1>
          <Select aria-label={t('column.request')} placeholder={t('column.request')} allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: 220 }} value={request} options={commonApiRequests.map((one) => ({ value: one, label: one }))} onChange={(next: string | undefined) => put('request', next)} />
          {can('operator.manage') && <Select aria-label={t('column.user')} placeholder={t('column.user')} allowClear style={{ width: 160 }} value={userId} options={(users.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(next: number | undefined) => put('user', next === undefined ? undefined : String(next))} />}
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
          <label className="row"><Switch aria-label={t('calls.failed')} checked={failed} onChange={(on) => put('failed', on ? '1' : undefined)} /> {t('calls.failed')}</label>
          <Button onClick={() => void calls.refetch()}>{t('calls.refresh')}</Button>
        </div>
        <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} />
        <DataGrid
          label={t('list.common-api-calls')} rows={rows} rowKey={({ id }) => id} loading={calls.isFetching} selected={call?.id ?? null} onSelect={({ id }) => put('call', String(id))} onEnd={() => calls.hasNextPage && !calls.isFetchingNextPage && void calls.fetchNextPage()}
          columns={[
            { key: 'at', title: t('column.at'), width: '130px', render: ({ at }) => <Time at={at} /> },
            { key: 'request', title: t('column.request'), width: 'minmax(160px, 2fr)', render: (row) => row.request },
            { key: 'user', title: t('column.user'), width: 'minmax(100px, 1fr)', render: (row) => userName(row.userId) },
            { key: 'ip', title: t('column.ip'), width: '130px', render: ({ ip }) => ip },
            { key: 'code', title: t('column.code'), width: '90px', render: ({ code }) => <StateTag tone={code === OK ? 'fine' : 'cannot'}>{code}</StateTag> },
            { key: 'ms', title: t('column.ms'), width: '80px', end: true, render: ({ ms }) => formatNumber(Math.round(ms)) },
          ]}
          empty={<Empty title={t('calls.none')}><p>{t('about.common-api-calls')}</p></Empty>}
        />
      </section>
      {call && (
        <section className="item-editor" aria-label={t('calls.one')}>
          <header className="row apart"><h2 className="clip">{call.request}</h2><Button type="text" onClick={() => put('call', undefined)}>{t('close')}</Button></header>
          {/* The keyboard must be able to scroll it. */}
          <div className="item-form" {...{ tabIndex: 0, role: 'group', 'aria-label': t('calls.one') }}>
            <dl className="facts">
              <dt>{t('column.at')}</dt><dd><Time at={call.at} /></dd>
              <dt>{t('column.user')}</dt><dd>{userName(call.userId) || '—'}</dd>
              <dt>{t('column.ip')}</dt><dd>{call.ip}</dd>
              <dt>{t('column.code')}</dt><dd>{call.code}</dd>
              {call.clientId !== null && <><dt>{t('transition.client')}</dt><dd><Link to={`/clients?client=${call.clientId}`}>№ {call.clientId}</Link></dd></>}
            </dl>
            <h3>{t('calls.parameters')}</h3>
            {call.parameters ? <pre className="pre">{JSON.stringify(call.parameters, null, 2)}</pre> : <p className="soft">—</p>}
          </div>
        </section>
      )}
    </div>
  );
}
