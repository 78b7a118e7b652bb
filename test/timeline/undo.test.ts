import { expect } from 'chai';
import fc from 'fast-check';
import { type OwnFields, ownFields } from '../../src/clients/card.js';
import { changeClient } from '../../src/clients/clients.js';
import { moveClient } from '../../src/clients/move.js';
import { setOwnSetting } from '../../src/clients/own-settings.js';
import type { UndoResult } from '../../src/contract/timeline.js';
import { createGroup, getGroup, setGroupSetting } from '../../src/groups/groups.js';
import { type HistoryRow, listHistory } from '../../src/history/history.js';
import { AppError } from '../../src/lib/app-error.js';
import { undoableRow, undoChange } from '../../src/timeline/undo.js';
import { buildItems, runs } from '../support/arbitraries.js';
import { buildClient, buildTree, tester } from '../support/build.js';
import { testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { type Directory, runStep, steps } from './program.js';

type Own = Omit<OwnFields, 'version' | 'updatedAt'>;

describe('undo', () => {
  const clock = testClock();
  const test = useDatabase(clock);
  const undo = (row: number): Promise<UndoResult | AppError> =>
    test.db.transaction(async (tx) => undoChange(tx, tester, await undoableRow(tx, row))).catch((error: unknown) => (error instanceof AppError ? error : Promise.reject(error)));
  const done = async (row: number): Promise<UndoResult> => {
    const result = await undo(row);
    if (result instanceof AppError) throw result;
    return result;
  };
  const historyOf = (id: number, entity = 'client') => listHistory(test.db, { entity, entityId: id, before: null, limit: 500 });
  const newest = async (id: number, entity = 'client') => (await historyOf(id, entity))[0] as HistoryRow;
  const own = async (id: number): Promise<Own | null> => {
    const fields = await ownFields(test.db, id).catch(() => null);
    if (!fields) return null;
    const { version: _, updatedAt: __, ...rest } = fields;
    return rest;
  };

  it('of a random row sets its fields back and nothing else; undoing the undo has all back; a refusal changes nothing', async function () {
    this.timeout(180_000);
    const items = await buildItems(test.db);
    const tally = { undone: 0, 'history.newer_change': 0 };
    const property = fc.asyncProperty(steps(items, { minLength: 25, maxLength: 40 }), fc.array(fc.nat(1_000), { minLength: 12, maxLength: 12 }), async (program, picks) => {
      const directory: Directory = { clients: [], groups: [2] };
      for (const step of program) {
        clock.advance(1);
        await runStep(test.db, directory, items, step);
      }
      const all = async () => Promise.all(directory.clients.map(own));
      const rows = (await Promise.all(directory.clients.map((id) => historyOf(id)))).flat();
      for (const pick of picks) {
        const row = rows[pick % Math.max(1, rows.length)];
        if (!row) return;
        const before = await all();
        const result = await undo(row.id);
        if (result instanceof AppError) {
          if (result.code === 'history.newer_change') await expectNewer(row, result);
          tally[result.code as 'undone'] = (tally[result.code as 'undone'] ?? 0) + 1;
          expect(await all()).to.deep.equal(before);
          continue;
        }
        tally.undone += 1;
        const index = directory.clients.indexOf(row.entityId);
        // Nothing newer was overwritten: setting the row's own new values would have changed nothing.
        const asGiven = Object.fromEntries(Object.entries(row.changes).map(([field, [old, given]]) => [field, [given, old] as const]));
        expect(withOld(before[index] as Own, { changes: asGiven })).to.deep.equal(before[index]);
        const after = await all();
        expect(after.toSpliced(index, 1)).to.deep.equal(before.toSpliced(index, 1));
        expect(after[index]).to.deep.equal(row.action === 'client.created' ? { ...before[index], deleted: true } : withOld(before[index] as Own, row));
        const undoRow = (await historyOf(row.entityId)).find(({ id }) => id === result.historyId);
        expect(undoRow).to.deep.include({ undoes: row.id, version: result.version, changes: result.changes });
        await done(result.historyId as number);
        expect(await all()).to.deep.equal(before);
      }
    });
    await fc.assert(property, { ...runs(4), endOnFailure: true });
    for (const [what, count] of Object.entries(tally)) expect(count, what).to.be.greaterThan(0);
  });

  function withOld(current: Own, { changes }: Pick<HistoryRow, 'changes'>): Own {
    const settings = { ...current.settings };
    const fields: Record<string, unknown> = {};
    for (const [field, [old]] of Object.entries(changes)) {
      if (!field.startsWith('settings.')) fields[field] = old;
      else if (old === null) delete settings[field.slice(9)];
      else settings[field.slice(9)] = (old as { value: unknown }).value;
    }
    return { ...current, ...fields, settings };
  }

  async function expectNewer(row: HistoryRow, { data }: AppError): Promise<void> {
    const { field, newer } = data as { field: string; newer: { id: number; at: string; actorName: string } };
    expect(newer.id).to.be.greaterThan(row.id);
    const found = (await historyOf(row.entityId)).find(({ id }) => id === newer.id);
    expect(found?.changes).to.have.property(field);
    expect(newer).to.include({ actorName: found?.actorName, at: found?.at });
  }

  it('of a move to a root and back is one row each, with account, group and what was allowed', async () => {
    const { A, B } = (await buildTree(test.db, 'A(B)')) as Record<'A' | 'B', number>;
    const before = await own(B);
    clock.advance(1);
    await test.db.transaction((tx) => moveClient(tx, tester, B, { parentId: null }, null));
    const asRoot = await own(B);
    const back = await done((await newest(B)).id);
    expect(await own(B)).to.deep.equal(before);
    expect(back.changes).to.deep.include({ parentId: [null, A], usesOwnAccount: [true, false] });
    await done(back.historyId as number);
    expect(await own(B)).to.deep.equal(asRoot);
  });

  it('is refused where something newer depends on it, and names it', async () => {
    const { B } = (await buildTree(test.db, 'A(B)')) as Record<'B', number>;
    await test.db.transaction((tx) => moveClient(tx, tester, B, { parentId: null }, null));
    const moved = await newest(B);
    await test.db.transaction((tx) => setOwnSetting(tx, { ...tester, name: 'Boris' }, B, 'right.employees', 'allow', null));
    const refused = await undo(moved.id);
    expect(refused).to.include({ code: 'history.newer_change' });
    expect((refused as AppError).data).to.have.nested.include({ field: 'settings.right.employees', 'newer.actorName': 'Boris' });
    const parent = await buildClient(test.db);
    const created = await newest(parent);
    await buildClient(test.db, { parentId: parent, name: 'Newcomer' });
    expect((await undo(created.id) as AppError).message).to.contain('"Newcomer" is below it by now');
  });

  it('does not bring back what was erased, nor what the history does not keep', async () => {
    const id = await buildClient(test.db, { email: 'a@example.org' });
    await test.db.transaction((tx) => changeClient(tx, tester, id, { email: 'b@example.org' }, null));
    const row = await newest(id);
    await test.db.withConnection((client) => client.query(`update history set changes = '{"email": [{"erased": true}, "b@example.org"]}' where id = $1`, [row.id]));
    expect(await undo(row.id)).to.include({ code: 'history.not_undoable' });
    expect(await undo(2 ** 40)).to.include({ code: 'history.not_found' });
  });

  it('of a part of an import refers to the import', async () => {
    const id = await buildClient(test.db);
    const row = await newest(id);
    await test.db.withConnection((client) => client.query('update history set import_id = 7 where id = $1', [row.id]));
    const refused = (await undo(row.id)) as AppError;
    expect(refused).to.include({ code: 'history.not_undoable' });
    expect(refused.message).to.contain('import 7');
  });

  it('works for client groups', async () => {
    const { id } = await test.db.transaction((tx) => createGroup(tx, tester, { name: 'Gold', type: 'legal' }));
    await test.db.transaction((tx) => setGroupSetting(tx, tester, id, 'exchange', true, null));
    const set = await newest(id, 'group');
    const back = await done(set.id);
    expect((await getGroup(test.db, id)).settings).to.deep.equal({});
    await done(back.historyId as number);
    expect((await getGroup(test.db, id)).settings).to.deep.equal({ exchange: true });
    await done((await newest(id, 'group')).id);
    const created = (await historyOf(id, 'group')).at(-1) as HistoryRow;
    expect(await done(created.id)).to.include({ version: null });
    expect(await getGroup(test.db, id).catch((error: AppError) => error.code)).to.equal('group.not_found');
  });
});
