import { expect } from 'chai';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { buildClient } from '../support/build.js';
import { useServer } from '../support/server.js';
import { allRows, breaches, importFile, NO_BREACHES, snapshot, step } from './support.js';

const RUNS = Number(process.env.IMPORT_RUNS ?? 12);

interface Unit {
  id: string;
  parent: string;
  name: string;
  comment: string;
  phone: string;
}

/** A random forest: unit N hangs below one that comes before it, or below none. */
const forest = fc
  .array(fc.record({ above: fc.nat(), name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), comment: fc.string({ unit: 'grapheme', maxLength: 20 }), phone: fc.nat({ max: 30 }) }), { minLength: 1, maxLength: 40 })
  .map((list) => list.map(({ above, name, comment, phone }, index): Unit => ({
    id: `u${index}`, parent: index === 0 || above % (index + 1) === index ? '' : `u${above % index}`, name: `N ${name.replaceAll(/[\p{C}\s]+/gu, ' ')} ${index}`.replaceAll(/\s+/g, ' '),
    comment: comment.replaceAll(/[\p{C}]/gu, ''), phone: phone < 20 ? `+7 495 700-00-${String(phone).padStart(2, '0')}` : '',
  })));

const shuffled = (units: Unit[]) => fc.shuffledSubarray(units, { minLength: units.length, maxLength: units.length });
const csvOf = (units: readonly Unit[]) => stringify([...units], { header: true, columns: ['id', 'parent', 'name', 'comment', 'phone'] });

describe('imports: properties', () => {
  const server = useServer({ JOBS: '1' });

  it('D-30 a tree in any order of rows gives the same tree; the same file again changes nothing; the undo leaves nothing', async () => {
    const { db } = server.get().context;
    await fc.assert(
      fc.asyncProperty(forest.chain((units) => fc.tuple(fc.constant(units), shuffled(units), shuffled(units))), async ([units, first, second]) => {
        const before = await snapshot(db);
        const committed = await importFile(server.get(), csvOf(first));
        expect(committed.counts).to.deep.include({ create: units.length, error: 0 });
        expect(await breaches(db)).to.deep.equal(NO_BREACHES);
        const rows = await allRows(server.get(), committed.id);
        const clientOf = new Map(rows.map(({ externalId, clientId }) => [externalId, clientId as number]));
        const made = (await snapshot(db)).clients as { id: number; external_id: string; parent_id: number | null; name: string; comment: string | null }[];
        const found = Object.fromEntries(made.filter(({ external_id }) => clientOf.has(external_id)).map((client) => [client.external_id, client]));
        for (const { id, parent, name, comment } of units) {
          expect(found[id]).to.include({ id: clientOf.get(id), parent_id: clientOf.get(parent) ?? null, name: name.trim(), comment: comment.trim() || null });
        }
        const after = await snapshot(db);
        const again = await importFile(server.get(), csvOf(second));
        expect(again.counts).to.deep.include({ create: 0, update: 0, move: 0, unchanged: units.length, error: 0 });
        expect(await snapshot(db)).to.deep.equal(after);
        await step(server.get(), committed.id, 'undo');
        expect(await snapshot(db)).to.deep.equal(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('a file that changes and moves units gives the new tree, and its undo the old one', async () => {
    const { db } = server.get().context;
    await fc.assert(
      fc.asyncProperty(forest.chain((units) => fc.tuple(fc.constant(units), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 }), shuffled(units))), async ([units, moves, order]) => {
        const target = await buildClient(db, { name: 'Target' });
        await importFile(server.get(), csvOf(order), { options: { parentId: target } });
        const before = await snapshot(db);
        const changed = units.map((unit) => ({ ...unit }));
        // Below one that comes before it: whatever is chosen, there is no cycle.
        for (const [which, where] of moves) {
          const index = which % units.length;
          Object.assign(changed[index] as Unit, { parent: index === 0 ? '' : `u${where % index}`, comment: `moved ${where}` });
        }
        const committed = await importFile(server.get(), csvOf(changed), { options: { parentId: target } });
        expect(committed.counts).to.include({ create: 0, error: 0 });
        expect(await breaches(db)).to.deep.equal(NO_BREACHES);
        expect((await importFile(server.get(), csvOf(changed), { options: { parentId: target } })).counts).to.include({ unchanged: units.length });
        await step(server.get(), committed.id, 'undo');
        expect(await snapshot(db)).to.deep.equal(before);
      }),
      { numRuns: RUNS },
    );
  });
});
