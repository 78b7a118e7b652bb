// The account book: newest first, with the balance after each operation; one of them is shown beside with all that belongs to it.
import { Select } from 'antd';
import { DateTime } from 'luxon';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationView } from '../../contract/accounts.js';
import { useDirectory } from '../../ui/api/directories.js';
import { useOperationPages } from '../../ui/api/pages.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, MoneyText, ProblemNote, Time } from '../../ui/components/small.js';
import { PeriodPicker } from '../reports/PeriodPicker.js';
import { useKindName } from './kind-name.js';
import { OperationDetails } from './OperationDetails.js';
import { useOperationName } from './operation-name.js';
import type { TabProps } from './tab-props.js';

export function Operations({ clientId, view, change }: TabProps) {
  const { t } = useTranslation('money');
  const nameOf = useOperationName();
  const kinds = useDirectory('accountKinds');
  const params = useMemo(() => ({
    id: clientId, limit: 100, ...(view.kind !== null && { accountKind: view.kind }),
    ...(view.from !== null && { from: DateTime.fromISO(view.from).startOf('day').toUTC().toISO() as string }),
    ...(view.to !== null && { to: DateTime.fromISO(view.to).plus({ days: 1 }).startOf('day').toUTC().toISO() as string }),
  }), [clientId, view.kind, view.from, view.to]);
  const { rows, error, isFetching, more, hasNextPage, refetch } = useOperationPages('listOperations', params, { watch: [`account:${clientId}`] });
  const kindNameOf = useKindName();
  const kindName = (id: number) => kindNameOf(kinds.data?.items.find((kind) => kind.id === id) ?? { id, name: String(id) });

  const columns: GridColumn<OperationView>[] = [
    { key: 'at', title: t('column.at'), width: '146px', render: ({ at }) => <Time at={at} /> },
    { key: 'name', title: t('column.operation'), width: 'minmax(200px, 2fr)', render: (row) => <span className={row.cancelledBy !== null ? 'struck' : ''}>{nameOf(row)}</span> },
    { key: 'account', title: t('column.account'), width: '136px', render: ({ accountKind }) => kindName(accountKind) },
    { key: 'comment', title: t('column.comment'), width: 'minmax(120px, 2fr)', render: ({ comment, pastFloorReason }) => comment ?? (pastFloorReason && t('pastFloor', { reason: pastFloorReason })) ?? '' },
    { key: 'who', title: t('column.who'), width: 'minmax(90px, 1fr)', render: ({ actorName }) => actorName },
    { key: 'sum', title: t('column.sum'), width: '130px', end: true, render: ({ sum, type }) => (type === 'receipt' ? <span className="fine"><MoneyText money={sum} signed /></span> : <MoneyText money={{ ...sum, amount: `-${sum.amount}` }} />) },
    { key: 'after', title: t('column.after'), width: '130px', end: true, render: ({ balanceAfter }) => <MoneyText money={balanceAfter} /> },
  ];
  const selected = rows.find(({ id }) => id === view.operationId) ?? null;
  const filtered = view.kind !== null || view.from !== null || view.to !== null;

  if (error && rows.length === 0) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  return (
    <div className="money-split">
      <div className="column grow">
        <div className="toolbar">
          <PeriodPicker from={view.from} to={view.to} onChange={change} />
          <Select
            aria-label={t('column.account')} placeholder={t('allAccounts')} allowClear style={{ width: 180 }} value={view.kind} onChange={(kind: number | undefined) => change({ kind: kind ?? null })}
            options={(kinds.data?.items ?? []).map((each) => ({ value: each.id, label: kindNameOf(each) }))}
          />
        </div>
        <DataGrid
          label={t('tab.operations')} columns={columns} rows={rows} rowKey={({ id }) => id} selected={view.operationId} onSelect={({ id }) => change({ operationId: id })} loading={isFetching} onEnd={more}
          empty={<Empty title={filtered ? t('noneFound') : t('noOperations')}>{!filtered && <p>{t('noOperationsHint')}</p>}</Empty>}
          foot={<span>{t('shown', { count: rows.length })}{hasNextPage && '+'}</span>}
        />
      </div>
      {selected && <OperationDetails key={selected.id} operation={selected} onGo={(operationId) => change({ operationId })} onClose={() => change({ operationId: null })} />}
    </div>
  );
}

