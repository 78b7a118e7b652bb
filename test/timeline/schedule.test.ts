import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ownFields } from '../../src/clients/card.js';
import { deleteClient, removeClient } from '../../src/clients/states.js';
import type { ClientChange } from '../../src/contract/changes.js';
import { type Db, openDatabase } from '../../src/db/database.js';
import { listHistory } from '../../src/history/history.js';
import { AppError } from '../../src/lib/app-error.js';
import { applyNextDue } from '../../src/schedule/apply.js';
import { cancelScheduled, getScheduled, scheduleChange } from '../../src/schedule/schedule.js';
import { type Scheduler, startScheduler } from '../../src/schedule/scheduler.js';
import { buildClient, buildTree, tester } from '../support/build.js';
import { testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';

const MINUTE = 60_000;
const fault = (error: unknown) => {
  throw error;
};

describe('scheduled changes', () => {
  const clock = testClock();
  const test = useDatabase(clock);
  const schedule = (id: number, inMinutes: number, change: ClientChange, actor = tester) =>
    test.db.transaction((tx) => scheduleChange(tx, actor, id, { at: clock.in(inMinutes * MINUTE), change }));
  const comment = (text: string): ClientChange => ({ kind: 'fields', fields: { comment: text } });
  const historyOf = (id: number) => listHistory(test.db, { entity: 'client', entityId: id, before: null, limit: 100 });
  const refusal = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)));

  async function applyAll(db: Db = test.db): Promise<void> {
    while ((await applyNextDue(db, fault)) !== 'none');
  }

  async function until(fits: () => Promise<boolean>): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      if (await fits()) return;
      await sleep(25);
    }
    throw new Error('it did not come to that within 5 s');
  }

  it('D-9 a leaving date: nothing before it, deleted from it on, and history says who had scheduled it', async () => {
    const id = await buildClient(test.db);
    const { id: scheduled } = await schedule(id, 10, { kind: 'delete' }, { ...tester, name: 'Anna' });
    clock.advance(10 * MINUTE - 1);
    await applyAll();
    expect((await ownFields(test.db, id)).deleted).to.equal(false);
    clock.advance(1);
    await applyAll();
    expect((await ownFields(test.db, id)).deleted).to.equal(true);
    const [row, made] = await historyOf(id);
    expect(row).to.include({ action: 'client.deleted', actorName: 'scheduled by Anna', onBehalfOf: 'Anna', channel: 'system', version: 2 });
    expect(made).to.include({ action: 'client.change_scheduled', version: null });
    expect(await getScheduled(test.db, scheduled)).to.include({ status: 'applied', reason: null, settledAt: row?.at });
  });

  it('missed ones are applied at the next start, in the order of their dates', async () => {
    const id = await buildClient(test.db);
    for (const [inMinutes, text] of [[3, 'third'], [1, 'first'], [2, 'second']] as const) await schedule(id, inMinutes, comment(text));
    clock.advance(60 * MINUTE);
    const scheduler = startScheduler(test.db, fault);
    await until(async () => (await ownFields(test.db, id)).version === 4);
    await scheduler.stop();
    const texts = (await historyOf(id)).filter(({ action }) => action === 'client.changed').map(({ changes }) => changes.comment?.[1]);
    expect(texts).to.deep.equal(['third', 'second', 'first']);
  });

  it('a change that cannot be applied any more fails with the reason, on the client too', async () => {
    const { A, B } = (await buildTree(test.db, 'A(B)')) as Record<'A' | 'B', number>;
    const gone = await buildClient(test.db);
    const { id: move } = await schedule(B, 1, { kind: 'move', parentId: gone });
    const { id: block } = await schedule(gone, 1, { kind: 'block', reason: 'late' });
    await test.db.transaction((tx) => deleteClient(tx, tester, gone, null));
    await test.db.transaction((tx) => removeClient(tx, tester, gone));
    clock.advance(MINUTE);
    await applyAll();
    expect(await getScheduled(test.db, move)).to.deep.include({ status: 'failed', reason: `There is no client ${gone}.` });
    expect(await getScheduled(test.db, block)).to.deep.include({ status: 'failed', reason: 'The client had been removed for good.', clientName: null });
    expect((await historyOf(B))[0]).to.deep.include({ action: 'client.scheduled_change_failed', version: null });
    const [told] = await listHistory(test.db, { entity: 'scheduledChange', entityId: move, before: null, limit: 1 });
    expect(told).to.include({ action: 'scheduledChange.failed', version: 2 });
    expect((await ownFields(test.db, B)).parentId).to.equal(A);
  });

  it('what could not be done on that day is refused when it is made; what an earlier one makes possible is not', async () => {
    const { A, B, C } = (await buildTree(test.db, 'A(B(C))')) as Record<'A' | 'B' | 'C', number>;
    expect(await refusal(schedule(A, 1, { kind: 'move', parentId: C }))).to.equal('client.cycle');
    expect(await refusal(schedule(A, 1, { kind: 'restore' }))).to.equal('client.not_deleted');
    expect(await refusal(schedule(C, 1, { kind: 'setting', key: 'right.employees', value: 'allow' }))).to.equal('setting.not_here');
    await schedule(B, 1, { kind: 'move', parentId: null });
    await schedule(A, 2, { kind: 'move', parentId: C });
    await schedule(A, 3, { kind: 'delete' });
    await schedule(A, 4, { kind: 'restore' });
    expect(await refusal(schedule(B, 5, { kind: 'move', parentId: A })), 'A is below B by then').to.equal('client.cycle');
    expect((await ownFields(test.db, A)).version, 'nothing was really done').to.equal(1);
    clock.advance(5 * MINUTE);
    await applyAll();
    expect((await ownFields(test.db, A)).parentId).to.equal(C);
  });

  describe('races', () => {
    const databases: Db[] = [];
    const another = () => {
      const db = openDatabase({ connectionString: test.url, clock, defaults: { phoneCountry: 'RU', currency: 'RUB' } });
      databases.push(db);
      return db;
    };
    afterEach(() => Promise.all(databases.splice(0).map((db) => db.close())));

    it('two processes apply each change once, in order', async () => {
      const ids = await Promise.all(Array.from({ length: 4 }, () => buildClient(test.db)));
      for (let number = 1; number <= 6; number += 1) for (const id of ids) await schedule(id, number, comment(String(number)));
      clock.advance(10 * MINUTE);
      const schedulers: Scheduler[] = [another(), another(), test.db].map((db) => startScheduler(db, fault));
      await until(async () => (await Promise.all(ids.map((id) => ownFields(test.db, id)))).every(({ version }) => version >= 7));
      await sleep(100);
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
      for (const id of ids) {
        const texts = (await historyOf(id)).filter(({ action }) => action === 'client.changed').map(({ changes }) => changes.comment?.[1]);
        expect(texts).to.deep.equal(['6', '5', '4', '3', '2', '1']);
      }
    });

    it('a cancellation and the due moment at once: either it holds or it is cancelled', async () => {
      const other = another();
      const outcomes = new Set<string>();
      for (let round = 0; round < 20; round += 1) {
        const id = await buildClient(test.db);
        const { id: scheduled } = await schedule(id, 1, comment('too late'));
        clock.advance(MINUTE);
        const cancel = () => refusal(other.transaction((tx) => cancelScheduled(tx, tester, scheduled, null)));
        // Sometimes the one starts first, sometimes the other.
        const [cancelled] = await Promise.all(round % 2 ? [cancel(), applyAll()] : [sleep(round / 4).then(cancel), applyAll()]);
        const { status } = await getScheduled(test.db, scheduled);
        expect(cancelled).to.equal(status === 'cancelled' ? null : 'schedule.settled');
        expect((await ownFields(test.db, id)).comment).to.equal(status === 'applied' ? 'too late' : null);
        outcomes.add(status);
      }
      expect([...outcomes]).to.include('cancelled');
    });

    it('a kill in the middle leaves it due, and it is applied once', async () => {
      const id = await buildClient(test.db);
      const { id: scheduled } = await schedule(id, 1, comment('once'));
      clock.advance(MINUTE);
      const doomed = another();
      // The client's row is held, so that the change is begun and cannot end.
      await test.db.withConnection(async (client) => {
        await client.query('begin');
        await client.query('select 1 from clients where id = $1 for update', [id]);
        const applying = applyNextDue(doomed, () => undefined).then(() => 'ended', () => 'cut');
        await until(async () => {
          await client.query('select pg_stat_clear_snapshot()');
          const { rows } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
          return rows.length > 0;
        });
        expect(await applying).to.equal('cut');
        await client.query('rollback');
      });
      expect((await getScheduled(test.db, scheduled)).status).to.equal('pending');
      await applyAll();
      expect(await getScheduled(test.db, scheduled)).to.include({ status: 'applied' });
      expect(await ownFields(test.db, id)).to.include({ comment: 'once', version: 2 });
    });
  });
});
