// Who changed what, when, through which door, from what to what; undo of a row, and the card as it was before it.
import { Button, Select } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { useCard } from './card-context.js';
import { FieldValue } from './FieldValue.js';
import { useTimeTravel } from './time-travel.js';
import { usePathLabel } from './use-card-save.js';
import { useUndo } from './use-undo.js';

type Row = Result<'listClientHistory'>['items'][number];

export function OwnHistory() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { id } = useCard();
  const labelOf = usePathLabel();
  const [field, setField] = useState<string | null>(null);
  const [who, setWho] = useState<string | null>(null);
  const pages = useInfiniteQuery<Result<'listClientHistory'>, CallError>({
    queryKey: ['listClientHistory', id], initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, meta: { watch: [`client:${id}`] },
    queryFn: ({ pageParam }) => live.call('listClientHistory', { id, limit: 50, ...(typeof pageParam === 'string' && { cursor: pageParam }) }),
  });
  if (pages.error) return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const fields = [...new Set(rows.flatMap(({ changes }) => Object.keys(changes)))];
  const people = [...new Set(rows.map(({ actorName }) => actorName))];
  const shown = rows.filter(({ changes, actorName }) => (field === null || field in changes) && (who === null || actorName === who));
  return (
    <div className="column">
      <div className="row wrap">
        <Select allowClear aria-label={t('history.field')} placeholder={t('history.field')} style={{ width: 220 }} showSearch={{ optionFilterProp: 'label' }} value={field ?? undefined} onChange={(next) => setField(next ?? null)} options={fields.map((value) => ({ value, label: labelOf(value) }))} />
        <Select allowClear aria-label={t('history.who')} placeholder={t('history.who')} style={{ width: 180 }} value={who ?? undefined} onChange={(next) => setWho(next ?? null)} options={people.map((value) => ({ value, label: value }))} />
      </div>
      {pages.data && shown.length === 0 && <Empty title={t('history.none')} />}
      <ol className="plain-list history-rows">{shown.map((row) => <HistoryRow key={row.id} row={row} />)}</ol>
      {pages.hasNextPage && <div><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('history.more')}</Button></div>}
    </div>
  );
}

function HistoryRow({ row }: { row: Row }) {
  const { t } = useTranslation('card');
  const travel = useTimeTravel();
  const { at } = useCard();
  const labelOf = usePathLabel();
  const undo = useUndo();
  const action = t(`action/${row.action}`, { keySeparator: '/', defaultValue: t(`history:action.${row.action}`) });
  return (
    <li className="history-row">
      <div className="row wrap">
        <Time at={row.at} /><strong>{row.actorName}</strong>{row.onBehalfOf && <span className="soft">{t('history.onBehalfOf', { name: row.onBehalfOf })}</span>}<span className="soft">{t(`door.${row.channel}`, { defaultValue: row.channel })}</span><span>{action}</span>
        <span className="grow" />
        <Button size="small" type="text" onClick={() => travel(new Date(Date.parse(row.at) - 1).toISOString())}>{t('history.before')}</Button>
        {at === null && row.version !== null && row.version > 1 && <Button size="small" onClick={() => void undo(row)}>{t('history.undo')}</Button>}
      </div>
      <dl className="changes">
        {Object.entries(row.changes).map(([path, change]) => (
          <div key={path} className="change"><dt>{labelOf(path)}</dt><dd><span className="soft"><FieldValue path={path} value={change[0]} /></span> → <FieldValue path={path} value={change[1]} /></dd></div>
        ))}
      </dl>
    </li>
  );
}
