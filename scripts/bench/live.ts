// P10: from a change to a thousand connected operators.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../src/db/database.js';
import { type Product, residentMiB, startProduct, startReceivers, startYardstick } from './children.js';
import { atLeast, type Figure, interleaved, percentile, within } from './figure.js';
import { idsAtDepth } from './samples.js';

const OPERATORS = 1_000;
const CHANGES_PER_SECOND = 50;
const BURST = 200;

interface Delivered {
  rate: number;
  received: number;
  bytes: number;
}

export const liveUpdates: Figure = {
  name: 'P10',
  title: `a change to ${OPERATORS} connected operators`,
  async run({ databases, clients, rounds, seconds, say }) {
    const database = await databases.copy(clients);
    const ids = await idsAtDepth(database, 6, 1_000);
    const product = await startProduct(database.url);
    const plain = await startYardstick('plainWs', database.url);
    const receivers = startReceivers();
    const plainReceivers = startReceivers();
    await change(product, ids[0] as number, 'warm-up');
    await sleep(1_000);
    const before = residentMiB(product.pid);
    await receivers.ask({ do: 'connect', url: product.url, token: product.token, count: OPERATORS });
    await sleep(1_000);
    const perConnection = ((residentMiB(product.pid) - before) * 1_024) / OPERATORS;
    await plainReceivers.ask({ do: 'connectPlain', url: plain.url, count: OPERATORS });

    // Both ends compile what runs often: as with every figure, that is not what is asked.
    await changeSteadily(product, ids, 2, 'warm-up');
    await sleep(1_000);
    await receivers.ask({ do: 'reset' });
    const asked = await changeSteadily(product, ids, rounds * seconds, 'steady');
    await sleep(2_000);
    const { times, missing } = await receivers.ask<{ times: number[]; missing: number }>({ do: 'latencies', asked });
    const refused = rounds * seconds * CHANGES_PER_SECOND - Object.keys(asked).length;
    if (missing || refused) say(`P10: ${refused} changes were refused, ${missing} of ${Object.keys(asked).length * OPERATORS} deliveries are missing`);

    let bytes = 600;
    const burst = async () => {
      await receivers.ask({ do: 'reset' });
      const delivered = receivers.ask<Delivered>({ do: 'rate', expected: BURST * OPERATORS });
      await commitChanges(database.db, ids.slice(0, BURST));
      const result = await delivered;
      bytes = result.bytes;
      return result.rate;
    };
    const plainBurst = async () => {
      await plainReceivers.ask({ do: 'reset' });
      const delivered = plainReceivers.ask<Delivered>({ do: 'rate', expected: BURST * OPERATORS });
      await fetch(`${plain.url}/?count=${BURST}&bytes=${bytes}`);
      return (await delivered).rate;
    };
    await burst();
    const [rate = 0, plainRate = 0] = await interleaved(rounds, [burst, plainBurst]);
    await Promise.all([receivers.stop(), plainReceivers.stop()]);
    await Promise.all([product.stop(), plain.stop()]);
    return [
      { ...within(`P10 change to ${OPERATORS} operators, p99`, percentile(times, 0.99), 'ms', 250), ...((missing || refused) && { ok: false }) },
      atLeast('P10 deliveries / plain ws broadcast', rate, 'per s', plainRate, 0.5),
      within('P10 memory of a connection', perConnection, 'KiB', 30),
    ];
  },
};

/** When each change was asked for, by "id:version". */
async function changeSteadily(product: Product, ids: readonly number[], seconds: number, comment: string): Promise<Record<string, number>> {
  const asked: Record<string, number> = {};
  const running: Promise<void>[] = [];
  const started = performance.now();
  for (let done = 0; done < seconds * CHANGES_PER_SECOND; done += 1) {
    const wait = started + (done * 1_000) / CHANGES_PER_SECOND - performance.now();
    if (wait > 1) await sleep(wait);
    const id = ids[done % ids.length] as number;
    const at = performance.timeOrigin + performance.now();
    running.push(change(product, id, `${comment} ${done}`).then((version) => {
      asked[`${id}:${version}`] = at;
    }, () => undefined));
  }
  await Promise.all(running);
  return asked;
}

/** Many small transactions at once: what is measured is the sending, not the writing. */
async function commitChanges(db: Db, ids: readonly number[]): Promise<void> {
  await db.withConnection((client) =>
    client.query(`do $$
      declare changed integer;
      begin
        foreach changed in array array[${ids.join(', ')}] loop
          insert into history (at, entity, entity_id, version, action, actor_kind, actor_name, channel)
          select now(), 'client', c.id, c.version, 'client.changed', 'system', 'bench', 'system' from clients c where c.id = changed;
          commit;
        end loop;
      end
    $$`),
  );
}

async function change(product: Product, id: number, comment: string): Promise<number> {
  const { status, body } = (await product.call('PATCH', `/clients/${id}`, { comment })) as { status: number; body: { version: number } };
  if (status !== 200) throw new Error(`change: ${status}`);
  return body.version;
}
