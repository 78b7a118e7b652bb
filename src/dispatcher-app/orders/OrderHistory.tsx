import { useTranslation } from 'react-i18next';
import { useOperation } from '../../ui/api/hooks.js';
import { Time } from '../../ui/components/small.js';
import { colon } from '../../ui/i18n/i18n.js';
import { useActorName } from '../history/actor-name.js';

export function OrderHistory({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const nameOf = useActorName();
  const { data } = useOperation('listHistory', { entity: 'order', entityId: id, limit: 50 }, { watch: [`order:${id}`] });
  if (!data) return null;
  return (
    <>
      <h3>{t('drawer.history')}</h3>
      <ul className="plain-list order-history">
        {data.items.map(({ id: row, at, action, actorName, changes }) => (
          <li key={row}>
            <span className="row"><strong>{t(`action.${action}`, { keySeparator: false, defaultValue: action })}</strong><span className="soft">{nameOf(actorName)}</span><Time at={at} /></span>
            {action !== 'order.created' && Object.entries(changes).slice(0, 6).map(([field, [before, after]]) => (
              <div key={field} className="soft clip">{t(`changed.${field}`, { keySeparator: false, defaultValue: field })}{colon()}{shown(before)} → {shown(after)}</div>
            ))}
          </li>
        ))}
      </ul>
    </>
  );

  function shown(value: unknown): string {
    if (value === null || value === undefined || value === '') return '—';
    if (typeof value !== 'object') return String(t(`state.${String(value)}`, { defaultValue: String(value) }));
    if (Array.isArray(value)) return value.map(shown).join(' → ');
    const { name, address, amount } = value as { name?: string; address?: string; amount?: string };
    return name ?? address ?? amount ?? '…';
  }
}
