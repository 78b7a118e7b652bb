// From one client to another of the same organisation (M-8): both balances, before and after, are seen first.
import { App, Form, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../ui/api/hooks.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { AmountInput } from '../../ui/components/MoneyInput.js';
import { MoneyText, ProblemNote } from '../../ui/components/small.js';
import { addAmounts } from '../../ui/format/money.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useIdempotencyKey } from './idempotency.js';

const MAIN = 0;

function useMain(clientId: number | null) {
  const accounts = useOperation('listAccounts', { id: clientId ?? 0 }, { enabled: clientId !== null, watch: [`account:${clientId}`] });
  return clientId === null ? undefined : accounts.data?.items.find(({ kind }) => kind.id === MAIN);
}

export function TransferDialog({ from, onClose }: { from: number | null; onClose(): void }) {
  const { t } = useTranslation('money');
  const { notification } = App.useApp();
  const key = useIdempotencyKey();
  const form = useRef<HTMLDivElement>(null);
  const [fromId, setFromId] = useState(from);
  const [toId, setToId] = useState<number | null>(null);
  const [amount, setAmount] = useState<string | undefined>();
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const client = useOperation('getClient', { id: fromId ?? 0 }, { enabled: fromId !== null });
  const root = client.data ? (client.data.path[0]?.id ?? client.data.id) : undefined;
  const [source, target] = [useMain(fromId), useMain(toId)];
  const transfer = useCommand('createTransfer', (operation) => {
    notification.success({ title: t('transfer.done', { id: operation.id }), placement: 'bottomRight', duration: 4 });
    onClose();
  });
  const submit = () => {
    if (fromId === null || toId === null || amount === undefined || Number(amount) <= 0 || form.current?.querySelector('[aria-invalid=true]')) return setMissing(true);
    setMissing(false);
    const body = { fromClientId: fromId, toClientId: toId, sum: { amount, currency: source?.currency ?? 'RUB' }, ...(comment.trim() && { comment: comment.trim() }) };
    transfer.mutate({ params: { idempotencyKey: key.keyFor(body) }, body });
  };
  const sides = [{ id: 'from', account: source, change: `-${amount}` }, { id: 'to', account: target, change: amount ?? '0' }] as const;
  return (
    <Dialog open title={t('transfer.title')} okText={t('transfer.yes')} cancelText={t('back')} okButtonProps={{ loading: transfer.isPending }} onOk={submit} onCancel={onClose} width={560}>
      <div ref={form}>
        <Form layout="vertical" onFinish={submit}>
          <Form.Item label={t('transfer.from')} htmlFor="transfer-from" required {...(missing && fromId === null && { validateStatus: 'error', help: t('transfer.chooseClient') })}>
            <ClientSelect id="transfer-from" label={t('transfer.from')} ownAccount value={fromId} data-autofocus={from === null || undefined} onChange={(next) => setFromId(next?.id ?? null)} />
          </Form.Item>
          <Form.Item label={t('transfer.to')} htmlFor="transfer-to" required extra={t('transfer.sameTree')} {...(missing && toId === null && { validateStatus: 'error', help: t('transfer.chooseClient') })}>
            <ClientSelect id="transfer-to" label={t('transfer.to')} ownAccount value={toId} data-autofocus={from !== null || undefined} {...(root !== undefined && { below: root })} onChange={(next) => setToId(next?.id ?? null)} />
          </Form.Item>
          <div className="form-pair">
            <Form.Item label={t('column.sum')} htmlFor="transfer-sum" required {...(missing && amount === undefined && { validateStatus: 'error', help: t('book.sumMissing') })}>
              <AmountInput id="transfer-sum" label={t('column.sum')} value={amount} onChange={setAmount} suffix={source?.currency ?? ''} />
            </Form.Item>
            <Form.Item label={t('column.comment')} htmlFor="transfer-comment"><Input id="transfer-comment" value={comment} onChange={(event) => setComment(event.target.value)} /></Form.Item>
          </div>
          {amount !== undefined && sides.map(({ id, account, change }) => account && (
            <div key={id} className="row apart money-after" data-side={id}>
              <span>{t(`transfer.after.${id}`)}</span>
              <span><MoneyText money={account.balance} /> → <strong><MoneyText money={addAmounts(account.balance, change)} /></strong></span>
            </div>
          ))}
          <ProblemNote error={transfer.error} />
          <button type="submit" hidden />
        </Form>
      </div>
    </Dialog>
  );
}
