// P3, P12, P13, P14: the one question over HTTP, transfers, orders, balance with employees.
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { balanceWithEmployees, bookOperation, transfer } from '../../src/accounts/accounts.js';
import { systemActor } from '../../src/auth/actor.js';
import { loadSql, queryRows } from '../../src/db/sql.js';
import { createOrder } from '../../src/orders/orders.js';
import { resolveOrder } from '../../src/orders/resolve.js';
import { startProduct, startYardstick } from './children.js';
import type { BenchDatabase } from './databases.js';
import { atLeast, atMost, type Figure, interleaved, median } from './figure.js';
import { requestRate, type Target } from './load.js';
import { idsAtDepth, landmarks, someChildren } from './samples.js';

const sql = loadSql(import.meta.url);
const actor = systemActor('bench');

const ACCOUNTS = 1_000;
const AT_ONCE = 8;
const DEPTH = 6;
const SAMPLE = 1_000;
const rub = (amount: string) => ({ amount, currency: 'RUB' });

export const resolveRate: Figure = {
  name: 'P3',
  title: 'resolve over HTTP',
  async run({ databases, clients, rounds, seconds }) {
    const database = await databases.generated(clients);
    const ids = await idsAtDepth(database, DEPTH, SAMPLE);
    const [product, bare] = await Promise.all([startProduct(database.url), startYardstick('bareNode', database.url)]);
    const targets: Target[] = [
      { url: product.url, headers: { ...product.headers, 'content-type': 'application/json' }, paths: ['/api/v1/resolve'], bodies: ids.map((clientId) => JSON.stringify({ clientId, sum: rub('500') })) },
      { url: bare.url, paths: ids.map((id) => `/effective/${id}`) },
    ];
    for (const target of targets) await requestRate(target, 1);
    const [rate = 0, bareRate = 0] = await interleaved(rounds, targets.map((target) => () => requestRate(target, seconds)));
    await Promise.all([product.stop(), bare.stop()]);
    return [atLeast('P3 resolve / bare node:http', rate, 'req/s', bareRate, 0.4)];
  },
};

/** Units of the largest organisation that have an account of their own, with money on it. */
async function accountHolders(database: BenchDatabase): Promise<number[]> {
  const { wide } = await landmarks(database);
  const ids = (await someChildren(database, wide, ACCOUNTS)).map(({ id }) => id);
  await queryRows(database.db, sql('give_accounts'), { ids });
  await queryRows(database.db, sql('prepare_balances'), { ids });
  await database.db.withConnection((client) => client.query('alter table bench_balances add primary key (id)'));
  const queue = [...ids];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) await bookOperation(database.db, actor, id, { type: 'receipt', sum: rub('10000000') }, null);
  }));
  return ids;
}

/** How often `work` was done in a second, so many at once. */
async function rateOf(seconds: number, work: (turn: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const until = started + seconds * 1_000;
  let done = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() < until) await work((done += 1));
  }));
  return done / ((performance.now() - started) / 1_000);
}

/** What pgbench would run: begin, an update of each of two rows, commit; prepared, on as many connections. */
async function twoRowUpdates(url: string, ids: readonly number[]): Promise<{ rate(seconds: number): Promise<number>; end(): Promise<void> }> {
  const clients = await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const client = new pg.Client({ connectionString: url });
    // When a figure fails its database is dropped under it.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }));
  const update = (client: pg.Client, id: number, by: number) => client.query({ name: 'update', text: 'update bench_balances set balance = balance + $2 where id = $1', values: [id, by] });
  return {
    async rate(seconds) {
      const until = performance.now() + seconds * 1_000;
      let done = 0;
      await Promise.all(clients.map(async (client) => {
        while (performance.now() < until) {
          const [from, to] = pairOf(ids, (done += 1));
          await client.query({ name: 'begin', text: 'begin' });
          await update(client, Math.min(from, to), -100);
          await update(client, Math.max(from, to), 100);
          await client.query({ name: 'commit', text: 'commit' });
        }
      }));
      return done / seconds;
    },
    end: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}

function pairOf(ids: readonly number[], turn: number): [number, number] {
  const place = (turn * 2) % ids.length;
  return [ids[place] as number, ids[(place + 1) % ids.length] as number];
}

export const moneyRates: Figure = {
  name: 'P12',
  title: 'transfers, one hot pair, orders created',
  async run({ databases, clients, rounds, seconds }) {
    const database = await databases.copy(clients);
    const { db, url } = database;
    const ids = await accountHolders(database);
    const plain = await twoRowUpdates(url, ids);
    const move = ([fromClientId, toClientId]: [number, number]) => transfer(db, actor, { fromClientId, toClientId, sum: rub('1.00') }, null);
    const [first = 0, second = 0] = ids;
    const order = (clientId: number) => ({ clientId, sum: rub('100.00'), pay: { useCashless: true } });
    const may = await Promise.all(ids.map((id) => resolveOrder(db, order(id), { balances: false, hiddenAttributes: false })));
    // Some are blocked, by themselves or by who is above them.
    const riders = ids.filter((_, place) => may[place]?.verdict.allowed);
    const runs = [
      () => plain.rate(seconds),
      () => rateOf(seconds, (turn) => move(pairOf(ids, turn))),
      () => rateOf(seconds, (turn) => move(turn % 2 ? [first, second] : [second, first])),
      () => rateOf(seconds, (turn) => createOrder(db, actor, order(riders[turn % riders.length] as number), null)),
    ];
    for (const run of runs) await run();
    const [updates = 0, transfers = 0, hot = 0, orders = 0] = await interleaved(rounds, runs);
    await plain.end();
    return [
      atLeast('P12 transfers / two-row UPDATE by a tight loop of pg', transfers, 'transfers/s', updates, 0.35),
      atLeast('P12 transfers of one hot pair / of many', hot, 'transfers/s', transfers, 0.7),
      atLeast('P13 orders created / transfers', orders, 'orders/s', transfers, 0.25),
    ];
  },
};

export const balanceOfTree: Figure = {
  name: 'P14',
  title: 'balance with employees of a large organisation',
  async run({ databases, clients, rounds }) {
    const database = await databases.copy(clients);
    const { db, shape } = database;
    await accountHolders(database);
    const { largest } = await landmarks(database);
    const timed = (work: () => Promise<unknown>) => async () => {
      const times: number[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        const started = performance.now();
        await work();
        times.push(performance.now() - started);
      }
      return median(times);
    };
    const runs = [timed(() => queryRows(db, sql('bare_sum'), { client_id: largest })), timed(() => balanceWithEmployees(db, largest, null))];
    for (const run of runs) await run();
    const [bare = 0, ours = 0] = await interleaved(rounds, runs);
    return [atMost(`P14 balance with employees of ${shape.largest} / bare recursive sum`, ours, 'ms', bare, 1.5)];
  },
};
