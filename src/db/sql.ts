// SQL lives in .sql files beside the module that uses it, in blocks:
//   -- BLOCK select_with_superiors  a hot read: pipelined, prepared
//   -- BLOCK count_subtree slow     may take long: never on the pipelined connections
//   -- BLOCK book_entry write       waits for row locks: outside a transaction it takes a connection of its own
// Parameters are named: $client_ids. A missing or unknown parameter is a programming error and throws.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface SqlBlock {
  /** Name of the prepared statement: file and block, at most 63 characters. */
  readonly name: string;
  readonly text: string;
  /** Names of the parameters in positional order. */
  readonly parameters: readonly string[];
  readonly slow: boolean;
  readonly write?: boolean;
}

/** Reads the .sql file beside a module: `const sql = loadSql(import.meta.url)`, then `sql('select_with_superiors')`. */
export function loadSql(moduleUrl: string): (name: string) => SqlBlock {
  const file = fileURLToPath(moduleUrl).replace(/\.[jt]s$/, '.sql');
  const blocks = parseBlocks(readFileSync(file, 'utf8'), file.split(/[\\/]/).slice(-2).join('/').replace('.sql', ''));
  return (name) => {
    const block = blocks.get(name);
    if (!block) throw new Error(`no SQL block ${name} in ${file}`);
    return block;
  };
}

export function parseBlocks(source: string, prefix: string): Map<string, SqlBlock> {
  const blocks = new Map<string, SqlBlock>();
  for (const part of source.split(/^-- BLOCK /m).slice(1)) {
    const [, name, flag] = /^(\w+)(?: (slow|write))?\s*\n/.exec(part) ?? [];
    if (!name) throw new Error(`a block without a name in ${prefix}`);
    const body = part.slice(part.indexOf('\n') + 1).trim().replace(/;$/, '');
    const parameters: string[] = [];
    const text = body.replace(/(?<![$\w])\$([a-z_]\w*)/g, (_, parameter: string) => {
      if (!parameters.includes(parameter)) parameters.push(parameter);
      return `$${parameters.indexOf(parameter) + 1}`;
    });
    blocks.set(name, { name: `${prefix}.${name}`.slice(-63), text, parameters, slow: flag === 'slow', write: flag === 'write' });
  }
  return blocks;
}

export type SqlParameters = Record<string, unknown>;

export function positionalValues(block: SqlBlock, parameters: SqlParameters): unknown[] {
  const given = Object.keys(parameters);
  const unknown = given.find((name) => !block.parameters.includes(name));
  if (unknown) throw new Error(`${block.name} has no parameter ${unknown}`);
  return block.parameters.map((name) => {
    if (parameters[name] === undefined) throw new Error(`${block.name} needs the parameter ${name}`);
    return parameters[name];
  });
}

/** Whatever can run a block: the database for reads, a transaction for the rest. */
export interface SqlRunner {
  run(block: SqlBlock, values: unknown[]): Promise<unknown[]>;
}

/** All rows. The caller states their shape; tests hold it against the database. */
export async function queryRows<Row>(db: SqlRunner, block: SqlBlock, parameters: SqlParameters = {}): Promise<Row[]> {
  return (await db.run(block, positionalValues(block, parameters))) as Row[];
}

export async function queryOptionalRow<Row>(db: SqlRunner, block: SqlBlock, parameters: SqlParameters = {}): Promise<Row | null> {
  const found = await queryRows<Row>(db, block, parameters);
  if (found.length > 1) throw new Error(`${block.name} gave ${found.length} rows, at most one was expected`);
  return found[0] ?? null;
}

export async function queryRow<Row>(db: SqlRunner, block: SqlBlock, parameters: SqlParameters = {}): Promise<Row> {
  const row = await queryOptionalRow<Row>(db, block, parameters);
  if (row === null) throw new Error(`${block.name} gave no row`);
  return row;
}
