// Beside the form: what this customer ordered last, for "as always".
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrderView } from '../../contract/orders.js';
import { useOperation } from '../../ui/api/hooks.js';
import { Empty } from '../../ui/components/small.js';
import { OrderState } from './OrderState.js';
import { OrderTime } from './OrderTime.js';

export const RECENT = 5;

export function useRecentOrders(customerId: number | null): OrderView[] {
  const found = useOperation('listOrders', { customerId: customerId ?? 0, limit: RECENT }, { enabled: customerId !== null, watch: ['order'] });
  return customerId === null ? [] : (found.data?.items ?? []);
}

export function OrderAside({ recent, onRepeat }: { recent: readonly OrderView[]; onRepeat(order: OrderView): void }) {
  const { t } = useTranslation('orders');
  return (
    <aside className="order-beside column" aria-label={t('beside.recent')}>
      <h2>{t('beside.recent')}</h2>
      {recent.length === 0 ? <Empty title={t('beside.noRecent')}><p>{t('beside.recentHint')}</p></Empty> : (
        <ul className="plain-list recent">
          {recent.map((order, index) => (
            <li key={order.id}>
              <Button type="text" className="recent-order" onClick={() => onRepeat(order)} title={t('beside.repeat')}>
                <span className="row apart"><span className="row"><kbd>Alt+{index + 1}</kbd><OrderTime at={order.at} /></span><OrderState order={order} /></span>
                {order.addresses.map(({ address }, stop) => <span key={`${order.id} ${order.addresses.slice(0, stop).length}`} className="clip">{stop > 0 && '→ '}{address}</span>)}
                {order.addresses.length === 0 && <span className="soft">{t('noAddress')}</span>}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
