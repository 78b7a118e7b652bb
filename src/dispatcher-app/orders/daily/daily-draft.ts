// What was typed into the form of a daily order (O-11): an order's fields, and the schedule. It is kept in the tab's own
// storage, so that it outlives leaving the form and reloading the page.
import { DateTime } from 'luxon';
import type { ChangeDailyOrderInput, CreateDailyOrderInput, DailyOrderView } from '../../../contract/daily-orders.js';
import type { OrderView, ResolveInput } from '../../../contract/orders.js';
import { nextDay, type ScheduledDay } from '../../../lib/daily-schedule.js';
import { type Draft, emptyDraft, type PayWay, questionOf } from '../draft.js';

export interface DailyDraft extends Draft {
  /** 1 Monday … 7 Sunday. */
  weekdays: number[];
  /** HH:MM; empty: not said yet. */
  time: string;
  /** YYYY-MM-DD; empty: today, or without end. */
  firstOn: string;
  lastOn: string;
  leadMinutes: number | null;
}

const WORKING_DAYS = [1, 2, 3, 4, 5];

export function emptyDaily(): DailyDraft {
  return { ...emptyDraft(), weekdays: WORKING_DAYS, time: '', firstOn: '', lastOn: '', leadMinutes: null };
}

const stopsOf = (addresses: readonly { address: string }[]) => (addresses.length >= 2 ? addresses.map(({ address }) => address) : [addresses[0]?.address ?? '', '']);
const payOf = ({ useCashless, useBonus = false, cashless, bonus, rest }: NonNullable<DailyOrderView['pay']>) =>
  ({ way: (useCashless ? 'cashless' : (rest ?? '')) as PayWay, useBonus, cashless: cashless?.amount ?? '', bonus: bonus?.amount ?? '' });

/** The same ride, every working day at its hour where the customer is. */
export function dailyOfOrder({ customer, payer, passenger, phone, addresses, comment, costCentre, crewGroup, at }: OrderView, zone: string): DailyDraft {
  return {
    ...emptyDaily(), customerId: customer.id, payingId: payer.id === customer.id ? null : payer.id, passenger: passenger ?? '', phone: phone ?? '', stops: stopsOf(addresses), comment: comment ?? '',
    costCentre: costCentre ?? '', crewGroupId: crewGroup?.id ?? null, time: DateTime.fromISO(at).setZone(zone).toFormat('HH:mm'),
  };
}

export function dailyOf({ customer, payingId, weekdays, time, firstOn, lastOn, leadMinutes, passenger, phone, addresses, comment, costCentre, crewGroupId, tariffId, pay }: DailyOrderView): DailyDraft {
  return {
    ...emptyDaily(), customerId: customer.id, payingId, weekdays: [...weekdays].sort(), time, firstOn, lastOn: lastOn ?? '', leadMinutes, passenger: passenger ?? '', phone: phone ?? '',
    stops: stopsOf(addresses), comment: comment ?? '', costCentre: costCentre ?? '', crewGroupId, tariffId, ...(pay && payOf(pay)),
  };
}

/** The days to come, as the server will work them out. `after`: the day of the order that is open. */
export function comingDays({ weekdays, time, firstOn, lastOn }: DailyDraft, zone: string, after: string | null, count: number, now = DateTime.now()): ScheduledDay[] {
  if (weekdays.length === 0 || !/^\d\d:\d\d$/.test(time)) return [];
  const schedule = { weekdays, time, firstOn: firstOn || (now.setZone(zone).toISODate() as string), lastOn: lastOn || null };
  const days: ScheduledDay[] = [];
  for (let day = nextDay(schedule, zone, after, now); day !== null && days.length < count; day = nextDay(schedule, zone, day.on, now)) days.push(day);
  return days;
}

/** Whether it could be made on that day: what resolve is asked. */
export function dailyQuestion(draft: DailyDraft, currency: string, zone: string, next: ScheduledDay | undefined): ResolveInput {
  // A number in this form is the passenger's: it says nothing about who orders.
  return { ...questionOf({ ...draft, phone: '', when: '' }, currency, zone), ...(next && { at: next.at.toISO() }) };
}

const line = (text: string) => text.trim() || null;

function fieldsOf(draft: DailyDraft, currency: string) {
  const { pay = null, crewGroupId = null, tariffId = null } = questionOf({ ...draft, when: '' }, currency, 'utc');
  return {
    weekdays: draft.weekdays, time: draft.time, ...(draft.firstOn && { firstOn: draft.firstOn }), lastOn: draft.lastOn || null, leadMinutes: draft.leadMinutes,
    passenger: line(draft.passenger), phone: line(draft.phone), addresses: draft.stops.map((address) => address.trim()).filter(Boolean).map((address) => ({ address })),
    comment: line(draft.comment), costCentre: line(draft.costCentre), crewGroupId, tariffId, pay,
  };
}

export function newDaily(draft: DailyDraft, currency: string): CreateDailyOrderInput {
  const { customerId, payingId } = draft;
  return { clientId: (payingId ?? customerId) as number, ...(payingId !== null && customerId !== null && { employeeId: customerId }), ...fieldsOf(draft, currency) };
}

/** What differs from the schedule as it was opened: only that is changed (D-8). */
export function dailyChanges(before: DailyDraft, after: DailyDraft, currency: string): ChangeDailyOrderInput {
  const was = fieldsOf(before, currency) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fieldsOf(after, currency)).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field])));
}

const placeOf = (id: number | null) => `treeline.daily.${id ?? 'new'}`;

/** What was typed, on top of what version of which schedule. */
export interface KeptDaily {
  draft: DailyDraft;
  before: DailyDraft;
  version: number;
  seed: string;
}

export function keptDaily(id: number | null, seed: string): KeptDaily | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(placeOf(id)) ?? 'null') as KeptDaily | null;
    return kept && kept.seed === seed && Array.isArray(kept.draft?.weekdays) ? kept : null;
  } catch {
    return null;
  }
}

export function keepDaily(id: number | null, kept: KeptDaily | null): void {
  if (kept && JSON.stringify(kept.draft) !== JSON.stringify(kept.before)) sessionStorage.setItem(placeOf(id), JSON.stringify(kept));
  else sessionStorage.removeItem(placeOf(id));
}
