// Invoices for payment: make one, take its PDF, say that it was paid.
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { useDirectory, useUsualCurrency } from '../../ui/api/directories.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { download } from '../../ui/api/http.js';
import { MoneyInput } from '../../ui/components/MoneyInput.js';
import { MoneyText, ProblemNote, StateTag, useProblemText } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { formatMoney, type Money } from '../../ui/format/money.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';
import { useCard } from './card-context.js';

export function Invoices() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { can } = useSession();
  const { modal } = App.useApp();
  const { id, card } = useCard();
  const { done, fail } = useClientActions();
  const [making, setMaking] = useState(false);
  const invoices = useOperation('listInvoices', { id, limit: 50 }, { watch: ['invoice', 'operation', `client:${id}`] });
  const pay = async (invoice: { id: number; number: number; sum: Money }) => {
    const yes = await modal.confirm({ title: t('invoices.payQuestion', { number: invoice.number }), content: t('invoices.payText', { sum: formatMoney(invoice.sum) }), okText: t('invoices.pay') });
    if (!yes) return;
    live.call('payInvoice', { id: invoice.id }).then(() => {
      done(t('invoices.paidNow', { number: invoice.number }));
      void invoices.refetch();
    }, fail);
  };
  return (
    <div className="column">
      {can('operation.book') && !card.deleted && (making ? <InvoiceForm onClose={() => setMaking(false)} onMade={() => { setMaking(false); void invoices.refetch(); }} /> : <div><Button onClick={() => setMaking(true)}>{t('invoices.make')}</Button></div>)}
      {invoices.error && <ProblemNote error={invoices.error} onRetry={() => void invoices.refetch()} />}
      {invoices.data?.items.length === 0 && <span className="soft">{t('invoices.none')}</span>}
      {(invoices.data?.items.length ?? 0) > 0 && (
        <table className="plain-table money">
          <thead><tr><th scope="col">{t('invoices.number')}</th><th scope="col">{t('invoices.issuedOn')}</th><th scope="col">{t('invoices.receiver')}</th><th scope="col">{t('invoices.service')}</th><th scope="col" className="end">{t('invoices.sum')}</th><th scope="col">{t('invoices.state')}</th><th scope="col"><span className="visually-hidden">{t('acts')}</span></th></tr></thead>
          <tbody>
            {invoices.data?.items.map((invoice) => (
              <tr key={invoice.id}>
                <th scope="row" className="number">{invoice.number}/{invoice.year}</th><td>{formatDate(invoice.issuedOn)}</td><td>{invoice.carrier.name}</td><td>{invoice.serviceName}</td><td className="end"><MoneyText money={invoice.sum} /></td>
                <td>{invoice.paidBy === null ? <StateTag tone="look">{t('invoices.open')}</StateTag> : <StateTag tone="fine">{t('invoices.paid')}</StateTag>}</td>
                <td><div className="row"><Button size="small" icon={<DownloadOutlined />} aria-label={t('invoices.pdf', { number: invoice.number })} onClick={() => void download(`/invoices/${invoice.id}/pdf`).catch(fail)}>PDF</Button>{invoice.paidBy === null && can('operation.book') && <Button size="small" onClick={() => void pay(invoice)}>{t('invoices.pay')}</Button>}</div></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function InvoiceForm({ onClose, onMade }: { onClose(): void; onMade(): void }) {
  const { t } = useTranslation('card');
  const live = useLive();
  const { id } = useCard();
  const { done } = useClientActions();
  const problemText = useProblemText();
  const currency = useUsualCurrency();
  const carriers = useDirectory('carriers').data?.items ?? [];
  const [sum, setSum] = useState<Money | null>(null);
  const [serviceName, setServiceName] = useState('');
  const [vatPercent, setVatPercent] = useState<number | null>(null);
  const [carrierId, setCarrierId] = useState<number | undefined>();
  const [refusal, setRefusal] = useState<string | null>(null);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (!sum) return;
    try {
      const invoice = await live.call('createInvoice', { id }, { sum, ...(serviceName.trim() && { serviceName: serviceName.trim() }), ...(vatPercent !== null && { vatPercent }), ...(carrierId !== undefined && { carrierId }) });
      done(t('invoices.made', { number: invoice.number }));
      onMade();
    } catch (error) {
      setRefusal(error instanceof CallError ? problemText(error) : String(error));
    }
  };
  return (
    <form className="panel column" onSubmit={(event) => void make(event)} aria-label={t('invoices.make')}>
      <div className="row wrap">
        <MoneyInput label={t('invoices.sum')} {...(currency !== undefined && { currency })} value={sum} onChange={(next) => setSum(next ?? null)} />
        <Input aria-label={t('invoices.service')} placeholder={t('invoices.servicePlace')} style={{ width: 260 }} maxLength={500} value={serviceName} onChange={(event) => setServiceName(event.target.value)} />
        <InputNumber aria-label={t('invoices.vat')} placeholder={t('invoices.vat')} min={0} max={99} suffix="%" style={{ width: 110 }} value={vatPercent} onChange={setVatPercent} />
        <Select aria-label={t('invoices.receiver')} placeholder={t('invoices.receiver')} allowClear style={{ width: 200 }} value={carrierId} onChange={setCarrierId} options={carriers.map((carrier) => ({ value: carrier.id, label: carrier.name }))} />
      </div>
      {refusal && <div role="alert" className="cannot">{refusal}</div>}
      <div className="row"><Button type="primary" htmlType="submit" disabled={!sum}>{t('invoices.make')}</Button><Button onClick={onClose}>{t('cancel')}</Button></div>
    </form>
  );
}
