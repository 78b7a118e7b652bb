// A digest of every table, to prove that a refused request changed nothing.
import type { Db } from '../../src/db/database.js';

// A sign-in leaves a session and its failures are counted, also when it is refused: that is what they are for.
const VOLATILE: Record<string, string[]> = { operators: ['failed_sign_ins', 'locked_until'], sessions: ['last_seen_at'], crew_tokens: ['last_seen_at'], client_sessions: ['last_seen_at'] };

/** Digest by table. */
export async function digestOf(db: Db): Promise<Record<string, string>> {
  return db.withConnection(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
    const parts = tables.map(({ name }) => {
      const without = (VOLATILE[name] ?? []).map((column) => ` - '${column}'`).join('');
      return `select '${name}' as name, md5(coalesce(string_agg(md5((to_jsonb(t)${without})::text), '' order by md5((to_jsonb(t)${without})::text)), '')) as digest from "${name}" as t`;
    });
    const { rows } = await client.query<{ name: string; digest: string }>(parts.join(' union all '));
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });
}
