// npm run db:verify: every invariant over the whole database. Exit code 1 if one is broken.
import { pendingMigrations } from '../src/db/migrate.js';
import { type Result, verifyDatabase } from '../src/verify/verify.js';
import { runTool, UsageError, withDatabase } from './support/with-database.js';

const number = new Intl.NumberFormat('en-GB');

await runTool(() =>
  withDatabase(async ({ db }) => {
    const pending = await db.withConnection((client) => pendingMigrations(async (text) => (await client.query<{ migration_name: string }>(text)).rows));
    if (pending.length) throw new UsageError(`The database lacks ${pending.join(', ')}. Run npm run db:migrate first.`);
    const results = await verifyDatabase(db, print);
    const broken = results.filter(({ breaches }) => breaches > 0).length;
    console.log(broken ? `${broken} of ${results.length} invariants are broken.` : `All ${results.length} invariants hold.`);
    return broken ? 1 : 0;
  }, { migrated: false }),
);

function print({ check, rows, breaches, first, ms }: Result): void {
  const name = `${check.id.padEnd(16)} ${check.title.padEnd(42)} ${check.rule.padEnd(5)}`;
  console.log(`${breaches ? 'BROKEN' : 'ok    '} ${name} ${`${number.format(rows)} ${check.over}`.padStart(22)} ${number.format(breaches).padStart(9)} breaches ${(ms / 1_000).toFixed(1).padStart(6)} s`);
  for (const { id, what } of first) console.log(`         ${[check.of, id].filter(Boolean).join(' ')}${id !== null && check.of ? ': ' : ''}${what}`);
  if (breaches > first.length) console.log('         …');
}
