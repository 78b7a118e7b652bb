// What clients have from above, worked out for many at once, against a walk up from each.
import { expect } from 'chai';
import fc from 'fast-check';
import { Superiors, type TreeNode } from '../../src/tree/superiors.js';
import { ancestorChains } from '../../src/tree/tree.js';
import { runs } from '../support/arbitraries.js';
import { useDatabase } from '../support/database.js';

const forest = fc.array(
  fc.record({
    /** Of those before it; null: a root. */
    parent: fc.option(fc.nat(), { freq: 5 }),
    group: fc.constantFrom(1, 2),
    blocked: fc.constantFrom(false, false, true),
    deleted: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 40 },
);
type Made = typeof forest extends fc.Arbitrary<infer T> ? T : never;

function nodesOf(made: Made): TreeNode[] {
  return made.map(({ parent, group, blocked, deleted }, index) => ({
    id: index + 1,
    name: `client ${index + 1}`,
    parentId: parent === null || index === 0 ? null : (parent % index) + 1,
    groupId: parent === null || index === 0 ? group : null,
    usesOwnAccount: false,
    blocked,
    blockReason: blocked ? `reason ${index + 1}` : null,
    deleted,
  }));
}

function walkUp(nodes: readonly TreeNode[], id: number): TreeNode[] {
  const node = nodes.find((one) => one.id === id);
  if (!node) return [];
  return node.parentId === null ? [node] : [node, ...walkUp(nodes, node.parentId)];
}

describe('superiors of many clients at once', () => {
  it('D-4, D-6: group, blocker, deleter and path are those of a walk up, in whatever order they are asked', () => {
    fc.assert(
      fc.property(forest, fc.infiniteStream(fc.nat()), (made, order) => {
        const nodes = nodesOf(made);
        const superiors = new Superiors(nodes);
        for (const pick of [...order.take(nodes.length * 2)]) {
          const { id } = nodes[pick % nodes.length] as TreeNode;
          const chain = walkUp(nodes, id);
          expect(superiors.given(id)).to.deep.equal({
            groupId: chain[chain.length - 1]?.groupId,
            blocker: chain.find((node) => node.blocked) ?? null,
            deleter: chain.find((node) => node.deleted) ?? null,
          });
          expect(superiors.path(id)).to.deep.equal(chain.map((node) => ({ id: node.id, name: node.name })).reverse());
          for (const top of nodes) expect(superiors.isWithin(id, top.id)).to.equal(chain.some((node) => node.id === top.id));
        }
        expect(superiors.given(null)).to.deep.equal({ groupId: null, blocker: null, deleter: null });
        expect(superiors.path(999)).to.deep.equal([]);
      }),
      runs(200),
    );
  });

  describe('read from the database', () => {
    const base = useDatabase();

    async function build(nodes: readonly TreeNode[]): Promise<void> {
      await base.db.withConnection(async (client) => {
        await client.query('delete from clients');
        await client.query(
          `insert into clients (id, name, kind, parent_id, group_id, uses_own_account, blocked, block_reason, deleted)
           select row.id, row.name, 'organisation', row."parentId", row."groupId", row."parentId" is null, row.blocked, row."blockReason", row.deleted
           from jsonb_to_recordset($1::jsonb) as row (id integer, name text, "parentId" integer, "groupId" integer, blocked boolean, "blockReason" text, deleted boolean)`,
          [JSON.stringify(nodes)],
        );
      });
    }

    it('chains are those of a walk up; a read to what is deleted ends there, and still tells who is deleted', async () => {
      await fc.assert(
        fc.asyncProperty(forest, async (made) => {
          const nodes = nodesOf(made);
          await build(nodes);
          const ids = nodes.map(({ id }) => id);
          const chains = await ancestorChains(base.db, [...ids, 999]);
          for (const id of ids) expect(chains.get(id)?.map((node) => [node.startId, node.depth, node.id])).to.deep.equal(walkUp(nodes, id).map((node, depth) => [id, depth, node.id]));
          expect(chains.has(999)).to.equal(false);
          const [first = 0, ...later] = ids.slice().reverse();
          const live = new Superiors([], true);
          // Some were there before: they are not read again, and what is read joins them.
          await live.read(base.db, [first]);
          await live.read(base.db, later);
          for (const id of ids) {
            const deleter = walkUp(nodes, id).find((node) => node.deleted);
            expect(live.given(id).deleter?.id).to.equal(deleter?.id);
            if (!deleter) expect(live.path(id).map((node) => node.id)).to.deep.equal(walkUp(nodes, id).map((node) => node.id).reverse());
          }
        }),
        runs(30),
      );
    });
  });
});
