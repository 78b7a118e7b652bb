import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Db } from '../../src/db/database.js';
import { backupTables, writeBackup } from '../../src/db/backup.js';
import { restoreBackup, RestoreError } from '../../src/db/restore.js';
import { changeClient } from '../../src/clients/clients.js';
import { generateDirectory } from '../../src/generate/generate.js';
import { ordinaryShape } from '../../src/generate/shape.js';
import { ensureFirstOperator } from '../../src/operators/operators.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { buildClient, tester } from '../support/build.js';
import { createDatabase, type TestDatabase, useDatabase } from '../support/database.js';

const AT = '2026-11-21T12:00:00.000Z';
const ODD = 'tab\there, line\nbreak, \\. and \\N, "quotes", ёлка 🚕\n\\.\nafter the end';

/** A digest of each table, of what indexes and constraints there are, of triggers, and of where each sequence stands. */
async function fingerprints(db: Db): Promise<Record<string, unknown>> {
  return db.withConnection(async (client) => {
    const digests: Record<string, unknown> = {};
    for (const { name, columns } of await backupTables(client)) {
      const { rows } = await client.query(`select count(*)::integer as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from (select ${columns.join(', ')} from ${name}) as t`);
      digests[name] = rows[0];
    }
    const { rows: schema } = await client.query(`
      select pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)
      union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated::text from pg_constraint where connamespace = 'public'::regnamespace
      union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
      union all select format('%s.%s %s', schemaname, sequencename, last_value) from pg_sequences where schemaname = 'public'
      order by 1`);
    return { ...digests, schema };
  });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'done', (error: Error) => (error instanceof RestoreError ? error.message : `${error.name}: ${error.message}`));
}

describe('a backup', () => {
  const test = useDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'treeline-backup-'));
  const file = path.join(folder, 'all.backup.gz');
  let target: TestDatabase;
  const restore = (from: string) => target.db.withConnection((client) => restoreBackup(client, from));
  const countClients = () => target.db.prisma.client.count();

  before(async () => {
    await generateDirectory(test.db, { shape: ordinaryShape(3_000, 5), seed: 8 });
    await ensureFirstOperator(test.db, tester, 'admin', 'admin-password');
    const id = await buildClient(test.db, { comment: ODD, address: '\\.', driverNote: '' });
    await test.db.transaction((tx) => changeClient(tx, tester, id, { name: 'Другое имя' }, null));
    await test.db.withConnection((client) => writeBackup(client, file, AT));
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    target = await createDatabase();
  });
  afterEach(() => target.drop());

  it('is restored as it was: rows, sequences, indexes, constraints, triggers', async () => {
    const rows = await restore(file);
    expect(rows['public.clients']).to.equal(3_001);
    expect(await fingerprints(target.db)).to.deep.equal(await fingerprints(test.db));
    expect((await verifyDatabase(target.db)).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
    const [mine, theirs] = [await buildClient(test.db), await buildClient(target.db)];
    expect(theirs).to.equal(mine);
  });

  it('is of one moment, though others write meanwhile', async () => {
    const again = path.join(folder, 'beside.backup.gz');
    let writing = true;
    const writer = (async () => {
      while (writing) await buildClient(test.db);
    })();
    await test.db.withConnection((client) => writeBackup(client, again, AT));
    writing = false;
    await writer;
    await restore(again);
    const [odd] = await target.db.withConnection(async (client) => (await client.query(`
      select (select count(*)::integer from clients c where c.version = 1 and c.name like 'Client %') as clients,
             (select count(*)::integer from history h where h.action = 'client.created') as created`)).rows as { clients: number; created: number }[]);
    // One of the created ones was renamed before.
    expect(odd?.created).to.equal((odd?.clients as number) + 1);
  });

  it('puts the history behind every reader of the outbox', async () => {
    await restore(file);
    const { rows } = await target.db.withConnection((client) => client.query('select count(distinct xid)::integer as transactions, max(xid) < pg_current_xact_id() as past from history'));
    expect(rows[0]).to.deep.equal({ transactions: 1, past: true });
  });

  it('is refused by a database with clients, and by one of another version', async () => {
    await buildClient(target.db);
    expect(await refusal(restore(file))).to.equal('The database is not empty: it has clients. Restore into a new one.');
    await target.db.withConnection((client) => client.query(`delete from history; delete from clients; insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'y', '20991231000000_later', now())`));
    expect(await refusal(restore(file))).to.match(/different versions\. Only in the database: 20991231000000_later\./);
  });

  it('is refused when it is cut short, damaged, or something else, and leaves nothing behind', async () => {
    const whole = readFileSync(file);
    const unpacked = gunzipSync(whole);
    const variants: Record<string, [Buffer, RegExp]> = {
      'cut.gz': [whole.subarray(0, whole.length >> 1), /damaged|too early/],
      'cut-inside.gz': [gzipSync(unpacked.subarray(0, unpacked.length - 2_000)), /too early/],
      'no-rows.gz': [gzipSync(unpacked.subarray(0, unpacked.indexOf(10) + 1)), /too early/],
      'row-missing.gz': [gzipSync(withoutLastRow(unpacked)), /should have 3001 rows and got 3000/],
      'text.gz': [gzipSync('hello'), /not a backup/],
      'plain.txt': [Buffer.from('hello'), /damaged or not a backup/],
    };
    for (const [name, [content, expected]] of Object.entries(variants)) {
      writeFileSync(path.join(folder, name), content);
      expect(await refusal(restore(path.join(folder, name))), name).to.match(expected);
    }
    expect(await countClients()).to.equal(0);
    expect(await target.db.prisma.clientGroup.count()).to.equal(2);
    await restore(file);
  });

  it('leaves no half file when it fails', async () => {
    const failing = test.db.withConnection((client) => writeBackup(client, path.join(folder, 'half.gz'), AT, (name) => {
      if (name === 'public.history') throw new Error('stop');
    }));
    expect(await failing.then(() => 'done', (error: Error) => error.message)).to.equal('stop');
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).to.deep.equal([]);
  });
});

/** Without the last line of the table of clients. */
function withoutLastRow(unpacked: Buffer): Buffer {
  const text = unpacked.toString('latin1');
  const tables = (JSON.parse(unpacked.subarray(0, unpacked.indexOf(10)).toString()) as { tables: { name: string }[] }).tables;
  const parts = text.split('\n\\.\n');
  // Empty tables have no line before their end, so they hang on the part after them.
  const at = parts.findIndex((part) => part.includes('after the end') || part.includes('\\nafter'));
  parts[at] = (parts[at] as string).slice(0, (parts[at] as string).lastIndexOf('\n'));
  if (tables.length === 0 || at < 0) throw new Error('the table of clients was not found');
  return Buffer.from(parts.join('\n\\.\n'), 'latin1');
}
