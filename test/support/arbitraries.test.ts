// The generators themselves: what they make is valid, and it is not all alike.
import { expect } from 'chai';
import fc from 'fast-check';
import { attributeSetting, settingDefinition } from '../../src/contract/settings.js';
import { buildForest, buildItems, forest, type Items, keysOf, type Place, settingValue } from './arbitraries.js';
import { useDatabase } from './database.js';
import { accepts } from './samples.js';

describe('arbitraries', () => {
  const test = useDatabase();
  let items: Items;

  before(async () => {
    items = await buildItems(test.db);
  });

  it('values of settings fit the catalogue, and each key has several', () => {
    for (const key of keysOf(items)) {
      const attribute = items.attributes.find(({ id }) => key === `attribute.${id}`);
      const definition = attribute ? attributeSetting(attribute) : settingDefinition(key);
      for (const place of ['root', 'subordinate', 'group'] as Place[]) {
        const values = fc.sample(settingValue(items, key, place), 40);
        for (const value of values) if (value !== null) expect(accepts(definition?.value as never, value), `${key} = ${JSON.stringify(value)}`).to.equal(true);
        if (place === 'root') expect(new Set(values.map((value) => JSON.stringify(value))).size, key).to.be.above(1);
      }
    }
  });

  it('trees have superiors before subordinates; there are deep ones, wide ones, several roots, and every flag', () => {
    const specs = fc.sample(forest(items, 25), 200).map(({ nodes }) => nodes);
    const depth = (nodes: (typeof specs)[0], index: number): number => (nodes[index]?.parent == null ? 1 : 1 + depth(nodes, nodes[index]?.parent as number));
    for (const nodes of specs) nodes.forEach(({ parent }, index) => expect(parent ?? -1).to.be.below(index));
    expect(Math.max(...specs.map((nodes) => Math.max(...nodes.map((_, index) => depth(nodes, index)))))).to.be.above(6);
    expect(Math.max(...specs.map((nodes) => nodes.filter(({ parent }) => parent === null).length))).to.be.above(2);
    for (const flag of ['blocked', 'deleted', 'usesOwnAccount'] as const) expect(specs.flat().filter((node) => node[flag]).length, flag).to.be.above(10);
    expect(specs.flat().filter(({ own }) => Object.keys(own).length > 2).length).to.be.above(10);
  });

  it('a forest comes into the database as it was said', async () => {
    for (const spec of fc.sample(forest(items, 25), 5)) {
      const { nodes } = await buildForest(test.db, spec);
      const rows = await test.db.prisma.client.findMany({ where: { id: { in: [...nodes] } }, include: { settings: true } });
      spec.nodes.forEach(({ parent, deleted, own }, index) => {
        const row = rows.find(({ id }) => id === nodes[index]);
        expect(row).to.include({ parentId: parent === null ? null : nodes[parent], deleted });
        expect(Object.fromEntries((row?.settings ?? []).map(({ key, value }) => [key, value]))).to.deep.equal(own);
      });
    }
  });
});
