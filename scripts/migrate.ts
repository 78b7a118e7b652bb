// npm run db:migrate: brings the database up to date and names what was applied.
import { readConfig } from '../src/config.js';
import { migrate } from '../src/db/migrate.js';
import { runTool, withDatabaseUrl } from './support/with-database.js';

await runTool(() =>
  withDatabaseUrl(readConfig(process.env), async (url) => {
    const applied = await migrate(url);
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('The database is up to date.');
  }),
);
