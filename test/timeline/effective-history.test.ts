import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';

describe('history of effective settings (directory.md §6)', () => {
  const server = useServer();
  // Changes count from the millisecond of their history row: steps are told apart by waiting for the next one.
  const step = async (method: string, path: string, body?: unknown) => {
    const answer = await server.get().call(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.be.lessThan(300);
    await sleep(3);
    return answer.body;
  };

  it('shows below what changed above, by whom, and nothing that meant nothing here', async () => {
    const { call, context } = server.get();
    const ids = await buildTree(context.db, 'Root(A(Leaf),B),Other');
    const other = (await step('POST', '/clients', { name: 'Elsewhere' })).id;
    const [t1, t2] = [(await step('POST', '/tariffs', { name: 'One' })).id, (await step('POST', '/tariffs', { name: 'Two' })).id];
    await step('PUT', `/clients/${ids.Root}/settings/tariff`, { value: t1 });
    await step('PUT', `/clients/${ids.B}/settings/tariff`, { value: t2 });
    await step('PATCH', `/clients/${ids.Root}`, { comment: 'no setting' });
    await step('POST', `/clients/${ids.A}/block`, { reason: 'debt' });
    await step('PUT', `/clients/${ids.Leaf}/settings/tariff`, { value: t2 });
    await step('PUT', `/clients/${ids.Root}/settings/tariff`, { value: null });
    await step('POST', `/clients/${ids.A}/move`, { parentId: other });
    await step('PUT', `/clients/${other}/settings/mobileApp`, { value: false });

    const { items } = (await call('GET', `/clients/${ids.Leaf}/effective-history`)).body;
    const told = items.map(({ causes, changes }: { causes: { entityId: number; action: string }[]; changes: object }) => [causes.map(({ entityId, action }) => [entityId, action]), Object.keys(changes).sort()]);
    expect(told.slice(0, 5)).to.deep.equal([
      [[[other, 'client.setting_changed']], ['mobileApp']],
      [[[ids.A, 'client.moved']], ['payer']],
      [[[ids.Leaf, 'client.setting_changed']], ['tariff']],
      [[[ids.A, 'client.blocked']], ['blocked']],
      [[[ids.Root, 'client.setting_changed']], ['tariff']],
    ]);
    expect(items[2].changes.tariff).to.deep.equal([{ id: t1, name: 'One' }, { id: t2, name: 'Two' }]);
  });

  it('pages to the beginning of the client without a gap', async () => {
    const { call, context } = server.get();
    const { Top, Below } = await buildTree(context.db, 'Top(Below)') as { Top: number; Below: number };
    for (let number = 1; number <= 7; number += 1) await step('PUT', `/clients/${Top}/settings/prizeEvery`, { value: number });
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = (await call('GET', `/clients/${Below}/effective-history?limit=2${cursor && `&cursor=${cursor}`}`)).body;
      seen.push(...items.map(({ changes }: { changes: { prizeEvery?: [unknown, unknown] } }) => changes.prizeEvery?.[1] ?? null));
      cursor = nextCursor;
    } while (cursor);
    expect(seen).to.deep.equal([7, 6, 5, 4, 3, 2, 1, null]);
  });
});
