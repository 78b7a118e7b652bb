// Looks for texts in every column of every table of a database, whatever its type.
import type { Db } from '../../src/db/database.js';

interface Table {
  schema: string;
  name: string;
  columns: { name: string; type: string }[];
}

/** Where they occur, as "what: table.column"; letter case does not count. */
export function findInDatabase(db: Db, texts: Record<string, string>): Promise<string[]> {
  return db.withConnection(async (client) => {
    const { rows: tables } = await client.query<Table>(
      `select c.table_schema as schema, c.table_name as name, json_agg(json_build_object('name', c.column_name, 'type', c.data_type) order by c.ordinal_position) as columns
       from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       group by 1, 2
       order by 1, 2`,
    );
    const hits: string[] = [];
    for (const { schema, name, columns } of tables) {
      const quoted = columns.map(({ name: column, type }) => {
        const value = `t.${client.escapeIdentifier(column)}`;
        return `(${client.escapeLiteral(column)}, ${type === 'bytea' ? `encode(${value}, 'escape')` : `${value}::text`})`;
      });
      const { rows } = await client.query<{ what: string; column: string }>(
        `select distinct wanted.key as what, cell.name as "column"
         from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)} as t
         cross join lateral (values ${quoted.join(', ')}) as cell (name, value)
         join jsonb_each_text($1::jsonb) as wanted on position(lower(wanted.value) in lower(cell.value)) > 0
         order by 1, 2`,
        [JSON.stringify(texts)],
      );
      hits.push(...rows.map(({ what, column }) => `${what}: ${name}.${column}`));
    }
    return hits;
  });
}

/** Rows of each table. */
export function countRows(db: Db): Promise<Record<string, number>> {
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ name: string }>(`select table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema = 'public' order by 1`);
    const counts: Record<string, number> = {};
    for (const { name } of rows) {
      const { rows: counted } = await client.query<{ count: number }>(`select count(*)::integer as count from ${client.escapeIdentifier(name)}`);
      counts[name] = counted[0]?.count ?? 0;
    }
    return counts;
  });
}
