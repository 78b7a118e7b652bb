// Lists of clients (D-20): first the ids of a page, in order and by an index, then their rows (card.ts).
// A cursor is the sort key of the last row, so a page neither skips nor repeats when others change meanwhile.
import type { ClientItem, ListClientsQuery } from '../contract/clients.js';
import { join, queryComposed, raw, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import type { SearchDb } from '../search/request.js';
import { searchClients } from '../search/search.js';
import { Superiors } from '../tree/superiors.js';
import { ancestorChain, type ChainNode } from '../tree/tree.js';
import { clientItems } from './card.js';
import { type Part, partsOf } from './list-order.js';
import { narrowSource, ownConditions, type Scope, sourceOf } from './list-source.js';

export interface ClientPageResult {
  items: ClientItem[];
  nextCursor: string | null;
  total?: number;
}

interface PageOfIds {
  ids: number[];
  nextCursor: string | null;
  total?: number;
  /** What was read of the tree on the way. */
  superiors?: Superiors;
}

const DEFAULT_LIMIT = 50;

/** `today` decides whether a contract has expired. */
export async function listClients(db: SearchDb, query: ListClientsQuery, today: string): Promise<ClientPageResult> {
  const page = await pageOfIds(db, query, today);
  if ('items' in page) return page;
  return { items: await clientItems(db, page.ids, page.superiors && { superiors: page.superiors }), nextCursor: page.nextCursor, ...(page.total !== undefined && { total: page.total }) };
}

async function pageOfIds(db: SearchDb, query: ListClientsQuery, today: string): Promise<PageOfIds | ClientPageResult> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const searching = query.q?.trim() || query.phone;
  const scope: Scope = query.scope ?? (query.parentId !== undefined ? 'children' : searching || query.state === 'deleted' ? 'all' : 'roots');
  if ((scope === 'children' || scope === 'subtree') && query.parentId === undefined) throw fieldError('request.invalid', 'query/parentId', `is missing: scope ${scope} needs it`);
  const above = query.parentId === undefined ? [] : await parentChain(db, query.parentId);
  if (searching) {
    const where = ownConditions(query, today);
    const { from, conditions } = sourceOf(query, scope, above);
    return searchClients(db, { ...query, scope, limit, where, superiors: new Superiors(above, query.state !== 'deleted'), source: { from, conditions: [...conditions, ...where] } });
  }
  const filtered = hasFilters(query);
  const superiors = new Superiors(above);
  if (scope === 'subtree' && query.state !== 'deleted' && !filtered && (query.sort ?? 'tree') === 'tree') return { ...(await treePage(db, query.parentId as number, above, limit, query.cursor)), superiors };
  if (query.sort === 'tree') throw fieldError('request.invalid', 'query/sort', 'tree is the order of a whole subtree without filters');
  return { ...(await sortedPage(db, query, scope, above, limit, today)), superiors };
}

async function parentChain(db: SqlRunner, parentId: number): Promise<ChainNode[]> {
  try {
    return await ancestorChain(db, parentId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'client.not_found') throw fieldError('client.not_found', 'query/parentId', `There is no client ${parentId}.`);
    throw error;
  }
}

function hasFilters(query: ListClientsQuery): boolean {
  const { groupId, tag, blocked, kind, contract, ownAccount, mark, managerId, fundsBelow } = query;
  return [groupId, tag, blocked, kind, contract, ownAccount, mark, managerId, fundsBelow].some((filter) => filter !== undefined);
}

// ── Subtree in tree order: cost of a page does not depend on the size of the subtree ────────────

interface Path {
  names: string[];
  ids: number[];
}

async function treePage(db: SqlRunner, topId: number, above: readonly ChainNode[], limit: number, cursor: string | undefined): Promise<PageOfIds> {
  if (above.some((node) => node.deleted)) return { ids: [], nextCursor: null };
  const after = cursor === undefined ? { names: [], ids: [] } : await resumePath(db, topId, cursor);
  interface Row { id: number; path_names: string[]; path_ids: number[] }
  const rows = await queryComposed<Row>(db, sql`select * from client_tree_page(${topId}::integer, ${after.names}::text[], ${after.ids}::integer[], ${limit + 1}::integer)`);
  const ids = rows.slice(0, limit).map((row) => row.id);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { ids, nextCursor: last ? treeCursor({ names: last.path_names, ids: last.path_ids }) : null };
}

// 8,192 characters of a cursor are 6,144 bytes before base64: about 200 levels with names of usual length.
const CURSOR_BYTES = 5_900;

/** As many of the deepest levels as fit, and whether these are all. */
function treeCursor({ names, ids }: Path): string {
  let from = ids.length;
  for (let bytes = 40; from > 0; from -= 1) {
    bytes += Buffer.byteLength(JSON.stringify([names[from - 1], ids[from - 1]])) + 2;
    if (bytes > CURSOR_BYTES) break;
  }
  return encodeCursor('tree', [names.slice(from), ids.slice(from), from === 0]);
}

/** Levels that the cursor had no room for are those that are above now; a move among them since then is not noticed. */
async function resumePath(db: SqlRunner, topId: number, cursor: string): Promise<Path> {
  const [names, ids, isWhole] = decodeCursor(cursor, 'tree', ['texts', 'ids', 'flag']) as [string[], number[], boolean];
  if (names.length !== ids.length || ids.length === 0) throw new AppError('request.cursor_invalid');
  if (isWhole) return { names, ids };
  interface Row { id: number; sort_name: string }
  const upper = await queryComposed<Row>(db, sql`
    select c.id, c.sort_name
    from client_chains(array[${ids[0]}::integer]) as chain
    join clients c on c.id = chain.id
    where chain.depth > 0
    order by chain.depth`);
  const toTop = upper.slice(0, Math.max(0, upper.findIndex((row) => row.id === topId))).reverse();
  return { names: [...toTop.map((row) => row.sort_name), ...names], ids: [...toTop.map((row) => row.id), ...ids] };
}

// ── Everything else: by a sort key, part by part (list-order.ts) ────────────────────────────────

interface Found {
  part: Part;
  id: number;
  key: (string | number)[];
}

async function sortedPage(db: SqlRunner, query: ListClientsQuery, scope: Scope, above: readonly ChainNode[], limit: number, today: string): Promise<PageOfIds> {
  const name = query.sort ?? 'name';
  const tag = `${scope}:${name}`;
  const parts = await partsOf(db, query, scope, name);
  const start = query.cursor === undefined ? null : startOf(parts, query.cursor, tag);
  const found: Found[] = [];
  for (let index = start?.index ?? 0; index < parts.length && found.length <= limit; index += 1) {
    const after = index === start?.index ? start.key : null;
    found.push(...(await readPart(db, parts[index] as Part, scope, above, after, limit + 1 - found.length, today)));
  }
  const ids = found.slice(0, limit).map(({ id }) => id);
  const last = found.length > limit ? found[limit - 1] : undefined;
  const nextCursor = last ? encodeCursor(tag, [last.part.id, ...last.key]) : null;
  const countable = query.cursor === undefined && (scope === 'roots' || scope === 'children') && query.state !== 'deleted';
  if (!countable) return { ids, nextCursor };
  if (nextCursor === null) return { ids, nextCursor, total: ids.length };
  const source = sourceOf(query, scope, above);
  const [count] = await queryComposed<{ total: number }>(db, sql`select count(*)::integer as total ${source.from} where ${join([...source.conditions, ...ownConditions(query, today)], ' and ')}`, true);
  return { ids, nextCursor, total: count?.total ?? 0 };
}

/** The part that the cursor is in, and its place there. */
function startOf(parts: readonly Part[], cursor: string, tag: string): { index: number; key: (string | number)[] } {
  const [id] = decodeCursor(cursor, tag);
  const index = parts.findIndex((part) => part.id === id);
  if (index === -1) throw new AppError('request.cursor_invalid');
  const [, ...key] = decodeCursor(cursor, tag, ['id', ...(parts[index] as Part).keys.map(({ kind }) => kind)]) as [number, ...(string | number)[]];
  return { index, key };
}

async function readPart(db: SqlRunner, part: Part, scope: Scope, above: readonly ChainNode[], after: readonly (string | number)[] | null, wanted: number, today: string): Promise<Found[]> {
  const { keys, descending } = part;
  const source = await narrowSource(db, part.query, scope, above);
  const sign = descending ? sql`<` : sql`>`;
  const values = (after ?? []).map((value, index) => sql`${value}${(keys[index] as Part['keys'][number]).cast}`);
  const row = (columns: readonly Sql[]) => (columns.length === 1 ? (columns[0] as Sql) : sql`(${join(columns)})`);
  const columns = keys.map(({ column }) => column);
  const later = after === null ? [] : [
    sql`${row(columns)} ${sign} ${row(values)}`,
    // Keys of two tables are no key of an index: the first ones alone are.
    ...(part.leading ? [sql`${row(columns.slice(0, part.leading))} ${sign}= ${row(values.slice(0, part.leading))}`] : []),
  ];
  const direction = descending ? sql`desc` : sql`asc`;
  // The limit is part of the text: a plan for any limit would be one for a tenth of all.
  const rows = await queryComposed<Record<string, string | number> & { id: number }>(
    db,
    sql`select c.id, ${join(keys.map(({ column, shown }, index) => sql`${shown ?? column} as ${raw(`k${index}`)}`))}
      ${source.from} ${part.join}
      where ${join([...source.conditions, ...ownConditions(part.query, today), ...part.where, ...later], ' and ')}
      order by ${join(columns.map((column) => sql`${column} ${direction}`))}
      limit ${raw(String(wanted))}`,
    source.slow || part.slow || hasFilters(part.query),
  );
  return rows.map((found) => ({ part, id: found.id, key: keys.map((_, index) => found[`k${index}`] as string | number) }));
}
