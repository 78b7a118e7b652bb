// Applies prisma/migrations in name order: one transaction a file, under an advisory lock, with name and SHA-256
// in the columns of _prisma_migrations, so that the official command can take over. A changed file is refused.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { prepareJobs } from './jobs.js';
import { DatabaseStartError } from './start-error.js';

const LOCK = 'treeline migrations';

export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export function readMigrations(directory = migrationsDirectory()): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** Brings the database up to date; the names of what was applied. */
export async function migrate(connectionString: string, migrations = readMigrations()): Promise<string[]> {
  const client = await connect(connectionString);
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK]);
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
      logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    refuseSurprises(migrations, applied);
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, migration);
    await prepareJobs(connectionString);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'treeline-migrate', connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseStartError(`DATABASE_URL: ${whyNot(client, error as Error & { code?: string })}`);
  }
}

/** Never with the address as it was given: that has the password. */
function whyNot({ host, port, database, user }: pg.Client, { code, message }: Error & { code?: string }): string {
  const place = `the database at ${host}:${port}`;
  if (code === '28P01' || code === '28000') return `${place} does not accept the user "${user}" with this password (${message}).`;
  if (code === '3D000') return `${place} has no database "${database}". Create it first.`;
  return `${place} cannot be reached (${message || code}).`;
}

/** Names of migrations that the database still lacks. */
export async function pendingMigrations(query: (text: string) => Promise<{ migration_name: string }[]>): Promise<string[]> {
  const applied = new Set((await query('select migration_name from _prisma_migrations where finished_at is not null')).map((row) => row.migration_name));
  return readMigrations().map(({ name }) => name).filter((name) => !applied.has(name));
}

function refuseSurprises(migrations: Migration[], applied: Map<string, string>): void {
  for (const [name, checksum] of applied) {
    const file = migrations.find((migration) => migration.name === name);
    if (!file) throw new MigrationError(`The database has the migration ${name}, which this version does not know. Is it older than the database?`);
    if (file.checksum !== checksum) throw new MigrationError(`The migration ${name} was changed after it had been applied. Restore the file and add a new migration.`);
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      'insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

function migrationsDirectory(): string {
  // From src/db as from dist/src/db: the nearest folder above that has prisma/migrations.
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'prisma', 'migrations');
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) throw new MigrationError('prisma/migrations was not found');
  }
}
