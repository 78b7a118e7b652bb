import { CarOutlined, CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined, EnvironmentOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderView, OrderState as State } from '../../contract/orders.js';
import { StateTag, type Tone } from '../../ui/components/small.js';

const signs: Record<State, { tone: Tone; icon: ReactNode }> = {
  new: { tone: 'look', icon: <ClockCircleOutlined /> },
  driverAssigned: { tone: 'plain', icon: <CarOutlined /> },
  carAtPlace: { tone: 'plain', icon: <EnvironmentOutlined /> },
  clientInside: { tone: 'plain', icon: <UserOutlined /> },
  finished: { tone: 'fine', icon: <CheckCircleOutlined /> },
  aborted: { tone: 'cannot', icon: <CloseCircleOutlined /> },
};

export function OrderState({ order: { state } }: { order: Pick<OrderView, 'state'> }) {
  const { t } = useTranslation('orders');
  const { tone, icon } = signs[state];
  return <StateTag tone={tone} icon={icon}>{t(`state.${state}`)}</StateTag>;
}
