// The pure parts of the one question: by example, and by property against a second, naive implementation.
import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Calendar, dayTypeOf, matchEntry, periodStart, type ShiftEntry } from '../../src/orders/calendar.js';
import { farePrice } from '../../src/orders/fare.js';
import { type PaymentInput, splitPayment } from '../../src/orders/payment.js';
import { chooseDiscount, chooseTariff, type Discount, discountOf, type Items, type Level, prizeOf, type Shift, type Tariff } from '../../src/orders/terms.js';
import { dayTypes } from '../../src/contract/orders.js';
import { runs } from '../support/arbitraries.js';

const time = (iso: string) => DateTime.fromISO(iso, { zone: 'Europe/Moscow' }) as DateTime<true>;
const clock = fc.integer({ min: 0, max: 47 }).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
const instants = fc.integer({ min: 0, max: 14 * 48 }).map((half) => time('2031-03-03T00:00:00').plus({ minutes: half * 30 }));
const calendars: fc.Arbitrary<Calendar> = fc.dictionary(fc.integer({ min: 2, max: 17 }).map((day) => `2031-03-${String(day).padStart(2, '0')}`), fc.constantFrom(...dayTypes), { maxKeys: 5 }).map((days) => new Map(Object.entries(days)));
const entry = (tariffs: number[]): fc.Arbitrary<ShiftEntry> =>
  fc.record({ tariffId: fc.constantFrom(...tariffs), weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]), dayType: fc.constantFrom(...dayTypes), from: clock, to: clock }, { requiredKeys: ['tariffId'] });

/** Does the entry hold? By laying it out on the two days on which it could have begun. */
function naiveHolds({ weekdays, dayType, from = '00:00', to = '24:00' }: ShiftEntry, calendar: Calendar, at: DateTime<true>): boolean {
  return [at.minus({ days: 1 }), at].some((day) => {
    if (weekdays?.length && !weekdays.includes(day.weekday)) return false;
    if (dayType && (calendar.get(day.toISODate()) ?? (day.weekday >= 6 ? 'dayOff' : 'working')) !== dayType) return false;
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    const begin = from === to ? 0 : minutes(from);
    const length = from === to ? 1440 : (minutes(to) - begin + 2880) % 1440 || 1440;
    const passed = at.startOf('day').diff(day.startOf('day'), 'days').days * 1440 + at.hour * 60 + at.minute - begin;
    return passed >= 0 && passed < length;
  });
}

describe('tariffs (O-5)', () => {
  it('a window over midnight belongs to the day on which it began; the calendar beats the weekday', () => {
    const friday: ShiftEntry[] = [{ tariffId: 1, weekdays: [5], from: '22:00', to: '06:00' }, { tariffId: 2, dayType: 'holiday' }, { tariffId: 3 }];
    const calendar: Calendar = new Map([['2031-03-09', 'holiday']]);
    expect(['2031-03-07T23:00', '2031-03-08T05:30', '2031-03-08T06:00', '2031-03-08T23:00', '2031-03-09T12:00'].map((at) => matchEntry(friday, calendar, time(at))?.tariffId)).to.deep.equal([1, 1, 3, 3, 2]);
    expect([dayTypeOf(calendar, time('2031-03-09')), dayTypeOf(calendar, time('2031-03-08')), dayTypeOf(calendar, time('2031-03-07'))]).to.deep.equal(['holiday', 'dayOff', 'working']);
  });

  it('the first entry that holds is the one that a naive layout of days finds', () => {
    fc.assert(fc.property(fc.array(entry([1, 2, 3]), { maxLength: 5 }), calendars, instants, (entries, calendar, at) => {
      expect(matchEntry(entries, calendar, at)).to.equal(entries.find((one) => naiveHolds(one, calendar, at)) ?? null);
    }), runs(2_000));
  });

  it('by hand, prize, then level by level shift before tariff: equal to writing all that is said in one row and taking the first', () => {
    const ids = [1, 2, 3, 4];
    const tariffs = new Map(ids.map((id): [number, Tariff] => [id, { id, name: `T${id}`, active: true, fare: null }]));
    const shiftsOf = fc.array(fc.array(entry(ids), { maxLength: 3 }), { minLength: 2, maxLength: 2 }).map((all) => new Map(all.map((entries, index): [number, Shift] => [index + 1, { id: index + 1, name: 'S', entries }])));
    const said = fc.record({ tariff: fc.constantFrom(...ids, null), tariffShift: fc.constantFrom(1, 2, null), prizeTariff: fc.constantFrom(...ids, null) }, { requiredKeys: [] });
    fc.assert(fc.property(fc.array(said, { minLength: 1, maxLength: 6 }), shiftsOf, calendars, instants, fc.constantFrom(null, null, 2), fc.boolean(), (all, shifts, calendar, at, byHand, isPrize) => {
      const chosen = chooseTariff(levels(all), { tariffs, shifts, discounts: new Map() }, { byHand, isPrize, time: at, calendar });
      // A row of answers: a tariff, or a full stop.
      const row: (number | 'stop')[] = [];
      if (byHand !== null) row.push(byHand);
      const prize = all.find(({ prizeTariff }) => prizeTariff !== undefined)?.prizeTariff;
      if (isPrize && prize != null) row.push(prize);
      const firstNoShift = all.findIndex(({ tariffShift }) => tariffShift === null);
      all.forEach(({ tariff, tariffShift }, place) => {
        const held = firstNoShift >= 0 && place >= firstNoShift ? undefined : shifts.get(tariffShift as number)?.entries.find((one) => naiveHolds(one, calendar, at));
        if (held) row.push(held.tariffId);
        if (tariff !== undefined) row.push(tariff ?? 'stop');
      });
      expect(chosen?.tariff.id ?? null).to.equal(row[0] === undefined || row[0] === 'stop' ? null : row[0]);
    }), runs(2_000));
  });
});

function levels(all: readonly Record<string, unknown>[]): Level[] {
  return all.map((says, id) => ({ source: { kind: id === 0 ? 'own' : 'ancestor', id, name: `L${id}` }, says: new Map(Object.entries(says).map(([key, value]) => [key, { value, names: null }])) }));
}

describe('discounts (O-6)', () => {
  const discounts: Discount[] = [
    { id: 1, name: '10 %', active: true, percent: 10, sumMinor: null, currency: null }, { id: 2, name: '50.00', active: true, percent: null, sumMinor: '5000', currency: 'RUB' },
    { id: 3, name: 'gone', active: false, percent: 90, sumMinor: null, currency: null }, { id: 4, name: 'francs', active: true, percent: null, sumMinor: '9900', currency: 'CHF' },
    { id: 5, name: '100 %', active: true, percent: 100, sumMinor: null, currency: null },
  ];
  const items: Items = { tariffs: new Map(), shifts: new Map(), discounts: new Map(discounts.map((one) => [one.id, one])) };
  const base = { byHand: null, card: null, isPrize: false, price: 40_000n, currency: 'RUB' };

  it('by hand, then card, then the nearest; the larger of prize and ordinary; no inactive one, none in another currency', () => {
    const said = levels([{}, { discount: 3 }, { discount: 1, prizeDiscount: 2 }, { discount: 5 }]);
    const chosen = (more: object) => chooseDiscount(said, items, { ...base, ...more })?.discount.id;
    expect([chosen({}), chosen({ isPrize: true }), chosen({ isPrize: true, price: 60_000n }), chosen({ card: 2 }), chosen({ card: 2, byHand: 5 }), chosen({ card: 4, byHand: 3 })]).to.deep.equal([1, 2, 1, 2, 5, 1]);
  });

  it('is what a naive search finds, and never takes off more than there is', () => {
    const id = fc.constantFrom(1, 2, 3, 4, 5, null);
    const said = fc.array(fc.record({ discount: id, prizeDiscount: id }, { requiredKeys: [] }), { maxLength: 5 });
    fc.assert(fc.property(said, id, id, fc.boolean(), fc.bigInt({ min: 0n, max: 1_000_000n }), (all, byHand, card, isPrize, price) => {
      const good = (one: number | null | undefined) => discounts.find((discount) => discount.id === one && discount.active && discount.currency !== 'CHF');
      const nearest = (key: 'discount' | 'prizeDiscount') => {
        const until = all.findIndex((level) => level[key] === null);
        return (until < 0 ? all : all.slice(0, until)).map((level) => good(level[key])).find((one) => one);
      };
      const off = (one: Discount) => Number(one.percent === null ? one.sumMinor : (price * BigInt(one.percent)) / 100n);
      const settings = [nearest('discount'), isPrize ? nearest('prizeDiscount') : undefined].filter((one) => one !== undefined);
      const best = good(byHand) ?? good(card) ?? settings.sort((a, b) => Math.min(off(b), Number(price)) - Math.min(off(a), Number(price)))[0];
      const chosen = chooseDiscount(levels(all), items, { byHand, card, isPrize, price, currency: 'RUB' });
      expect(chosen === null).to.equal(best === undefined);
      if (!chosen || !best) return;
      const taken = discountOf(chosen.discount, price);
      expect(taken <= price).to.equal(true);
      expect(Math.abs(Number(taken) - Math.min(off(best), Number(price)))).to.be.at.most(1);
    }), runs(2_000));
  });
});

describe('fares and prizes (O-5, O-7)', () => {
  it('minimum, what goes beyond the included kilometres and minutes, waiting; each part rounded half up', () => {
    const fare = { minimum: '199', includedKm: 3, includedMinutes: 5, perKmInTown: '19.99', perKmOutOfTown: '25', perMinute: '7', waitingPerMinute: '10' };
    const price = (distance: object) => farePrice(fare, distance);
    expect([price({}), price({ kmInTown: 3, minutes: 5 }), price({ kmInTown: 4.5 }), price({ kmInTown: 1, kmOutOfTown: 4 }), price({ minutes: 7.5, waitingMinutes: 2 })]).to.deep.equal([19_900n, 19_900n, 22_899n, 24_900n, 23_650n]);
    expect(farePrice({}, { kmInTown: 100 })).to.equal(0n);
  });

  it('every Nth finished order is the prize order', () => {
    expect([0, 1, 2, 3].map((finished) => prizeOf(3, finished)?.remaining)).to.deep.equal([3, 2, 1, 3]);
    expect([prizeOf(1, 7)?.isPrize, prizeOf(3, 2)?.isPrize, prizeOf(null, 2)]).to.deep.equal([true, true, null]);
  });

  it('periods begin where the client is', () => {
    const at = DateTime.fromISO('2031-03-31T22:30:00Z', { zone: 'Asia/Vladivostok' }) as DateTime<true>;
    expect((['day', 'week', 'month', 'quarter'] as const).map((period) => periodStart(period, at))).to.deep.equal(['2031-04-01', '2031-03-31', '2031-04-01', '2031-04-01']);
  });
});

describe('payment (O-4, M-6)', () => {
  const minor = fc.bigInt({ min: -1_000n, max: 3_000n });
  const amount = fc.bigInt({ min: 0n, max: 2_000n });
  const account = fc.record({ balance: minor, own: amount, others: amount }).map(({ balance, own, others }) => ({ balance, own, held: own + others }));
  const inputs: fc.Arbitrary<PaymentInput & { total: bigint }> = fc.record({
    total: amount,
    request: fc.record({ useCashless: fc.boolean(), useBonus: fc.boolean(), cashless: amount, bonus: amount, rest: fc.constantFrom('cash' as const, 'card' as const) }),
    rules: fc.record({
      floor: fc.option(minor), minimumForCashless: fc.option(minor), minimumForBonus: fc.option(amount), cashForbidden: fc.boolean(),
      whenFundsShort: fc.constantFrom('forbid' as const, 'restInCash' as const, 'warn' as const, 'credit' as const),
    }),
    main: account, bonus: account, confirmed: fc.boolean(),
  });
  const free = ({ balance, held, own }: PaymentInput['main']) => balance - held + own;

  it('the parts are the total; nothing goes under the floor; bonuses never under nothing', () => {
    fc.assert(fc.property(inputs, (input) => {
      const { parts, missing } = splitPayment(input);
      if (!parts) throw new Error('a known total has parts');
      expect(parts.bonus + parts.cashless + parts.cash + parts.card).to.equal(input.total);
      for (const part of Object.values(parts)) expect(part >= 0n).to.equal(true);
      expect(missing.bonus >= 0n && missing.cashless >= 0n).to.equal(true);
      if (parts.cashless > 0n && input.rules.floor !== null) expect(free(input.main) - parts.cashless >= input.rules.floor).to.equal(true);
      if (parts.bonus > 0n) expect(free(input.bonus) >= parts.bonus).to.equal(true);
      if (input.rules.minimumForCashless !== null && input.main.balance < input.rules.minimumForCashless) expect(parts.cashless).to.equal(0n);
    }), runs(3_000));
  });

  it('goes below nothing only on credit, or where the operator confirmed', () => {
    fc.assert(fc.property(inputs, (input) => {
      const { parts, outcome } = splitPayment(input);
      const below = (parts?.cashless ?? 0n) > 0n && free(input.main) - (parts?.cashless ?? 0n) < 0n;
      const { whenFundsShort } = input.rules;
      if (below) expect(whenFundsShort === 'credit' || (whenFundsShort === 'warn' && input.confirmed)).to.equal(true);
      if (outcome === 'confirm') expect([whenFundsShort, input.confirmed]).to.deep.equal(['warn', false]);
      if (outcome === 'confirm') expect(splitPayment({ ...input, confirmed: true }).outcome).to.be.oneOf(['fits', 'rest']);
    }), runs(3_000));
  });

  it('a ride that is over is always paid: at least what was held for it, at most what budgets have left', () => {
    fc.assert(fc.property(inputs, fc.option(amount), (input, most) => {
      const { parts, outcome, cashForbidden } = splitPayment({ ...input, ended: { most } });
      if (!parts) throw new Error('a known total has parts');
      expect([outcome === 'fits' || outcome === 'rest', cashForbidden]).to.deep.equal([true, false]);
      expect(parts.bonus + parts.cashless + parts.cash + parts.card).to.equal(input.total);
      if (most !== null) expect(parts.bonus + parts.cashless <= most).to.equal(true);
      if (input.request.useCashless && !input.request.useBonus && input.request.bonus === 0n && most === null) {
        expect(parts.cashless >= (input.main.own < input.total ? input.main.own : input.total)).to.equal(true);
      }
    }), runs(3_000));
  });
});
