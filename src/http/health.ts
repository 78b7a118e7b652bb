import { Router } from 'express';
import type { AppContext } from '../context.js';
import { pendingMigrations } from '../db/migrate.js';
import { registry } from './metrics.js';

/** /healthz: the process lives. /readyz: the database answers and is migrated. /metrics: Prometheus. */
export function healthRoutes(context: AppContext): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    try {
      const pending = await context.db.withConnection((client) => pendingMigrations(async (text) => (await client.query<{ migration_name: string }>(text)).rows));
      if (pending.length) response.status(503).json({ status: 'migrations are missing', pending });
      else response.json({ status: 'ready' });
    } catch {
      response.status(503).setHeader('Retry-After', '2').json({ status: 'the database cannot be reached' });
    }
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
