// D-1: a chain of 10,000 levels works everywhere, only slower.
import { expect } from 'chai';
import { createClient } from '../../../src/clients/clients.js';
import { clientCard } from '../../../src/clients/card.js';
import { listClients } from '../../../src/clients/list.js';
import { moveClient } from '../../../src/clients/move.js';
import { setOwnSetting } from '../../../src/clients/own-settings.js';
import { blockClient, deleteClient, restoreClient, unblockClient } from '../../../src/clients/states.js';
import { encodeCursor } from '../../../src/lib/cursor.js';
import { effectiveSettings, whySetting } from '../../../src/resolution/resolution.js';
import { ancestorChain, isWithin, subtreeIds } from '../../../src/tree/tree.js';
import { buildChain, buildClient, tester } from '../../support/build.js';
import { useDatabase } from '../../support/database.js';

const LEVELS = 10_000;
const TODAY = '2026-06-15';

describe('a chain of 10,000 levels (D-1)', function () {
  this.timeout(180_000);
  const test = useDatabase();
  let chain: number[];
  const last = () => chain[chain.length - 1] as number;
  const root = () => chain[0] as number;

  before(async () => {
    chain = await buildChain(test.db, LEVELS);
  });

  it('is walked up and down', async () => {
    const up = await ancestorChain(test.db, last());
    expect(up.map(({ id }) => id)).to.deep.equal([...chain].reverse());
    expect((await subtreeIds(test.db, root())).length).to.equal(LEVELS);
    expect(await isWithin(test.db, last(), root())).to.equal(true);
    expect(await isWithin(test.db, root(), last())).to.equal(false);
  });

  it('resolves the settings of its deepest client, with the source at the top', async () => {
    await test.db.transaction((tx) => setOwnSetting(tx, tester, root(), 'greetingSign', 'From the top', null));
    const [effective] = await effectiveSettings(test.db, [last()], false);
    expect(effective?.settings.greetingSign).to.deep.include({ value: 'From the top', source: { kind: 'ancestor', id: root(), name: (await clientCard(test.db, root(), false)).name } });
    expect((effective?.settings.payer?.value as { id: number }).id).to.equal(root());
  });

  it('tells why, level by level', async () => {
    const why = await whySetting(test.db, last(), 'greetingSign', false);
    expect(why.chain.length).to.equal(LEVELS + 2);
    expect(why.chain.filter(({ won }) => won).map(({ id }) => id)).to.deep.equal([root()]);
  });

  it('lists a page anywhere in tree order, with all superiors', async () => {
    const first = await listClients(test.db, { scope: 'subtree', parentId: root(), limit: 3 }, TODAY);
    expect(first.items.map(({ id }) => id)).to.deep.equal(chain.slice(1, 4));
    const at = LEVELS - 10;
    const cursor = encodeCursor('tree', [[`Level ${at + 1}`], [chain[at]], false]);
    const deep = await listClients(test.db, { scope: 'subtree', parentId: root(), limit: 5, cursor }, TODAY);
    expect(deep.items.map(({ id }) => id)).to.deep.equal(chain.slice(at + 1, at + 6));
    expect(deep.items[4]?.path.length).to.equal(at + 5);
    const rest = await listClients(test.db, { scope: 'subtree', parentId: root(), limit: 5, cursor: deep.nextCursor as string }, TODAY);
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).to.deep.equal([chain.slice(at + 6), null]);
  });

  it('lists the direct children, and everything filtered and sorted, far below', async () => {
    expect((await listClients(test.db, { parentId: chain[LEVELS - 2] as number }, TODAY)).items.map(({ id }) => id)).to.deep.equal([last()]);
    const byId = await listClients(test.db, { scope: 'subtree', parentId: root(), sort: '-id', limit: 2 }, TODAY);
    expect(byId.items.map(({ id }) => id)).to.deep.equal([last(), chain[LEVELS - 2]]);
  });

  it('is blocked, deleted and restored at its top, and its deepest client knows who caused it', async () => {
    const card = () => clientCard(test.db, last(), false);
    await test.db.transaction((tx) => blockClient(tx, tester, root(), 'debts', null));
    expect((await card()).blockedBy).to.deep.include({ id: root(), reason: 'debts' });
    await test.db.transaction((tx) => unblockClient(tx, tester, root(), null));
    await test.db.transaction((tx) => deleteClient(tx, tester, root(), null));
    expect((await card()).deletedBy?.id).to.equal(root());
    expect((await listClients(test.db, { scope: 'subtree', parentId: root(), limit: 3 }, TODAY)).items).to.deep.equal([]);
    expect((await listClients(test.db, { scope: 'subtree', parentId: root(), state: 'deleted', sort: 'id', limit: 3 }, TODAY)).items.length).to.equal(3);
    await test.db.transaction((tx) => restoreClient(tx, tester, root(), null));
    expect((await card()).deleted).to.equal(false);
  });

  it('moves below another client and back, refuses to go below its own end', async () => {
    const other = await buildClient(test.db);
    await test.db.transaction((tx) => moveClient(tx, tester, root(), { parentId: other }, null));
    expect((await ancestorChain(test.db, last())).at(-1)?.id).to.equal(other);
    await test.db.transaction((tx) => moveClient(tx, tester, root(), { parentId: null }, null));
    const refused = await test.db.transaction((tx) => moveClient(tx, tester, root(), { parentId: last() }, null)).catch((error: { code: string }) => error.code);
    expect(refused).to.equal('client.cycle');
    await test.db.transaction((tx) => moveClient(tx, tester, last(), { parentId: root() }, null));
    expect((await ancestorChain(test.db, last())).length).to.equal(2);
    await test.db.transaction((tx) => moveClient(tx, tester, last(), { parentId: chain[LEVELS - 2] as number }, null));
  });

  it('grows by one more below its end', async () => {
    const id = await test.db.transaction((tx) => createClient(tx, tester, { name: 'One more', parentId: last() }));
    expect((await ancestorChain(test.db, id)).length).to.equal(LEVELS + 1);
  });
});

// 1,000 take 15 seconds.
const BUILT_LEVELS = Number(process.env.BUILT_LEVELS ?? 250);

describe('a chain made one by one (D-1)', function () {
  this.timeout(600_000);
  const test = useDatabase();

  it('is paged through from its top to its end', async () => {
    const chain = [await buildClient(test.db, { name: 'Top' })];
    for (let level = 2; level <= BUILT_LEVELS; level += 1) chain.push(await buildClient(test.db, { name: `Level ${level}`, parentId: chain[level - 2] as number, kind: 'department' }));
    const seen: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listClients(test.db, { scope: 'subtree', parentId: chain[0] as number, limit: 90, ...(cursor && { cursor }) }, TODAY);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).to.deep.equal(chain.slice(1));
  });
});
