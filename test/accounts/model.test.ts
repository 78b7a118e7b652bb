// Random programs of money against a model of a few lines: what is refused and what is done, every balance and every hold, after
// each command. The model knows nothing of SQL: accounts with a floor, orders that hold, entries that can be cancelled.
// MODEL_COMMANDS says how many commands in all (800).
import { expect } from 'chai';
import fc from 'fast-check';
import { bookOperation, cancelOperation, transfer } from '../../src/accounts/accounts.js';
import { changeClient } from '../../src/clients/clients.js';
import { moveClient } from '../../src/clients/move.js';
import { setOwnSetting } from '../../src/clients/own-settings.js';
import type { Db } from '../../src/db/database.js';
import { AppError } from '../../src/lib/app-error.js';
import { fromMinor } from '../../src/lib/money.js';
import { changeOrderState } from '../../src/orders/lifecycle.js';
import { createOrder } from '../../src/orders/orders.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { buildTree, tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';

const COMMANDS = Number(process.env.MODEL_COMMANDS ?? 800);
const LONGEST = 60;
const HOLDERS = ['Firm', 'Own', 'Shop'] as const;
const FLOORS = { Firm: -20_000n, Own: 0n, Shop: -500n } as const;
type Holder = (typeof HOLDERS)[number];

const rub = (minor: bigint) => ({ amount: fromMinor(minor), currency: 'RUB' });

/** The oracle. Money in minor units; main accounts only go down to their floors, what orders hold is not there to be spent. */
interface Model {
  balance: Record<Holder, bigint>;
  held: Record<Holder, bigint>;
  above: Holder;
  entries: { id: number; lines: [Holder, bigint][]; cancelled: boolean }[];
  orders: { id: number; payer: Holder; held: bigint; open: boolean }[];
}

interface Real {
  db: Db;
  ids: Record<string, number>;
}

const free = (model: Model, holder: Holder) => model.balance[holder] - model.held[holder] - FLOORS[holder];

/** Does it, and says whether it was refused for want of money or state. */
async function isDone(work: () => Promise<unknown>, expected: boolean, why: string): Promise<void> {
  const refusal = await work().then(() => null, (error: unknown) => error);
  if (refusal !== null && !(refusal instanceof AppError)) throw refusal;
  expect(refusal === null, `${why}: ${refusal?.message ?? 'done'}`).to.equal(expected);
}

async function expectSame(model: Model, { db, ids }: Real): Promise<void> {
  const { rows } = await db.withConnection((client) => client.query<{ id: number; balance: string; held: string }>(
    'select a.client_id as id, a.balance_minor::text as balance, a.held_minor::text as held from accounts a where a.client_id = any ($1) and a.kind_id = 0', [HOLDERS.map((holder) => ids[holder])],
  ));
  for (const holder of HOLDERS) {
    const { balance = '0', held = '0' } = rows.find(({ id }) => id === ids[holder]) ?? {};
    expect([BigInt(balance), BigInt(held)], holder).to.deep.equal([model.balance[holder], model.held[holder]]);
  }
}

type Command = fc.AsyncCommand<Model, Real, false>;

function command(text: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real);
      await expectSame(model, real);
    },
    toString: () => text,
  };
}

const sums = fc.bigInt({ min: 1n, max: 30_000n });
const holders = fc.constantFrom(...HOLDERS);
const nth = fc.nat({ max: 50 });

const booking = fc.tuple(holders, sums, fc.boolean()).map(([holder, sum, isReceipt]) => command(`${isReceipt ? 'receipt' : 'expense'} ${holder} ${sum}`, async (model, { db, ids }) => {
  const may = isReceipt || free(model, holder) >= sum;
  await isDone(async () => {
    const { id } = await bookOperation(db, tester, ids[holder] as number, { type: isReceipt ? 'receipt' : 'expense', sum: rub(sum) }, null);
    model.entries.push({ id, lines: [[holder, isReceipt ? sum : -sum]], cancelled: false });
  }, may, 'booking');
  if (may) model.balance[holder] += isReceipt ? sum : -sum;
}));

const moving = fc.tuple(holders, holders, sums).map(([from, to, sum]) => command(`transfer ${from} → ${to} ${sum}`, async (model, { db, ids }) => {
  const may = from !== to && free(model, from) >= sum;
  await isDone(async () => {
    const { id } = await transfer(db, tester, { fromClientId: ids[from] as number, toClientId: ids[to] as number, sum: rub(sum) }, null);
    model.entries.push({ id, lines: [[from, -sum], [to, sum]], cancelled: false });
  }, may, 'transfer');
  if (!may) return;
  model.balance[from] -= sum;
  model.balance[to] += sum;
}));

const cancelling = nth.map((place) => command(`cancel ${place}`, async (model, { db }) => {
  const entry = model.entries[place % Math.max(1, model.entries.length)];
  if (!entry) return;
  const may = !entry.cancelled && entry.lines.every(([holder, amount]) => amount < 0n || free(model, holder) >= amount);
  await isDone(() => cancelOperation(db, tester, entry.id, {}, null), may, 'cancellation');
  if (!may) return;
  entry.cancelled = true;
  for (const [holder, amount] of entry.lines) model.balance[holder] -= amount;
}));

const ordering = fc.tuple(fc.constantFrom(...HOLDERS, 'Staff' as const), sums).map(([customer, sum]) => command(`order ${customer} ${sum}`, async (model, { db, ids }) => {
  const payer = customer === 'Staff' ? model.above : customer;
  // "Forbid": an order goes down to nothing by itself, however low the floor is.
  const may = model.balance[payer] - model.held[payer] >= sum;
  await isDone(async () => {
    const { id } = await createOrder(db, tester, { clientId: ids[customer] as number, sum: rub(sum), pay: { useCashless: true } }, null);
    model.orders.push({ id, payer, held: sum, open: true });
  }, may, 'order');
  if (may) model.held[payer] += sum;
}));

const ending = fc.tuple(nth, fc.constantFrom('finished' as const, 'aborted' as const), fc.option(sums)).map(([place, state, given]) => command(`${state} ${place} ${given}`, async (model, { db }) => {
  const order = model.orders[place % Math.max(1, model.orders.length)];
  if (!order) return;
  const { payer, held } = order;
  const wasOpen = order.open;
  const sum = given ?? (state === 'finished' ? held : 0n);
  const input = { state, ...(given !== null && (state === 'finished' ? { sum: rub(sum) } : { penalty: rub(sum) })) };
  const same = await changeOrderState(db, tester, order.id, input, null).catch((error: unknown) => {
    if (!(error instanceof AppError) || wasOpen) throw error;
    return null;
  });
  if (!wasOpen || !same) return;
  model.held[payer] -= held;
  // What it held it may spend; beyond that a ride goes down to nothing, a penalty down to the floor.
  const least = state === 'finished' ? 0n : FLOORS[payer];
  const there = model.balance[payer] - model.held[payer] - least;
  const most = there > held ? there : held;
  model.balance[payer] -= sum < most ? sum : most;
  order.open = false;
}));

const reparenting = holders.map((to) => command(`Staff below ${to}`, async (model, { db, ids }) => {
  await db.transaction((tx) => moveClient(tx, tester, ids.Staff as number, { parentId: ids[to] as number }, null));
  model.above = to;
}));

describe('money against a model', function model() {
  this.timeout(60_000 + COMMANDS * 60);
  const test = useDatabase();

  it('M-3 … M-8, O-9: every command does or refuses what the model does or refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([booking, moving, cancelling, ordering, ending, reparenting], { maxCommands: LONGEST, size: 'max' }), async (commands) => {
        const ids = await buildTree(test.db, 'Firm(Own,Shop,Staff)');
        for (const holder of ['Own', 'Shop']) await test.db.transaction((tx) => changeClient(tx, tester, ids[holder] as number, { usesOwnAccount: true }, null));
        for (const holder of HOLDERS) await test.db.transaction((tx) => setOwnSetting(tx, tester, ids[holder] as number, 'balanceFloor', rub(FLOORS[holder]), null));
        const model: Model = { balance: { Firm: 0n, Own: 0n, Shop: 0n }, held: { Firm: 0n, Own: 0n, Shop: 0n }, above: 'Firm', entries: [], orders: [] };
        await fc.asyncModelRun(() => ({ model, real: { db: test.db, ids } }), commands);
      }),
      { numRuns: Math.max(1, Math.ceil(COMMANDS / (LONGEST / 2))), endOnFailure: true },
    );
    expect((await verifyDatabase(test.db)).filter(({ breaches }) => breaches > 0).map(({ check, first }) => [check.id, first])).to.deep.equal([]);
  });
});
