// Random programs of orders, money and budgets by many at once, from two servers: whatever the order of
// things was, no balance under its floor, no budget overrun, everything adds up, nothing charged twice.
import { expect } from 'chai';
import fc from 'fast-check';
import { bookOperation, cancelOperation, transfer } from '../../src/accounts/accounts.js';
import { removeBudget, setBudget } from '../../src/budgets/budgets.js';
import { changeClient } from '../../src/clients/clients.js';
import { moveClient } from '../../src/clients/move.js';
import { setOwnSetting } from '../../src/clients/own-settings.js';
import { blockClient, unblockClient } from '../../src/clients/states.js';
import { type Db, openDatabase } from '../../src/db/database.js';
import { AppError } from '../../src/lib/app-error.js';
import { chargeOrderAgain } from '../../src/orders/charge-again.js';
import { changeOrderState } from '../../src/orders/lifecycle.js';
import { changeOrder, createOrder } from '../../src/orders/orders.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { runs } from '../support/arbitraries.js';
import { buildTree, tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';
import { ensureFirstOperator } from '../../src/operators/operators.js';
import { rub } from './support.js';

const CUSTOMERS = ['Firm', 'Dept', 'Clerk', 'Own', 'Staff'] as const;
const sums = fc.integer({ min: 1, max: 400 }).map((amount) => rub(`${amount}.${amount % 2 ? '50' : '00'}`));
const customer = fc.constantFrom(...CUSTOMERS);
const pays = fc.constantFrom({ useCashless: true }, { useCashless: true, useBonus: true }, { cashless: rub('50'), bonus: rub('20') }, {});
const which = fc.nat({ max: 200 });

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('order' as const), of: customer, sum: sums, pay: pays, key: fc.option(fc.nat({ max: 6 })) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('finish' as const), which, sum: fc.option(sums) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('abort' as const), which, penalty: fc.option(sums) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), which, sum: sums, days: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('book' as const), of: fc.constantFrom('Firm' as const, 'Own' as const), type: fc.constantFrom('receipt' as const, 'expense' as const), sum: sums, kind: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('transfer' as const), forth: fc.boolean(), sum: sums }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('budget' as const), of: customer, period: fc.constantFrom('day' as const, 'month' as const), sum: fc.option(sums) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('short' as const), how: fc.constantFrom('forbid', 'restInCash', 'credit') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), of: customer, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), to: fc.constantFrom('Firm', 'Dept', 'Own') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancelCharge' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('chargeAgain' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('account' as const), on: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const AT_ONCE = 8;

describe('a storm of orders', () => {
  let other: Db | undefined;
  // Before the database is dropped.
  after(() => other?.close());
  const test = useDatabase();
  before(async () => {
    other = openDatabase({ connectionString: test.url, clock: test.db.clock, defaults: test.db.defaults });
    await ensureFirstOperator(test.db, tester, 'admin', 'admin-password');
  });

  it('keeps M-3, M-6, M-7, M-12 and O-9', async () => {
    let programs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (program) => {
        programs += 1;
        const ids = await buildTree(test.db, 'Firm(Dept(Clerk),Own(Staff))');
        await test.db.transaction((tx) => changeClient(tx, tester, ids.Own as number, { usesOwnAccount: true }, null));
        await test.db.transaction((tx) => setOwnSetting(tx, tester, ids.Firm as number, 'balanceFloor', rub('-100'), null));
        await bookOperation(test.db, tester, ids.Firm as number, { type: 'receipt', sum: rub('1500') }, null);
        await bookOperation(test.db, tester, ids.Own as number, { type: 'receipt', sum: rub('100'), accountKind: 1 }, null);
        const orders: number[] = [];
        const ofKey = new Map<string, number>();
        await inTurns(program, async (one, turn) => {
          const db = turn % 2 ? test.db : (other as Db);
          try {
            await run(db, one, ids, orders, ofKey, programs);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.status, `${error.code} ${error.message}`).to.be.within(400, 499);
            // Only a move that meets another one says so.
            if (one.do !== 'move') expect(error.code, one.do).to.not.equal('conflict.busy');
          }
        });
        expect((await verifyDatabase(test.db)).filter(({ breaches }) => breaches > 0).map(({ check, first }) => [check.id, first])).to.deep.equal([]);
        const { rows } = await test.db.withConnection((client) => client.query(
          `select a.client_id, a.balance_minor, a.held_minor from accounts a
           where a.client_id = any ($1) and a.balance_minor - a.held_minor < case when a.kind_id = 0 then -10000 else 0 end`, [Object.values(ids)],
        ));
        expect(rows).to.deep.equal([]);
      }),
      { ...runs(8), endOnFailure: true },
    );
  });
});

async function inTurns(program: readonly Step[], work: (one: Step, turn: number) => Promise<void>): Promise<void> {
  const queue = [...program.entries()];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await work(next[1], next[0]);
  }));
}

async function run(db: Db, one: Step, ids: Record<string, number>, orders: number[], ofKey: Map<string, number>, program: number): Promise<void> {
  const id = (name: string) => ids[name] as number;
  const order = (place: number) => orders[place % orders.length];
  switch (one.do) {
    case 'order': {
      const key = one.key === null ? null : `${program}-${one.key}-${one.of}`;
      // The same key always has the same content.
      const body = key === null ? { sum: one.sum, pay: one.pay } : { sum: rub('77'), pay: { useCashless: true } };
      const made = await createOrder(db, tester, { clientId: id(one.of), ...body }, key);
      if (key === null) orders.push(made.id);
      else {
        expect(ofKey.get(key) ?? made.id).to.equal(made.id);
        ofKey.set(key, made.id);
        if (!orders.includes(made.id)) orders.push(made.id);
      }
      return;
    }
    case 'finish':
    case 'abort': {
      const target = order(one.which);
      if (target === undefined) return;
      const more = one.do === 'finish' ? { state: 'finished' as const, ...(one.sum && { sum: one.sum }) } : { state: 'aborted' as const, ...(one.penalty && { penalty: one.penalty }) };
      // Said twice at the same moment.
      const [first, second] = await Promise.allSettled([changeOrderState(db, tester, target, more, null), changeOrderState(db, tester, target, more, null)]);
      for (const said of [first, second]) if (said.status === 'rejected') throw said.reason;
      return;
    }
    case 'change': {
      const target = order(one.which);
      if (target !== undefined) await changeOrder(db, tester, target, { sum: one.sum, at: db.clock.now().plus({ days: one.days }).toISO() }, null);
      return;
    }
    case 'book': await bookOperation(db, tester, id(one.of), { type: one.type, sum: one.sum, accountKind: one.kind }, null); return;
    case 'transfer': {
      const [fromClientId, toClientId] = one.forth ? [id('Firm'), id('Own')] : [id('Own'), id('Firm')];
      await transfer(db, tester, { fromClientId, toClientId, sum: one.sum }, null);
      return;
    }
    case 'budget': {
      const { sum } = one;
      await db.transaction(async (tx) => (sum ? void (await setBudget(tx, tester, id(one.of), one.period, sum, null)) : removeBudget(tx, tester, id(one.of), one.period)));
      return;
    }
    case 'short': await db.transaction((tx) => setOwnSetting(tx, tester, id('Firm'), 'whenFundsShort', one.how, null)); return;
    case 'block': await db.transaction((tx) => (one.on ? blockClient(tx, tester, id(one.of), 'storm', null) : unblockClient(tx, tester, id(one.of), null))); return;
    case 'move': await db.transaction((tx) => moveClient(tx, tester, id('Clerk'), { parentId: id(one.to) }, null)); return;
    case 'cancel': {
      const { rows } = await db.withConnection((client) => client.query<{ id: string }>(
        `select distinct e.id from entries e join postings p on p.entry_id = e.id join accounts a on a.id = p.account_id where a.client_id = $1 and e.kind = 'receipt' order by e.id limit 20`, [id('Own')],
      ));
      const entry = rows[one.which % Math.max(1, rows.length)];
      if (entry) await cancelOperation(db, tester, Number(entry.id), {}, null);
      return;
    }
    case 'cancelCharge': {
      const { rows } = await db.withConnection((client) => client.query<{ id: string }>("select e.id from entries e where e.kind in ('charge', 'penalty') order by e.id desc limit 20"));
      const entry = rows[one.which % Math.max(1, rows.length)];
      if (entry) await cancelOperation(db, tester, Number(entry.id), {}, null);
      return;
    }
    case 'chargeAgain': {
      const { rows } = await db.withConnection((client) => client.query<{ id: number }>('select o.id from orders o where o.charge_cancelled_at is not null order by o.id desc limit 20'));
      const cancelled = rows[one.which % Math.max(1, rows.length)];
      if (cancelled) await chargeOrderAgain(db, tester, cancelled.id, {}, null);
      return;
    }
    case 'account': await db.transaction((tx) => changeClient(tx, tester, id('Own'), { usesOwnAccount: one.on }, null)); return;
  }
}
