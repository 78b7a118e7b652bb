// PURE. What stands in messages about orders instead of placeholders, as people write it in their language.
import { DateTime } from 'luxon';
import type { DailyOrderView } from '../contract/daily-orders.js';
import { fromMinor } from '../lib/money.js';
import { FALLBACK_LANGUAGE, type Values } from './message-texts.js';
import type { OrderRow } from './view.js';

export function orderValues(order: OrderRow, customerName: string, language: string | null): Values {
  const { addresses, snapshot, total, penalty, currency } = order;
  const sum = order.state === 'aborted' ? (penalty === '0' ? null : penalty) : total;
  return {
    ...when(order.at, snapshot.timeZone, language),
    ...places(addresses),
    number: String(order.id), client: customerName, passenger: order.passenger ?? customerName, driver: order.driver ?? '', car: order.car ?? '',
    sum: sum === null ? '' : `${fromMinor(BigInt(sum))} ${currency}`, reason: order.endReason ?? '',
  };
}

export function dailyValues({ id, customer, passenger, addresses, problem, timeZone, time }: DailyOrderView, language: string | null): Values {
  return {
    ...when(`${problem?.on}T${time}`, timeZone, language),
    ...places(addresses),
    number: String(id), client: customer.name, passenger: passenger ?? customer.name, driver: '', car: '', sum: '', reason: problem?.message ?? '',
  };
}

function when(at: string, zone: string, language: string | null) {
  const local = DateTime.fromISO(at, { zone }).setLocale(language ?? FALLBACK_LANGUAGE);
  return { date: local.toLocaleString({ day: 'numeric', month: 'long' }), time: local.toFormat('HH:mm') };
}

function places(addresses: readonly { address: string }[]) {
  return { from: addresses[0]?.address ?? '', to: addresses.length > 1 ? (addresses[addresses.length - 1]?.address ?? '') : '' };
}
