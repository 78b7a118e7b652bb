// When what holds for the client changed, through whatever superior or group.
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { Empty, ProblemNote, Time } from '../../ui/components/small.js';
import { useCard } from './card-context.js';
import { SettingText } from './FieldValue.js';
import { useTimeTravel } from './time-travel.js';
import { usePathLabel } from './use-card-save.js';

export function EffectiveHistory() {
  const { t } = useTranslation('card');
  const live = useLive();
  const travel = useTimeTravel();
  const { id } = useCard();
  const labelOf = usePathLabel();
  const pages = useInfiniteQuery<Result<'listEffectiveHistory'>, CallError>({
    queryKey: ['listEffectiveHistory', id], initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, meta: { watch: ['client', 'group'] },
    queryFn: ({ pageParam }) => live.call('listEffectiveHistory', { id, limit: 20, ...(typeof pageParam === 'string' && { cursor: pageParam }) }),
  });
  if (pages.error) return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  if (pages.data && rows.length === 0) return <Empty title={t('history.noEffective')} />;
  return (
    <div className="column">
      <ol className="plain-list history-rows">
        {rows.map(({ at, causes, changes }) => (
          <li key={`${at}-${causes[0]?.historyId ?? 0}`} className="history-row">
            <div className="row wrap">
              <Time at={at} /><strong>{[...new Set(causes.map(({ actorName }) => actorName))].join(', ')}</strong>
              <span className="soft">{[...new Set(causes.map(({ entity, entityId }) => (entity === 'group' ? t('history.byGroup') : entityId === id ? t('history.byItself') : t('history.bySuperior', { id: entityId }))))].join(', ')}</span>
              <span className="grow" /><Button size="small" type="text" onClick={() => travel(new Date(Date.parse(at) - 1).toISOString())}>{t('history.before')}</Button>
            </div>
            <dl className="changes">
              {Object.entries(changes).map(([key, change]) => <div key={key} className="change"><dt>{labelOf(`settings.${key}`)}</dt><dd><span className="soft"><SettingText settingKey={key} value={change[0]} /></span> → <SettingText settingKey={key} value={change[1]} /></dd></div>)}
            </dl>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && <div><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('history.more')}</Button></div>}
    </div>
  );
}
