// Which clients a list is of: where its rows come from, and its filters as conditions on them.
import type { ListClientsQuery } from '../contract/clients.js';
import { empty, queryComposed, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import { toMinor } from '../lib/money.js';
import type { ChainNode } from '../tree/tree.js';

export type Scope = 'roots' | 'children' | 'subtree' | 'all';

export interface Source {
  from: Sql;
  conditions: Sql[];
  slow: boolean;
}

/** Where the rows come from, and what says that they are live (or deleted), blocked, of a group, by themselves or from above. */
export function sourceOf(query: ListClientsQuery, scope: Scope, above: readonly ChainNode[]): Source {
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
      if (wantsDeleted) {
        // Both sorts (D-6): deleted itself, or below something deleted.
        const from = sql`from (select distinct below.id from clients gone cross join lateral client_subtree(gone.id, false) as below where gone.deleted) as s join clients c on c.id = s.id`;
        return { from, conditions: [sql`true`, ...byChain(query)], slow: true };
      }
      return { from: sql`from clients c`, conditions: [sql`not c.deleted`, liveByChain, ...byChain(query)], slow: false };
    }
  }
}

const deletedByChain = sql`exists (select 1 from client_chains(array[c.id]) as up where up.deleted)`;
const liveByChain = sql`not exists (select 1 from client_chains(array[c.id]) as up where up.deleted)`;

/** What only superiors can tell, of any client. */
function byChain({ groupId, blocked }: Pick<ListClientsQuery, 'groupId' | 'blocked'>): Sql[] {
  const has = sql`exists (select 1 from client_chains(array[c.id]) as up where up.blocked)`;
  return [
    ...(groupId === undefined ? [] : [sql`exists (select 1 from client_chains(array[c.id]) as up where up.group_id = ${groupId}::integer)`]),
    ...(blocked === undefined ? [] : [blocked ? has : sql`not ${has}`]),
  ];
}

/** Up to so many, reading them all (30 ms) is faster than meeting one in fifty of a million on the way through an index. */
const FEW = 20_000;

/**
 * The same, and where few live clients of all are of a group or blocked, just those: walking through all by an index would meet them seldom,
 * and look up the chains of all that it meets (5 µs each).
 */
export async function narrowSource(db: SqlRunner, query: ListClientsQuery, scope: Scope, above: readonly ChainNode[]): Promise<Source> {
  const wide = sourceOf(query, scope, above);
  if (scope !== 'all' || query.state === 'deleted' || (query.groupId === undefined && !query.blocked)) return wide;
  const live = sql`not exists (select 1 from client_chains(array[top.id]) as up where up.deleted)`;
  const tops: [Sql, Pick<ListClientsQuery, 'groupId' | 'blocked'>][] = [
    ...(query.groupId === undefined ? [] : [[sql`top.group_id = ${query.groupId}::integer`, { ...(query.blocked !== undefined && { blocked: query.blocked }) }] as [Sql, object]]),
    ...(query.blocked ? [[sql`top.blocked and ${live}`, { ...(query.groupId !== undefined && { groupId: query.groupId }) }] as [Sql, object]] : []),
  ];
  for (const [top, rest] of tops) {
    const below = sql`from clients top cross join lateral client_subtree(top.id, true) as below where ${top}`;
    const [row] = await queryComposed<{ number: number }>(db, sql`select count(*)::integer as number from (select 1 ${below} limit ${FEW + 1}::integer) as counted`, true);
    if ((row?.number ?? 0) <= FEW) return { from: sql`from (select distinct below.id ${below}) as s join clients c on c.id = s.id`, conditions: [sql`true`, ...byChain(rest)], slow: true };
  }
  return { ...wide, slow: true };
}

/** Filters on the client's own row, and on its money. */
export function ownConditions(query: ListClientsQuery, today: string): Sql[] {
  return [
    query.kind === undefined ? empty : sql`c.kind = ${query.kind}::text`,
    query.tag === undefined ? empty : sql`c.tags @> array[${query.tag}::text]`,
    query.ownAccount === undefined ? empty : sql`c.uses_own_account = ${query.ownAccount}::boolean`,
    // The index of marks leaves the ordinary ones out.
    query.mark === undefined ? empty : query.mark === 'ordinary' ? sql`c.mark = 'ordinary'` : sql`c.mark <> 'ordinary' and c.mark = ${query.mark}::text`,
    query.managerId === undefined ? empty : sql`c.responsible_manager_id = ${query.managerId}::integer`,
    query.fundsBelow === undefined ? empty : sql`c.uses_own_account and c.id in (select short.client_id from clients_short_of_funds(${toMinor(query.fundsBelow).toString()}::bigint) as short)`,
    query.contract === undefined ? empty : query.contract === 'expired' ? sql`c.contract_to < ${today}::date` : sql`(c.contract_to is null or c.contract_to >= ${today}::date)`,
  ].filter((condition) => condition !== empty);
}
