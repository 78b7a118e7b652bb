// The program as a real child process, as `npm start` runs it, with folders of its own that are gone after the test.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface App {
  readonly pid: number;
  readonly url: string;
  readonly exited: Promise<Exit>;
  /** All that it said so far. */
  output(): string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
  signIn(login?: string, password?: string): Promise<void>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Exit>;
}

export interface Sandbox {
  /** A folder that does not exist yet. */
  dataDir(name?: string): string;
  /** Starts the program and waits until it is ready; throws what it said if it ends instead. `built`: without looking for changes of its sources. */
  start(environment: Record<string, string>, options?: { built?: boolean }): Promise<App>;
  /** Starts the program and waits for its end. */
  run(environment: Record<string, string>): Promise<Exit & { output: string }>;
}

let isBuilt = false;

/** For the calling describe block. Builds the program first, if it changed since the last build. */
export function useSandbox(): Sandbox {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'treeline-process-')));
  // As root the database runs as another user, who must get in.
  chmodSync(folder, 0o711);
  const children: ChildProcess[] = [];
  let names = 0;

  before(function build() {
    if (isBuilt) return;
    this.timeout(180_000);
    const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The build failed: ${stderr}`);
    isBuilt = true;
  });
  after(() => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    for (const name of readdirSync(folder)) killDatabase(path.join(folder, name));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  function launch(environment: Record<string, string>, file = 'scripts/start.mjs') {
    const { PATH, HOME, TMPDIR } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a test can do what Ctrl-C does: signal the whole group.
      detached: true,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), PORT: '0', COMMON_API_PORT: 'off', HOST: '127.0.0.1', DEMO: '0', ADMIN_LOGIN: 'chief', ADMIN_PASSWORD: 'a long password', ...environment },
    });
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = new Promise<Exit>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    return { child, exited, output: () => output };
  }

  return {
    dataDir(name) {
      names += 1;
      return path.join(folder, `${names}`, ...(name === undefined ? [] : [name]));
    },
    async start(environment, { built = false } = {}) {
      const { child, exited, output } = launch(environment, built ? 'dist/src/main.js' : undefined);
      let ended = false;
      void exited.then(() => (ended = true));
      const ready = () => /Treeline is ready at (\S+)/.exec(output())?.[1];
      await until(() => ended || ready() !== undefined, 120_000);
      const url = ready();
      if (url === undefined) throw new Error(`It is not ready: ${output()}`);
      return asApp(child, url.replace(/\/$/, ''), exited, output);
    },
    async run(environment) {
      const { exited, output } = launch(environment);
      return { ...(await exited), output: output() };
    },
  };
}

function asApp(child: ChildProcess, url: string, exited: Promise<Exit>, output: () => string): App {
  let token: string | undefined;
  const call: App['call'] = async (method, place, body) => {
    const response = await fetch(place.startsWith('/') ? `${url}/api/v1${place}` : `${url}/${place}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}, headers: response.headers };
  };
  return {
    pid: child.pid as number,
    url,
    exited,
    output,
    call,
    async signIn(login = 'chief', password = 'a long password') {
      const { status, body } = await call('POST', '/sessions', { login, password });
      if (status !== 201) throw new Error(`No sign-in: ${JSON.stringify(body)}`);
      token = body.token as string;
    },
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** The process of the PostgreSQL in a DATA_DIR, or null. */
export function databasePid(dataDir: string): number | null {
  const file = path.join(dataDir, 'postgres', 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
  return pid > 0 && isRunning(pid) ? pid : null;
}

/** The PostgreSQL of a DATA_DIR and its children, to be frozen together. */
export function databaseFamily(dataDir: string): number[] {
  const postmaster = databasePid(dataDir) as number;
  const list = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return [postmaster, ...list.filter(([, parent]) => parent === postmaster).map(([pid]) => pid as number)];
}

function killDatabase(folder: string): void {
  const below = statSync(folder).isDirectory() ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  for (const candidate of [folder, ...below]) {
    const pid = databasePid(candidate);
    if (pid !== null) process.kill(pid, 'SIGKILL');
  }
}

export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

export async function until(condition: () => boolean | Promise<boolean>, within = 20_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${within / 1_000} s`);
    await sleep(50);
  }
}
