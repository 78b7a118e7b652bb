// For tools beside a running application: the embedded server that it has started in DATA_DIR, without the folder's lock.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Its address, or null if none answers there. Lines 1 and 4 of postmaster.pid are its process and port. */
export async function findRunningDatabase(dataDir: string, database = 'treeline'): Promise<string | null> {
  const processFile = path.join(dataDir, 'postgres', 'postmaster.pid');
  const passwordFile = path.join(dataDir, 'postgres-password');
  if (!existsSync(processFile) || !existsSync(passwordFile)) return null;
  const port = Number(readFileSync(processFile, 'utf8').split('\n')[3]);
  const password = encodeURIComponent(readFileSync(passwordFile, 'utf8').trim());
  const connectionString = `postgresql://treeline:${password}@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return connectionString;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
