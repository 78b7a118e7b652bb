// npm run db:seed: loads the demo directory into an empty database.
import { loadDemo } from '../src/demo/demo.js';
import { runTool, withDatabase } from './support/with-database.js';

await runTool(() =>
  withDatabase(async ({ db }) => {
    const started = Date.now();
    const clients = await loadDemo(db);
    console.log(clients === 0 ? 'The database has clients already: nothing was loaded.' : `Demo directory loaded: ${clients} clients in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
  }),
);
