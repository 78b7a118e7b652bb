// What a message of an integration looks like, as it comes in and when it is read again.
import { CheckCircleOutlined, CloseCircleOutlined, InfoCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Result } from '../../ui/api/operations.js';
import { useSession } from '../session.js';

export type ShownMessage = Result<'getOperatorMessage'>;

const icons: Record<string, ReactNode> = {
  error: <CloseCircleOutlined className="cannot" />, warning: <WarningOutlined className="look" />, confirmation: <CheckCircleOutlined className="fine" />, information: <InfoCircleOutlined className="soft" />,
};

export function useMessageTitle(): (message: Pick<ShownMessage, 'header' | 'kind'>) => string {
  const { t } = useTranslation('calls');
  return ({ header, kind }) => header ?? t(`message.kind.${kind}`, { defaultValue: kind });
}

export function MessageTitle({ message }: { message: Pick<ShownMessage, 'header' | 'kind'> }) {
  const title = useMessageTitle();
  return <span className="row">{icons[message.kind]}<strong>{title(message)}</strong></span>;
}

/** To the card and the order that the message names. */
export function MessageLinks({ message: { clientId, orderId } }: { message: Pick<ShownMessage, 'clientId' | 'orderId'> }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const { can } = useSession();
  return (
    <span className="row message-links">
      {clientId !== null && can('client.view') && <Button size="small" onClick={() => void navigate(`/clients?client=${clientId}&card=${clientId}`)}>{t('message.openClient')}</Button>}
      {orderId !== null && can('order.manage') && <Button size="small" onClick={() => void navigate(`/orders?order=${orderId}`)}>{t('message.openOrder', { id: orderId })}</Button>}
    </span>
  );
}
