import { useTranslation } from 'react-i18next';
import { Link, Route, Routes } from 'react-router';
import { useSession } from '../session.js';
import { ChangeOrder } from './ChangeOrder.js';
import { NewOrder } from './NewOrder.js';
import { OneOrder } from './OneOrder.js';
import { OrderLists } from './OrderLists.js';
import './orders.css';

export default function OrdersPage() {
  return (
    <Routes>
      <Route index element={<Lists />} />
      <Route path="new" element={<NewOrder />} />
      <Route path=":id" element={<OneOrder />} />
      <Route path=":id/change" element={<ChangeOrder />} />
    </Routes>
  );
}

function Lists() {
  const { t } = useTranslation('orders');
  const { can, readOnly } = useSession();
  return (
    <div className="page">
      <div className="head"><h1>{t('title')}</h1>{can('right.currentOrders') && !readOnly && <Link to="/orders/new" className="main-button">{t('new')}</Link>}</div>
      <OrderLists />
    </div>
  );
}
