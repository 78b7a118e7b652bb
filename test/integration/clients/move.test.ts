import { expect } from 'chai';
import { moveClient } from '../../../src/clients/move.js';
import { ancestorChain } from '../../../src/tree/tree.js';
import { buildClient, buildTree, tester } from '../../support/build.js';
import { useDatabase } from '../../support/database.js';

describe('moveClient', () => {
  const test = useDatabase();

  it('D-4 takes the whole subtree along by changing one row', async () => {
    const { A, B, C } = (await buildTree(test.db, 'A(B(C)),D')) as Record<'A' | 'B' | 'C', number>;
    const other = await buildClient(test.db, { name: 'Other' });
    await test.db.transaction((tx) => moveClient(tx, tester, B, { parentId: other }, null));
    expect((await ancestorChain(test.db, C)).map(({ id }) => id)).to.deep.equal([C, B, other]);
    expect((await ancestorChain(test.db, A)).length).to.equal(1);
  });

  it('D-3 refuses a cycle and names the client that would be its own superior', async () => {
    const ids = (await buildTree(test.db, 'Root(Middle(Leaf))')) as Record<'Root' | 'Leaf', number>;
    const attempt = test.db.transaction((tx) => moveClient(tx, tester, ids.Root, { parentId: ids.Leaf }, null));
    const error = await attempt.then(() => null, (caught: Error & { code?: string; data?: unknown }) => caught);
    expect(error).to.include({ code: 'client.cycle' });
    expect(error?.data).to.deep.include({ client: { id: ids.Root, name: 'Root' } });
  });
});
