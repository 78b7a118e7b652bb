import { expect } from 'chai';
import fc from 'fast-check';
import { clearOwnSetting } from '../../src/clients/own-settings.js';
import { effectiveFloor } from '../../src/resolution/floor.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { buildForest, buildItems, forest, type Items, runs } from '../support/arbitraries.js';
import { tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';
import { comparable, modelOf, naiveEffective } from '../support/model.js';

describe('effective settings of random trees', () => {
  const test = useDatabase();
  let items: Items;

  before(async () => {
    items = await buildItems(test.db);
  });

  it('equal a naive walk up, for every key, with value and source', async () => {
    await fc.assert(
      fc.asyncProperty(forest(items, 25), async (spec) => {
        const built = await buildForest(test.db, spec);
        const model = modelOf(spec, built);
        for (const { id, settings } of await effectiveSettings(test.db, built.nodes, true)) {
          expect(comparable(settings)).to.deep.equal(naiveEffective(model, items, id));
        }
      }),
      runs(60),
    );
  });

  it('leave out hidden attributes for those who may not see them, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(forest(items, 4), async (spec) => {
        const built = await buildForest(test.db, spec);
        const [all, visible] = await Promise.all([effectiveSettings(test.db, built.nodes, true), effectiveSettings(test.db, built.nodes, false)]);
        const hidden = items.attributes.filter((attribute) => attribute.hidden).map(({ id }) => `attribute.${id}`);
        expect(hidden).to.not.be.empty;
        for (const { settings } of all) for (const key of hidden) delete settings[key];
        expect(visible).to.deep.equal(all);
      }),
      runs(10),
    );
  });

  it('M-6 the balance floor alone is the one among all settings', async () => {
    await fc.assert(
      fc.asyncProperty(forest(items, 25), async (spec) => {
        const built = await buildForest(test.db, spec);
        for (const { id, settings: { balanceFloor } } of await effectiveSettings(test.db, built.nodes, true)) {
          if (balanceFloor?.applies === false) continue;
          const alone = await effectiveFloor(test.db, id);
          expect(alone).to.deep.equal(balanceFloor?.source.kind === 'default' ? undefined : balanceFloor?.value);
        }
      }),
      runs(30),
    );
  });

  it('D-11 clearing an own value gives what the superior unit has', async () => {
    await fc.assert(
      fc.asyncProperty(forest(items, 12), fc.nat(), async (spec, pick) => {
        const built = await buildForest(test.db, spec);
        const own = spec.nodes.flatMap(({ own, parent }, index) => Object.keys(own).map((key) => ({ index, key, parent })));
        const chosen = own[pick % Math.max(1, own.length)];
        fc.pre(chosen !== undefined);
        const { index, key, parent } = chosen as { index: number; key: string; parent: number | null };
        const id = built.nodes[index] as number;
        await test.db.transaction((tx) => clearOwnSetting(tx, tester, id, key, null));
        const [effective] = await effectiveSettings(test.db, [id], true);
        if (parent === null) {
          expect(effective?.settings[key]?.source.kind).to.be.oneOf(['group', 'default']);
          return;
        }
        // The default crew group also depends on which groups the client itself allows.
        if (key === 'defaultCrewGroup' && 'crewGroups' in (spec.nodes[index]?.own ?? {})) return;
        const [above] = await effectiveSettings(test.db, [built.nodes[parent] as number], true);
        expect(effective?.settings[key]?.value).to.deep.equal(above?.settings[key]?.value);
        expect(effective?.settings[key]?.source.id).to.equal(above?.settings[key]?.source.id);
      }),
      runs(60),
    );
  });
});
