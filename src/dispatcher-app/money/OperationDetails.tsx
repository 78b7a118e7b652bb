// One operation with all its facts, its counter-operation, and the way to cancel it (M-4).
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OperationView } from '../../contract/accounts.js';
import { MoneyText, StateTag } from '../../ui/components/small.js';
import { exactTime } from '../../ui/format/dates.js';
import { useSession } from '../session.js';
import { CancelDialog } from './CancelDialog.js';
import { useOperationName } from './operation-name.js';

export function OperationDetails({ operation, onGo, onClose }: { operation: OperationView; onGo(id: number): void; onClose(): void }) {
  const { t } = useTranslation('money');
  const nameOf = useOperationName();
  const { can } = useSession();
  const [cancelling, setCancelling] = useState(false);
  const { id, sum, type, at, bookedAt, cash, comment, orderId, pastFloorReason, otherClient, cancels, cancelledBy, actorName, channel } = operation;
  const facts: [string, React.ReactNode][] = [
    [t('detail.at'), exactTime(at)],
    ...(bookedAt === at ? [] : [[t('detail.bookedAt'), exactTime(bookedAt)] as [string, string]]),
    [t('detail.how'), cash ? t('detail.cash') : t('detail.noCash')],
    [t('detail.who'), `${actorName} · ${t(`channel.${channel}`, { defaultValue: channel })}`],
    [t('detail.after'), <MoneyText key="after" money={operation.balanceAfter} />],
    ...(otherClient ? [[t('detail.otherClient'), <Link key="other" to={`/money?client=${otherClient.id}`}>{otherClient.name}</Link>] as [string, React.ReactNode]] : []),
    ...(orderId === null ? [] : [[t('detail.order'), can('order.manage') ? <Link key="order" to={`/orders?order=${orderId}`}>№ {orderId}</Link> : `№ ${orderId}`] as [string, React.ReactNode]]),
    ...(comment ? [[t('column.comment'), comment] as [string, string]] : []),
    ...(pastFloorReason ? [[t('detail.pastFloor'), pastFloorReason] as [string, string]] : []),
  ];
  return (
    <aside className="panel money-details" aria-label={t('detail.title', { id })}>
      <div className="row apart">
        <h2>{t('detail.title', { id })}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      <div>{nameOf(operation)}</div>
      <strong className="money-sum"><MoneyText money={type === 'receipt' ? sum : { ...sum, amount: `-${sum.amount}` }} signed /></strong>
      <dl className="facts">{facts.map(([name, value]) => <Fact key={name} name={name} value={value} />)}</dl>
      {cancelledBy !== null && <div className="row wrap"><StateTag tone="look">{t('kind.cancelled')}</StateTag><Button type="link" onClick={() => onGo(cancelledBy)}>{t('detail.cancelledBy', { id: cancelledBy })}</Button></div>}
      {cancels !== null && <Button type="link" className="path-link" onClick={() => onGo(cancels)}>{t('detail.cancels', { id: cancels })}</Button>}
      {can('operation.book') && cancelledBy === null && cancels === null && <Button danger onClick={() => setCancelling(true)}>{t('cancel.open')}</Button>}
      {cancelling && <CancelDialog operation={operation} onClose={() => setCancelling(false)} onDone={(counter) => onGo(counter.id)} />}
    </aside>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return <><dt>{name}</dt><dd>{value}</dd></>;
}
