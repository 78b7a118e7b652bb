// P1, P2, P4, P5, P8, P16, P17: reading over HTTP.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { type Product, residentMiB, startProduct, startYardstick } from './children.js';
import type { BenchDatabase } from './databases.js';
import { atLeast, atMost, type Figure, interleaved, type Line, median, percentile, within } from './figure.js';
import { latencies, requestRate, type Target } from './load.js';
import { idsAtDepth, landmarks, namesAndPhones, ordinaryRoots, someChildren } from './samples.js';

const DEPTH = 6;
const SAMPLE = 1_000;

const effective = (product: Product, ids: readonly number[]): Target => ({ url: product.url, headers: product.headers, paths: ids.map((id) => `/api/v1/clients/${id}/effective`) });

export const effectiveSettingsRate: Figure = {
  name: 'P1',
  title: 'effective settings of one client over HTTP',
  async run({ databases, clients, rounds, seconds }) {
    const database = await databases.generated(clients);
    const ids = await idsAtDepth(database, DEPTH, SAMPLE);
    const [product, bare, shipped] = await Promise.all([startProduct(database.url), startYardstick('bareNode', database.url), startYardstick('expressAsShipped', database.url)]);
    const paths = ids.map((id) => `/effective/${id}`);
    const targets = [effective(product, ids), { url: bare.url, paths }, { url: shipped.url, paths }];
    for (const target of targets) await requestRate(target, 1);
    const [rate = 0, bareRate = 0, shippedRate = 0] = await interleaved(rounds, targets.map((target) => () => requestRate(target, seconds)));
    await Promise.all([product.stop(), bare.stop(), shipped.stop()]);
    return [
      atLeast('P1 effective settings / bare node:http', rate, 'req/s', bareRate, 0.6),
      atLeast('P1 effective settings / Express as shipped + pg', rate, 'req/s', shippedRate, 2),
    ];
  },
};

export const sizeIndependence: Figure = {
  name: 'P2',
  title: 'the same, all clients against 10,000',
  async run({ databases, clients, smallClients, rounds, seconds }) {
    const [large, small] = [await databases.generated(clients), await databases.generated(smallClients)];
    const products = [await startProduct(large.url), await startProduct(small.url)] as const;
    const targets = [effective(products[0], await idsAtDepth(large, DEPTH, SAMPLE)), effective(products[1], await idsAtDepth(small, DEPTH, SAMPLE))];
    for (const target of targets) await requestRate(target, 1);
    const [rate = 0, smallRate = 0] = await interleaved(rounds, targets.map((target) => () => requestRate(target, seconds)));
    await Promise.all(products.map((product) => product.stop()));
    return [atLeast(`P2 effective, ${clients} / ${smallClients} clients`, rate, 'req/s', smallRate, 0.9)];
  },
};

const CURSORS = 100;

/** Pages of 50 from places all over a list. */
async function pages(product: Product, query: string): Promise<Target> {
  const paths = [`/api/v1/clients?${query}&limit=50`];
  for (let cursor: string | null = ''; cursor !== null && paths.length < CURSORS; ) {
    const { body } = (await product.call('GET', `/clients?${query}&limit=100${cursor && `&cursor=${cursor}`}`)) as { body: { nextCursor: string | null } };
    cursor = body.nextCursor;
    if (cursor) paths.push(`/api/v1/clients?${query}&limit=50&cursor=${cursor}`);
  }
  return { url: product.url, headers: product.headers, paths: paths.length > 2 ? paths.slice(1, -1) : paths };
}

export const listPages: Figure = {
  name: 'P4',
  title: 'pages of 50 of lists and subtrees',
  async run({ databases, clients, rounds, seconds }) {
    const database = await databases.generated(clients);
    const { largest, wide } = await landmarks(database);
    const [product, bare] = await Promise.all([startProduct(database.url), startYardstick('bareNode', database.url)]);
    const places = await someChildren(database, wide, SAMPLE);
    const small: Target = { url: product.url, headers: product.headers, paths: [] };
    for (const root of await ordinaryRoots(database, 10)) small.paths = [...small.paths, ...(await pages(product, `scope=subtree&parentId=${root}`)).paths];
    const targets: Target[] = [
      { url: bare.url, paths: places.map(({ id, name }) => `/children/${wide}/${encodeURIComponent(name)}/${id}`) },
      await pages(product, `parentId=${wide}`),
      { url: product.url, headers: product.headers, paths: ['/api/v1/clients?limit=50'] },
      await pages(product, `scope=subtree&parentId=${largest}`),
      small,
    ];
    for (const target of targets) await requestRate(target, 1);
    const [bareRate = 0, children = 0, roots = 0, tree = 0, smallTree = 0] = await interleaved(rounds, targets.map((target) => () => requestRate(target, seconds)));
    await Promise.all([product.stop(), bare.stop()]);
    return [
      atLeast('P4 page of children / raw SQL', children, 'req/s', bareRate, 0.33),
      atLeast('P4 first page of all roots, with total / raw SQL', roots, 'req/s', bareRate, 0.33),
      atLeast(`P4 page of a subtree of ${database.shape.largest} / raw SQL`, tree, 'req/s', bareRate, 0.33),
      atLeast(`P4 the same / in trees of about 1,000`, tree, 'req/s', smallTree, 0.9),
    ];
  },
};

/** Everything that is typed on the way to a name or a number, letter by letter. */
function keystrokes(texts: { name: string; phone: string }[]): string[] {
  return texts.flatMap(({ name, phone }, at) => {
    const typed = at % 4 === 3 && phone ? phone.replace(/\D/g, '').slice(-7) : name.slice(0, 20).trim();
    const key = at % 4 === 3 && phone ? 'phone' : 'q';
    const wrong = at % 4 === 1 ? typed.replace(/(.{4})(.)(.)/, '$1$3$2') : typed;
    return Array.from({ length: Math.max(0, wrong.length - 1) }, (_, letters) => `/api/v1/clients?limit=20&${key}=${encodeURIComponent(wrong.slice(0, letters + 2).trim())}`);
  });
}

export const searchWhileTyping: Figure = {
  name: 'P5',
  title: 'search while typing, 8 at once',
  async run({ databases, clients, rounds }) {
    const database = await databases.generated(clients);
    const product = await startProduct(database.url);
    const paths = keystrokes(await namesAndPhones(database, 60));
    const target = { url: product.url, headers: product.headers, paths };
    await latencies({ ...target, paths: paths.slice(0, 100) }, 8);
    const p95: number[] = [];
    const p99: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const times = await latencies(target, 8);
      p95.push(percentile(times, 0.95));
      p99.push(percentile(times, 0.99));
    }
    await product.stop();
    return [within('P5 search while typing, p95', median(p95), 'ms', 30), within('P5 search while typing, p99', median(p99), 'ms', 100)];
  },
};

export const deepChains: Figure = {
  name: 'P8',
  title: 'chains of 1,000 and 10,000 levels',
  async run({ databases, clients, rounds }) {
    const database = await databases.generated(clients);
    const { chainEnds } = await landmarks(database);
    const product = await startProduct(database.url);
    const timeOf = (ids: readonly number[]) => async () => median(await latencies(effective(product, ids)));
    const ordinary = await idsAtDepth(database, DEPTH, 300);
    const shorter = new Array<number>(20).fill(chainEnds[0]);
    await timeOf([...ordinary, ...shorter])();
    const [usual = 0, deep = 0, deepest = 0] = await interleaved(rounds, [timeOf(ordinary), timeOf(shorter), timeOf([chainEnds[1]])]);
    await product.stop();
    const [levels = 0, mostLevels = 0] = database.shape.chains;
    return [atMost(`P8 effective at level ${levels} / at level ${DEPTH}`, deep, 'ms', usual, 35), { name: `P8 effective at level ${mostLevels}`, value: deepest, unit: 'ms', ratio: deepest / usual, goal: 'works', ok: deepest > 0 }];
  },
};

export const memory: Figure = {
  name: 'P16',
  title: 'memory of the process, idle and under P1',
  async run({ databases, clients, rounds, seconds }) {
    const database = await databases.generated(clients);
    const ids = await idsAtDepth(database, DEPTH, SAMPLE);
    const product = await startProduct(database.url);
    await sleep(3_000);
    const idle = residentMiB(product.pid);
    let most = idle;
    const watch = setInterval(() => {
      most = Math.max(most, residentMiB(product.pid));
    }, 100);
    await requestRate(effective(product, ids), rounds * seconds);
    clearInterval(watch);
    await product.stop();
    return [within('P16 memory idle', idle, 'MiB', 180), within('P16 memory under P1', most, 'MiB', 300)];
  },
};

interface Pair {
  name: string;
  /** The same operation on little and on much data. */
  little: string;
  much: string;
}

export const statementsPerRead: Figure = {
  name: 'P17',
  title: 'statements per read operation',
  async run(bench: Bench) {
    const database = await bench.databases.generated(bench.clients);
    const { chainEnds, largest, wide } = await landmarks(database);
    const [id] = await idsAtDepth(database, DEPTH, 1);
    const [shallow] = await idsAtDepth(database, 1, 1);
    const pairs: Pair[] = [
      { name: 'effective settings', little: `/clients/${shallow}/effective`, much: `/clients/${chainEnds[0]}/effective` },
      { name: 'card', little: `/clients/${shallow}`, much: `/clients/${id}` },
      { name: 'why', little: `/clients/${shallow}/why/tariff`, much: `/clients/${chainEnds[0]}/why/tariff` },
      { name: 'page of children', little: `/clients?parentId=${wide}&limit=5`, much: `/clients?parentId=${wide}&limit=200` },
      { name: 'page of roots', little: '/clients?limit=5', much: '/clients?limit=200' },
      { name: 'page of a subtree', little: `/clients?scope=subtree&parentId=${largest}&limit=5`, much: `/clients?scope=subtree&parentId=${largest}&limit=200` },
      { name: 'history', little: '/history?limit=5', much: '/history?limit=200' },
      { name: 'groups', little: '/groups/1', much: '/groups' },
    ];
    const product = await startProduct(database.url);
    const lines: Line[] = [];
    for (const { name, little, much } of pairs) {
      await product.call('GET', little);
      await product.call('GET', much);
      const [few, many] = [await statementsOf(database, product, little), await statementsOf(database, product, much)];
      lines.push({ name: `P17 statements of ${name}`, value: many, unit: 'calls', ratio: many / few, goal: 'constant', ok: many === few });
    }
    await product.stop();
    return lines;
  },
};

const BACKGROUND = /pg_stat_statements|pg_snapshot|^select $1$|from messages|from jobs|scheduled_changes/i;

/** Statements that one request runs, besides what the process does by itself. */
async function statementsOf({ db }: BenchDatabase, product: Product, path: string): Promise<number> {
  const calls = () =>
    db.withConnection(async (client) => {
      const { rows } = await client.query<{ query: string; calls: number }>('select query, calls::integer from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())');
      return rows.filter(({ query }) => path.includes('/history') || !BACKGROUND.test(query)).reduce((sum, row) => sum + row.calls, 0);
    });
  const before = await calls();
  await product.call('GET', path);
  return (await calls()) - before;
}
