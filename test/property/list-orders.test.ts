// D-20: the list by every column, and clients short of funds, against what the rows themselves say.
import { expect } from 'chai';
import fc from 'fast-check';
import { listClients } from '../../src/clients/list.js';
import { type ClientItem, type ListClientsQuery, listSorts } from '../../src/contract/clients.js';
import type { Money } from '../../src/contract/primitives.js';
import type { Db } from '../../src/db/database.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { runs } from '../support/arbitraries.js';
import { useDatabase } from '../support/database.js';

const TODAY = '2026-06-15';
const money = fc.constantFrom({ amount: '-100.00', currency: 'RUB' }, { amount: '-50.5', currency: 'RUB' }, { amount: '20.00', currency: 'RUB' }, { amount: '-70.00', currency: 'EUR' }, null);

const client = fc.record({
  /** Of those before it; -1: a root. */
  parent: fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, { weight: 4, arbitrary: fc.nat() }),
  group: fc.constantFrom(1, 2, 3, 4),
  name: fc.constantFrom('Альфа', 'альфа', 'Бета', 'alpha', 'Zeta', 'Ёж'),
  number: fc.option(fc.constantFrom('1', '10', '2', 'А-1')),
  phones: fc.array(fc.record({ digits: fc.constantFrom('79160000001', '79160000002', '74950000003', '112'), main: fc.boolean() }), { maxLength: 3 }),
  tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'vip'), { maxLength: 2 }),
  registered: fc.constantFrom('2026-01-01T10:00:00.000001Z', '2026-01-01T10:00:00.000002Z', '2025-03-04T00:00:00Z'),
  ownAccount: fc.boolean(),
  /** In minor units; null: never booked. */
  balance: fc.option(fc.constantFrom(-20_000n, -7_000n, -5_050n, -1n, 0n, 100n, 5_000n)),
  held: fc.constantFrom(0n, 0n, 0n, 1_000n, 12_000n),
  floor: fc.option(money, { freq: 2, nil: undefined }),
  blocked: fc.constantFrom(false, false, false, true),
  deleted: fc.constantFrom(false, false, false, false, true),
});
type Made = typeof client extends fc.Arbitrary<infer T> ? T : never;
const directory = fc.record({ clients: fc.array(client, { minLength: 1, maxLength: 30 }), groupFloors: fc.array(fc.option(money, { nil: undefined }), { minLength: 4, maxLength: 4 }) });

/** Replaces everything; ids in the order of the clients. */
async function build(db: Db, { clients, groupFloors }: { clients: Made[]; groupFloors: (Money | null | undefined)[] }): Promise<number[]> {
  const rows = clients.map((one, index) => {
    const parent = one.parent === -1 || index === 0 ? null : one.parent % index;
    return { ...one, id: index + 1, parent: parent === null ? null : parent + 1, ownAccount: parent === null || one.ownAccount };
  });
  await db.withConnection(async (pg) => {
    await pg.query('begin');
    await pg.query(`set local session_replication_role = replica`);
    await pg.query('truncate clients, client_phones, client_settings, accounts, holds, group_settings cascade');
    await pg.query(`insert into client_groups (id, name, type) values (3, 'ärger', 'legal'), (4, 'Organisations', 'legal') on conflict do nothing`);
    for (const [index, floor] of groupFloors.entries()) if (floor !== undefined) await pg.query('insert into group_settings (group_id, key, value) values ($1, $2, $3)', [index + 1, 'balanceFloor', JSON.stringify(floor)]);
    for (const row of rows) {
      await pg.query(
        `insert into clients (id, parent_id, group_id, kind, name, number, uses_own_account, blocked, deleted, tags, registered_at) values ($1, $2, $3, 'organisation', $4, $5, $6, $7, $8, $9, $10)`,
        [row.id, row.parent, row.parent === null ? row.group : null, row.name, row.number, row.ownAccount, row.blocked, row.deleted, row.tags, row.registered],
      );
      const main = row.phones.findIndex((phone) => phone.main);
      for (const [position, phone] of row.phones.entries()) {
        await pg.query('insert into client_phones (client_id, position, number, digits, main) values ($1, $2, $3, $3, $4)', [row.id, position, phone.digits, position === main]);
      }
      if (row.floor !== undefined) await pg.query('insert into client_settings (client_id, key, value) values ($1, $2, $3)', [row.id, 'balanceFloor', JSON.stringify(row.floor)]);
      if (row.balance === null) continue;
      const { rows: [account] } = await pg.query<{ id: string }>(
        `insert into accounts (client_id, carrier_id, kind_id, currency, balance_minor, held_minor, closed) select $1, c.id, 0, c.currency, $2, $3, $4 from carriers c where c.is_default returning id`,
        [row.id, row.ownAccount ? row.balance.toString() : 0, row.ownAccount ? row.held.toString() : 0, !row.ownAccount],
      );
      if (row.ownAccount && row.held > 0n) await pg.query(`insert into holds (account_id, amount_minor, purpose, created_at) values ($1, $2, 'test', now())`, [account?.id, row.held.toString()]);
    }
    await pg.query('commit');
  });
  return rows.map(({ id }) => id);
}

async function allPages(db: Db, query: ListClientsQuery): Promise<ClientItem[]> {
  const seen: ClientItem[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listClients>> = await listClients(db, { ...query, ...(cursor !== undefined && { cursor }) }, TODAY);
    seen.push(...page.items);
    cursor = page.nextCursor;
  }
  return seen;
}

type Shown = (item: ClientItem) => number | string | null;

/** What the list shows in each column, as something that can be compared; names and groups by their places in the order of the database. */
async function columnsOf(db: Db): Promise<Record<string, Shown>> {
  const read = <Row extends object>(statement: string) => db.withConnection(async (pg) => (await pg.query<Row>(statement)).rows);
  const ranks = async (statement: string) => new Map((await read<{ id: number; rank: number }>(statement)).map(({ id, rank }) => [id, rank]));
  const names = await ranks('select id, dense_rank() over (order by sort_name)::integer as rank from clients');
  const groups = await ranks('select id, dense_rank() over (order by name collate "und-x-icu", id)::integer as rank from client_groups');
  const balances = await ranks('select client_id as id, balance_minor::integer as rank from accounts where kind_id = 0');
  const registered = await ranks('select id, dense_rank() over (order by registered_at)::integer as rank from clients');
  return {
    name: ({ id }) => names.get(id) as number,
    number: ({ number }) => number,
    id: ({ id }) => id,
    superior: ({ path }) => (path.length ? (names.get((path[path.length - 1] as { id: number }).id) as number) : null),
    phone: ({ phone }) => phone,
    group: ({ groupId }) => groups.get(groupId) as number,
    state: ({ blocked }) => (blocked ? 0 : 1),
    ownAccount: ({ usesOwnAccount }) => (usesOwnAccount ? 0 : 1),
    tag: ({ tags }) => tags[0] ?? null,
    childCount: ({ childCount }) => childCount || null,
    registered: ({ id }) => registered.get(id) as number,
    balance: ({ id, usesOwnAccount }) => (usesOwnAccount ? (balances.get(id) ?? 0) : null),
  };
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

describe('the list in the order of a column (D-20)', function () {
  this.timeout(120_000);
  const test = useDatabase();

  it('has every client once, in the order of what it shows, what is empty last and by name: each column, both directions, every scope', async () => {
    const lists: Pick<ListClientsQuery, 'scope' | 'state'>[] = [{ scope: 'roots' }, { scope: 'children' }, { scope: 'subtree' }, { scope: 'all' }, { scope: 'all', state: 'deleted' }];
    await fc.assert(
      fc.asyncProperty(directory, fc.integer({ min: 1, max: 5 }), async (made, limit) => {
        await build(test.db, made);
        const columns = await columnsOf(test.db);
        for (const list of lists) {
          const query = { ...list, ...((list.scope === 'children' || list.scope === 'subtree') && { parentId: 1 }) };
          const all = (await allPages(test.db, { ...query, sort: 'id', limit: 500 })).map(({ id }) => id);
          for (const sort of listSorts) {
            if (sort === 'tree') continue;
            const found = await allPages(test.db, { ...query, sort, limit });
            const what = `${sort} of ${JSON.stringify(query)}`;
            expect(found.map(({ id }) => id).sort((a, b) => a - b), what).to.deep.equal(all);
            const shown = found.map(columns[sort.replace('-', '')] as Shown);
            const empty = shown.indexOf(null);
            const values = (empty === -1 ? shown : shown.slice(0, empty)) as (number | string)[];
            expect(values, what).to.deep.equal(values.toSorted((a, b) => (sort.startsWith('-') ? compare(b, a) : compare(a, b))));
            if (empty === -1) continue;
            expect(new Set(shown.slice(empty)), what).to.deep.equal(new Set([null]));
            const names = found.slice(empty).map(columns.name as Shown) as number[];
            expect(names, what).to.deep.equal(names.toSorted((a, b) => a - b));
          }
        }
      }),
      runs(5),
    );
  });

  it('fundsBelow finds those whose own balance less holds is less than so much above the floor that holds for them, one by one', async () => {
    await fc.assert(
      fc.asyncProperty(directory, fc.constantFrom('0', '0.01', '49.50', '100', '-30'), async (made, margin) => {
        const ids = await build(test.db, made);
        const accounts = await test.db.withConnection(async (pg) =>
          new Map((await pg.query<{ id: number; left: number }>('select client_id as id, (balance_minor - held_minor)::integer as left from accounts where kind_id = 0')).rows.map(({ id, left }) => [id, left])));
        const expected = [];
        for (const { id, settings } of await effectiveSettings(test.db, ids, false)) {
          const floor = settings.balanceFloor?.value as Money | null;
          const { rows: [own] } = await test.db.withConnection((pg) => pg.query<{ uses_own_account: boolean }>('select uses_own_account from clients where id = $1', [id]));
          if (!own?.uses_own_account || settings.deleted?.value === true || floor === null) continue;
          const least = (floor.currency === 'RUB' ? Number(floor.amount) : 0) + Number(margin);
          if ((accounts.get(id) ?? 0) < Math.round(least * 100)) expected.push(id);
        }
        expect((await allPages(test.db, { scope: 'all', sort: 'id', fundsBelow: margin, limit: 4 })).map(({ id }) => id)).to.deep.equal(expected.sort((a, b) => a - b));
      }),
      runs(30),
    );
  });

  it('group and blocked leave just those, also together, whether few or all', async () => {
    await fc.assert(
      fc.asyncProperty(directory, fc.constantFrom(1, 2, 3, 4), fc.option(fc.boolean(), { nil: undefined }), async (made, groupId, blocked) => {
        await build(test.db, made);
        const all = await allPages(test.db, { scope: 'all', sort: 'id', limit: 500 });
        const expected = all.filter((item) => item.groupId === groupId && (blocked === undefined || item.blocked === blocked)).map(({ id }) => id);
        expect((await allPages(test.db, { scope: 'all', sort: 'id', limit: 3, groupId, ...(blocked !== undefined && { blocked }) })).map(({ id }) => id)).to.deep.equal(expected);
      }),
      runs(20),
    );
  });
});
