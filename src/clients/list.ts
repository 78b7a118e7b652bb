// Lists of clients (D-20): first the ids of a page, in order and by an index, then their rows (card.ts).
// A cursor is the sort key of the last row, so a page neither skips nor repeats when others change meanwhile.
import type { ClientItem, ListClientsQuery } from '../contract/clients.js';
import { empty, join, queryComposed, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import type { SearchDb } from '../search/request.js';
import { searchClients } from '../search/search.js';
import { ancestorChain, type ChainNode } from '../tree/tree.js';
import { clientItems } from './card.js';

export interface ClientPageResult {
  items: ClientItem[];
  nextCursor: string | null;
  total?: number;
}

type Scope = 'roots' | 'children' | 'subtree' | 'all';

interface PageOfIds {
  ids: number[];
  nextCursor: string | null;
  total?: number;
  /** Chains that were read on the way. */
  known?: ReadonlyMap<number, readonly ChainNode[]>;
}

const DEFAULT_LIMIT = 50;

/** `today` decides whether a contract has expired. */
export async function listClients(db: SearchDb, query: ListClientsQuery, today: string): Promise<ClientPageResult> {
  const page = await pageOfIds(db, query, today);
  if ('items' in page) return page;
  return { items: await clientItems(db, page.ids, page.known), nextCursor: page.nextCursor, ...(page.total !== undefined && { total: page.total }) };
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
    return searchClients(db, { ...query, scope, limit, where, source: { from, conditions: [...conditions, ...where] } });
  }
  const filtered = hasFilters(query);
  const known = new Map(query.parentId === undefined ? [] : [[query.parentId, above]]);
  if (scope === 'subtree' && query.state !== 'deleted' && !filtered && (query.sort ?? 'tree') === 'tree') return { ...(await treePage(db, query.parentId as number, above, limit, query.cursor)), known };
  if (query.sort === 'tree') throw fieldError('request.invalid', 'query/sort', 'tree is the order of a whole subtree without filters');
  return { ...(await sortedPage(db, query, scope, above, limit, today)), known };
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
  const { groupId, tag, blocked, kind, contract, ownAccount } = query;
  return [groupId, tag, blocked, kind, contract, ownAccount].some((filter) => filter !== undefined);
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

// ── Everything else: by a sort key ──────────────────────────────────────────────────────────────

interface SortKey {
  column: Sql;
  descending: boolean;
  cast: Sql;
}

const sorts: Record<string, SortKey> = {
  name: { column: sql`c.sort_name`, descending: false, cast: sql`::text collate "und-x-icu"` },
  number: { column: sql`coalesce(c.number, '')`, descending: false, cast: sql`::text` },
  id: { column: sql`c.id`, descending: false, cast: sql`::integer` },
};

async function sortedPage(db: SqlRunner, query: ListClientsQuery, scope: Scope, above: readonly ChainNode[], limit: number, today: string): Promise<PageOfIds> {
  const name = query.sort ?? 'name';
  const key = { ...(sorts[name.replace('-', '')] as SortKey), descending: name.startsWith('-') };
  const tag = `${scope}:${name}`;
  const after = query.cursor === undefined ? null : (decodeCursor(query.cursor, tag, [name.endsWith('id') ? 'id' : 'text', 'id']) as [string | number, number]);
  const source = sourceOf(query, scope, above);
  const conditions = [...source.conditions, ...ownConditions(query, today)];
  const direction = key.descending ? sql`desc` : sql`asc`;
  const from = after ? sql`(${key.column}, c.id) ${key.descending ? sql`<` : sql`>`} (${after[0]}${key.cast}, ${after[1]}::integer)` : null;
  interface Row { id: number; key: string | number }
  const rows = await queryComposed<Row>(
    db,
    sql`select c.id, ${key.column} as key ${source.from}
      where ${join([...conditions, ...(from ? [from] : [])], ' and ')}
      order by ${key.column} ${direction}, c.id ${direction}
      limit ${limit + 1}::integer`,
    source.slow || name.includes('number'),
  );
  const ids = rows.slice(0, limit).map((row) => row.id);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const nextCursor = last ? encodeCursor(tag, [last.key, last.id]) : null;
  const countable = query.cursor === undefined && (scope === 'roots' || scope === 'children') && query.state !== 'deleted';
  if (!countable) return { ids, nextCursor };
  if (nextCursor === null) return { ids, nextCursor, total: ids.length };
  const [count] = await queryComposed<{ total: number }>(db, sql`select count(*)::integer as total ${source.from} where ${join(conditions, ' and ')}`, true);
  return { ids, nextCursor, total: count?.total ?? 0 };
}

interface Source {
  from: Sql;
  conditions: Sql[];
  slow: boolean;
}

/** Where the rows come from, and what says that they are live (or deleted), blocked, of a group, by themselves or from above. */
function sourceOf(query: ListClientsQuery, scope: Scope, above: readonly ChainNode[]): Source {
  const root = above[above.length - 1];
  const deletedAbove = above.some((node) => node.deleted);
  const blockedAbove = above.some((node) => node.blocked);
  const wantsDeleted = query.state === 'deleted';
  const groupOfRoot = query.groupId === undefined || !root ? [] : [root.groupId === query.groupId ? sql`true` : sql`false`];
  const blocked = (expression: Sql) => (query.blocked === undefined ? [] : [query.blocked ? expression : sql`not ${expression}`]);
  switch (scope) {
    case 'children': {
      const live = deletedAbove ? (wantsDeleted ? sql`true` : sql`false`) : wantsDeleted ? sql`c.deleted` : sql`not c.deleted`;
      const parent = sql`c.parent_id = ${query.parentId as number}::integer`;
      return { from: sql`from clients c`, conditions: [parent, live, ...groupOfRoot, ...blocked(blockedAbove ? sql`true` : sql`c.blocked`)], slow: false };
    }
    case 'roots': {
      const group = query.groupId === undefined ? [] : [sql`c.group_id = ${query.groupId}::integer`];
      return { from: sql`from clients c`, conditions: [sql`c.parent_id is null`, wantsDeleted ? sql`c.deleted` : sql`not c.deleted`, ...group, ...blocked(sql`c.blocked`)], slow: false };
    }
    case 'subtree': {
      const from = sql`from client_subtree(${query.parentId as number}::integer, ${!wantsDeleted}::boolean) as s join clients c on c.id = s.id`;
      const live = wantsDeleted ? (deletedAbove ? sql`true` : deletedByChain) : deletedAbove ? sql`false` : sql`true`;
      return { from, conditions: [sql`s.depth > 0`, live, ...groupOfRoot, ...blocked(blockedAbove ? sql`true` : sql`s.blocked`)], slow: true };
    }
    case 'all': {
      const group = query.groupId === undefined ? [] : [sql`exists (select 1 from client_chains(array[c.id]) as up where up.group_id = ${query.groupId}::integer)`];
      const blockedByChain = sql`exists (select 1 from client_chains(array[c.id]) as up where up.blocked)`;
      if (wantsDeleted) {
        // Both sorts (D-6): deleted itself, or below something deleted.
        const from = sql`from (select distinct below.id from clients gone cross join lateral client_subtree(gone.id, false) as below where gone.deleted) as s join clients c on c.id = s.id`;
        return { from, conditions: [sql`true`, ...group, ...blocked(blockedByChain)], slow: true };
      }
      return { from: sql`from clients c`, conditions: [sql`not c.deleted`, liveByChain, ...group, ...blocked(blockedByChain)], slow: query.groupId !== undefined || query.blocked !== undefined };
    }
  }
}

const deletedByChain = sql`exists (select 1 from client_chains(array[c.id]) as up where up.deleted)`;
const liveByChain = sql`not exists (select 1 from client_chains(array[c.id]) as up where up.deleted)`;

/** Filters on the client's own row. */
function ownConditions(query: ListClientsQuery, today: string): Sql[] {
  return [
    query.kind === undefined ? empty : sql`c.kind = ${query.kind}::text`,
    query.tag === undefined ? empty : sql`c.tags @> array[${query.tag}::text]`,
    query.ownAccount === undefined ? empty : sql`c.uses_own_account = ${query.ownAccount}::boolean`,
    query.contract === undefined ? empty : query.contract === 'expired' ? sql`c.contract_to < ${today}::date` : sql`(c.contract_to is null or c.contract_to >= ${today}::date)`,
  ].filter((condition) => condition !== empty);
}
