// P6, P7, P11: the scope check, moves, and what live updates cost the writers.
import { performance } from 'node:perf_hooks';
import { queryRows, loadSql } from '../../src/db/sql.js';
import { isWithin } from '../../src/tree/tree.js';
import { type Product, startProduct, startReceivers } from './children.js';
import type { BenchDatabase } from './databases.js';
import { atLeast, atMost, type Figure, interleaved, median } from './figure.js';
import { idsAtDepth, landmarks, ordinaryRoots, someChildren } from './samples.js';

const sql = loadSql(import.meta.url);

/** Median milliseconds of `work` over `inputs`, one after the other. */
async function medianTime<T>(inputs: readonly T[], work: (input: T) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (const input of inputs) {
    const started = performance.now();
    await work(input);
    times.push(performance.now() - started);
  }
  return median(times);
}

export const scopeCheck: Figure = {
  name: 'P6',
  title: 'is a client below another',
  async run({ databases, clients, rounds }) {
    const database = await databases.generated(clients);
    const { db } = database;
    const ids = await idsAtDepth(database, 6, 1_000);
    const byKey = () => medianTime(ids, (id) => queryRows(db, sql('select_by_key'), { client_id: id }));
    // A stranger as the top: the walk goes on to the root.
    const scope = () => medianTime(ids, (id) => isWithin(db, id, 1));
    await byKey();
    await scope();
    const [key = 0, check = 0] = await interleaved(rounds * 3, [byKey, scope]);
    return [atMost('P6 scope check / select by key', check, 'ms', key, 2.2)];
  },
};

export const moves: Figure = {
  name: 'P7',
  title: 'move of a branch',
  async run({ databases, clients, rounds }) {
    const database = await databases.copy(clients);
    const { db } = database;
    const { largest, branch, wide } = await landmarks(database);
    const [leaf] = await someChildren(database, wide, 1);
    const [otherRoot] = await ordinaryRoots(database, 1);
    // So that it may go into another tree.
    await queryRows(db, sql('own_external_ids'), { client_id: branch });
    await queryRows(db, sql('prepare_paths'), { root_id: largest });
    await db.withConnection(async (client) => {
      await client.query('alter table bench_paths add primary key (id); create index on bench_paths using gin (path); create index on bench_paths (path); analyze bench_paths');
    });
    const product = await startProduct(database.url);
    const times = rounds * 5;
    const there = (id: number, parentId: number, back: number) => () => medianTime(Array.from({ length: times }, (_, at) => (at % 2 ? back : parentId)), (target) => move(product, id, target));
    const inside = there(branch, wide, largest);
    const leafInside = there(leaf?.id as number, largest, wide);
    const across = there(branch, otherRoot as number, largest);
    const paths = () => medianTime([wide, largest], (parentId) => queryRows(db, sql('move_paths'), { client_id: branch, parent_id: parentId }));
    await leafInside();
    const [ofLeaf = 0, ofBranch = 0, ofPaths = 0, ofBranchAcross = 0] = await interleaved(rounds, [leafInside, inside, paths, across]);
    await product.stop();
    return [
      atMost(`P7 move of ${database.shape.branch} / of a leaf`, ofBranch, 'ms', ofLeaf, 1.5),
      atMost('P7 the same into another tree / of a leaf', ofBranchAcross, 'ms', ofLeaf, 1.5),
      atLeast('P7 an array-path model / move of the branch', ofPaths, 'ms', ofBranch, 100),
    ];
  },
};

async function move(product: Product, id: number, parentId: number): Promise<void> {
  const { status, body } = await product.call('POST', `/clients/${id}/move`, { parentId });
  if (status !== 200) throw new Error(`move: ${status} ${JSON.stringify(body)}`);
}

const WRITERS = 8;
const OPERATORS = 10;

/** Changes a second, each of another client, `WRITERS` at once. */
async function writeRate(product: Product, ids: readonly number[], seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let done = 0;
  const writer = async () => {
    while (performance.now() < until) {
      const id = ids[done % ids.length];
      done += 1;
      const { status } = await product.call('PATCH', `/clients/${id}`, { comment: `change ${done}` });
      if (status !== 200) throw new Error(`change: ${status}`);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return done / ((performance.now() - started) / 1_000);
}

export const writesWithLiveUpdates: Figure = {
  name: 'P11',
  title: 'writes with live updates on, against off',
  async run({ databases, clients, rounds, seconds }) {
    const database: BenchDatabase = await databases.copy(clients);
    const ids = await idsAtDepth(database, 6, 1_000);
    const on = await startProduct(database.url);
    // Off: the outbox is not read while it is measured, and nobody listens.
    const off = await startProduct(database.url, { OUTBOX_POLL_MS: '10000' });
    const receivers = startReceivers();
    await receivers.ask({ do: 'connect', url: on.url, token: on.token, count: OPERATORS });
    await writeRate(off, ids, 1);
    const [offRate = 0, onRate = 0] = await interleaved(rounds, [() => writeRate(off, ids, seconds), () => writeRate(on, ids, seconds)]);
    await Promise.all([receivers.stop(), on.stop(), off.stop()]);
    return [atLeast(`P11 writes, ${OPERATORS} operators watch / nobody does`, onRate, 'writes/s', offRate, 0.95)];
  },
};
