// The three data sets: their extracts in samples/ always, the whole ones where they are (IMPORT_FULL=0 leaves them out).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { systemActor } from '../../src/auth/actor.js';
import type { ImportCounts, ImportView, RecipeName } from '../../src/contract/imports.js';
import type { Db } from '../../src/db/database.js';
import { createImportFromRecipe, getImport, listImportRows, startCommit, startDryRun, startUndo } from '../../src/imports/imports.js';
import { findFolder, projectRoot, recipes } from '../../src/imports/recipes/recipes.js';
import { runImport } from '../../src/imports/run-import.js';
import { useDatabase } from '../support/database.js';
import { breaches, NO_BREACHES, snapshot } from './support.js';

const actor = systemActor('test', 'import');
const SAMPLES = path.join(projectRoot(), 'samples');
const isFull = (recipe: RecipeName) => process.env.IMPORT_FULL !== '0' && existsSync(findFolder(recipes[recipe], null).folder) && findFolder(recipes[recipe], null).full;

async function run(db: Db, started: Promise<ImportView>): Promise<ImportView> {
  const { id } = await started;
  await runImport(db, id, { signal: new AbortController().signal, report: (error) => { throw error; } });
  return getImport(db, id);
}

async function start(db: Db, recipe: RecipeName, dataDir: string | null): Promise<ImportView> {
  const created = await createImportFromRecipe(db, actor, recipe, dataDir);
  const tried = await run(db, startDryRun(db, actor, created.id, {}));
  expect(tried).to.include({ state: 'checked', error: null });
  return tried;
}

async function errorsOf(db: Db, id: number): Promise<string[]> {
  return (await listImportRows(db, id, { outcome: 'error', limit: 500 })).items.map(({ reason }) => reason ?? '');
}

interface Expected extends Partial<ImportCounts> {
  clients: number;
}

/** Dry run → commit → the same again → undo → commit, with the counts of each. */
async function roundTrip(db: Db, recipe: RecipeName, dataDir: string | null, { clients, ...counts }: Expected): Promise<void> {
  const before = await snapshot(db);
  const tried = await start(db, recipe, dataDir);
  expect(tried.counts).to.deep.include({ create: clients, update: 0, move: 0, ...counts });
  const committed = await run(db, startCommit(db, actor, tried.id));
  expect(committed.counts).to.deep.equal(tried.counts);
  expect(await db.prisma.client.count()).to.equal(before.clients.length + clients);
  expect(await breaches(db)).to.deep.equal(NO_BREACHES);
  const again = await start(db, recipe, dataDir);
  expect(again.counts).to.deep.include({ create: 0, update: 0, move: 0, unchanged: clients + (counts.unchanged ?? 0) });
  expect(again.progress.total).to.equal(0);
  const undone = await run(db, startUndo(db, actor, committed.id));
  expect(undone.undoCounts).to.deep.equal({ removed: clients, deleted: 0, restored: 0, kept: 0 });
  expect(await snapshot(db)).to.deep.equal(before);
  expect((await run(db, startDryRun(db, actor, tried.id, {}))).counts).to.deep.equal(tried.counts);
  expect((await run(db, startCommit(db, actor, tried.id))).counts).to.deep.equal(tried.counts);
  expect(await db.prisma.client.count()).to.equal(before.clients.length + clients);
  expect(await breaches(db)).to.deep.equal(NO_BREACHES);
}

/** How many clients there are on each level of the trees below the named roots. */
async function levels(db: Db): Promise<number[]> {
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ count: number }>(`
      with recursive tree as (
        select c.id, 1 as level from clients c where c.parent_id is null
        union all
        select c.id, tree.level + 1 from tree join clients c on c.parent_id = tree.id
      ) select count(*)::integer as count from tree group by level order by level`);
    return rows.map(({ count }) => count);
  });
}

describe('imports: the extracts of the data sets', () => {
  const test = useDatabase();

  it('D-32 United Kingdom: bodies, reporting lines and groups of posts; each kind of dirt in its place', async () => {
    await roundTrip(test.db, 'uk-organograms', SAMPLES, { clients: 229, error: 1, unchanged: 0 });
    const [last] = (await test.db.prisma.import.findMany({ orderBy: { id: 'desc' }, take: 1 }));
    const { items } = await listImportRows(test.db, (last as { id: number }).id, { warned: true, limit: 500 });
    const misplaced = items.filter(({ warnings }) => warnings.some(({ field }) => field === 'Reports to Senior Post'));
    expect(misplaced.map(({ externalId }) => externalId).sort()).to.deep.equal(['post/infrastructure_planning_commission/1', 'post/scottish_law_commission/201']);
  });

  it('D-32 Switzerland: names without those of the superiors, down to the ninth level', async () => {
    await roundTrip(test.db, 'ch-federal-units', SAMPLES, { clients: 131, error: 0 });
    const root = await test.db.prisma.client.findFirst({ where: { externalId: 'ch/bundesrat' } });
    expect(root).to.include({ name: 'Bundesrat', kind: 'department', country: 'CH' });
    expect(await test.db.prisma.client.count({ where: { country: 'CH', name: { startsWith: 'Bundesrat - ' } } })).to.equal(0);
  });

  it('D-32 Предгорный район: 126 units, one bad e-mail, shared numbers as contact numbers', async () => {
    await roundTrip(test.db, 'ru-predgorny', SAMPLES, { clients: 126, error: 0, warnings: 1 });
  });
});

describe('imports: the whole data sets', function whole() {
  this.timeout(300_000);
  const test = useDatabase();

  it('D-32 United Kingdom: 58,789 clients, every row accounted for', async function uk() {
    if (!isFull('uk-organograms')) this.skip();
    await roundTrip(test.db, 'uk-organograms', null, { clients: 58_789, error: 12, unchanged: 21 });
    expect(await levels(test.db)).to.deep.equal([26, 138, 147, 1_745, 11_731, 16_543, 18_335, 10_022, 102]);
    const errors = await errorsOf(test.db, 1);
    expect(errors).to.have.length(12);
    for (const reason of errors) expect(reason).to.match(/^The external id "post\/.+" is in row \d+ of senior already, with other values\.$/);
  });

  it('D-32 Switzerland: 2,785 units', async function ch() {
    if (!isFull('ch-federal-units')) this.skip();
    const others = await levels(test.db);
    await roundTrip(test.db, 'ch-federal-units', null, { clients: 2_785, error: 0 });
    const now = await levels(test.db);
    expect(now.map((count, level) => count - (others[level] ?? 0))).to.deep.equal([10, 62, 220, 313, 576, 875, 622, 94, 13]);
  });
});
