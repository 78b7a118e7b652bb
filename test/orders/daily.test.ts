// O-11: daily orders make one order after the other, one for each day, whatever happens to the process.
import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { instantOf, nextDay } from '../../src/lib/daily-schedule.js';
import { type MadeDaily, makeDailyOrders } from '../../src/orders/make-daily.js';
import { openDatabase } from '../../src/db/database.js';
import type { Clock } from '../../src/lib/clock.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { runs } from '../support/arbitraries.js';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

const MONDAY = '2031-03-03T09:00:00Z';
let now = DateTime.fromISO(MONDAY, { zone: 'utc' }) as DateTime<true>;
const clock: Clock = { now: () => now };
const fail = (error: unknown) => {
  throw error;
};

describe('daily orders', () => {
  const server = useServer({}, { clock });
  const { call, must, tree, order, state, set, fill } = ordering(server);
  const db = () => server.get().context.db;
  const work = (): Promise<MadeDaily> => makeDailyOrders(db(), fail);
  let ids: Record<string, number>;
  /** Sessions end while the days pass. */
  const at = async (text: string) => {
    now = DateTime.fromISO(text, { zone: 'utc' }) as DateTime<true>;
    const { body } = await server.get().call('POST', '/sessions', { login: 'admin', password: 'admin-password' }, { token: null });
    Object.assign(server.get(), { token: body.token });
  };
  const schedule = (more: object = {}) => must(call('POST', '/daily-orders', { clientId: ids.Clerk, weekdays: [1, 2, 3, 4, 5], time: '08:30', ...more }));
  const look = (id: number) => must(call('GET', `/daily-orders/${id}`));
  const ordersOf = async (id: number) => (await must(call('GET', `/orders?customerId=${ids.Clerk}&limit=100`))).items.filter(({ dailyOrderId }: { dailyOrderId: number }) => dailyOrderId === id);

  beforeEach(async () => {
    await at(MONDAY);
    await db().withConnection((client) => client.query("update daily_orders set state = 'paused', look_at = null"));
    ids = await tree('Firm(Dept(Clerk),Other)');
    await must(call('PATCH', `/clients/${ids.Firm}`, { timeZone: 'Europe/Moscow' }));
    await fill(ids.Firm, '1000');
  });

  it('makes the first order for the next day of the schedule, and the next one when that has ended, over the weekend', async () => {
    const { id, next, timeZone } = await schedule({ addresses: [{ address: 'Home' }, { address: 'Office' }], passenger: 'Anna', pay: { useCashless: true } });
    expect([next, timeZone]).to.deep.equal([{ on: '2031-03-04', at: '2031-03-04T05:30:00.000Z' }, 'Europe/Moscow']);
    expect(await work()).to.deep.equal({ made: 1, refused: 0 });
    expect(await work(), 'the first one is open').to.deep.equal({ made: 0, refused: 0 });
    const [first] = await ordersOf(id);
    expect(first).to.deep.include({ at: '2031-03-04T05:30:00.000Z', preliminary: true, source: 'dailyOrder', passenger: 'Anna', addresses: [{ address: 'Home' }, { address: 'Office' }] });
    expect(await look(id)).to.deep.include({ openOrder: { id: first.id, state: 'new', at: first.at }, next: { on: '2031-03-05', at: '2031-03-05T05:30:00.000Z' } });
    for (const [end, day] of [['finished', '2031-03-05'], ['aborted', '2031-03-06'], ['finished', '2031-03-07'], ['aborted', '2031-03-10']] as const) {
      const [open] = await ordersOf(id);
      await at(open.at);
      await must(state(open.id, end, end === 'finished' ? { sum: rub('10') } : {}));
      expect(await work()).to.deep.equal({ made: 1, refused: 0 });
      expect((await ordersOf(id))[0].at.slice(0, 10)).to.equal(day);
    }
    expect((await verifyDatabase(db())).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
  });

  it('makes an order so long before its time as the schedule says', async () => {
    const { id } = await schedule({ leadMinutes: 90 });
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    await at('2031-03-04T03:59:00Z');
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    await at('2031-03-04T04:00:00Z');
    expect(await work()).to.deep.equal({ made: 1, refused: 0 });
    const [first] = await ordersOf(id);
    await at('2031-03-04T06:00:00Z');
    await must(state(first.id, 'finished', { sum: rub('10') }));
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    expect((await look(id)).openOrder).to.equal(null);
  });

  it('deleting the open order stops the chain and says so; aborting does not; resuming goes on', async () => {
    const { id } = await schedule();
    await work();
    const [first] = await ordersOf(id);
    const deleted = await must(call('POST', `/orders/${first.id}/delete`, { reason: 'not needed any more' }));
    expect([deleted.stoppedDailyOrderId, deleted.order.state, deleted.order.endReason]).to.deep.equal([id, 'aborted', 'not needed any more']);
    expect((await must(call('POST', `/orders/${first.id}/delete`, {}))).stoppedDailyOrderId, 'again').to.equal(id);
    await at('2031-03-06T09:00:00Z');
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    expect((await look(id)).state).to.equal('stopped');
    expect((await must(call('POST', `/daily-orders/${id}/resume`, {}))).next.on).to.equal('2031-03-07');
    expect(await work()).to.deep.equal({ made: 1, refused: 0 });
    const { id: plain } = await must(order({ clientId: ids.Clerk, sum: rub('1') }));
    expect((await must(call('POST', `/orders/${plain}/delete`, {}))).stoppedDailyOrderId).to.equal(null);
  });

  it('a pause makes no next order, and the open one stays; removing tells the open one', async () => {
    const { id } = await schedule();
    await work();
    const [first] = await ordersOf(id);
    await must(call('POST', `/daily-orders/${id}/pause`, {}));
    await must(state(first.id, 'aborted'));
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    await must(call('POST', `/daily-orders/${id}/resume`, {}));
    await work();
    const [second] = await ordersOf(id);
    expect(second.at, 'the day of the aborted one is over').to.equal('2031-03-05T05:30:00.000Z');
    expect((await must(call('DELETE', `/daily-orders/${id}`))).openOrder.id).to.equal(second.id);
    expect((await must(call('GET', `/orders/${second.id}`)))).to.deep.include({ state: 'new', dailyOrderId: null });
    expect((await call('GET', `/daily-orders/${id}`)).status).to.equal(404);
  });

  it('a refusal is kept with its reasons and their client, and the next day is tried anew', async () => {
    const { id } = await schedule();
    await must(call('POST', `/clients/${ids.Dept}/block`, { reason: 'debts' }));
    expect(await work()).to.deep.equal({ made: 0, refused: 1 });
    expect(await work(), 'not again before that day has passed').to.deep.equal({ made: 0, refused: 0 });
    const { problem, next } = await look(id);
    expect([problem.on, problem.reasons[0].code, problem.reasons[0].client]).to.deep.equal(['2031-03-04', 'employee.blocked', { id: ids.Dept, name: 'Dept' }]);
    expect(next.on).to.equal('2031-03-05');
    await at('2031-03-04T05:31:00Z');
    expect(await work()).to.deep.equal({ made: 0, refused: 1 });
    await must(call('POST', `/clients/${ids.Dept}/unblock`, {}));
    // Whoever has repaired it need not wait.
    await must(call('POST', `/daily-orders/${id}/resume`, {}));
    expect(await work()).to.deep.equal({ made: 1, refused: 0 });
    expect(await look(id)).to.deep.include({ problem: null });
    expect((await ordersOf(id))[0].at).to.equal('2031-03-05T05:30:00.000Z');
  });

  it('funds that are short refuse, too', async () => {
    await set(ids.Firm, 'balanceFloor', rub('0'));
    const tariff = await must(call('POST', '/tariffs', { name: `Flat ${ids.Firm}`, fare: { minimum: '2000' } }));
    const { id } = await schedule({ tariffId: tariff.id, pay: { useCashless: true } });
    await work();
    expect((await look(id)).problem.reasons.map(({ code }: { code: string }) => code)).to.deep.equal(['funds.short']);
  });

  it('is over after its last day, and goes on when that is put off', async () => {
    const { id } = await schedule({ lastOn: '2031-03-04' });
    await work();
    const [only] = await ordersOf(id);
    expect(await look(id)).to.deep.include({ state: 'active', next: null });
    await at('2031-03-04T06:00:00Z');
    await must(state(only.id, 'aborted'));
    expect(await work()).to.deep.equal({ made: 0, refused: 0 });
    expect(await look(id)).to.deep.include({ state: 'over', openOrder: null });
    expect((await call('POST', `/daily-orders/${id}/resume`, {})).body.code).to.equal('daily_order.state');
    expect(await must(call('PATCH', `/daily-orders/${id}`, { lastOn: null }))).to.deep.include({ state: 'active', next: { on: '2031-03-05', at: '2031-03-05T05:30:00.000Z' } });
  });

  it('never makes two for a day, with two servers at it and ends said from many lines', async () => {
    const other = openDatabase({ connectionString: server.get().context.config.databaseUrl ?? '', clock, defaults: db().defaults });
    try {
      const made = await Promise.all(Array.from({ length: 6 }, () => schedule({ weekdays: [1, 2, 3, 4, 5, 6, 7] })));
      for (let day = 0; day < 5; day += 1) {
        await Promise.all([work(), makeDailyOrders(other, fail), work(), makeDailyOrders(other, fail)]);
        const open = await Promise.all(made.map(async ({ id }) => (await ordersOf(id))[0]));
        expect(open.every((one) => one.state === 'new')).to.equal(true);
        await Promise.all(open.flatMap(({ id }) => [state(id, 'aborted'), state(id, 'aborted'), work(), makeDailyOrders(other, fail)]));
      }
      for (const { id } of made) {
        const days = (await ordersOf(id)).map((one: { at: string }) => one.at.slice(0, 10));
        expect(new Set(days).size).to.equal(days.length);
        expect(days.length).to.be.within(5, 6);
      }
    } finally {
      await other.close();
    }
  });

  it('a fault while an order is made leaves nothing, and the same day is due again', async () => {
    const { id } = await schedule();
    await db().withConnection((client) => client.query("create function break_daily() returns trigger language plpgsql as $$ begin raise exception 'cut' using errcode = '40001'; end $$; create trigger break_daily before update of made_for on daily_orders for each row execute function break_daily()"));
    const failed = await work().then(() => null, (error: unknown) => error);
    await db().withConnection((client) => client.query('drop trigger break_daily on daily_orders; drop function break_daily()'));
    expect(failed).to.be.an('error');
    expect(await ordersOf(id)).to.deep.equal([]);
    expect(await work()).to.deep.equal({ made: 1, refused: 0 });
  });

  it('refuses what cannot be', async () => {
    const codeOf = async (more: object) => (await call('POST', '/daily-orders', { clientId: ids.Clerk, weekdays: [1], time: '08:30', ...more })).body.code;
    expect(await codeOf({ clientId: 999_999 })).to.equal('client.not_found');
    expect(await codeOf({ clientId: ids.Other, employeeId: ids.Clerk })).to.equal('order.employee_not_below');
    expect(await codeOf({ tariffId: 999_999 })).to.equal('order.reference_not_found');
    expect(await codeOf({ firstOn: '2031-05-01', lastOn: '2031-04-01' })).to.equal('request.invalid');
    expect(await codeOf({ time: '24:00' })).to.equal('request.invalid');
    await must(call('POST', `/clients/${ids.Dept}/delete`, {}));
    expect(await codeOf({})).to.equal('client.deleted');
  });

  it('D-8 two people may change different fields, the same one is a conflict; D-6 a client with a schedule stays', async () => {
    const { id } = await schedule();
    await must(call('PATCH', `/daily-orders/${id}`, { time: '09:00', version: 1 }));
    await must(call('PATCH', `/daily-orders/${id}`, { comment: 'quietly', version: 1 }));
    expect((await call('PATCH', `/daily-orders/${id}`, { time: '10:00', version: 1 })).body.code).to.equal('conflict.version');
    expect(await look(id)).to.deep.include({ version: 3, time: '09:00', comment: 'quietly', next: { on: '2031-03-04', at: '2031-03-04T06:00:00.000Z' } });
    await must(call('POST', `/clients/${ids.Clerk}/delete`, {}));
    expect((await call('DELETE', `/clients/${ids.Clerk}`)).body.code).to.equal('client.in_use');
  });

  it('lists the schedules of a unit and everybody below it', async () => {
    const { id } = await schedule();
    expect((await must(call('GET', `/daily-orders?clientId=${ids.Firm}`))).items.map((one: { id: number }) => one.id)).to.deep.equal([id]);
    expect((await must(call('GET', `/daily-orders?clientId=${ids.Other}`))).items).to.deep.equal([]);
  });
});

describe('days of a schedule', () => {
  it('where clocks skip the time it is as much later; where they show it twice, the first time', () => {
    const at = (day: string, time: string) => instantOf(day, time, 'Europe/Berlin').toISO();
    expect(at('2031-03-30', '02:30')).to.equal('2031-03-30T01:30:00.000Z');
    expect(at('2031-10-26', '02:30')).to.equal('2031-10-26T00:30:00.000Z');
    expect([at('2031-03-29', '08:00'), at('2031-03-30', '08:00')]).to.deep.equal(['2031-03-29T07:00:00.000Z', '2031-03-30T06:00:00.000Z']);
  });

  it('agree with a walk through the calendar', () => {
    const zones = ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC'];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.integer({ min: 0, max: 1_439 }), fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 400 * 1_440 }), fc.option(fc.integer({ min: 0, max: 20 })), fc.option(fc.integer({ min: 0, max: 30 })),
        (weekdays, minute, zone, minutes, afterDays, lastDays) => {
          const start = DateTime.fromISO('2031-01-01T00:00:00Z', { zone: 'utc' }).plus({ minutes });
          const today = start.setZone(zone).startOf('day');
          const time = DateTime.fromObject({ hour: Math.floor(minute / 60), minute: minute % 60 }).toFormat('HH:mm');
          const after = afterDays === null ? null : today.plus({ days: afterDays }).toISODate() as string;
          const lastOn = lastDays === null ? null : today.plus({ days: lastDays }).toISODate() as string;
          let expected: string | null = null;
          for (let day = today; day <= today.plus({ days: 40 }) && expected === null; day = day.plus({ days: 1 })) {
            const date = day.toISODate() as string;
            if ((after !== null && date <= after) || !weekdays.includes(day.weekday)) continue;
            if (instantOf(date, time, zone) >= start) expected = date;
          }
          if (expected !== null && lastOn !== null && expected > lastOn) expected = null;
          expect(nextDay({ weekdays, time, firstOn: '2030-01-01', lastOn }, zone, after, start)?.on ?? null).to.equal(expected);
        },
      ),
      runs(200),
    );
  });
});
