import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { useSession } from '../session.js';

/** M-6: appears once the floor has refused; whoever has the right may book past it and must say why. */
export function PastFloor({ error, reason, onReason }: { error: CallError | null; reason: string; onReason(reason: string): void }) {
  const { t } = useTranslation('money');
  const { can } = useSession();
  if ((error?.code !== 'ledger.below_floor' && reason === '') || !can('operation.bookPastFloor')) return null;
  return (
    <Form.Item label={t('book.pastFloor')} htmlFor="past-floor" extra={t('book.pastFloorHint')}>
      <Input id="past-floor" value={reason} maxLength={500} onChange={(event) => onReason(event.target.value)} />
    </Form.Item>
  );
}
