// The frame of a report: its filters, files, sums, chart and table.
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { download } from '../../ui/api/http.js';
import { Empty, ProblemNote, useProblemText } from '../../ui/components/small.js';

export interface TableColumn<Row> {
  key: string;
  title: string;
  end?: boolean;
  render(row: Row): ReactNode;
}

interface Props<Row> {
  /** Of the reports' addresses: debts, order-states … */
  path: string;
  query: Record<string, string | number | boolean>;
  title: string;
  filters: ReactNode;
  /** The figures that one looks for, in words. */
  sums: readonly { label: string; value: ReactNode }[];
  chart: ReactNode;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[] | undefined;
  rowKey(row: Row): string | number;
  /** How many there are, when not all are shown. */
  total?: number | undefined;
  error: CallError | null;
  onRetry(): void;
  empty: string;
}

export function Report<Row>({ path, query, title, filters, sums, chart, columns, rows, rowKey, total, error, onRetry, empty }: Props<Row>) {
  const { t, i18n } = useTranslation('reports');
  const { notification } = App.useApp();
  const problemText = useProblemText();
  const [saving, setSaving] = useState<string | null>(null);
  const save = async (format: 'csv' | 'xlsx') => {
    setSaving(format);
    try {
      await download(`/reports/${path}.${format}?${new URLSearchParams({ ...Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])), language: i18n.language })}`);
    } catch (failed) {
      notification.error({ title: t('notSaved'), description: failed instanceof CallError ? problemText(failed) : String(failed) });
    } finally {
      setSaving(null);
    }
  };
  return (
    <section className="report" aria-label={title}>
      <div className="toolbar no-print">
        {filters}
        <span className="grow" />
        <Button icon={<DownloadOutlined />} loading={saving === 'xlsx'} onClick={() => void save('xlsx')}>XLSX</Button>
        <Button icon={<DownloadOutlined />} loading={saving === 'csv'} onClick={() => void save('csv')}>CSV</Button>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>{t('print')}</Button>
      </div>
      <h2 className="print-only">{title}</h2>
      {error ? <ProblemNote error={error} onRetry={onRetry} /> : rows === undefined ? <div className="late soft">{t('loading')}</div> : rows.length === 0 ? <Empty title={empty} /> : (
        <>
          <dl className="report-sums">{sums.map(({ label, value }) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
          {chart}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <div className="report-scroll" tabIndex={0}>
            <table className="report-table">
              <caption className="visually-hidden">{title}</caption>
              <thead><tr>{columns.map(({ key, title: head, end }) => <th key={key} scope="col" className={end ? 'end' : ''}>{head}</th>)}</tr></thead>
              <tbody>{rows.map((row) => <tr key={rowKey(row)}>{columns.map(({ key, end, render }) => <td key={key} className={end ? 'end' : ''}>{render(row)}</td>)}</tr>)}</tbody>
            </table>
          </div>
          {total !== undefined && total > rows.length && <p className="soft">{t('firstOf', { count: rows.length, total })}</p>}
        </>
      )}
    </section>
  );
}
