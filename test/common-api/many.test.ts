// Lists of many clients: the same number of statements whatever their number (N+1 would take minutes), and others get their turn.
import { expect } from 'chai';
import { createDatabase } from '../support/database.js';
import { readClients, wantedMembers } from '../../src/common-api/client-members.js';
import type { Db } from '../../src/db/database.js';

const EMPLOYEES = Number(process.env.EMPLOYEES ?? 3_000);

describe('a client with thousands of employees', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let root: number;

  before(async () => {
    database = await createDatabase();
    root = await database.db.withConnection(async (client) => {
      const { rows } = await client.query<{ id: number }>(`insert into clients (kind, name, group_id, uses_own_account) values ('organisation', 'Завод', 1, true) returning id`);
      const id = rows[0]?.id as number;
      await client.query(`insert into clients (kind, name, parent_id) select 'employee', 'Рабочий ' || n, $1 from generate_series(1, $2::integer) as n`, [id, EMPLOYEES]);
      await client.query(`insert into client_phones (client_id, number, digits, main) select c.id, '7999' || c.id, '7999' || c.id, true from clients c where c.parent_id = $1`, [id]);
      await client.query(`insert into client_settings (client_id, key, value) values ($1, 'cashForbidden', 'true')`, [id]);
      await client.query('analyze clients; analyze client_phones');
      return id;
    });
  });

  after(() => database.drop());

  function counting(db: Db): { db: Db; statements: () => number } {
    let count = 0;
    const run: Db['run'] = (block, values) => {
      count += 1;
      return db.run(block, values);
    };
    return { db: { ...db, run }, statements: () => count };
  }

  it('is told with all of them in a handful of statements', async function told() {
    this.timeout(20_000);
    const { db, statements } = counting(database.db);
    const started = Date.now();
    const [client] = await readClients(db, [root], wantedMembers(undefined, 'all'), 'UTC');
    const employees = client?.employees as Record<string, unknown>[];
    expect(employees).to.have.length(EMPLOYEES);
    expect(employees[EMPLOYEES - 1]).to.include({ use_cashless: true, parent_id: root });
    expect(statements()).to.be.at.most(12);
    expect(Date.now() - started).to.be.below(EMPLOYEES * 3);
  });

  it('many clients in a list take as many statements as few', async () => {
    const ids = (await database.db.withConnection(async (client) => (await client.query<{ id: number }>('select id from clients order by id limit 1000')).rows)).map(({ id }) => id);
    const wanted = wantedMembers(new Set(['name', 'is_locked', 'tariff_id', 'balance', 'accounts', 'employees.name', 'attribute_values']), []);
    const few = counting(database.db);
    await readClients(few.db, ids.slice(0, 2), wanted, 'UTC');
    const many = counting(database.db);
    expect(await readClients(many.db, ids, wanted, 'UTC')).to.have.length(1_000);
    expect(many.statements()).to.equal(few.statements());
  });
});
