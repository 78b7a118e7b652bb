// Logical backups: every table by COPY, from one snapshot, into one gzip file, beside a working application. The file:
//
//   {"format": …, "migrations": […], "tables": […], "sequences": […]}     one line of JSON
//   rows of the first table in COPY's text format, a line each, then \.   as pg_dump writes them
//   … of the second table …
//   {"end": …}
//
// Left out is what belongs to a server and not to the data: unlogged tables, generated columns, and transaction numbers, by which the
// history is read as an outbox; a restored history is behind every reader's position.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export const FORMAT = 'treeline backup 1';
export const END_OF_TABLE = '\\.\n';

export interface BackupTable {
  /** With its schema, quoted where needed. */
  name: string;
  columns: string[];
}

export interface BackupHeader {
  format: string;
  createdAt: string;
  migrations: { name: string; checksum: string }[];
  tables: BackupTable[];
  sequences: { name: string; value: string; called: boolean }[];
}

export interface BackupFooter {
  end: true;
  /** Rows by table. */
  rows: Record<string, number>;
}

/** Writes `file`, which appears only when it is whole; gives the rows by table. `createdAt` is an instant. */
export async function writeBackup(client: pg.ClientBase, file: string, createdAt: string, onTable: (name: string) => void = () => undefined): Promise<Record<string, number>> {
  const draft = `${file}.part`;
  try {
    await client.query('begin isolation level repeatable read, read only');
    const footer: BackupFooter = { end: true, rows: {} };
    await pipeline(lines(client, createdAt, footer, onTable), createGzip({ level: 6 }), createWriteStream(draft, { flush: true }));
    await client.query('rollback');
    await rename(draft, file);
    return footer.rows;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function* lines(client: pg.ClientBase, createdAt: string, footer: BackupFooter, onTable: (name: string) => void): AsyncGenerator<Buffer | string> {
  const tables = await backupTables(client);
  const header: BackupHeader = { format: FORMAT, createdAt, migrations: await appliedMigrations(client), tables, sequences: await sequences(client) };
  yield `${JSON.stringify(header)}\n`;
  for (const { name, columns } of tables) {
    onTable(name);
    const copy = client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`));
    for await (const chunk of copy) yield chunk as Buffer;
    footer.rows[name] = copy.rowCount;
    yield END_OF_TABLE;
  }
  yield `${JSON.stringify(footer)}\n`;
}

/** All tables with the columns that are data, in the order of their names. */
export async function backupTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(`
    select format('%I.%I', n.nspname, c.relname) as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
    where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname in ('public', 'graphile_worker')
      and (n.nspname, c.relname) not in (('public', '_prisma_migrations'), ('graphile_worker', 'migrations'))
    group by n.nspname, c.relname
    order by n.nspname, c.relname`);
  return rows;
}

/** Ours, and how far the job library's are. */
export async function appliedMigrations(client: pg.ClientBase): Promise<BackupHeader['migrations']> {
  const { rows } = await client.query<{ name: string; checksum: string }>(`
    select m.migration_name as name, m.checksum from _prisma_migrations m where m.finished_at is not null and m.rolled_back_at is null
    union all
    select 'graphile-worker', max(w.id)::text from graphile_worker.migrations w
    order by 1`);
  return rows;
}

async function sequences(client: pg.ClientBase): Promise<BackupHeader['sequences']> {
  const { rows: found } = await client.query<{ name: string }>(
    `select format('%I.%I', s.schemaname, s.sequencename) as name from pg_sequences s where s.schemaname in ('public', 'graphile_worker') order by 1`,
  );
  const values: BackupHeader['sequences'] = [];
  for (const { name } of found) {
    const { rows } = await client.query<{ value: string; called: boolean }>(`select last_value::text as value, is_called as called from ${name}`);
    values.push({ name, ...(rows[0] as { value: string; called: boolean }) });
  }
  return values;
}
