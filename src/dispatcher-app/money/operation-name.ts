import { useTranslation } from 'react-i18next';
import type { OperationView } from '../../contract/accounts.js';

/** What an operation was, in one line. */
export function useOperationName(): (operation: Pick<OperationView, 'kind' | 'name' | 'orderId'> & Partial<Pick<OperationView, 'type' | 'otherClient' | 'cancels' | 'cancelledBy'>>) => string {
  const { t } = useTranslation('money');
  return ({ kind, name, type = 'receipt', orderId, otherClient = null, cancels = null, cancelledBy = null }) => {
    const what = kind === 'transfer' && otherClient ? t(`kind.transfer.${type}`, { name: otherClient.name })
      : kind === 'cancellation' && cancels !== null ? t('kind.cancels', { id: cancels })
      : orderId !== null ? t(`kind.${kind}Of`, { id: orderId, defaultValue: t(`kind.${kind}`) })
      : (name ?? t(`kind.${kind}`));
    return cancelledBy === null ? what : `${what} · ${t('kind.cancelled')}`;
  };
}
