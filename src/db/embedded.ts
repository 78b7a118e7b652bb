// A real PostgreSQL out of an npm package, for a start without any set-up. We run its programs ourselves rather
// than through the package's class: that one ends the database from its own exit hook, before requests in flight
// are answered, and cannot find again a server that outlived a killed process.
//
// One folder belongs to one process (folder-lock.ts). A server left behind by a killed process is found by its
// postmaster.pid and used further; one that ends while we run is started again on the same port.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, createDataDir, findPrograms, type Identity, openCluster, type Programs, serverEnvironment, serverIdentity } from './embedded-files.js';
import { FolderInUse, isAlive, lockFolder } from './folder-lock.js';
import { DatabaseStartError } from './start-error.js';

export interface EmbeddedDatabase {
  readonly connectionString: string;
  /** Where PostgreSQL keeps its data. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** Extra server settings, e.g. { fsync: 'off' } for tests. */
  settings?: Record<string, string>;
  database?: string;
  /** Told when the server ended by itself and when it is back. */
  report?: (sentence: string) => void;
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

const WATCH_MS = 200;
const MAX_PAUSE_MS = 5_000;
const START_WITHIN_MS = 60_000;
/** A fast shutdown first; what is not gone by then is ended at once, and PostgreSQL recovers on its next start. */
const STOP_WITHIN_MS = 20_000;
/** Passing troubles: children of a killed server that are not gone yet, or a port that was just taken. */
const PASSING = /still in use|already exists|could not create any TCP\/IP sockets/;

export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = path.resolve(options.dataDir);
  createDataDir(dataDir);
  const unlock = await lockFolder(path.join(dataDir, 'lock')).catch((error: unknown) => {
    if (error instanceof FolderInUse) throw new DatabaseStartError(`DATA_DIR ${dataDir} is in use by process ${error.pid}. Stop that one, or give this one another DATA_DIR.`);
    throw error;
  });
  try {
    const identity = serverIdentity();
    const programs = await findPrograms(identity);
    const cluster = openCluster(dataDir, programs, identity);
    const launch: Launch = { programs, identity, cluster, log: path.join(dataDir, 'postgres.log'), settings: { ...DEFAULT_SETTINGS, ...options.settings } };
    const server = (await findRunning(cluster)) ?? (await startPatiently(launch));
    const database = options.database ?? 'treeline';
    await createDatabase(connectionString(server.port, cluster, 'postgres'), database);
    const stopServing = keepRunning(launch, server, options.report ?? (() => undefined));
    return {
      connectionString: connectionString(server.port, cluster, database),
      folder: cluster.folder,
      async stop() {
        await stopServing();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Launch {
  programs: Programs;
  identity: Identity;
  cluster: Cluster;
  log: string;
  settings: Record<string, string>;
}

interface Server {
  pid: number;
  port: number;
}

/** Starts the server again whenever it ends by itself. Gives what stops it for good. */
function keepRunning(launch: Launch, first: Server, report: (sentence: string) => void): () => Promise<void> {
  let server = first;
  let stopping = false;
  let restart: Promise<void> | null = null;

  async function startAgain(): Promise<void> {
    report(`PostgreSQL (process ${server.pid}) ended unexpectedly. Starting it again.`);
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      try {
        server = await startServer(launch, server.port);
        report(`PostgreSQL runs again (process ${server.pid}).`);
        return;
      } catch (error) {
        report((error as Error).message);
        await sleep(pause);
      }
    }
  }

  const watch = setInterval(() => {
    if (restart || isAlive(server.pid)) return;
    restart = startAgain().finally(() => {
      restart = null;
    });
  }, WATCH_MS).unref();

  return async () => {
    stopping = true;
    clearInterval(watch);
    await restart;
    await stopServer(server.pid);
  };
}

async function startPatiently(launch: Launch): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startServer(launch, await freePort());
    } catch (error) {
      if (attempt === 10 || !PASSING.test((error as Error).message)) throw error;
      await sleep(500);
    }
  }
}

async function startServer({ programs, identity, cluster, log, settings }: Launch, port: number): Promise<Server> {
  const output = openSync(log, 'a');
  const logged = statSync(log).size;
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // In a session of its own: Ctrl-C in the terminal must reach us only, and we stop it after the last request.
  const child = spawn(programs.postgres, ['-D', cluster.folder, '-p', String(port), ...flags], {
    ...identity, detached: true, stdio: ['ignore', output, output], cwd: cluster.folder, env: serverEnvironment(),
  });
  closeSync(output);
  child.unref();
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  const { pid } = child;
  const deadline = Date.now() + START_WITHIN_MS;
  while (pid !== undefined && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await answers(cluster, port)) return { pid, port };
    await sleep(20);
  }
  if (pid !== undefined) await stopServer(pid);
  const why = (failure as Error | null)?.message ?? lastFatal(log, logged) ?? `it did not answer within ${START_WITHIN_MS / 1_000} s`;
  throw new DatabaseStartError(`PostgreSQL did not start: ${why}. More may be in ${log}.`);
}

function lastFatal(log: string, from: number): string | null {
  const lines = readFileSync(log).subarray(from).toString('utf8').split('\n');
  return lines.map((line) => /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1]).findLast((text) => text !== undefined) ?? null;
}

/** A server that outlived its killed application: lines 1 and 4 of postmaster.pid are its process and port. */
async function findRunning(cluster: Cluster): Promise<Server | null> {
  const file = path.join(cluster.folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const server = { pid: Number(lines[0]), port: Number(lines[3]) };
  if (!(server.pid > 0) || !isAlive(server.pid)) return null;
  if (!isServerOf(server.pid, cluster)) {
    // A stranger has the number now. PostgreSQL itself would take it for a running server and refuse to start.
    rmSync(file);
    return null;
  }
  const deadline = Date.now() + START_WITHIN_MS / 2;
  while (isAlive(server.pid)) {
    if (server.port > 0 && (await answers(cluster, server.port))) return server;
    if (Date.now() > deadline) throw new DatabaseStartError(`The PostgreSQL that runs on ${cluster.folder} already (process ${server.pid}) does not answer. End that process, then start again.`);
    await sleep(50);
  }
  return null;
}

/** Whether a process is PostgreSQL on this folder: it works inside it. */
function isServerOf(pid: number, cluster: Cluster): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster.folder;
  } catch {
    return false;
  }
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: connectionString(port, cluster, 'postgres'), connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw new DatabaseStartError(`PostgreSQL in ${cluster.folder} does not take the password of DATA_DIR/postgres-password.`);
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
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_WITHIN_MS;
    while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  }
}

function connectionString(port: number, { password }: Cluster, database: string): string {
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
