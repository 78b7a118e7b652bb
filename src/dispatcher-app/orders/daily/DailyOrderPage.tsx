// /orders/daily/new, with ?order=<id> the ride to repeat, and /orders/daily/<id>.
import { useParams, useSearchParams } from 'react-router';
import type { DailyOrderView } from '../../../contract/daily-orders.js';
import { useOperation, useQuestion } from '../../../ui/api/hooks.js';
import { ProblemNote } from '../../../ui/components/small.js';
import { dailyOf, dailyOfOrder, emptyDaily } from './daily-draft.js';
import { DailyOrderForm } from './DailyOrderForm.js';

export function NewDailyOrder() {
  const [params] = useSearchParams();
  const number = (name: string) => (/^[1-9]\d{0,9}$/.test(params.get(name) ?? '') ? Number(params.get(name)) : null);
  const orderId = number('order');
  const clientId = number('client');
  const order = useOperation('getOrder', { id: orderId ?? 0 }, { enabled: orderId !== null });
  // The hour of a ride is its customer's.
  const customer = useQuestion('resolveOrder', { clientId: order.data?.customer.id ?? 0 }, { enabled: order.data !== undefined });
  const error = order.error ?? customer.error;
  if (error) return <div className="page"><ProblemNote error={error} onRetry={() => void order.refetch()} /></div>;
  if (orderId !== null && (!order.data || !customer.data)) return null;
  const begin = () => (order.data ? dailyOfOrder(order.data, customer.data?.timeZone ?? 'local') : { ...emptyDaily(), customerId: clientId });
  return <DailyOrderForm key={params.toString()} begin={begin} seed={params.toString()} />;
}

export function ChangeDailyOrder() {
  const { id } = useParams();
  const daily = useOperation('getDailyOrder', { id: Number(id) }, { watch: [`dailyOrder:${id}`, 'order'] });
  if (daily.error) return <div className="page"><ProblemNote error={daily.error} onRetry={() => void daily.refetch()} /></div>;
  if (!daily.data) return null;
  const opened: DailyOrderView = daily.data;
  return <DailyOrderForm key={id} daily={opened} begin={() => dailyOf(opened)} seed={`daily ${id}`} />;
}
