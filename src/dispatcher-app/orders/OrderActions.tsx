// What can be done with an order. Crews are assigned from outside as a rule; the operator may say each step too.
import { CalendarOutlined, CopyOutlined, DownOutlined, EditOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { OrderState, OrderView } from '../../contract/orders.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { useProblemText } from '../../ui/components/small.js';
import { emptyDraft, keepDraft } from './draft.js';
import { AbortOrder, AssignCrew, FinishOrder } from './steps.js';

const nextSteps: Partial<Record<OrderState, OrderState[]>> = {
  new: ['driverAssigned', 'carAtPlace', 'clientInside'], driverAssigned: ['new', 'carAtPlace', 'clientInside'], carAtPlace: ['new', 'driverAssigned', 'clientInside'], clientInside: [],
};

export function OrderActions({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const live = useLive();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [dialog, setDialog] = useState<'finish' | 'abort' | 'assign' | null>(null);
  const step = async (state: OrderState) => {
    try {
      await live.call('changeOrderState', { id: order.id }, { state });
    } catch (error) {
      message.error(error instanceof CallError ? problemText(error) : String(error));
    }
  };
  const repeat = () => {
    const { customer, payer, passenger, phone, addresses, comment, costCentre } = order;
    keepDraft({
      ...emptyDraft(`repeat=${order.id}`), customerId: customer.id, payingId: payer.id === customer.id ? null : payer.id, passenger: passenger ?? '', phone: phone ?? '', comment: comment ?? '', costCentre: costCentre ?? '',
      stops: addresses.length >= 2 ? addresses.map(({ address }) => address) : [addresses[0]?.address ?? '', ''],
    });
    void navigate(`/orders/new?repeat=${order.id}`);
  };
  const open = order.endedAt === null;
  const steps = nextSteps[order.state] ?? [];
  return (
    <div className="row wrap">
      {open && <Button icon={<EditOutlined />} onClick={() => void navigate(`/orders/${order.id}/change`)}>{t('act.change')}</Button>}
      {open && steps.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: steps.map((state) => ({ key: state, label: t(`step.${state}`), onClick: () => (state === 'driverAssigned' ? setDialog('assign') : void step(state)) })) }}>
          <Button>{t('act.step')} <DownOutlined /></Button>
        </Dropdown>
      )}
      {open && <Button onClick={() => setDialog('finish')}>{t('act.finish')}</Button>}
      {open && <Button danger onClick={() => setDialog('abort')}>{t('act.abort')}</Button>}
      <Button icon={<CopyOutlined />} onClick={repeat}>{t('act.repeat')}</Button>
      {order.dailyOrderId === null && <Button icon={<CalendarOutlined />} onClick={() => void navigate(`/orders/daily/new?order=${order.id}`)}>{t('act.daily')}</Button>}
      <FinishOrder order={order} open={dialog === 'finish'} onClose={() => setDialog(null)} />
      <AbortOrder order={order} open={dialog === 'abort'} onClose={() => setDialog(null)} />
      <AssignCrew order={order} open={dialog === 'assign'} onClose={() => setDialog(null)} />
    </div>
  );
}
