// npm run db:backup -- [FILE]: all data into one file, beside a working application.
import { DateTime } from 'luxon';
import { writeBackup } from '../src/db/backup.js';
import { runTool, UsageError, withDatabase } from './support/with-database.js';

await runTool(async () => {
  const [file = `treeline-${DateTime.utc().toFormat("yyyyLLdd'T'HHmmss")}.backup.gz`, ...rest] = process.argv.slice(2);
  if (rest.length || file.startsWith('-')) throw new UsageError('npm run db:backup -- [FILE]');
  const rows = await withDatabase(({ db }) => db.withConnection((client) => writeBackup(client, file, db.clock.now().toISO())), { migrated: false });
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  console.log(`${file}: ${total} rows of ${Object.keys(rows).length} tables`);
});
