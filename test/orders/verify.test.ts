// db:verify on ledger, orders and budgets: silent when they are sound, and each breach is named.
import { expect } from 'chai';
import pg from 'pg';
import { makeDailyOrders } from '../../src/orders/make-daily.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

describe('db:verify of orders', () => {
  const server = useServer();
  const { must, tree, order, state, fill, budget } = ordering(server);
  let ids: Record<string, number>;
  let open: number;
  let done: number;

  before(async () => {
    ids = await tree('Firm(Clerk)');
    await fill(ids.Firm, '1000');
    await budget(ids.Firm, 'month', '900');
    open = (await must(order({ clientId: ids.Clerk, sum: rub('100') }))).id;
    done = (await must(order({ clientId: ids.Clerk, sum: rub('50') }))).id;
    await must(state(done, 'finished'));
    const aborted = (await must(order({ clientId: ids.Clerk, sum: rub('70') }))).id;
    await must(state(aborted, 'aborted', { penalty: rub('7') }));
  });

  it('finds nothing in what orders of every state leave', async () => {
    expect((await verifyDatabase(server.get().context.db)).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
  });

  /** Ids of the broken checks after a change that the guards would refuse; the change is undone. */
  async function brokenBy(change: string, undo: string): Promise<string[]> {
    const client = new pg.Client({ connectionString: server.get().context.config.databaseUrl ?? '' });
    await client.connect();
    try {
      await client.query(`set session_replication_role = replica; ${change}`);
      const broken = (await verifyDatabase(server.get().context.db)).filter(({ breaches }) => breaches > 0);
      await client.query(undo);
      expect(broken.every(({ first }) => first[0]?.what)).to.equal(true);
      return broken.map(({ check }) => check.id);
    } finally {
      await client.end();
    }
  }

  it('M-3 names lopsided entries, and balances that are no sums', async () => {
    expect(await brokenBy('update postings set amount_minor = amount_minor + 1 where id = 1', 'update postings set amount_minor = amount_minor - 1 where id = 1')).to.deep.equal(['entries', 'balances']);
    expect(await brokenBy('update accounts set held_minor = held_minor + 1 where client_id is not null', 'update accounts set held_minor = held_minor - 1 where client_id is not null')).to.deep.equal(['balances']);
  });

  it('M-7, O-9 names holds that stayed, and charges that are not what the order says', async () => {
    expect(await brokenBy(`update holds set order_id = ${done} where order_id = ${open}`, `update holds set order_id = ${open} where order_id = ${done} and state = 'open'`)).to.deep.equal(['order-holds']);
    expect(await brokenBy(`update entries set order_id = null where order_id = ${done}`, `update entries set order_id = ${done} where kind = 'charge'`)).to.deep.equal(['order-charges']);
    expect(await brokenBy(`update orders set version = 9 where id = ${open}`, `update orders set version = 1 where id = ${open}`)).to.deep.equal(['order-versions']);
  });

  it('M-12 names budgets that do not add up', async () => {
    expect(await brokenBy('update budget_usage set spent_minor = spent_minor + 5', 'update budget_usage set spent_minor = spent_minor - 5')).to.deep.equal(['budgets']);
    expect(await brokenBy(`update order_budgets set reserved_minor = 1 where order_id = ${done}`, `update order_budgets set reserved_minor = 0 where order_id = ${done}`)).to.deep.equal(['budgets']);
  });

  it('O-11 names schedules that lost their order, and such that nobody looks at', async () => {
    const db = server.get().context.db;
    const { id } = await must(server.get().call('POST', '/daily-orders', { clientId: ids.Clerk, weekdays: [1, 2, 3, 4, 5, 6, 7], time: '08:00', pay: { rest: 'cash' } }));
    await makeDailyOrders(db, (error) => expect.fail(String(error)));
    expect(await brokenBy('update daily_orders set order_id = null, look_at = now()', `update daily_orders set order_id = (select o.id from orders o where o.daily_order_id = ${id}), look_at = null`)).to.deep.equal(['daily-orders']);
    expect(await brokenBy(`update daily_orders set order_id = ${done}`, `update daily_orders set order_id = (select o.id from orders o where o.daily_order_id = ${id})`)).to.deep.equal(['daily-orders']);
    expect(await brokenBy('update daily_orders set version = 7', 'update daily_orders set version = 1')).to.deep.equal(['daily-order-versions']);
  });

  it('O-9 names totals that count an order twice', async () => {
    expect(await brokenBy('update client_totals set finished_orders = 2', 'update client_totals set finished_orders = 1')).to.deep.equal(['totals']);
  });
});
