// Clients of a generated directory that figures ask for: always the same ones, spread over the whole.
import { loadSql, queryRows, type SqlRunner } from '../../src/db/sql.js';
import type { BenchDatabase } from './databases.js';

const sql = loadSql(import.meta.url);

export interface Landmarks {
  /** Bottoms of the chains of about 1,000 and 10,000 levels (of a million clients). */
  chainEnds: [shorter: number, longer: number];
  /** Root of the largest organisation, its branch, and its unit with the many direct employees. */
  largest: number;
  branch: number;
  wide: number;
  /** Ids above this are ordinary. */
  lastSpecial: number;
}

/** Ids of a directory that was generated into an empty database begin with 1, in the order of the shape. */
export async function landmarks({ db, shape }: BenchDatabase): Promise<Landmarks> {
  const [shorter = 0, longer = 0] = shape.chains;
  const largest = shorter + longer + 1;
  const [branch, wide] = await queryRows<{ id: number }>(db, sql('units'), { parent_id: largest });
  return { chainEnds: [shorter, shorter + longer], largest, branch: branch?.id as number, wide: wide?.id as number, lastSpecial: largest + shape.largest - 1 };
}

/** Live clients so many levels below their root. */
export async function idsAtDepth(database: BenchDatabase, depth: number, wanted: number): Promise<number[]> {
  const { lastSpecial } = await landmarks(database);
  return ids(database.db, 'at_depth', { after: lastSpecial, tries: Math.max(20_000, wanted * 10), depth, wanted });
}

/** Roots of organisations of about a thousand. */
export async function ordinaryRoots(database: BenchDatabase, wanted: number): Promise<number[]> {
  const { lastSpecial } = await landmarks(database);
  return ids(database.db, 'roots_of_about', { after: lastSpecial, wanted });
}

export function someChildren({ db }: BenchDatabase, parentId: number, wanted: number): Promise<{ id: number; name: string }[]> {
  return queryRows(db, sql('children'), { parent_id: parentId, wanted });
}

export function namesAndPhones({ db }: BenchDatabase, wanted: number): Promise<{ name: string; phone: string }[]> {
  return queryRows(db, sql('names'), { wanted });
}

async function ids(db: SqlRunner, block: string, parameters: Record<string, unknown>): Promise<number[]> {
  return (await queryRows<{ id: number }>(db, sql(block), parameters)).map((row) => row.id);
}
