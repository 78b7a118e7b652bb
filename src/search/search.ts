// Search by text in name or contract number, and by any part of any phone number.
import type { ListClientsQuery } from '../contract/clients.js';
import { join, queryComposed, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { onlyDigits } from '../lib/phone.js';

export interface SearchQuery extends ListClientsQuery {
  limit: number;
  where: Sql[];
}

/** A page of ids, best first. */
export async function searchClients(db: SqlRunner, query: SearchQuery): Promise<{ ids: number[]; nextCursor: string | null }> {
  const conditions = [...query.where, sql`not exists (select 1 from client_chains(array[c.id]) as up where up.deleted)`];
  const text = query.q?.trim();
  if (text) conditions.push(sql`(lower(c.name collate "und-x-icu") like ${`%${text.toLowerCase()}%`} or lower(c.number collate "und-x-icu") like ${`%${text.toLowerCase()}%`})`);
  if (query.phone) conditions.push(sql`exists (select 1 from client_phones p where p.client_id = c.id and p.digits like ${`%${onlyDigits(query.phone)}%`})`);
  if (query.cursor) {
    const [name, id] = decodeCursor(query.cursor, 'search') as [string, number];
    conditions.push(sql`(c.sort_name, c.id) > (${name}::text collate "und-x-icu", ${id}::integer)`);
  }
  const rows = await queryComposed<{ id: number; sort_name: string }>(
    db,
    sql`select c.id, c.sort_name from clients c where ${join(conditions, ' and ')} order by c.sort_name, c.id limit ${query.limit + 1}`,
    true,
  );
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return { ids: rows.slice(0, query.limit).map((row) => row.id), nextCursor: last ? encodeCursor('search', [last.sort_name, last.id]) : null };
}
