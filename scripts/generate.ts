// npm run generate -- --clients N --depth D --seed S: adds a synthetic directory to the database.
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { generateDirectory } from '../src/generate/generate.js';
import { benchShape, ordinaryShape } from '../src/generate/shape.js';
import { runTool, UsageError, withDatabase } from './support/with-database.js';

const USAGE = `npm run generate -- [--clients 1000] [--depth 6] [--seed 1] [--bench]
  --clients  how many, 1 to 100,000,000
  --depth    levels below a root, 1 to 100
  --seed     the same seed gives the same directory on an empty database
  --bench    of a million: one organisation of 100,000 with a branch of 20,000 and a unit of 10,000, chains of 1,000 and 10,000 levels`;

await runTool(async () => {
  const { clients, depth, seed, bench } = readOptions();
  const shape = bench ? benchShape(clients, depth) : ordinaryShape(clients, depth);
  const bar = new SingleBar({ format: '{doing} {bar} {value} of {total} clients, {duration_formatted}', noTTYOutput: false }, Presets.shades_classic);
  const started = performance.now();
  await withDatabase(async ({ db }) => {
    bar.start(clients, 0, { doing: 'loading ' });
    const { firstId, phones, settings } = await generateDirectory(db, { shape, seed, onProgress: (done, doing) => bar.update(done, { doing: doing.padEnd(8) }) }).finally(() => bar.stop());
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(`${clients} clients from id ${firstId}, ${phones} phones, ${settings} own settings in ${seconds} s`);
  });
});

function readOptions(): { clients: number; depth: number; seed: number; bench: boolean } {
  try {
    const { values } = parseArgs({ options: { clients: { type: 'string' }, depth: { type: 'string' }, seed: { type: 'string' }, bench: { type: 'boolean' } } });
    return {
      clients: whole('clients', values.clients ?? '1000', 1, 100_000_000),
      depth: whole('depth', values.depth ?? '6', 1, 100),
      seed: whole('seed', values.seed ?? '1', 0, 4_294_967_295),
      bench: values.bench ?? false,
    };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}".\n${USAGE}`);
  return number;
}
