// What was typed into the order form, and what it asks of the server. A draft outlives leaving the form and reloading the
// page: it stays in the tab's own storage, with its key, so that an order whose answer was lost is never made twice.
import type { ChangeOrderInput, CreateOrderInput, OrderView, ResolveInput } from '../../contract/orders.js';
import { newKey } from '../../ui/api/new-key.js';
import { readMoment } from './moment.js';

export type PayWay = '' | 'cashless' | 'cash' | 'card';

export interface Draft {
  /** Idempotency-Key of the order that it becomes. */
  key: string;
  /** The address that it was opened with. */
  seed: string;
  phone: string;
  /** Chosen by hand; null: the one whose number it is. */
  customerId: number | null;
  payingId: number | null;
  passenger: string;
  /** First from where, last where to. */
  stops: string[];
  when: string;
  crewGroupId: number | null;
  tariffId: number | null;
  way: PayWay;
  useBonus: boolean;
  cashless: string;
  bonus: string;
  comment: string;
  costCentre: string;
  km: string;
  sum: string;
}

export function emptyDraft(seed = ''): Draft {
  return {
    key: newKey(), seed, phone: '', customerId: null, payingId: null, passenger: '', stops: ['', ''], when: '', crewGroupId: null, tariffId: null,
    way: '', useBonus: false, cashless: '', bonus: '', comment: '', costCentre: '', km: '', sum: '',
  };
}

/** Whether there is something that would be a pity to lose. */
export function isTyped(draft: Draft): boolean {
  const { key: _, seed: __, ...typed } = draft;
  const { key: ___, seed: ____, ...empty } = emptyDraft();
  return JSON.stringify(typed) !== JSON.stringify(empty);
}

/** 1 234,5 → 1234.5; null where it is no sum. */
export function readSum(typed: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^\d{1,12}(\.\d{1,2})?$/.test(text) ? text : null;
}

const digitsOf = (text: string) => text.replace(/\D/g, '').length;

function who({ phone, customerId, payingId }: Draft): Pick<ResolveInput, 'phone' | 'clientId' | 'employeeId'> {
  const clientId = payingId ?? customerId;
  return {
    ...(digitsOf(phone) > 0 && { phone: phone.trim() }),
    ...(clientId !== null && { clientId }),
    ...(payingId !== null && customerId !== null && { employeeId: customerId }),
  };
}

/** Whether enough is said to ask who it is: a number that is still being typed is nobody's. */
export function canBeAsked({ phone, customerId, payingId }: Draft): boolean {
  return customerId !== null || payingId !== null || digitsOf(phone) >= 6;
}

function payOf({ way, useBonus, cashless, bonus }: Draft, currency: string): Pick<ResolveInput, 'pay'> {
  const fixed = { cashless: readSum(cashless), bonus: readSum(bonus) };
  if (way === '' && !useBonus && fixed.cashless === null && fixed.bonus === null) return {};
  return {
    pay: {
      ...(way === 'cashless' && { useCashless: true }),
      ...(useBonus && { useBonus: true }),
      ...(fixed.cashless !== null && way !== 'cashless' && { cashless: { amount: fixed.cashless, currency } }),
      ...(fixed.bonus !== null && !useBonus && { bonus: { amount: fixed.bonus, currency } }),
      ...((way === 'cash' || way === 'card') && { rest: way }),
    },
  };
}

/** What resolve is asked; `zone` is the customer's. */
export function questionOf(draft: Draft, currency: string, zone: string): ResolveInput {
  const moment = readMoment(draft.when, zone);
  const sum = readSum(draft.sum);
  const km = readSum(draft.km);
  return {
    ...who(draft),
    ...(moment && { at: moment.toUTC().toISO() as string }),
    ...(draft.crewGroupId !== null && { crewGroupId: draft.crewGroupId }),
    ...(draft.tariffId !== null && { tariffId: draft.tariffId }),
    ...(sum !== null && { sum: { amount: sum, currency } }),
    ...(km !== null && { distance: { kmInTown: Number(km) } }),
    ...payOf(draft, currency),
  };
}

function detailsOf({ passenger, stops, comment, costCentre }: Draft) {
  const addresses = stops.map((address) => address.trim()).filter(Boolean).map((address) => ({ address }));
  return {
    ...(passenger.trim() && { passenger: passenger.trim() }), ...(addresses.length > 0 && { addresses }),
    ...(comment.trim() && { comment: comment.trim() }), ...(costCentre.trim() && { costCentre: costCentre.trim() }),
  };
}

export function orderOf(draft: Draft, currency: string, zone: string): CreateOrderInput {
  return { ...questionOf(draft, currency, zone), ...detailsOf(draft) };
}

/** The form of an order that is there already. */
export function draftOf(order: OrderView, when: string): Draft {
  const { pay } = order;
  return {
    ...emptyDraft(`order ${order.id}`),
    phone: order.phone ?? '', customerId: order.customer.id, payingId: order.payer.id === order.customer.id ? null : order.payer.id, passenger: order.passenger ?? '',
    stops: order.addresses.length >= 2 ? order.addresses.map(({ address }) => address) : [order.addresses[0]?.address ?? '', ''],
    when, crewGroupId: order.crewGroup?.id ?? null, way: pay.useCashless ? 'cashless' : (pay.rest ?? ''), useBonus: pay.useBonus ?? false,
    cashless: pay.cashless?.amount ?? '', bonus: pay.bonus?.amount ?? '', comment: order.comment ?? '', costCentre: order.costCentre ?? '',
    km: order.distance?.kmInTown?.toString() ?? '', sum: order.fixedSum ? (order.total?.amount ?? '') : '',
  };
}

/** What differs from the order as it was opened: only that is changed, so that two people on one order are safe (D-8). */
export function changesOf(before: Draft, after: Draft, currency: string, zone: string): ChangeOrderInput {
  const said = (field: keyof Draft) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const { at, pay, sum, distance } = questionOf(after, currency, zone);
  const { addresses = [] } = detailsOf(after);
  const line = (text: string) => text.trim() || null;
  return {
    ...((said('customerId') || said('payingId')) && after.customerId !== null && { clientId: after.payingId ?? after.customerId, ...(after.payingId !== null && { employeeId: after.customerId }) }),
    ...(said('phone') && { phone: line(after.phone) }), ...(said('passenger') && { passenger: line(after.passenger) }), ...(said('stops') && { addresses }),
    ...(said('when') && { at: at ?? new Date().toISOString() }), ...(said('crewGroupId') && { crewGroupId: after.crewGroupId }), ...(said('tariffId') && { tariffId: after.tariffId }),
    ...((said('way') || said('useBonus') || said('cashless') || said('bonus')) && { pay: pay ?? {} }),
    ...(said('comment') && { comment: line(after.comment) }), ...(said('costCentre') && { costCentre: line(after.costCentre) }),
    ...(said('sum') && { sum: sum ?? null }), ...(said('km') && { distance: distance ?? null }),
  };
}

/** Of the changes, what is decided upon: the rest is not worth a question. */
export function changedTerms(before: Draft, after: Draft, currency: string, zone: string): Omit<ChangeOrderInput, 'version'> {
  const { passenger: _, addresses: __, comment: ___, costCentre: ____, ...terms } = changesOf(before, after, currency, zone);
  return terms;
}

const PLACE = 'treeline.order.draft';
const ASIDE = 'treeline.order.aside';

function load(place: string): Draft | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(place) ?? 'null') as Draft | null;
    return found && Array.isArray(found.stops) ? { ...emptyDraft(), ...found } : null;
  } catch {
    return null;
  }
}

export function keepDraft(draft: Draft | null): void {
  if (draft && isTyped(draft)) sessionStorage.setItem(PLACE, JSON.stringify(draft));
  else sessionStorage.removeItem(PLACE);
}

/** The draft to go on with. One for somebody else is laid aside, not thrown away. */
export function openDraft(seed: string, start: Partial<Draft>): Draft {
  const kept = load(PLACE);
  if (kept && (seed === '' || kept.seed === seed)) return kept;
  if (kept && isTyped(kept)) sessionStorage.setItem(ASIDE, JSON.stringify(kept));
  return { ...emptyDraft(seed), ...start };
}

export function draftAside(): Draft | null {
  return load(ASIDE);
}

/** Changes places with the one laid aside. */
export function takeUpAside(current: Draft): Draft | null {
  const aside = draftAside();
  if (isTyped(current)) sessionStorage.setItem(ASIDE, JSON.stringify(current));
  else sessionStorage.removeItem(ASIDE);
  return aside;
}
