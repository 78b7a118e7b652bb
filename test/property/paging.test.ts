import { expect } from 'chai';
import fc from 'fast-check';
import { createClient, changeClient } from '../../src/clients/clients.js';
import { listClients } from '../../src/clients/list.js';
import { moveClient } from '../../src/clients/move.js';
import { blockClient, deleteClient, restoreClient } from '../../src/clients/states.js';
import { type ListClientsQuery, listSorts } from '../../src/contract/clients.js';
import type { Db } from '../../src/db/database.js';
import { AppError } from '../../src/lib/app-error.js';
import { runs } from '../support/arbitraries.js';
import { tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';

const TODAY = '2026-06-15';
const NAMES = ['Альфа', 'альфа', 'Alpha', 'alpha ', 'Ёж', 'Еж', 'éclair', 'eclair', 'Z', 'Å', 'A b', 'a_b', 'A-b', '10', '9', '٣', '李', '🚕', 'x'.repeat(70), `${'x'.repeat(70)}y`, "O'Neill", '%', '\\'];

interface Built {
  top: number;
  ids: number[];
}

/** A tree under one top; `shape[i]` says how deep client i hangs. */
async function build(db: Db, shape: readonly { at: number; name: string; number: string | null }[]): Promise<Built> {
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ id: number }>(`select nextval(pg_get_serial_sequence('clients', 'id'))::integer as id from generate_series(0, $1)`, [shape.length]);
    const [top, ...ids] = rows.map(({ id }) => id) as [number, ...number[]];
    const parents = shape.map(({ at }, index) => [top, ...ids][at % (index + 1)]);
    await client.query(
      `insert into clients (id, parent_id, group_id, kind, name, number, uses_own_account)
       select c.id, c.parent_id, case when c.parent_id is null then 2 end, 'organisation', c.name, c.number, c.parent_id is null
       from unnest($1::integer[], $2::integer[], $3::text[], $4::text[]) as c (id, parent_id, name, number)`,
      [[top, ...ids], [null, ...parents], ['Top', ...shape.map(({ name }) => name)], [null, ...shape.map(({ number }) => number)]],
    );
    return { top, ids };
  });
}

const shapes = fc.array(fc.record({ at: fc.nat(60), name: fc.constantFrom(...NAMES), number: fc.option(fc.constantFrom('1', '10', '2', 'А-1', 'a', 'B')) }), { minLength: 1, maxLength: 40 });

// Tables that may only grow refuse to be emptied otherwise.
function emptyClients(db: Db): Promise<unknown> {
  return db.withConnection((client) => client.query(`begin; set local session_replication_role = replica; truncate clients cascade; commit`));
}

/** The subtree depth first, siblings in the database's own order of names; deleted branches left out. */
async function walkDown(db: Db, top: number): Promise<number[]> {
  const rows = await db.withConnection(async (client) =>
    (await client.query<{ id: number; parent_id: number; deleted: boolean }>(`select id, parent_id, deleted from clients order by left(name, 64) collate "und-x-icu", id`)).rows);
  const down = (id: number): number[] => rows.filter((row) => row.parent_id === id && !row.deleted).flatMap((row) => [row.id, ...down(row.id)]);
  return down(top);
}

async function allPages(db: Db, query: ListClientsQuery, between?: () => Promise<unknown>): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 200; page += 1) {
    const { items, nextCursor } = await listClients(db, { ...query, ...(cursor !== undefined && { cursor }) }, TODAY);
    expect(items.length).to.be.at.most(query.limit as number);
    seen.push(...items.map(({ id }) => id));
    if (nextCursor === null) return seen;
    expect(items.length, 'a page with a next one is full').to.equal(query.limit);
    cursor = nextCursor;
    await between?.();
  }
  throw new Error('the list does not end');
}

describe('paging', function () {
  this.timeout(300_000);
  const test = useDatabase();

  it('in tree order equals a depth-first walk with the same collation, for every page size', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(), { maxLength: 3 }), async (shape, limit, gone) => {
        const { top, ids } = await build(test.db, shape);
        for (const index of gone) await test.db.withConnection((client) => client.query('update clients set deleted = true where id = $1', [ids[index % ids.length]]));
        expect(await allPages(test.db, { scope: 'subtree', parentId: top, limit })).to.deep.equal(await walkDown(test.db, top));
      }),
      runs(40),
    );
  });

  const sorts = listSorts.filter((sort) => sort !== 'tree');
  const inFull: ListClientsQuery['sort'][] = ['name', '-name', 'number', '-number', 'id', '-id'];
  const orders: Record<string, string> = { name: `left(name, 64) collate "und-x-icu"`, number: 'number', id: 'id' };

  it('by name, number and id equals the order of the database, in both directions, what is empty last and by name', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.constantFrom(...inFull), fc.constantFrom('children', 'subtree'), fc.integer({ min: 1, max: 9 }), async (shape, sort, scope, limit) => {
        const { top } = await build(test.db, shape);
        const key = orders[(sort as string).replace('-', '')] as string;
        const direction = (sort as string).startsWith('-') ? 'desc' : 'asc';
        const expected = await test.db.withConnection(async (client) =>
          (await client.query<{ id: number }>(
            `select id from clients where ${scope === 'children' ? 'parent_id = $1' : 'id in (select s.id from client_subtree($1, true) as s where s.depth > 0)'} 
             order by ${key} ${direction} nulls last, case when ${key} is null then ${orders.name} end, case when ${key} is null then id end, id ${direction}`, [top],
          )).rows.map(({ id }) => id));
        expect(await allPages(test.db, { scope: scope as 'children', parentId: top, sort, limit } as ListClientsQuery)).to.deep.equal(expected);
      }),
      runs(40),
    );
  });

  it('shows each client that nobody touches exactly once, whatever happens between the pages', async () => {
    const lists: fc.Arbitrary<Omit<ListClientsQuery, 'parentId' | 'limit'>> = fc.oneof(
      fc.constant({ scope: 'subtree', sort: 'tree' } as const),
      fc.record({ scope: fc.constantFrom('children', 'subtree', 'roots', 'all'), sort: fc.constantFrom(...sorts), state: fc.constantFrom('active', 'deleted') }) as fc.Arbitrary<Omit<ListClientsQuery, 'parentId' | 'limit'>>,
    );
    const changes = fc.array(fc.record({ what: fc.constantFrom('create', 'rename', 'move', 'moveOut', 'delete', 'restore', 'block'), on: fc.nat(), to: fc.nat(), name: fc.constantFrom(...NAMES) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(shapes, lists, fc.integer({ min: 1, max: 6 }), changes, fc.array(fc.nat(), { maxLength: 4 }), async (shape, list, limit, plan, gone) => {
        await emptyClients(test.db);
        const { top, ids } = await build(test.db, shape);
        for (const index of gone) await test.db.withConnection((client) => client.query('update clients set deleted = true where id = $1', [ids[index % ids.length]]));
        const query = { ...list, limit, ...((list.scope === 'children' || list.scope === 'subtree') && { parentId: top }) } as ListClientsQuery;
        const before = new Set(await allPages(test.db, { ...query, limit: 500 }));
        const touched = new Set<number>();
        const waiting = [...plan];
        const pages = await allPages(test.db, query, async () => {
          const next = waiting.shift();
          if (next) await touch(test.db, next, ids, top, touched, list.sort?.endsWith('childCount') ?? false);
        });
        const after = new Set(await allPages(test.db, { ...query, limit: 500 }));
        const chains = await test.db.withConnection(async (client) => (await client.query<{ start_id: number; id: number }>('select start_id, id from client_chains($1)', [[top, ...ids]])).rows);
        const isTouched = (id: number) => chains.some((row) => row.start_id === id && touched.has(row.id));
        for (const id of [top, ...ids]) {
          if (isTouched(id)) continue;
          expect(after.has(id), `client ${id} stays where it was`).to.equal(before.has(id));
          expect(pages.filter((shown) => shown === id).length, `client ${id} in ${JSON.stringify(pages)} of ${JSON.stringify(query)}`).to.equal(before.has(id) ? 1 : 0);
        }
      }),
      runs(60),
    );
  });

  it('goes on in its place when a superior of the last client shown moves away, also far below the top', async () => {
    for (const depth of [3, 23, 24, 25, 60]) {
      await emptyClients(test.db);
      // A chain, and beside each of its levels a client before and one after it.
      const shape = Array.from({ length: depth * 3 }, (_, index) => {
        const level = Math.floor(index / 3);
        return { at: level === 0 ? 0 : (level - 1) * 3 + 2, name: `${['a before', 'm middle', 'z after'][index % 3]}`, number: null };
      });
      const { top, ids } = await build(test.db, shape);
      const aside = (await build(test.db, [])).top;
      const first = await listClients(test.db, { scope: 'subtree', parentId: top, limit: depth * 2 - 1 }, TODAY);
      const moved = ids[1 + 3 * Math.floor(depth / 3)] as number;
      await test.db.transaction((tx) => moveClient(tx, tester, moved, { parentId: aside }, null));
      const rest = await listClients(test.db, { scope: 'subtree', parentId: top, limit: 500, cursor: first.nextCursor as string }, TODAY);
      const seen = [...first.items, ...rest.items].map(({ id }) => id);
      for (const id of await walkDown(test.db, top)) expect(seen.filter((shown) => shown === id).length, `client ${id} at depth ${depth}`).to.equal(1);
    }
  });
});

async function touch(db: Db, { what, on, to, name }: { what: string; on: number; to: number; name: string }, ids: number[], top: number, touched: Set<number>, parentsToo: boolean): Promise<void> {
  const id = ids[on % ids.length] as number;
  const parentId = [top, ...ids][to % (ids.length + 1)] as number;
  const above = await db.withConnection(async (client) => (await client.query<{ parent_id: number }>('select parent_id from clients where id = $1', [id])).rows[0]?.parent_id);
  const before = await db.withConnection(async (client) => (await client.query<{ id: number }>('select id from client_subtree($1, false)', [id])).rows.map((row) => row.id));
  try {
    await db.transaction(async (tx): Promise<unknown> => {
      switch (what) {
        case 'create': return createClient(tx, tester, { name, parentId });
        case 'rename': return changeClient(tx, tester, id, { name }, null);
        case 'move': return moveClient(tx, tester, id, { parentId }, null);
        case 'moveOut': return moveClient(tx, tester, id, { parentId: null }, null);
        case 'delete': return deleteClient(tx, tester, id, null);
        case 'restore': return restoreClient(tx, tester, id, null);
        default: return blockClient(tx, tester, id, 'test', null);
      }
    });
    if (parentsToo) for (const parent of [above, parentId]) if (parent) touched.add(parent);
    if (what === 'create') return;
    for (const below of before) touched.add(below);
    touched.add(id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
