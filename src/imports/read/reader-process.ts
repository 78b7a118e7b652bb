// The reader's own process: the file comes on the standard input, its rows go out line by line.
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../../lib/app-error.js';
import { readSource, type Source } from './read-source.js';
import { lines, type Message } from './reader.js';

async function main(): Promise<void> {
  const what = JSON.parse(process.argv[2] as string) as Source;
  const table = await readSource(what.kind === 'file' ? { kind: 'file', content: await buffer(process.stdin) } : what);
  for (const line of lines(table)) await write(line);
}

async function write(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  await write(JSON.stringify({ problem: { code: error.code, detail: error.message } } satisfies Message));
}
