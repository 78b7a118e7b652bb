// Databases of the benchmarks: one embedded server, whose generated databases stay between runs. A figure that writes
// takes a copy, so that every run begins with the same rows.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';

import { type Db, openDatabase } from '../../src/db/database.js';
import { startEmbeddedDatabase } from '../../src/db/embedded.js';
import { migrate, readMigrations } from '../../src/db/migrate.js';
import { systemClock } from '../../src/lib/clock.js';
import { generateDirectory } from '../../src/generate/generate.js';
import { benchShape } from '../../src/generate/shape.js';

const SEED = 20_261_121;
// What a generated database depends on besides its size: change it when src/generate changes what it makes.
const CONTENT = 2;

export interface BenchDatabase {
  url: string;
  db: Db;
  shape: ReturnType<typeof benchShape>;
}

export interface Databases {
  /** Clients as generated; never written to. */
  generated(clients: number): Promise<BenchDatabase>;
  /** A fresh copy, for figures that write. */
  copy(clients: number): Promise<BenchDatabase>;
  close(): Promise<void>;
}

export async function openDatabases(folder: string, say: (text: string) => void): Promise<Databases> {
  const server = await startEmbeddedDatabase({ dataDir: path.join(folder, 'data'), settings: { shared_preload_libraries: 'pg_stat_statements' } });
  const urlOf = (name: string) => Object.assign(new URL(server.connectionString), { pathname: `/${name}` }).toString();
  const open = (name: string) => openDatabase({ connectionString: urlOf(name), clock: systemClock, defaults: { phoneCountry: 'RU', currency: 'RUB' } });
  const admin = open('treeline');
  const run = (text: string) => admin.withConnection((client) => client.query<{ comment: string | null }>(text));
  const fingerprint = createHash('sha256').update(JSON.stringify([CONTENT, SEED, readMigrations().map(({ checksum }) => checksum)])).digest('hex');
  const opened = new Map<string, BenchDatabase>();
  let copies = 0;

  async function generated(clients: number): Promise<BenchDatabase> {
    const name = `bench_${clients}`;
    const known = opened.get(name);
    if (known) return known;
    const shape = benchShape(clients);
    const { rows } = await run(`select shobj_description(d.oid, 'pg_database') as comment from pg_database d where d.datname = '${name}'`);
    if (rows[0]?.comment !== fingerprint) {
      say(`generating ${clients.toLocaleString('en-GB')} clients (kept for the next run) …`);
      await run(`drop database if exists ${name} with (force)`);
      await run(`create database ${name}`);
      await migrate(urlOf(name));
      const db = open(name);
      await generateDirectory(db, { shape, seed: SEED });
      await db.withConnection((client) => client.query('create extension pg_stat_statements; checkpoint'));
      await db.close();
      await run(`comment on database ${name} is '${fingerprint}'`);
    }
    const database = { url: urlOf(name), db: open(name), shape };
    opened.set(name, database);
    return database;
  }

  return {
    generated,
    async copy(clients) {
      const original = `bench_${clients}`;
      await generated(clients);
      // Copying needs the original for itself; it opens again on demand.
      await opened.get(original)?.db.close();
      opened.delete(original);
      const name = `${original}_copy_${(copies += 1)}`;
      await run(`drop database if exists ${name} with (force)`);
      await run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${original}'`);
      await run(`create database ${name} template ${original} strategy file_copy`);
      // The copy is a gigabyte that the system still has to write, and would while figures are taken.
      execFileSync('sync');
      const database = { url: urlOf(name), db: open(name), shape: benchShape(clients) };
      opened.set(name, database);
      return database;
    },
    async close() {
      for (const [name, { db }] of opened) {
        await db.close();
        if (name.includes('_copy_')) await run(`drop database ${name} with (force)`);
      }
      await admin.close();
      await server.stop();
    },
  };
}

