// Opening balance, entries, closing balance (M-11): what is seen is what the files have.
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Segmented, Select } from 'antd';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../ui/api/directories.js';
import { useOperation } from '../../ui/api/hooks.js';
import { CallError } from '../../ui/api/call-error.js';
import { download } from '../../ui/api/http.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, MoneyText, ProblemNote, useProblemText } from '../../ui/components/small.js';
import { shortTime } from '../../ui/format/dates.js';
import type { Result } from '../../ui/api/operations.js';
import { PeriodPicker } from '../reports/PeriodPicker.js';
import { useKindName } from './kind-name.js';
import { useOperationName } from './operation-name.js';
import type { TabProps } from './tab-props.js';

type Line = Result<'getStatement'>['lines'][number];
const formats = ['pdf', 'xlsx', 'csv'] as const;

export function Statement({ clientId, view, change }: TabProps) {
  const { t } = useTranslation('money');
  const { notification } = App.useApp();
  const nameOf = useOperationName();
  const problemText = useProblemText();
  const [saving, setSaving] = useState<string | null>(null);
  const kinds = useDirectory('accountKinds');
  const kindName = useKindName();
  const from = view.from ?? (DateTime.now().startOf('month').toISODate() as string);
  const to = view.to ?? (DateTime.now().toISODate() as string);
  const kind = view.kind ?? 0;
  const statement = useOperation('getStatement', { id: clientId, from, to, accountKind: kind, tree: view.tree }, { keep: true, watch: view.tree ? ['account'] : [`account:${clientId}`] });
  const { data } = statement;
  const money = (amount: string | null) => (amount === null ? null : <MoneyText money={{ amount, currency: data?.currency ?? 'RUB' }} />);
  const save = async (format: string) => {
    setSaving(format);
    try {
      await download(`/clients/${clientId}/statement.${format}?${new URLSearchParams({ from, to, accountKind: String(kind), tree: String(view.tree) })}`);
    } catch (error) {
      notification.error({ title: t('notSaved'), description: error instanceof CallError ? problemText(error) : String(error) });
    } finally {
      setSaving(null);
    }
  };
  const columns: GridColumn<Line>[] = [
    { key: 'at', title: t('column.at'), width: '140px', render: ({ at }) => <span className="number">{shortTime(at)}</span> },
    { key: 'id', title: t('column.id'), width: '80px', end: true, render: ({ operationId }) => operationId },
    ...(view.tree ? [{ key: 'client', title: t('client'), width: 'minmax(120px, 1fr)', render: ({ client }: Line) => client.name }] : []),
    { key: 'what', title: t('column.operation'), width: 'minmax(160px, 2fr)', render: (line) => [nameOf(line), line.comment].filter(Boolean).join(' · ') },
    { key: 'receipt', title: t('column.receipt'), width: '120px', end: true, render: ({ receipt }) => money(receipt) },
    { key: 'expense', title: t('column.expense'), width: '120px', end: true, render: ({ expense }) => money(expense) },
    { key: 'balance', title: t('column.balance'), width: '130px', end: true, render: ({ balance }) => money(balance) },
  ];
  return (
    <div className="column money-fill">
      <div className="toolbar">
        <PeriodPicker from={from} to={to} onChange={change} required />
        <Select aria-label={t('column.account')} style={{ width: 180 }} value={kind} onChange={(next: number) => change({ kind: next })} options={(kinds.data?.items ?? []).map((each) => ({ value: each.id, label: kindName(each) }))} />
        <Segmented aria-label={t('statement.of')} value={view.tree ? 'tree' : 'one'} onChange={(next) => change({ tree: next === 'tree' })} options={[{ value: 'one', label: t('statement.one') }, { value: 'tree', label: t('statement.tree') }]} />
        <span className="grow" />
        {formats.map((format) => <Button key={format} icon={<DownloadOutlined />} loading={saving === format} onClick={() => void save(format)}>{format.toUpperCase()}</Button>)}
      </div>
      {statement.error ? <ProblemNote error={statement.error} onRetry={() => void statement.refetch()} /> : (
        <DataGrid
          label={t('tab.statement')} columns={columns} rows={data?.lines ?? []} rowKey={({ operationId, client }) => `${operationId}-${client.id}`} loading={statement.isFetching} empty={<Empty title={t('statement.none')} />}
          foot={data && (
            <div className="statement-sums">
              <span>{t('statement.opening')} {money(data.opening)}</span><span>{t('column.receipt')} {money(data.receipts)}</span><span>{t('column.expense')} {money(data.expenses)}</span>
              <strong>{t('statement.closing')} {money(data.closing)}</strong>
            </div>
          )}
        />
      )}
    </div>
  );
}
