// The section of orders: the list, and the form of a new order or of one that is there.
import { useTranslation } from 'react-i18next';
import { Route, Routes, useParams, useSearchParams } from 'react-router';
import { useOperation } from '../../ui/api/hooks.js';
import { Empty, ProblemNote } from '../../ui/components/small.js';
import { ChangeDailyOrder, NewDailyOrder } from './daily/DailyOrderPage.js';
import { OrderForm } from './OrderForm.js';
import { OrderList } from './OrderList.js';
import './orders.css';

export default function OrdersPage() {
  return (
    <Routes>
      <Route index element={<OrderList />} />
      <Route path="new" element={<NewOrder />} />
      <Route path="daily/new" element={<NewDailyOrder />} />
      <Route path="daily/:id" element={<ChangeDailyOrder />} />
      <Route path=":id/change" element={<ChangeOrder />} />
      <Route path="*" element={<OrderList />} />
    </Routes>
  );
}

function NewOrder() {
  const [params] = useSearchParams();
  // Another caller is another form.
  return <OrderForm key={params.toString()} />;
}

function ChangeOrder() {
  const { t } = useTranslation('orders');
  const { id } = useParams();
  // Read once: what others change meanwhile is a conflict when saving, field by field.
  const order = useOperation('getOrder', { id: Number(id) });
  if (order.error) return <div className="page"><ProblemNote error={order.error} onRetry={() => void order.refetch()} /></div>;
  if (!order.data) return null;
  if (order.data.endedAt !== null) return <Empty title={t('ended')} />;
  return <OrderForm key={order.data.id} order={order.data} />;
}
