// For loads that dwarf what is there: secondary indexes and foreign keys of the tables go before and come back after,
// in the same transaction, from their own definitions. Primary keys and unique constraints stay.
import type pg from 'pg';

interface Dropped {
  drop: string;
  create: string;
}

export async function withoutIndexes<T>(client: pg.ClientBase, tables: readonly string[], load: () => Promise<T>): Promise<T> {
  const dropped = [...(await foreignKeys(client, tables)), ...(await secondaryIndexes(client, tables))];
  for (const { drop } of dropped) await client.query(drop);
  const result = await load();
  await client.query(`set local maintenance_work_mem = '512MB'`);
  // Indexes first: the foreign keys are checked with them.
  for (const { create } of dropped.reverse()) await client.query(create);
  return result;
}

async function foreignKeys(client: pg.ClientBase, tables: readonly string[]): Promise<Dropped[]> {
  const { rows } = await client.query<Dropped>(
    `select
       format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as create
     from pg_constraint c
     where c.contype = 'f' and (c.conrelid = any ($1::regclass[]) or c.confrelid = any ($1::regclass[]))
     order by c.oid`,
    [tables],
  );
  return rows;
}

async function secondaryIndexes(client: pg.ClientBase, tables: readonly string[]): Promise<Dropped[]> {
  const { rows } = await client.query<Dropped>(
    `select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as create
     from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
     order by i.indexrelid`,
    [tables],
  );
  return rows;
}
