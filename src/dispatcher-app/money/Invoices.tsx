// Invoices of a client: made, saved as PDF, marked as paid, which books the receipt once (M-10).
import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '../../contract/accounts.js';
import { CallError } from '../../ui/api/call-error.js';
import { useCommand, useLive } from '../../ui/api/hooks.js';
import { download } from '../../ui/api/http.js';
import { useOperationPages } from '../../ui/api/pages.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { AmountInput } from '../../ui/components/MoneyInput.js';
import { Empty, MoneyText, ProblemNote, StateTag, useProblemText } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { useSession } from '../session.js';
import type { TabProps } from './tab-props.js';

const vatRates = [null, 0, 5, 7, 10, 20, 22];

export function Invoices({ clientId, currency, change }: TabProps) {
  const { t } = useTranslation('money');
  const { can } = useSession();
  const live = useLive();
  const { modal, notification } = App.useApp();
  const problemText = useProblemText();
  const [making, setMaking] = useState(false);
  const { rows, error, isFetching, more, refetch } = useOperationPages('listInvoices', { id: clientId, limit: 100 }, { watch: ['invoice', `account:${clientId}`] });

  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (failed) {
      notification.error({ title: t('failed'), description: failed instanceof CallError ? problemText(failed) : String(failed) });
    }
  };
  const pay = async (invoice: InvoiceView) => {
    const agreed = await modal.confirm({ title: t('invoice.payQuestion', { number: invoice.number }), content: <MoneyText money={invoice.sum} />, okText: t('invoice.pay'), cancelText: t('back') });
    if (agreed) await attempt(async () => {
      const { id } = await live.call('payInvoice', { id: invoice.id });
      notification.success({ title: t('invoice.paidDone', { number: invoice.number, id }), placement: 'bottomRight', duration: 4 });
    });
  };
  const columns: GridColumn<InvoiceView>[] = [
    { key: 'number', title: t('column.id'), width: '90px', render: ({ number, year }) => `${number} / ${year}` },
    { key: 'on', title: t('invoice.on'), width: '120px', render: ({ issuedOn }) => formatDate(issuedOn) },
    { key: 'service', title: t('invoice.service'), width: 'minmax(160px, 2fr)', render: ({ serviceName }) => serviceName },
    { key: 'carrier', title: t('invoice.carrier'), width: 'minmax(110px, 1fr)', render: ({ carrier }) => carrier.name },
    { key: 'vat', title: t('invoice.vat'), width: '130px', end: true, render: ({ vat }) => (vat ? <><MoneyText money={vat.sum} /> <span className="soft">{vat.percent} %</span></> : <span className="soft">{t('invoice.noVat')}</span>) },
    { key: 'sum', title: t('column.sum'), width: '130px', end: true, render: ({ sum }) => <MoneyText money={sum} /> },
    { key: 'state', title: t('invoice.state'), width: '190px', render: ({ paidBy }) => (paidBy === null ? <StateTag tone="look">{t('invoice.open')}</StateTag> : <><StateTag tone="fine">{t('invoice.paid')}</StateTag> <Button type="link" onClick={() => change({ tab: 'operations', operationId: paidBy })}>№ {paidBy}</Button></>) },
    {
      key: 'do', title: t('column.do'), width: '200px', render: (row) => (
        <span className="row">
          <Button size="small" icon={<DownloadOutlined />} onClick={() => void attempt(() => download(`/invoices/${row.id}/pdf`))}>PDF</Button>
          {row.paidBy === null && can('operation.book') && <Button size="small" onClick={() => void pay(row)}>{t('invoice.pay')}</Button>}
        </span>
      ),
    },
  ];
  if (error && rows.length === 0) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  return (
    <div className="column money-fill">
      {can('operation.book') && <div className="toolbar"><Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('invoice.make')}</Button></div>}
      <DataGrid label={t('tab.invoices')} columns={columns} rows={rows} rowKey={({ id }) => id} rowHeight={36} loading={isFetching} onEnd={more} empty={<Empty title={t('invoice.none')}><p>{t('invoice.noneHint')}</p></Empty>} />
      {making && <InvoiceDialog clientId={clientId} currency={currency} onClose={() => setMaking(false)} />}
    </div>
  );
}

function InvoiceDialog({ clientId, currency, onClose }: { clientId: number; currency: string; onClose(): void }) {
  const { t } = useTranslation('money');
  const { notification } = App.useApp();
  const form = useRef<HTMLDivElement>(null);
  const [amount, setAmount] = useState<string | undefined>();
  const [serviceName, setServiceName] = useState('');
  const [vatPercent, setVatPercent] = useState<number | null>(null);
  const [missing, setMissing] = useState(false);
  const make = useCommand('createInvoice', ({ number }) => {
    notification.success({ title: t('invoice.made', { number }), placement: 'bottomRight', duration: 4 });
    onClose();
  });
  const submit = () => {
    if (amount === undefined || Number(amount) <= 0 || form.current?.querySelector('[aria-invalid=true]')) return setMissing(true);
    make.mutate({ params: { id: clientId }, body: { sum: { amount, currency }, vatPercent, ...(serviceName.trim() && { serviceName: serviceName.trim() }) } });
  };
  return (
    <Dialog open title={t('invoice.make')} okText={t('invoice.makeYes')} cancelText={t('back')} okButtonProps={{ loading: make.isPending }} onOk={submit} onCancel={onClose}>
      <div ref={form}>
        <Form layout="vertical" onFinish={submit}>
          <div className="form-pair">
            <Form.Item label={t('column.sum')} htmlFor="invoice-sum" required {...(missing && { validateStatus: 'error', help: t('book.sumMissing') })}>
              <AmountInput id="invoice-sum" label={t('column.sum')} data-autofocus value={amount} onChange={setAmount} suffix={currency} />
            </Form.Item>
            <Form.Item label={t('invoice.vat')} htmlFor="invoice-vat">
              <Select id="invoice-vat" value={vatPercent} onChange={setVatPercent} options={vatRates.map((rate) => ({ value: rate, label: rate === null ? t('invoice.noVat') : `${rate} %` }))} />
            </Form.Item>
          </div>
          <Form.Item label={t('invoice.service')} htmlFor="invoice-service"><Input id="invoice-service" maxLength={500} value={serviceName} placeholder={t('invoice.serviceHint')} onChange={(event) => setServiceName(event.target.value)} /></Form.Item>
          <ProblemNote error={make.error} />
          <button type="submit" hidden />
        </Form>
      </div>
    </Dialog>
  );
}
