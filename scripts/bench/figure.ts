// A figure is one row of the table of goals: what is measured against which yardstick, in one interleaved run.
import type { Bench } from './bench.js';

export interface Line {
  name: string;
  value: number;
  unit: string;
  /** To the yardstick of the same run; null where the goal is about the value itself. */
  ratio: number | null;
  goal: string;
  ok: boolean;
}

export interface Figure {
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<Line[]>;
}

/** A ratio that must be at least `least` times the yardstick. */
export function atLeast(name: string, value: number, unit: string, yardstick: number, least: number): Line {
  const ratio = value / yardstick;
  return { name, value, unit, ratio, goal: `≥ ${least} ×`, ok: ratio >= least };
}

/** A ratio that must be at most `most` times the yardstick. */
export function atMost(name: string, value: number, unit: string, yardstick: number, most: number): Line {
  const ratio = value / yardstick;
  return { name, value, unit, ratio, goal: `≤ ${most} ×`, ok: ratio <= most };
}

/** A value with a limit of its own. */
export function within(name: string, value: number, unit: string, most: number): Line {
  return { name, value, unit, ratio: null, goal: `≤ ${most} ${unit}`, ok: value <= most };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The value that `share` of the sorted values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Runs all in turn, as often as there are rounds, and gives the median of each. BENCH_VERBOSE=1 shows how far they are apart. */
export async function interleaved(rounds: number, runs: readonly (() => Promise<number>)[]): Promise<number[]> {
  const results = runs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, run] of runs.entries()) results[at]?.push(await run());
  }
  if (process.env.BENCH_VERBOSE === '1') for (const values of results) console.error(`  ${values.map((value) => value.toPrecision(3)).join('  ')}`);
  return results.map(median);
}
