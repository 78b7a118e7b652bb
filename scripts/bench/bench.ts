// npm run bench [-- NAME …]: one line a figure, and all of them as JSON in bench-results/.
// BENCH_CLIENTS (1,000,000), BENCH_SECONDS a run (3), BENCH_ROUNDS (3), BENCH_DIR for the kept databases.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot, stopAllChildren } from './children.js';
import { type Databases, openDatabases } from './databases.js';
import type { Figure, Line } from './figure.js';
import { figures } from './figures.js';

export interface Bench {
  readonly databases: Databases;
  readonly clients: number;
  readonly smallClients: number;
  readonly seconds: number;
  readonly rounds: number;
  say(text: string): void;
}

const SMALL = 10_000;
const folder = path.resolve(process.env.BENCH_DIR ?? path.join(projectRoot, 'bench-results'));

async function main(names: string[]): Promise<number> {
  const unknown = names.find((name) => !figures.some((figure) => figure.name === name));
  if (unknown) {
    console.error(`There is no figure ${unknown}. There are:\n${figures.map(({ name, title }) => `  ${name.padEnd(4)} ${title}`).join('\n')}`);
    return 1;
  }
  const chosen = names.length ? figures.filter(({ name }) => names.includes(name)) : figures;
  if (process.env.BENCH_BUILT !== '1') execFileSync(process.execPath, [path.join(projectRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  mkdirSync(folder, { recursive: true });
  const say = (text: string) => console.error(text);
  const databases = await openDatabases(folder, say);
  const bench: Bench = {
    databases, smallClients: SMALL, say,
    clients: positive('BENCH_CLIENTS', 1_000_000),
    seconds: positive('BENCH_SECONDS', 3),
    rounds: positive('BENCH_ROUNDS', 3),
  };
  const lines: (Line & { figure: string })[] = [];
  let failures = 0;
  try {
    console.log(row('name', 'value', 'unit', 'ratio', 'goal', ''));
    for (const figure of chosen) {
      for (const line of await measure(figure, bench)) {
        if (!line) failures += 1;
        else lines.push({ figure: figure.name, ...line });
      }
    }
  } finally {
    await databases.close();
  }
  writeResults(bench, lines);
  return failures > 0 || lines.some(({ ok }) => !ok) ? 1 : 0;
}

async function measure(figure: Figure, bench: Bench): Promise<(Line | null)[]> {
  try {
    const lines = await figure.run(bench);
    for (const { name, value, unit, ratio, goal, ok } of lines) console.log(row(name, round(value), unit, ratio === null ? '' : round(ratio), goal, ok ? 'ok' : 'short'));
    return lines;
  } catch (error) {
    console.log(row(figure.name, '', '', '', '', 'failed'));
    console.error(error);
    return [null];
  } finally {
    await stopAllChildren();
  }
}

function writeResults(bench: Bench, lines: object[]): void {
  const file = path.join(folder, `bench-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
  const { clients, seconds, rounds } = bench;
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model, memoryGiB: Math.round(os.totalmem() / 2 ** 30), node: process.version };
  writeFileSync(file, `${JSON.stringify({ clients, seconds, rounds, machine, lines }, null, 2)}\n`);
  console.error(`written to ${path.relative(process.cwd(), file)}`);
}

function row(name: string, value: string, unit: string, ratio: string, goal: string, verdict: string): string {
  return `${name.padEnd(46)} ${value.padStart(10)}  ${unit.padEnd(8)} ${ratio.padStart(7)}  ${goal.padEnd(12)} ${verdict}`;
}

function round(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function positive(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0`);
  return value;
}

process.exit(await main(process.argv.slice(2)));
