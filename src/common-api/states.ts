// States of orders and crews as this wire numbers them. The numbers are those that integrations have in their settings.
import type { OrderState } from '../contract/orders.js';

export interface WireState {
  readonly id: number;
  readonly name: string;
  /** Group of states in lists. */
  readonly type: 'accepted' | 'in_work' | 'finished' | 'aborted';
  /** state_kind of an order. */
  readonly kind: string;
  readonly state: OrderState;
}

export const orderStates: readonly WireState[] = [
  { id: 1, name: 'Новый заказ', type: 'accepted', kind: 'new_order', state: 'new' },
  { id: 7, name: 'Водитель принял заказ', type: 'in_work', kind: 'driver_assigned', state: 'driverAssigned' },
  { id: 10, name: 'Водитель подъехал на место', type: 'in_work', kind: 'car_at_place', state: 'carAtPlace' },
  { id: 11, name: 'Клиент внутри', type: 'in_work', kind: 'client_inside', state: 'clientInside' },
  { id: 4, name: 'Выполнен', type: 'finished', kind: 'finished', state: 'finished' },
  { id: 5, name: 'Прекращен', type: 'aborted', kind: 'aborted', state: 'aborted' },
];

export const crewStates = [
  { id: 1, name: 'Ожидает', state_type: 'waiting' },
  { id: 2, name: 'Недоступен', state_type: 'not_available' },
  { id: 3, name: 'На заказе', state_type: 'on_order' },
  { id: 4, name: 'Перерыв', state_type: 'on_break' },
] as const;
