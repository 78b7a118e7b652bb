import { App, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationView } from '../../contract/accounts.js';
import { useCommand } from '../../ui/api/hooks.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { MoneyText, ProblemNote } from '../../ui/components/small.js';
import { useIdempotencyKey } from './idempotency.js';
import { PastFloor } from './PastFloor.js';

/** Says what will be booked before it is: the opposite, which stays in the books beside the first. */
export function CancelDialog({ operation, onClose, onDone }: { operation: OperationView; onClose(): void; onDone(counter: OperationView): void }) {
  const { t } = useTranslation('money');
  const { notification } = App.useApp();
  const key = useIdempotencyKey();
  const [comment, setComment] = useState('');
  const [reason, setReason] = useState('');
  const cancel = useCommand('cancelOperation', (counter) => {
    notification.success({ title: t('cancel.done', { id: operation.id, counter: counter.id }), placement: 'bottomRight', duration: 4 });
    onDone(counter);
    onClose();
  });
  const { id, type, sum } = operation;
  const submit = () => {
    const body = { ...(comment.trim() && { comment: comment.trim() }), ...(reason.trim() && { pastFloorReason: reason.trim() }) };
    cancel.mutate({ params: { id, idempotencyKey: key.keyFor({ id, body }) }, body });
  };
  return (
    <Dialog open title={t('cancel.title', { id })} okText={t('cancel.yes')} cancelText={t('back')} okButtonProps={{ danger: true, loading: cancel.isPending }} onOk={submit} onCancel={onClose}>
      <Form layout="vertical" onFinish={submit}>
        <p>{t('cancel.explain')} <strong><MoneyText money={type === 'receipt' ? { ...sum, amount: `-${sum.amount}` } : sum} signed /></strong></p>
        <Form.Item label={t('column.comment')} htmlFor="cancel-comment"><Input id="cancel-comment" data-autofocus value={comment} onChange={(event) => setComment(event.target.value)} /></Form.Item>
        <PastFloor error={cancel.error} reason={reason} onReason={setReason} />
        <ProblemNote error={cancel.error} />
        <button type="submit" hidden />
      </Form>
    </Dialog>
  );
}
