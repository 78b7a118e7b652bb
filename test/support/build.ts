// Builders: each makes what it needs, through the same functions that the product uses.
import { systemActor } from '../../src/auth/actor.js';
import { createClient } from '../../src/clients/clients.js';
import type { CreateClientInput } from '../../src/contract/clients.js';
import type { Db } from '../../src/db/database.js';

export const tester = systemActor('test');

let names = 0;

export function buildClient(db: Db, input: Partial<CreateClientInput> = {}): Promise<number> {
  names += 1;
  return db.transaction((tx) => createClient(tx, tester, { name: `Client ${names}`, ...input }));
}

/** A tree from text, "root(a(b,c),d)": ids by name. */
export async function buildTree(db: Db, text: string): Promise<Record<string, number>> {
  const ids: Record<string, number> = {};
  const parents: number[] = [];
  let last: number | null = null;
  for (const [, name, sign] of text.matchAll(/([^(),]+)|([(),])/g)) {
    if (name) {
      const parentId = parents[parents.length - 1] ?? null;
      last = await buildClient(db, { name: name.trim(), parentId, kind: parentId === null ? 'organisation' : 'department' });
      ids[name.trim()] = last;
    } else if (sign === '(') parents.push(last as number);
    else if (sign === ')') parents.pop();
  }
  return ids;
}

/** A chain of `levels` clients, one below the other, made in one statement; ids from the root down. */
export async function buildChain(db: Db, levels: number): Promise<number[]> {
  const root = await buildClient(db);
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ id: number }>(`select nextval(pg_get_serial_sequence('clients', 'id'))::integer as id from generate_series(2, $1)`, [levels]);
    const ids = [root, ...rows.map((row) => row.id)];
    await client.query(
      `insert into clients (id, parent_id, kind, name)
       select chain.id, chain.parent_id, 'department', 'Level ' || chain.place
       from unnest($1::integer[], $2::integer[]) with ordinality as chain (id, parent_id, place)`,
      [ids.slice(1), ids.slice(0, -1)],
    );
    return ids;
  });
}
