// C-3 at the moment of the write: whoever is moved out of the subtree between the first look and the commit is out of reach.
import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { ordering, rub } from '../orders/support.js';
import { useServer } from '../support/server.js';
import { allowAll, signedIn } from './support.js';

describe('Moved away while the cabinet writes (C-3)', () => {
  const server = useServer();
  const { call, must, tree, fill } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  before(async () => {
    ids = await tree('Org(South(Anna,Desk),North)');
    await allowAll(server.get(), ids.Org);
    for (const name of ['South', 'Desk']) {
      await must(call('PATCH', `/clients/${ids[name]}`, { usesOwnAccount: true }));
      await fill(ids[name] as number, '1000.00');
    }
    token = await signedIn(server.get(), ids.South, 'south');
  });

  /** Asks while `name` is being moved to North by a connection that commits only when the request waits for it. */
  async function askWhileMoved(name: string, ask: () => Promise<{ status: number; body: { code?: string } }>) {
    const { db } = server.get().context;
    const move = (client: PoolClient, to: string) => client.query('update clients set parent_id = $1, version = version + 1 where id = $2', [ids[to], ids[name]]);
    const answer = await db.withConnection(async (mover) => {
      await mover.query('begin');
      await mover.query(`select pg_advisory_xact_lock(hashtextextended('treeline tree ' || $1::integer, 0))`, [ids.Org]);
      await move(mover, 'North');
      const asked = ask();
      let waits = false;
      const over = asked.then(() => true);
      while (!waits) {
        const { rows } = await mover.query<{ waiting: string }>(`select count(*) as waiting from pg_locks where locktype = 'advisory' and not granted`);
        waits = rows[0]?.waiting !== '0' || (await Promise.race([over, new Promise<false>((resolve) => setTimeout(resolve, 20, false))]));
      }
      await mover.query('commit');
      return asked;
    });
    await db.withConnection((client) => move(client, 'South'));
    return answer;
  }
  const asSouth = (method: string, path: string, body: unknown) => server.get().call(method, path, body, { token });
  const as = (method: string, path: string, body: unknown) => () => asSouth(method, path, body);
  const countOf = async (table: 'orders' | 'entries') => (await server.get().context.db.withConnection((client) => client.query<{ count: string }>(`select count(*) from ${table}`))).rows[0]?.count;

  it('makes no order for somebody who has just left', async () => {
    const before = await countOf('orders');
    const answer = await askWhileMoved('Anna', as('POST', '/cabinet/orders', { clientId: ids.Anna }));
    expect(answer.body, JSON.stringify(answer.body)).to.include({ code: 'client.not_found' });
    expect(await countOf('orders')).to.equal(before);
  });

  it('changes and cancels no order of somebody who has just left', async () => {
    const { id } = await must(asSouth('POST', '/cabinet/orders', { clientId: ids.Anna }));
    for (const ask of [as('PATCH', `/cabinet/orders/${id}`, { comment: 'quickly' }), as('PATCH', `/cabinet/orders/${id}`, { pay: { rest: 'cash' } }), as('POST', `/cabinet/orders/${id}/cancel`, {})]) {
      const answer = await askWhileMoved('Anna', ask);
      expect(answer.body, JSON.stringify(answer.body)).to.include({ code: 'order.not_found' });
    }
    expect(await must(call('GET', `/orders/${id}`))).to.include({ state: 'new', version: 1, comment: null });
  });

  it('moves no money from or to somebody who has just left', async () => {
    const before = await countOf('entries');
    for (const [from, to] of [['South', 'Desk'], ['Desk', 'South']] as const) {
      const answer = await askWhileMoved('Desk', as('POST', '/cabinet/transfers', { fromClientId: ids[from], toClientId: ids[to], sum: rub('10.00') }));
      expect(answer.body, JSON.stringify(answer.body)).to.include({ code: 'client.not_found' });
    }
    expect(await countOf('entries')).to.equal(before);
  });

  it('does all of it where nobody leaves', async () => {
    const made = await must(asSouth('POST', '/cabinet/orders', { clientId: ids.Anna }));
    expect(await must(asSouth('PATCH', `/cabinet/orders/${made.id}`, { pay: { rest: 'cash' }, comment: 'quickly' }))).to.include({ comment: 'quickly' });
    expect(await must(asSouth('POST', `/cabinet/orders/${made.id}/cancel`, {}))).to.include({ state: 'aborted' });
    await must(asSouth('POST', '/cabinet/transfers', { fromClientId: ids.South, toClientId: ids.Desk, sum: rub('10.00') }));
    expect((await must(call('GET', `/clients/${ids.Desk}/accounts`))).items[0].balance).to.deep.equal(rub('1010.00'));
  });
});
