// The processes of a benchmark: the product as it runs in production, yardsticks and receivers beside it.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// A figure that fails leaves none of them behind.
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function watch<T extends ChildProcess>(child: T): T {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export async function stopAllChildren(): Promise<void> {
  await Promise.all([...running].map(stopChild));
}

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface Served {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export interface Product extends Served {
  token: string;
  headers: Record<string, string>;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }>;
}

const ADMIN = { ADMIN_LOGIN: 'bench', ADMIN_PASSWORD: 'bench-password' };

/** Flags for the product's node, to look where its time goes: BENCH_NODE_FLAGS=--cpu-prof. */
const nodeFlags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];

/** dist/src/main.js on a free port, with no limit of requests. */
export async function startProduct(databaseUrl: string, environment: Record<string, string> = {}): Promise<Product> {
  const served = await startServer([...nodeFlags, path.join(projectRoot, 'dist/src/main.js')], {
    ...ADMIN, DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1', RATE_LIMIT_PER_SECOND: '0', DEMO: '0', ...environment,
  });
  const signIn = await fetch(`${served.url}/api/v1/sessions`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: ADMIN.ADMIN_LOGIN, password: ADMIN.ADMIN_PASSWORD }),
  });
  const { token } = (await signIn.json()) as { token?: string };
  if (!token) throw new Error(`the product let nobody in: ${signIn.status}`);
  const headers = { authorization: `Bearer ${token}` };
  return {
    ...served, token, headers,
    async call(method, at, body) {
      const response = await fetch(`${served.url}/api/v1${at}`, {
        method, headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : null) as never };
    },
  };
}

export type YardstickKind = 'bareNode' | 'expressAsShipped' | 'plainWs';

export function startYardstick(kind: YardstickKind, databaseUrl: string): Promise<Served> {
  return startServer(['--import', 'tsx', path.join(projectRoot, 'scripts/bench/yardstick.ts')], { KIND: kind, DATABASE_URL: databaseUrl });
}

/** A server that says "… http://localhost:PORT/" when it is ready. */
export async function startServer(command: string[], environment: Record<string, string>, cwd = projectRoot): Promise<Served> {
  const child = watch(spawn(process.execPath, command, { cwd, env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] }));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${path.basename(command[command.length - 1] as string)} ended with ${code}: ${said.slice(-2_000)}`)));
  });
  return { url, pid: child.pid as number, stop: () => stopChild(child) };
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(15_000)]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

export interface Receivers {
  ask<T>(question: object): Promise<T>;
  stop(): Promise<void>;
}

/** The process with the receiving ends of the sockets. */
export function startReceivers(): Receivers {
  const child = watch(fork(path.join(projectRoot, 'scripts/bench/receivers.ts'), { execArgv: ['--import', 'tsx'], cwd: projectRoot }));
  const gone = once(child, 'exit').then(() => []);
  return {
    async ask<T>(question: object) {
      const answer = new Promise<unknown[]>((resolve) => child.once('message', (message) => resolve([message])));
      child.send(question);
      return (await Promise.race([answer, gone]))[0] as T;
    },
    stop: () => stopChild(child),
  };
}

/** Resident memory of a process in MiB (Linux). */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}
