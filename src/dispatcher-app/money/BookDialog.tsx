// A receipt or an expense (M-5), with the balance that comes of it shown before it is booked.
import { App, Form, Input, Radio, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../contract/accounts.js';
import { useCommand } from '../../ui/api/hooks.js';
import { DayInput } from '../../ui/components/DayInput.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { AmountInput } from '../../ui/components/MoneyInput.js';
import { MoneyText, type Named, ProblemNote } from '../../ui/components/small.js';
import { localDateTime } from '../../ui/format/dates.js';
import { addAmounts } from '../../ui/format/money.js';
import { useIdempotencyKey } from './idempotency.js';
import { useKindName } from './kind-name.js';
import { PastFloor } from './PastFloor.js';

interface Props {
  type: 'receipt' | 'expense';
  client: Named;
  accounts: readonly AccountView[];
  kind: number;
  onClose(): void;
}

const keyOf = ({ carrier, kind }: AccountView) => `${carrier.id}-${kind.id}`;

export function BookDialog({ type, client, accounts, kind, onClose }: Props) {
  const { t } = useTranslation('money');
  const { notification } = App.useApp();
  const key = useIdempotencyKey();
  const form = useRef<HTMLDivElement>(null);
  const kindName = useKindName();
  const [chosen, setChosen] = useState(() => keyOf((accounts.find((account) => account.kind.id === kind) ?? accounts[0]) as AccountView));
  const [amount, setAmount] = useState<string | undefined>();
  const [cash, setCash] = useState(false);
  const [at, setAt] = useState('');
  const [name, setName] = useState('');
  const [comment, setComment] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const now = localDateTime(new Date().toISOString());
  const future = at > now;
  const account = accounts.find((each) => keyOf(each) === chosen) as AccountView;
  const book = useCommand('bookOperation', (operation) => {
    notification.success({ title: t(`book.${type}Done`, { id: operation.id, name: client.name }), placement: 'bottomRight', duration: 4 });
    onClose();
  });
  const submit = () => {
    if (amount === undefined || Number(amount) <= 0 || form.current?.querySelector('[aria-invalid=true]')) return setMissing(true);
    setMissing(false);
    const body = {
      type, sum: { amount, currency: account.currency }, accountKind: account.kind.id, carrierId: account.carrier.id, cash,
      ...(at && { at: new Date(at).toISOString() }), ...(name.trim() && { name: name.trim() }), ...(comment.trim() && { comment: comment.trim() }), ...(reason.trim() && { pastFloorReason: reason.trim() }),
    };
    book.mutate({ params: { id: client.id, idempotencyKey: key.keyFor({ id: client.id, body }) }, body });
  };
  return (
    <Dialog open title={t(`book.${type}Title`, { name: client.name })} okText={t(`book.${type}`)} cancelText={t('back')} okButtonProps={{ loading: book.isPending }} onOk={submit} onCancel={onClose}>
      <div ref={form}>
        <Form layout="vertical" onFinish={submit}>
          <div className="form-pair">
            <Form.Item label={t('column.account')} htmlFor="book-account">
              <Select id="book-account" value={chosen} onChange={setChosen} options={accounts.map((each) => ({ value: keyOf(each), label: `${kindName(each.kind)} · ${each.carrier.name}` }))} />
            </Form.Item>
            <Form.Item label={t('column.sum')} htmlFor="book-sum" required {...(missing && { validateStatus: 'error', help: t('book.sumMissing') })}>
              <AmountInput id="book-sum" label={t('column.sum')} data-autofocus value={amount} onChange={setAmount} suffix={account.currency} />
            </Form.Item>
          </div>
          <div className="form-pair">
            <Form.Item label={t('detail.how')}>
              <Radio.Group aria-label={t('detail.how')} value={cash} onChange={(event) => setCash(event.target.value as boolean)} options={[{ value: false, label: t('detail.noCash') }, { value: true, label: t('detail.cash') }]} />
            </Form.Item>
            <Form.Item label={t('detail.at')} htmlFor="book-at" extra={at === '' ? t('book.now') : undefined} {...(future && { validateStatus: 'error', help: t('book.notFuture') })}>
              <DayInput id="book-at" withTime value={at} onChange={setAt} max={now} status={future ? 'error' : ''} />
            </Form.Item>
          </div>
          <Form.Item label={t('book.name')} htmlFor="book-name"><Input id="book-name" value={name} maxLength={500} placeholder={t(`kind.${type}`)} onChange={(event) => setName(event.target.value)} /></Form.Item>
          <Form.Item label={t('column.comment')} htmlFor="book-comment"><Input id="book-comment" value={comment} onChange={(event) => setComment(event.target.value)} /></Form.Item>
          <PastFloor error={book.error} reason={reason} onReason={setReason} />
          <ProblemNote error={book.error} />
          {amount !== undefined && (
            <div className="row apart money-after"><span>{t('balanceAfter')}</span><span><MoneyText money={account.balance} /> → <strong><MoneyText money={addAmounts(account.balance, type === 'receipt' ? amount : `-${amount}`)} /></strong></span></div>
          )}
          <button type="submit" hidden />
        </Form>
      </div>
    </Dialog>
  );
}
