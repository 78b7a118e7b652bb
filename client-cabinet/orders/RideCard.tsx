import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CabinetOrder } from '../../src/contract/cabinet-orders.js';
import { MoneyText, StateTag, type Tone } from '../../src/ui/components/plain.js';
import { useTimes } from '../shell/times.js';

const tones: Record<CabinetOrder['state'], Tone> = { new: 'plain', driverAssigned: 'fine', carAtPlace: 'look', clientInside: 'fine', finished: 'fine', aborted: 'cannot' };

/** A ride in a list: who, where, when, how far it is, car and driver. */
export function RideCard({ order }: { order: CabinetOrder }) {
  const { t } = useTranslation('rides');
  const { moment } = useTimes();
  const route = order.addresses.map(({ address }) => address);
  return (
    <Link to={`/orders/${order.id}`} className={`ride ${order.endedAt === null && !order.preliminary ? 'live' : ''}`}>
      <span className="row apart"><strong className="clip">{order.passenger ?? order.customer.name ?? t('somebody')}</strong><StateTag tone={tones[order.state]}>{t(`state.${order.state}`)}</StateTag></span>
      <span>{route.length === 0 ? <span className="soft">{t('noAddress')}</span> : route.length === 1 ? route[0] : `${route[0]} → ${route.at(-1)}`}</span>
      {(order.car ?? order.driver) && order.endedAt === null && <span>{[order.car, order.driver].filter(Boolean).join(' · ')}</span>}
      <span className="row apart soft small"><span>{moment(order.at)} · № {order.id}</span>{order.total && <MoneyText money={order.total} />}</span>
    </Link>
  );
}
