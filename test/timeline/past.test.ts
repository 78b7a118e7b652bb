import { expect } from 'chai';
import fc from 'fast-check';
import { clientCard } from '../../src/clients/card.js';
import { changeClient } from '../../src/clients/clients.js';
import { listClients } from '../../src/clients/list.js';
import { deleteClient, removeClient } from '../../src/clients/states.js';
import type { Effective } from '../../src/contract/effective.js';
import { record } from '../../src/history/history.js';
import { AppError } from '../../src/lib/app-error.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { clientAt } from '../../src/timeline/past-card.js';
import { pastChildren } from '../../src/timeline/past-tree.js';
import { effectiveAt } from '../../src/timeline/timeline.js';
import { buildItems, runs } from '../support/arbitraries.js';
import { buildClient, tester } from '../support/build.js';
import { testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { type Directory, runStep, steps } from './program.js';

const orNull = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'client.not_found') return null;
    throw error;
  });

describe('the past', () => {
  const clock = testClock();
  const test = useDatabase(clock);

  it('is what was recorded then, at every step of random programs: settings, cards, tree', async function () {
    this.timeout(180_000);
    const { db } = test;
    const items = await buildItems(db);
    // Group 2 is the default one of organisations.
    const property = fc.asyncProperty(steps(items, { minLength: 20, maxLength: 36 }), async (program) => {
      const directory: Directory = { clients: [], groups: [2] };
      const recorded: { at: Date; ids: number[]; effective: (Effective | null)[]; cards: unknown[]; tree: string[] }[] = [];
      const now = async () => {
        const ids = [...directory.clients];
        return {
          at: clock.now().toJSDate(),
          ids,
          effective: await Promise.all(ids.map((id) => orNull(effectiveSettings(db, [id], true).then(([first]) => first as Effective)))),
          cards: await Promise.all(ids.map((id) => orNull(clientCard(db, id, true)))),
          tree: await presentTree(db, ids),
        };
      };
      for (const step of program) {
        clock.advance(1);
        await runStep(db, directory, items, step);
        recorded.push(await now());
      }
      clock.advance(1);
      for (const { at, ids, effective, cards, tree } of recorded) {
        const then = await Promise.all(ids.map((id) => orNull(effectiveAt(db, id, at, true))));
        expect(then.map((one) => one && { id: one.id, name: one.name, settings: one.settings })).to.deep.equal(effective);
        expect(await Promise.all(ids.map((id) => orNull(clientAt(db, id, at, true))))).to.deep.equal(cards);
        expect(await pastTree(db, ids, at)).to.deep.equal(tree);
        const unborn = directory.clients.filter((id) => !ids.includes(id));
        for (const id of unborn) expect(await orNull(effectiveAt(db, id, at, true))).to.equal(null);
      }
    });
    await fc.assert(property, { ...runs(2), endOnFailure: true });
  });

  it('of a client that an undone import removed is told by its creation and later changes', async () => {
    const { db } = test;
    const parent = await buildClient(db, { name: 'Stays' });
    const id = await buildClient(db, { name: 'Imported', parentId: parent, comment: 'first', tags: ['new'] });
    clock.advance(1);
    await db.transaction((tx) => changeClient(tx, tester, id, { comment: 'second' }, null));
    const [effective] = await effectiveSettings(db, [id], true);
    const card = await clientCard(db, id, true);
    const at = clock.now().toJSDate();
    clock.advance(1);
    await db.transaction(async (tx) => {
      await tx.prisma.client.delete({ where: { id } });
      await record(tx, tester, { entity: 'client', entityId: id, version: 3, action: 'client.removed', changes: { name: ['Imported', null], parentId: [parent, null] } });
    });
    clock.advance(1);
    const then = await effectiveAt(db, id, at, true);
    expect({ name: then.name, settings: then.settings }).to.deep.equal({ name: effective?.name, settings: effective?.settings });
    expect(await clientAt(db, id, at, true)).to.deep.equal(card);
    expect((await pastChildren(db, { parentId: parent, at, deleted: false, limit: 10, cursor: undefined })).items.map(({ name }) => name)).to.deep.equal(['Imported']);
  });

  it('of a client that never had a history is known from its removal', async () => {
    const { db } = test;
    const parent = await buildClient(db);
    const [id] = await db.withConnection(async (client) => {
      const { rows } = await client.query<{ id: number }>(`insert into clients (parent_id, kind, name, tags, blocked, created_at) values ($1, 'employee', 'Generated', '{a}', true, $2) returning id`, [parent, clock.now().toJSDate()]);
      await client.query(`insert into client_settings (client_id, key, value) values ($1, 'exchange', 'true')`, [rows[0]?.id]);
      return rows.map((row) => row.id);
    }) as [number];
    const card = await clientCard(db, id, true);
    const [effective] = await effectiveSettings(db, [id], true);
    const at = clock.now().toJSDate();
    clock.advance(1);
    await db.transaction((tx) => deleteClient(tx, tester, id, null));
    await db.transaction((tx) => removeClient(tx, tester, id));
    clock.advance(1);
    const { name, settings } = await effectiveAt(db, id, at, true);
    expect({ name, settings }).to.deep.equal({ name: effective?.name, settings: effective?.settings });
    expect(await clientAt(db, id, at, true)).to.deep.equal({ ...card, updatedAt: card.createdAt });
    expect((await pastChildren(db, { parentId: parent, at, deleted: false, limit: 10, cursor: undefined })).items).to.have.length(1);
    expect(await orNull(effectiveAt(db, id, new Date(at.getTime() - 1), true))).to.equal(null);
    expect(await orNull(effectiveAt(db, id, clock.now().toJSDate(), true))).to.equal(null);
  });

  /** "parent > child" for all clients that are not deleted, as lists give them. */
  async function presentTree(db: typeof test.db, ids: number[]): Promise<string[]> {
    const lines: string[] = [];
    for (const parentId of [undefined, ...ids]) {
      const page = await orNull(listClients(db, { limit: 500, ...(parentId === undefined ? { scope: 'roots' } : { scope: 'children', parentId }) }, '2040-01-01'));
      for (const { id, name, blocked, hasChildren } of page?.items ?? []) if (ids.includes(id)) lines.push(`${parentId} > ${id} ${name} ${blocked} ${hasChildren}`);
    }
    return lines;
  }

  async function pastTree(db: typeof test.db, ids: number[], at: Date): Promise<string[]> {
    const lines: string[] = [];
    for (const parentId of [undefined, ...ids]) {
      let cursor: string | undefined;
      do {
        const page = await orNull(pastChildren(db, { parentId: parentId ?? null, at, deleted: false, limit: 2, cursor }));
        for (const { id, name, blocked, hasChildren } of page?.items ?? []) if (ids.includes(id)) lines.push(`${parentId} > ${id} ${name} ${blocked} ${hasChildren}`);
        cursor = page?.nextCursor ?? undefined;
      } while (cursor !== undefined);
    }
    return lines;
  }
});
