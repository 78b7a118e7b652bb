// Beside the form: what the driver must know, and what this customer ordered last, for "as always".
import { Empty } from '../../ui/components/small.js';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrderView } from '../../contract/orders.js';
import { useOperation } from '../../ui/api/hooks.js';
import { shortTime } from '../../ui/format/dates.js';
import { OrderState } from './OrderState.js';
import type { Answer } from './use-order-form.js';

export const RECENT = 5;

export function useRecentOrders(customerId: number | null): OrderView[] {
  const found = useOperation('listOrders', { customerId: customerId ?? 0, limit: RECENT }, { enabled: customerId !== null, watch: ['order'] });
  return customerId === null ? [] : (found.data?.items ?? []);
}

export function OrderAside({ answer, recent, onRepeat }: { answer: Answer | undefined; recent: readonly OrderView[]; onRepeat(order: OrderView): void }) {
  const { t } = useTranslation('orders');
  const notes = answer?.notes ?? [];
  const attributes = answer?.attributes ?? [];
  return (
    <aside className="order-beside column" aria-label={t('beside.title')}>
      <h2>{t('beside.notes')}</h2>
      {notes.length === 0 ? <p className="soft">{t('beside.noNotes')}</p> : notes.map(({ client, text }) => (
        <div key={client.id} className="note"><div className="soft">{client.name}</div><div className="pre">{text}</div></div>
      ))}
      {attributes.length > 0 && (
        <ul className="plain-list">{attributes.map(({ id, name, value }) => <li key={id}>{name}{typeof value === 'boolean' ? '' : `: ${shown(value)}`}</li>)}</ul>
      )}
      <h2>{t('beside.recent')}</h2>
      {recent.length === 0 ? <Empty title={t('beside.noRecent')} /> : (
        <ul className="plain-list recent">
          {recent.map((order, index) => (
            <li key={order.id}>
              <Button type="text" className="recent-order" onClick={() => onRepeat(order)} title={t('beside.repeat')}>
                <kbd>Alt {index + 1}</kbd>
                <span className="clip">{order.addresses.map(({ address }) => address).join(' → ') || t('noAddress')}</span>
                <span className="soft number">{shortTime(order.at)}</span>
                <OrderState order={order} />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : Array.isArray(value) ? value.map(shown).join(', ') : String(value ?? '');
}
