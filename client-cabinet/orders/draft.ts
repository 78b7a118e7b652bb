// An order that is being written. It is kept in this tab with its key: sent again after a lost answer, a reload or a
// closed lid, it makes one order (C-9).
import { DateTime } from 'luxon';
import type { CabinetOrder } from '../../src/contract/cabinet-orders.js';
import type { Body } from '../../src/ui/api/operations.js';
import { newKey } from '../../src/ui/api/new-key.js';
import type { Picked } from '../shell/PersonPick.js';

export interface Draft {
  key: string;
  customer: Picked | null;
  passenger: string;
  phone: string;
  from: string;
  to: string;
  stops: string[];
  /** Local, in the client's zone; empty: now. */
  at: string;
  later: boolean;
  comment: string;
  costCentre: string;
  /** `kept`: of an order that is there, as it was before. */
  pay: 'usual' | 'kept' | 'cashless' | 'cash';
  crewGroupId: number | null;
  password: string;
}

export const KEPT = 'order';

export function newDraft(): Draft {
  return { key: newKey(), customer: null, passenger: '', phone: '', from: '', to: '', stops: [], at: '', later: false, comment: '', costCentre: '', pay: 'usual', crewGroupId: null, password: '' };
}

/** Who orders, when and how it is paid: what the verdict hangs on. */
export function questionOf(draft: Draft, zone: string): Body<'cabinetResolveOrder'> {
  const at = instantOf(draft, zone);
  return {
    ...(draft.customer && { clientId: draft.customer.id }), ...(at && { at }), ...(draft.crewGroupId !== null && { crewGroupId: draft.crewGroupId }),
    ...payOf(draft),
  };
}

/** Null: now. */
function instantOf({ later, at }: Draft, zone: string): string | null {
  return later && at ? DateTime.fromISO(at, { zone }).toUTC().toISO() : null;
}

function payOf({ pay }: Draft): Pick<Body<'cabinetCreateOrder'>, 'pay'> {
  return pay === 'cash' ? { pay: { rest: 'cash' as const } } : pay === 'cashless' ? { pay: { useCashless: true } } : {};
}

function addressesOf({ from, stops, to }: Draft): { address: string }[] {
  return [from, ...stops, to].map((address) => address.trim()).filter(Boolean).map((address) => ({ address }));
}

export function orderOf(draft: Draft, zone: string): Body<'cabinetCreateOrder'> {
  const text = (name: 'passenger' | 'phone' | 'comment' | 'costCentre' | 'password') => (draft[name].trim() ? { [name]: draft[name].trim() } : {});
  const addresses = addressesOf(draft);
  return { ...questionOf(draft, zone), ...text('passenger'), ...text('phone'), ...text('comment'), ...text('costCentre'), ...text('password'), ...(addresses.length > 0 && { addresses }) };
}

/** The same ride once more. */
export function repeatOf({ customer, passenger, phone, addresses, comment, costCentre }: CabinetOrder): Draft {
  const [from, ...further] = addresses.map(({ address }) => address);
  return {
    ...newDraft(), customer: customer.kind === 'client' ? { id: customer.id as number, name: customer.name as string } : null, passenger: passenger ?? '', phone: phone ?? '',
    from: from ?? '', to: further.at(-1) ?? '', stops: further.slice(0, -1), comment: comment ?? '', costCentre: costCentre ?? '',
  };
}

/** An open order as one changes it. */
export function draftOf(order: CabinetOrder, zone: string): Draft {
  return { ...repeatOf(order), key: '', at: DateTime.fromISO(order.at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm"), later: true, pay: 'kept', crewGroupId: order.crewGroup?.id ?? null };
}

/** What a draft makes of an order; an address that stays keeps all that is known of it. */
export function changesOf(order: CabinetOrder, draft: Draft, { id: meId, timeZone: zone }: { id: number; timeZone: string }): Omit<Body<'cabinetChangeOrder'>, 'version'> {
  const before = draftOf(order, zone);
  const text = (name: 'passenger' | 'phone' | 'comment' | 'costCentre') => (draft[name].trim() === before[name].trim() ? {} : { [name]: draft[name].trim() || null });
  const route = addressesOf(draft).map((one) => order.addresses.find(({ address }) => address === one.address) ?? one);
  const at = instantOf(draft, zone);
  return {
    ...((draft.customer?.id ?? meId) !== order.customer.id && { clientId: draft.customer?.id ?? meId }),
    ...text('passenger'), ...text('phone'), ...text('comment'), ...text('costCentre'),
    ...(JSON.stringify(addressesOf(draft)) !== JSON.stringify(addressesOf(before)) && { addresses: route }),
    ...(at !== null && draft.at !== before.at && { at }),
    ...(draft.crewGroupId !== before.crewGroupId && { crewGroupId: draft.crewGroupId }),
    ...payOf(draft),
  };
}

/** What I have typed on top of what somebody else has made of the order meanwhile. */
export function onTopOf(before: Draft, mine: Draft, theirs: Draft): Draft {
  const touched = (Object.keys(mine) as (keyof Draft)[]).filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(before[name]));
  return { ...theirs, ...Object.fromEntries(touched.map((name) => [name, mine[name]])) };
}
