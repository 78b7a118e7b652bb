import { expect } from 'chai';
import type { Consequences } from '../../src/contract/clients.js';
import { buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';

/** What really changed, in the words of a preview. */
function difference(before: Effective[], after: Effective[]): Pick<Consequences, 'clients' | 'changed'> {
  const changed: Record<string, number> = {};
  for (const [index, { settings }] of after.entries()) {
    for (const key of Object.keys(settings)) {
      if (JSON.stringify(before[index]?.settings[key]?.value) !== JSON.stringify(settings[key]?.value)) changed[key] = (changed[key] ?? 0) + 1;
    }
  }
  return { clients: after.length, changed };
}

interface Effective {
  id: number;
  settings: Record<string, { value: unknown }>;
}

describe('D-5 preview of a changed group and of a changed own account', () => {
  const server = useServer();
  let ids: Record<string, number>;
  let other: number;
  before(async () => {
    const { call, context } = server.get();
    ids = await buildTree(context.db, 'Root(A(B,C),D(E))');
    const tariff = (await call('POST', '/tariffs', { name: 'T' })).body.id;
    other = (await call('POST', '/groups', { name: 'Other', type: 'legal', settings: { tariff, 'right.employees': 'allow', balanceFloor: { amount: '-5', currency: 'RUB' } } })).body.id;
    await call('PUT', `/clients/${ids.A}/settings/tariff`, { value: null });
    await call('PATCH', `/clients/${ids.D}`, { usesOwnAccount: true });
    await call('PUT', `/clients/${ids.D}/settings/prizeEvery`, { value: 7 });
  });
  const effective = async (name: string): Promise<Effective[]> => {
    const { call } = server.get();
    const below = (await call('GET', `/clients?scope=subtree&parentId=${ids[name]}`)).body.items.map(({ id }: { id: number }) => id);
    return (await call('POST', '/clients/effective', { ids: [ids[name], ...below] })).body.items;
  };

  for (const [name, change] of [
    ['Root', () => ({ groupId: other })],
    ['D', () => ({ usesOwnAccount: false })],
    ['A', () => ({ usesOwnAccount: true })],
    ['Root', () => ({ comment: 'changes no setting' })],
  ] as const) {
    it(`${name}: ${Object.keys(change()).join()} does what the preview said`, async () => {
      const { call } = server.get();
      const before = await effective(name);
      const { body: card } = await call('GET', `/clients/${ids[name]}`);
      const preview = await call('PATCH', `/clients/${ids[name]}`, { ...change(), dryRun: true });
      expect(preview.status, JSON.stringify(preview.body)).to.equal(200);
      expect((await call('GET', `/clients/${ids[name]}`)).body).to.deep.equal(card);
      await call('PATCH', `/clients/${ids[name]}`, change());
      const { clients, changed } = preview.body.consequences as Consequences;
      expect({ clients, changed }).to.deep.equal(difference(before, await effective(name)));
    });
  }

  it('refuses what the change itself would refuse', async () => {
    const { call } = server.get();
    expect((await call('PATCH', `/clients/${ids.A}`, { groupId: other, dryRun: true })).body.code).to.equal('client.group_on_root_only');
    expect((await call('PATCH', `/clients/${ids.Root}`, { groupId: 99_999, dryRun: true })).body.code).to.equal('group.reference_not_found');
  });
});
