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
  pay: 'usual' | 'cashless' | 'cash';
  crewGroupId: number | null;
  password: string;
}

export const KEPT = 'order';

export function newDraft(): Draft {
  return { key: newKey(), customer: null, passenger: '', phone: '', from: '', to: '', stops: [], at: '', later: false, comment: '', costCentre: '', pay: 'usual', crewGroupId: null, password: '' };
}

/** Who orders, when and how it is paid: what the verdict hangs on. */
export function questionOf(draft: Draft, zone: string): Body<'cabinetResolveOrder'> {
  const at = draft.later && draft.at ? DateTime.fromISO(draft.at, { zone }).toUTC().toISO() : null;
  return {
    ...(draft.customer && { clientId: draft.customer.id }), ...(at && { at }), ...(draft.crewGroupId !== null && { crewGroupId: draft.crewGroupId }),
    ...(draft.pay === 'cash' && { pay: { rest: 'cash' as const } }), ...(draft.pay === 'cashless' && { pay: { useCashless: true } }),
  };
}

export function orderOf(draft: Draft, zone: string): Body<'cabinetCreateOrder'> {
  const text = (name: 'passenger' | 'phone' | 'comment' | 'costCentre' | 'password') => (draft[name].trim() ? { [name]: draft[name].trim() } : {});
  const addresses = [draft.from, ...draft.stops, draft.to].map((address) => address.trim()).filter(Boolean).map((address) => ({ address }));
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
