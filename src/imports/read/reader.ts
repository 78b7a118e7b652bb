// Reads files outside the server's own process: a hostile or huge one can cost that process its life or some
// seconds, but not the server. Rows come back in blocks of JSON text, which are stored as they are.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../../contract/errors.js';
import { AppError } from '../../lib/app-error.js';
import { isGzip, isZip } from './archives.js';
import { recipeBytes } from '../recipes/recipes.js';
import { readSource, type Source } from './read-source.js';
import { type SourceRow, type Table, unreadable } from './table.js';

export const BLOCK_ROWS = 1_000;
/** Text up to this size is read in a few milliseconds: no process is worth it. */
const SMALL = 128 * 1024;
const READ_WITHIN_MS = 120_000;
const READER_MEMORY_MIB = 1_500;

export interface ReadResult {
  columns: string[];
  rowCount: number;
  /** The first block, parsed: samples and the guess of the mapping come from it. */
  head: SourceRow[];
  blocks: string[];
}

/** One line of the reader's output. */
export type Message = { columns: string[] } | { problem: { code: ErrorCode; detail: string } } | SourceRow[];

export async function readTable(source: Source): Promise<ReadResult> {
  return collect(isSmall(source) ? lines(await readSource(source)) : linesOfProcess(source));
}

function isSmall(source: Source): boolean {
  if (source.kind === 'recipe') return recipeBytes(source.name, source.dataDir) <= SMALL;
  return source.content.length <= SMALL && !isZip(source.content) && !isGzip(source.content);
}

export function* lines({ columns, rows }: Table): Generator<string> {
  yield JSON.stringify({ columns } satisfies Message);
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) yield JSON.stringify(rows.slice(from, from + BLOCK_ROWS) satisfies Message);
}

async function collect(output: AsyncIterable<string> | Iterable<string>): Promise<ReadResult> {
  let columns: string[] | null = null;
  const blocks: string[] = [];
  let last = '[]';
  for await (const line of output) {
    if (columns === null) {
      const first = JSON.parse(line) as { columns?: string[]; problem?: { code: ErrorCode; detail: string } };
      if (first.problem) throw new AppError(first.problem.code, first.problem.detail);
      columns = first.columns ?? [];
    } else {
      blocks.push(line);
      last = line;
    }
  }
  if (columns === null) throw unreadable('The file is too large or too unusual to be read.');
  const lastBlock = JSON.parse(last) as SourceRow[];
  return {
    columns,
    rowCount: blocks.length === 0 ? 0 : (blocks.length - 1) * BLOCK_ROWS + lastBlock.length,
    head: JSON.parse(blocks[0] ?? '[]') as SourceRow[],
    blocks,
  };
}

async function* linesOfProcess(source: Source): AsyncGenerator<string> {
  const here = fileURLToPath(import.meta.url);
  const program = path.join(path.dirname(here), `reader-process${path.extname(here)}`);
  const what = source.kind === 'file' ? { kind: 'file' } : source;
  const child = spawn(process.execPath, [...process.execArgv.filter((flag) => !flag.startsWith('--inspect')), `--max-old-space-size=${READER_MEMORY_MIB}`, program, JSON.stringify(what)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), READ_WITHIN_MS);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  try {
    // A reader that gave up early closes its end; its answer says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(source.kind === 'file' ? source.content : undefined);
    yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    if ((await ended) !== 0) throw unreadable('The file is too large or too unusual to be read.');
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}
