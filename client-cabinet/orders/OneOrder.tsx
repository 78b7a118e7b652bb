// One order: live while it runs; cancelled with its price told, repeated, rated.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import type { CabinetOrder } from '../../src/contract/cabinet-orders.js';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { newKey } from '../../src/ui/api/new-key.js';
import { MoneyText, StateTag } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { Opening } from '../shell/Opening.js';
import { TextField } from '../shell/TextField.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { KEPT, repeatOf } from './draft.js';
import { Rating } from './Rating.js';

export function OneOrder() {
  const { t } = useTranslation('orders');
  const id = Number(useParams().id);
  const said = useLocation().state as { made?: boolean; changed?: boolean } | null;
  const { data: order, error } = useOperation('cabinetGetOrder', { id }, { watch: [`order:${id}`, 'self'], enabled: Number.isInteger(id) && id > 0 });
  return (
    <div className="page">
      <Link className="link-button" to="/orders">‹ {t('title')}</Link>
      {(said?.made ?? said?.changed) && order?.endedAt === null && <p className="note-box fine-box" role="status">{t(said?.made ? 'made' : 'change.done', { id })}</p>}
      <Trouble error={error} />
      {!order && !error && <Opening />}
      {order && <Details order={order} />}
    </div>
  );
}

function Details({ order }: { order: CabinetOrder }) {
  const { t } = useTranslation(['orders', 'rides']);
  const { can, readOnly } = useSession();
  const { moment } = useTimes();
  const navigate = useNavigate();
  const [cancelling, setCancelling] = useState(false);
  const isOpen = order.endedAt === null;
  const mayOrder = can('right.currentOrders') && !readOnly;
  const repeat = () => {
    sessionStorage.setItem(`treeline.cabinet.${KEPT}`, JSON.stringify(repeatOf(order)));
    void navigate('/orders/new');
  };
  const facts: [string, React.ReactNode][] = [
    ['when', moment(order.at)], ['route', order.addresses.map(({ address }) => address).join(' → ')], ['customer', order.customer.name], ['passenger', order.passenger], ['phone', order.phone],
    ['car', order.car], ['driver', order.driver], ['payer.label', order.payer.kind === 'above' ? t('payer.above') : order.payer.name], ['tariff', order.tariff], ['discount', order.discount], ['costCentre', order.costCentre],
    ['comment', order.comment], ['price', order.total && <MoneyText money={order.total} />], ['penalty', Number(order.penalty.amount) > 0 && <MoneyText money={order.penalty} />], ['endReason', order.endReason],
  ];
  return (
    <>
      <section className="sheet" aria-labelledby="order-title">
        <div className="head"><h1 id="order-title">№ {order.id}</h1><output><StateTag tone={order.state === 'aborted' ? 'cannot' : isOpen ? 'look' : 'fine'}>{t(`rides:state.${order.state}`)}</StateTag></output></div>
        <dl className="facts">{facts.filter(([, value]) => value).map(([name, value]) => [<dt key={`${name} t`}>{t(name)}</dt>, <dd key={name}>{value}</dd>])}</dl>
        {mayOrder && (
          <div className="acts">
            <button type="button" className="quiet-button" onClick={repeat}>{t('repeat')}</button>
            {isOpen && <Link className="quiet-button" to={`/orders/${order.id}/change`}>{t('change.begin')}</Link>}
            {isOpen && <button type="button" className="danger-button" onClick={() => setCancelling(true)}>{t('cancel')}</button>}
          </div>
        )}
      </section>
      {order.state === 'finished' && <Rating orderId={order.id} mayRate={can('right.finishedOrders') && !readOnly} />}
      {cancelling && isOpen && <CancelDialog order={order} onClose={() => setCancelling(false)} />}
    </>
  );
}

function CancelDialog({ order, onClose }: { order: CabinetOrder; onClose(): void }) {
  const { t } = useTranslation('orders');
  const { can } = useSession();
  const [reason, setReason] = useState('');
  const [stopDaily, setStopDaily] = useState(false);
  const [key] = useState(newKey);
  const penalty = useOperation('cabinetGetPenalty', { id: order.id }, { watch: [`order:${order.id}`] });
  const cancel = useCommand('cabinetCancelOrder', onClose);
  const costs = penalty.data && Number(penalty.data.sum.amount) > 0;
  return (
    <Dialog title={t('cancelTitle', { id: order.id })} onClose={onClose}>
      {penalty.data && <p className={`note-box ${costs ? 'look-box' : ''}`}>{costs ? <>{t('costs')} <MoneyText money={penalty.data.sum} /></> : t('costsNothing')}</p>}
      <TextField label={t('cancelReason')} value={reason} onChange={setReason} maxLength={200} />
      {order.dailyOrderId !== null && can('right.dailyOrders') && <label className="check"><input type="checkbox" checked={stopDaily} onChange={({ target }) => setStopDaily(target.checked)} />{t('stopDaily')}</label>}
      <Trouble error={cancel.error ?? penalty.error} />
      <button type="button" className="danger-button" disabled={cancel.isPending || !penalty.data} onClick={() => cancel.mutate({ params: { id: order.id, idempotencyKey: key }, body: { reason: reason.trim() || null, ...(stopDaily && { stopDaily }) } })}>{t('cancelNow')}</button>
    </Dialog>
  );
}
