import { expect } from 'chai';
import fc from 'fast-check';
import type { Effective } from '../../src/contract/effective.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { buildForest, buildItems, forest, type Items, keysOf, runs, settingValue } from '../support/arbitraries.js';
import { digestOf } from '../support/digest.js';
import { useServer } from '../support/server.js';

interface Act {
  what: string;
  method: string;
  path: string;
  body: Record<string, unknown>;
}

describe('previews (D-5)', () => {
  const server = useServer();
  let items: Items;

  before(async () => {
    items = await buildItems(server.get().context.db);
  });

  /** Something that may be done to client number `on`; other clients by their number. */
  function acts(): fc.Arbitrary<(id: number, nodes: readonly number[], groups: readonly number[]) => Act> {
    const keys = keysOf(items);
    const setting = fc.constantFrom(...keys).chain((key) => fc.oneof(settingValue(items, key, 'root'), settingValue(items, key, 'subordinate'), fc.anything({ maxDepth: 1 })).map((value) => ({ key, value })));
    return fc.oneof(
      { arbitrary: fc.record({ target: fc.nat(), group: fc.option(fc.nat()), isRoot: fc.integer({ min: 0, max: 3 }) }).map(({ target, group, isRoot }) => (id: number, nodes: readonly number[], groups: readonly number[]): Act => ({
        what: 'move', method: 'POST', path: `/clients/${id}/move`,
        body: isRoot === 0 ? { parentId: null, ...(group !== null && { groupId: groups[group % groups.length] }) } : { parentId: nodes[target % nodes.length] },
      })), weight: 4 },
      { arbitrary: fc.constantFrom('delete', 'restore', 'block', 'unblock').map((what) => (id: number): Act => ({ what, method: 'POST', path: `/clients/${id}/${what}`, body: what === 'block' ? { reason: 'test' } : {} })), weight: 3 },
      { arbitrary: setting.map(({ key, value }) => (id: number): Act => ({ what: 'set', method: 'PUT', path: `/clients/${id}/settings/${key}`, body: { value: value ?? null } })), weight: 4 },
    );
  }

  it('tell what then happens to each effective value of the whole subtree, and leave nothing behind', async () => {
    const done: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(forest(items, 14), fc.nat(), fc.array(acts(), { minLength: 1, maxLength: 4 }), async (spec, on, list) => {
        const { call, context } = server.get();
        const { nodes, groups } = await buildForest(context.db, spec);
        const id = nodes[on % nodes.length] as number;
        for (const toAct of list) {
          const { what, method, path, body } = toAct(id, nodes, groups);
          const before = byId(await effectiveSettings(context.db, nodes, true));
          const digest = await digestOf(context.db);
          const preview = await call(method, path, { ...body, dryRun: true });
          expect(await digestOf(context.db), 'a preview changes nothing').to.deep.equal(digest);
          const real = await call(method, path, body);
          expect(preview.status, `${what}: ${JSON.stringify([preview.body, real.body])}`).to.equal(real.status);
          expect(preview.status).to.be.below(500);
          if (real.status >= 400) {
            expect(preview.body.code).to.equal(real.body.code);
            continue;
          }
          done[what] = (done[what] ?? 0) + 1;
          const after = byId(await effectiveSettings(context.db, nodes, true));
          const changed: Record<string, number> = {};
          const first: Record<number, string[]> = {};
          for (const node of nodes) {
            const keys = Object.keys(after.get(node)?.settings ?? {}).filter((key) => JSON.stringify(after.get(node)?.settings[key]?.value) !== JSON.stringify(before.get(node)?.settings[key]?.value));
            for (const key of keys) changed[key] = (changed[key] ?? 0) + 1;
            if (keys.length) first[node] = keys.sort();
          }
          const { consequences } = preview.body;
          expect(consequences.changed, what).to.deep.equal(changed);
          expect(Object.fromEntries(consequences.first.map((entry: { id: number; settings: string[] }) => [entry.id, entry.settings.sort()])), what).to.deep.equal(first);
        }
      }),
      runs(15),
    );
    // Otherwise everything was refused, and nothing was compared.
    expect(done).to.include.keys('move', 'set');
    expect(Object.keys(done).length).to.be.at.least(4);
  });
});

function byId(list: Effective[]): Map<number, Effective> {
  return new Map(list.map((effective) => [effective.id, effective]));
}
