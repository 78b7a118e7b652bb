// Statements put together from parts, for lists with optional filters and orders: the planner sees only the
// conditions that are there. Everything else is a block in a .sql file.
import { createHash } from 'node:crypto';
import type { Sql } from 'sql-template-tag';
import type { SqlRunner } from './sql.js';

export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';

/** How the names of such statements begin. */
export const COMPOSED = 'list.';

const names = new Map<string, string>();

/** `slow`: may take long, so not on the pipelined connections. */
export async function queryComposed<Row>(db: SqlRunner, statement: Sql, slow = false): Promise<Row[]> {
  const { text, values } = statement;
  let name = names.get(text);
  if (name === undefined) {
    name = `${COMPOSED}${createHash('sha1').update(text).digest('hex')}`;
    if (names.size < 500) names.set(text, name);
  }
  return (await db.run({ name, text, parameters: [], slow }, values)) as Row[];
}
