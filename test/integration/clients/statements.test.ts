// D-16, P17: how many statements a read takes does not depend on depth or on how much there is.
import { expect } from 'chai';
import { clientCard } from '../../../src/clients/card.js';
import { listClients } from '../../../src/clients/list.js';
import { effectiveSettings, whySetting } from '../../../src/resolution/resolution.js';
import type { Db } from '../../../src/db/database.js';
import { buildChain, buildClient } from '../../support/build.js';
import { useDatabase } from '../../support/database.js';

describe('statements of a read', () => {
  const test = useDatabase();
  const chains: number[][] = [];
  const ids: number[] = [];

  before(async () => {
    for (const levels of [1, 6, 300]) chains.push(await buildChain(test.db, levels));
    for (let index = 0; index < 30; index += 1) ids.push(await buildClient(test.db, { parentId: chains[0]?.[0] as number, phones: [{ number: `+7 495 100-00-${10 + index}` }] }));
  });

  /** The database, counting. */
  function counting(): { db: Db; count: () => number } {
    let statements = 0;
    const run: Db['run'] = (block, values) => {
      statements += 1;
      return test.db.run(block, values);
    };
    return { db: { ...test.db, run } as Db, count: () => statements };
  }

  async function statementsOf(read: (db: Db) => Promise<unknown>): Promise<number> {
    const { db, count } = counting();
    await read(db);
    return count();
  }

  it('D-16 effective settings, of one client or of many, and the trace of one, take one statement at any depth', async () => {
    for (const chain of chains) {
      const last = chain[chain.length - 1] as number;
      expect(await statementsOf((db) => effectiveSettings(db, [last], true)), `${chain.length} levels`).to.equal(1);
      expect(await statementsOf((db) => whySetting(db, last, 'tariff', true))).to.equal(1);
    }
    expect(await statementsOf((db) => effectiveSettings(db, ids, true))).to.equal(1);
  });

  it('D-16 after a change of a group or of a directory the first answer takes a second statement, those after it one again', async () => {
    const last = chains[1]?.[5] as number;
    const { db, count } = counting();
    await effectiveSettings(db, [last], true);
    await test.db.prisma.tariff.create({ data: { name: 'Another' } });
    const before = count();
    await effectiveSettings(db, [last], true);
    expect(count() - before).to.equal(2);
    await effectiveSettings(db, [last], true);
    expect(count() - before).to.equal(3);
  });

  it('the card takes as many at any depth', async () => {
    const counts = await Promise.all(chains.slice(1).map((chain) => statementsOf((db) => clientCard(db, chain[chain.length - 1] as number, false))));
    expect(new Set(counts).size, counts.join()).to.equal(1);
    expect(counts[0]).to.be.at.most(5);
  });

  it('a page takes as many for three clients as for thirty', async () => {
    const parentId = chains[0]?.[0] as number;
    for (const query of [{ parentId }, { scope: 'subtree', parentId }, { scope: 'all', sort: 'name' }] as const) {
      const [few, many] = await Promise.all([3, 29].map((limit) => statementsOf((db) => listClients(db, { ...query, limit }, '2026-06-15'))));
      // Roots need no chain of superiors: a page of nothing else takes one statement less.
      expect((many as number) - (few as number), JSON.stringify(query)).to.be.within(0, 1);
      expect(many).to.be.at.most(6);
    }
  });
});
