// PURE. Tariff, discount and prize of an order (O-5, O-6, O-7), out of what the client, its superiors and its group say.
import type { DateTime } from 'luxon';
import type { Source } from '../contract/effective.js';
import type { ResolutionInput, StoredSettings } from '../resolution/data.js';
import { type Calendar, matchEntry, type ShiftEntry } from './calendar.js';
import { type Fare, halfUp } from './fare.js';

export interface Tariff {
  id: number;
  name: string;
  active: boolean;
  fare: Fare | null;
}

export interface Shift {
  id: number;
  name: string;
  entries: readonly ShiftEntry[];
}

export interface Discount {
  id: number;
  name: string;
  active: boolean;
  percent: number | null;
  /** Minor units as text, with their currency. */
  sumMinor: string | null;
  currency: string | null;
}

export interface Items {
  readonly tariffs: ReadonlyMap<number, Tariff>;
  readonly shifts: ReadonlyMap<number, Shift>;
  readonly discounts: ReadonlyMap<number, Discount>;
}

/** One client of the chain, or the group: what it says itself. */
export interface Level {
  readonly source: Source;
  readonly says: StoredSettings;
}

/** From the client up to its root, then the group. */
export function levelsOf({ chain, group }: ResolutionInput): Level[] {
  const clients = chain.map((node, index): Level => ({ source: { kind: index === 0 ? 'own' : 'ancestor', id: node.id, name: node.name }, says: node.own }));
  return [...clients, { source: { kind: 'group', id: group.id, name: group.name }, says: group.settings }];
}

/** What somebody decided for this very order. */
export const BY_HAND: Source = { kind: 'own' };

export interface ChosenTariff {
  tariff: Tariff;
  /** The shift that led to it. */
  shift: Shift | null;
  source: Source;
}

export interface TariffRequest {
  byHand: number | null;
  isPrize: boolean;
  time: DateTime<true>;
  calendar: Calendar;
}

/**
 * O-5: by hand → prize tariff on a prize order → level by level the shift, then the tariff. A level that says "none" of
 * shifts ends the search for shifts; one that says "none" of tariffs ends the search.
 */
export function chooseTariff(levels: readonly Level[], items: Items, { byHand, isPrize, time, calendar }: TariffRequest): ChosenTariff | null {
  const chosen = byHand === null ? undefined : items.tariffs.get(byHand);
  if (chosen) return { tariff: chosen, shift: null, source: BY_HAND };
  const prize = isPrize ? nearest(levels, 'prizeTariff', items.tariffs) : null;
  if (prize) return { tariff: prize.item, shift: null, source: prize.source };
  let shiftsEnded = false;
  for (const { source, says } of levels) {
    const shiftId = says.get('tariffShift')?.value;
    const tariffId = says.get('tariff')?.value;
    if (shiftId === null) shiftsEnded = true;
    const shift = shiftsEnded ? undefined : items.shifts.get(shiftId as number);
    const shifted = shift && items.tariffs.get(matchEntry(shift.entries, calendar, time)?.tariffId as number);
    if (shift && shifted) return { tariff: shifted, shift, source };
    if (tariffId === null) return null;
    const tariff = items.tariffs.get(tariffId as number);
    if (tariff) return { tariff, shift: null, source };
  }
  return null;
}

export interface ChosenDiscount {
  discount: Discount;
  by: 'hand' | 'card' | 'prize' | 'setting';
  source: Source;
}

export interface DiscountRequest {
  byHand: number | null;
  card: number | null;
  isPrize: boolean;
  /** What it would be taken off, if known; decides which of two is larger. */
  price: bigint | null;
  currency: string;
}

/**
 * O-6: by hand → card → the nearest of the settings; on a prize order the nearest prize discount stands beside it and the
 * larger one wins. A discount that is not active, or a sum in another currency, counts as if nobody had said it.
 */
export function chooseDiscount(levels: readonly Level[], items: Items, request: DiscountRequest): ChosenDiscount | null {
  const usable = new Map([...items.discounts].filter(([, { active, currency }]) => active && (currency === null || currency === request.currency)));
  for (const by of ['hand', 'card'] as const) {
    const discount = usable.get((by === 'hand' ? request.byHand : request.card) as number);
    if (discount) return { discount, by, source: BY_HAND };
  }
  const found = (['setting', ...(request.isPrize ? (['prize'] as const) : [])] as const).flatMap((by): ChosenDiscount[] => {
    const said = nearest(levels, by === 'prize' ? 'prizeDiscount' : 'discount', usable);
    return said ? [{ discount: said.item, by, source: said.source }] : [];
  });
  return found.reduce<ChosenDiscount | null>((best, one) => (best && !isLarger(one.discount, best.discount, request.price) ? best : one), null);
}

/** Nearest level with an item that is there; an explicit "none" ends the search. */
function nearest<Item>(levels: readonly Level[], key: string, items: ReadonlyMap<number, Item>): { item: Item; source: Source } | null {
  for (const { source, says } of levels) {
    const stored = says.get(key);
    if (stored?.value === null) return null;
    const item = items.get(stored?.value as number);
    if (item) return { item, source };
  }
  return null;
}

function isLarger(a: Discount, b: Discount, price: bigint | null): boolean {
  const [offA, offB] = [discountOf(a, price ?? 0n), discountOf(b, price ?? 0n)];
  return offA === offB ? (a.percent ?? 0) > (b.percent ?? 0) : offA > offB;
}

/** What it takes off a price, at most the whole price; minor units. */
export function discountOf({ percent, sumMinor }: Pick<Discount, 'percent' | 'sumMinor'>, price: bigint): bigint {
  const off = percent === null ? BigInt(sumMinor ?? '0') : halfUp(price * BigInt(Math.round(percent * 100)), 10_000n);
  return off > price ? price : off;
}

export interface Prize {
  every: number;
  isPrize: boolean;
  /** Which order from now on is the next prize order; 1 is this one. */
  remaining: number;
}

/** O-7: every Nth finished order of the payer. */
export function prizeOf(every: number | null, finished: number): Prize | null {
  if (every === null) return null;
  const remaining = every - (finished % every);
  return { every, isPrize: remaining === 1, remaining };
}
