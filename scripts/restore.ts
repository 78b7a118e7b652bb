// npm run db:restore -- FILE: a backup into a new database, which is migrated first.
import { access } from 'node:fs/promises';
import { restoreBackup, RestoreError } from '../src/db/restore.js';
import { runTool, UsageError, withDatabase } from './support/with-database.js';

await runTool(async () => {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length || file.startsWith('-')) throw new UsageError('npm run db:restore -- FILE');
  await access(file).catch(() => {
    throw new UsageError(`The file ${file} cannot be read.`);
  });
  const rows = await withDatabase(({ db }) => db.withConnection((client) => restoreBackup(client, file))).catch((error: unknown) => {
    throw error instanceof RestoreError ? new UsageError(error.message) : error;
  });
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  console.log(`${total} rows of ${Object.keys(rows).length} tables restored`);
});
