// Money while the program and its PostgreSQL are killed at random moments (quality.md §2). Several lanes send bookings, transfers,
// orders, ends of orders, cancellations, moves and budgets, each under its key, and repeat what was not answered until it is.
// Then the books must be exactly what the answers said: nothing acknowledged is lost, nothing refused was done, nothing twice.
//
// FAULTS=200 injects more; FAULT_SEED=7 plays another program.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type App, databaseFamily, databasePid, type Sandbox, until, useSandbox } from '../support/process.js';

const FAULTS = Number(process.env.FAULTS ?? 20);
const SEED = Number(process.env.FAULT_SEED ?? 1);
const LANES = 6;
const FLOOR = -10_000;
const REPEATED = 200;
const ASK_AGAIN_MS = 60;
/** One process of PostgreSQL (which then restarts all of its own), all of it (which the program starts again), the program, or both. */
const targets = ['backend', 'backend', 'backend', 'database', 'database', 'program', 'both'] as const;

type Body = Record<string, unknown>;

interface Answered {
  method: string;
  path: string;
  body: Body;
  key: string;
  result: Body;
}

describe('money under fire', function fire() {
  // A second or two for each on a machine of its own.
  this.timeout(180_000 + FAULTS * 15_000);
  const sandbox = useSandbox();

  it(`M-5, M-6, O-9: ${FAULTS} kills lose nothing, do nothing by halves and nothing twice`, async () => {
    const dataDir = sandbox.dataDir();
    const line = await openLine(sandbox, dataDir);
    const ids = await prepare(line);
    const random = randomOf(SEED);
    const told: Answered[] = [];
    const orders = new Set<number>();
    let stopped = false;

    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      const ofLane = randomOf(SEED * 1_000 + lane);
      for (let turn = 0; !stopped; turn += 1) await act(line, ofLane, `${SEED}-${lane}-${turn}`, ids, told, orders);
    });
    // A lane that fails ends all of it at once.
    const failed = new Promise<never>((_, reject) => lanes.forEach((lane) => void lane.catch(reject)));
    failed.catch(() => undefined);
    try {
      for (let fault = 0; fault < FAULTS; fault += 1) {
        // There must be something to lose since the last one.
        const before = told.length;
        await Promise.race([failed, until(() => told.length >= before + 10, 90_000)]);
        await sleep(random(300));
        await Promise.race([failed, inject(sandbox, line, dataDir, random)]);
      }
    } catch (error) {
      line.closed = true;
      throw error;
    } finally {
      stopped = true;
    }
    await Promise.all(lanes);

    const atSeed = `FAULT_SEED=${SEED}, ${told.length} answered requests`;
    expect(told.length, 'there was something to lose').to.be.above(FAULTS * 5);
    await expectSameAgain(line, told);
    await expectBooks(line, ids, told, orders, atSeed);
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/verify.ts'], { encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir, DEMO: '0', DATABASE_URL: '' } });
    expect(status, `${atSeed}\n${stdout}`).to.equal(0);
    await line.app.end('SIGTERM');
  });
});

/** The program as a client sees it: it may be another process after each answer. */
interface Line {
  app: App;
  token: string;
  /** The definite answer: asked again, under the same key, while nobody answers or the database is away. */
  ask(method: string, path: string, body?: Body, key?: string): Promise<{ status: number; body: Body }>;
  /** Nobody asks again. */
  closed: boolean;
}

const environmentOf = (dataDir: string) => ({ DATA_DIR: dataDir, JOBS: '0' });

async function openLine(sandbox: Sandbox, dataDir: string): Promise<Line> {
  const line: Line = { app: await sandbox.start(environmentOf(dataDir), { built: true }), token: '', closed: false, ask: async (method, path, body, key) => {
    for (;;) {
      if (line.closed) throw new Error('given up');
      const answer = await once(line, method, path, body, key);
      // A move that meets another one is told so, and may be asked for again.
      if (answer && answer.status < 500 && answer.body.code !== 'conflict.busy') return answer;
      if (answer?.body.code === 'conflict.busy') expect(path, 'a deadlock that a user sees').to.match(/move$/);
      await sleep(ASK_AGAIN_MS);
    }
  } };
  const { body } = await line.ask('POST', '/sessions', { login: 'chief', password: 'a long password' });
  line.token = body.token as string;
  return line;
}

async function once(line: Line, method: string, path: string, body?: Body, key?: string): Promise<{ status: number; body: Body } | null> {
  try {
    const response = await fetch(`${line.app.url}/api/v1${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...(line.token && { authorization: `Bearer ${line.token}` }), ...(key && { 'idempotency-key': key }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (response.status >= 500 && response.status !== 503) throw new Unforeseen(`${method} ${path}: ${text}\n${await logOf(line.app, text)}`);
    return { status: response.status, body: text ? (JSON.parse(text) as Body) : {} };
  } catch (error) {
    if (error instanceof Unforeseen) throw error;
    return null;
  }
}

class Unforeseen extends Error {}

/** What the program logged about a request that failed; the line may come after the answer. */
async function logOf(app: App, problem: string): Promise<string> {
  const { instance } = JSON.parse(problem) as { instance: string };
  const said = () => app.output().split('\n').find((entry) => entry.includes(instance));
  await until(() => said() !== undefined, 3_000).catch(() => undefined);
  return said() ?? '';
}

async function inject(sandbox: Sandbox, line: Line, dataDir: string, random: (below: number) => number): Promise<void> {
  const target = targets[random(targets.length)] as (typeof targets)[number];
  const postgres = databasePid(dataDir);
  if (target === 'backend' && postgres !== null) killOne(databaseFamily(dataDir).slice(1), random);
  if ((target === 'database' || target === 'both') && postgres !== null) process.kill(postgres, 'SIGKILL');
  if (target === 'program' || target === 'both') {
    await line.app.end('SIGKILL');
    line.app = await sandbox.start(environmentOf(dataDir), { built: true });
  }
  await until(async () => (await once(line, 'GET', '/groups'))?.status === 200, 90_000);
}

/** It may have ended by itself meanwhile. */
function killOne(pids: readonly number[], random: (below: number) => number): void {
  try {
    process.kill(pids[random(pids.length)] as number, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const rub = (minor: number) => ({ amount: (minor / 100).toFixed(2), currency: 'RUB' });
const minorOf = (money: unknown) => Math.round(Number((money as { amount: string }).amount) * 100);

async function prepare(line: Line): Promise<Record<string, number>> {
  const ids: Record<string, number> = {};
  const make = async (name: string, more: Body) => {
    ids[name] = (await line.ask('POST', '/clients', { name, ...more })).body.id as number;
  };
  await make('Firm', {});
  for (const name of ['Own', 'Shop']) await make(name, { parentId: ids.Firm, kind: 'department', usesOwnAccount: true });
  await make('Staff', { parentId: ids.Own, kind: 'department' });
  await line.ask('PUT', `/clients/${ids.Firm}/settings/balanceFloor`, { value: rub(FLOOR) });
  for (const name of ['Firm', 'Own', 'Shop']) await line.ask('PUT', `/clients/${ids[name]}/settings/whenFundsShort`, { value: 'restInCash' });
  await line.ask('PUT', `/clients/${ids.Firm}/budgets/month`, { sum: rub(5_000_000) });
  return ids;
}

/** One request of a lane, and its answer into the record. */
async function act(line: Line, random: (below: number) => number, key: string, ids: Record<string, number>, told: Answered[], orders: Set<number>): Promise<void> {
  const of = (...names: string[]) => ids[names[random(names.length)] as string] as number;
  const some = <T>(list: readonly T[]): T | undefined => list[random(Math.max(1, list.length))];
  const send = async (method: string, path: string, body: Body): Promise<Body | null> => {
    const { status, body: result } = await line.ask(method, path, body, key);
    expect(status, JSON.stringify(result)).to.be.below(500);
    if (status >= 400) return null;
    told.push({ method, path, body, key, result });
    return result;
  };
  const sum = rub(1 + random(20_000));
  const owner = of('Firm', 'Own', 'Shop');
  switch (random(12)) {
    case 0: case 1: await send('POST', `/clients/${owner}/operations`, { type: 'receipt', sum, accountKind: random(4) === 0 ? 1 : 0 }); return;
    case 2: await send('POST', `/clients/${owner}/operations`, { type: 'expense', sum }); return;
    case 3: case 4: await send('POST', '/transfers', { fromClientId: owner, toClientId: of('Firm', 'Own', 'Shop'), sum }); return;
    case 5: {
      const booked = some(told.filter(({ path }) => path.endsWith('/operations')));
      if (booked) await send('POST', `/operations/${booked.result.id as number}/cancel`, {});
      return;
    }
    case 6: case 7: case 8: {
      const made = await send('POST', '/orders', { clientId: of('Firm', 'Own', 'Shop', 'Staff'), sum, pay: random(3) === 0 ? { useBonus: true, useCashless: true } : { useCashless: true } });
      if (made) orders.add(made.id as number);
      return;
    }
    case 9: case 10: {
      const id = some([...orders].slice(-20));
      if (id === undefined) return;
      const next = [{ state: 'finished', sum }, { state: 'finished' }, { state: 'aborted', penalty: rub(random(500)) }, { state: 'driverAssigned', crewId: 1 + random(9) }][random(4)] as Body;
      await send('POST', `/orders/${id}/state`, next);
      return;
    }
    default: await line.ask('POST', `/clients/${ids.Staff}/move`, { parentId: of('Firm', 'Own', 'Shop') });
  }
}

/** Every request that was answered has the same answer again, and does nothing. */
async function expectSameAgain(line: Line, told: readonly Answered[]): Promise<void> {
  const step = Math.max(1, Math.floor(told.length / REPEATED));
  const chosen = told.filter((_, index) => index % step === 0);
  for (const { method, path, body, key, result } of chosen) {
    const again = await line.ask(method, path, body, key);
    expect([again.status < 300, again.body.id], `${method} ${path} ${JSON.stringify(again.body)}`).to.deep.equal([true, result.id]);
  }
}

/** Balances by what was answered, against balances as they are; and every balance on the way above its floor. */
async function expectBooks(line: Line, ids: Record<string, number>, told: readonly Answered[], orders: ReadonlySet<number>, atSeed: string): Promise<void> {
  const expected = new Map<string, number>();
  const add = (clientId: unknown, kind: unknown, minor: number) => expected.set(`${clientId} ${kind}`, (expected.get(`${clientId} ${kind}`) ?? 0) + minor);
  for (const { path, body, result } of told) {
    if (!/operations|cancel|transfers/.test(path)) continue;
    const minor = minorOf(result.sum) * (result.type === 'receipt' ? 1 : -1);
    add(result.clientId, result.accountKind, minor);
    if (path === '/transfers') add(body.toClientId, 0, -minor);
  }
  for (const id of orders) {
    const { body: order } = await line.ask('GET', `/orders/${id}`);
    const { bonus, cashless } = order.parts as Record<string, unknown>;
    const payer = (order.payer as { id: number }).id;
    if (order.state === 'finished') {
      add(payer, 1, -minorOf(bonus));
      add(payer, 0, -minorOf(cashless));
    }
    if (order.state === 'aborted') add(payer, 0, -minorOf(order.penalty));
  }
  for (const name of ['Firm', 'Own', 'Shop']) {
    const { items } = (await line.ask('GET', `/clients/${ids[name]}/accounts`)).body as { items: { kind: { id: number }; balance: unknown; held: unknown }[] };
    for (const { kind, balance, held } of items) {
      expect(minorOf(balance), `${name}, account ${kind.id}; ${atSeed}`).to.equal(expected.get(`${ids[name]} ${kind.id}`) ?? 0);
      expect(minorOf(balance) - minorOf(held), `${name}, account ${kind.id}; ${atSeed}`).to.be.at.least(kind.id === 0 ? FLOOR : 0);
    }
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Body = (await line.ask('GET', `/clients/${ids[name]}/operations?limit=500${cursor && `&cursor=${cursor}`}`)).body;
      for (const { balanceAfter, accountKind, kind } of page.items as Body[]) {
        if (kind !== 'cancellation') expect(minorOf(balanceAfter), `${name}; ${atSeed}`).to.be.at.least(accountKind === 0 ? FLOOR : 0);
      }
      cursor = page.nextCursor as string | null;
    }
  }
}

/** Whole numbers from 0 up to below a bound, the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
