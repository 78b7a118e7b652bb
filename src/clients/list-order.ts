// The orders of a list (D-20). An order is made of parts, one after the other: rows with a value by an index over it, then those without
// one by name. So what is empty comes last in both directions, and each page is met in an index instead of being sorted out of all.
//
// Superiors are ordered by the name of the one directly above: the whole path is kept nowhere, so that a move costs the same for any
// subtree (D-4). Balances are those of clients with an account of their own, the others follow.
import type { ListClientsQuery } from '../contract/clients.js';
import { empty, queryComposed, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import type { CursorPart } from '../lib/cursor.js';
import type { Scope } from './list-source.js';

interface Key {
  column: Sql;
  cast: Sql;
  kind: CursorPart;
  /** What the cursor keeps, where that is not the column itself. */
  shown?: Sql;
}

export interface Part {
  /** Names it in cursors: greater than 0. */
  id: number;
  /** The list's filters, and perhaps one more. */
  query: ListClientsQuery;
  /** What is joined to c, the client. */
  join: Sql;
  where: readonly Sql[];
  /** Together they are unique. */
  keys: readonly [Key, ...Key[]];
  descending: boolean;
  /** How many of the keys belong to another table than the rest. */
  leading?: number;
  /** Costs more than a walk along an index. */
  slow: boolean;
}

const id: Key = { column: sql`c.id`, cast: sql`::integer`, kind: 'id' };
const name: Key = { column: sql`c.sort_name`, cast: sql`::text collate "und-x-icu"`, kind: 'text' };
const text = (column: Sql): Key => ({ column, cast: sql`::text`, kind: 'text' });
const whole = (column: Sql): Key => ({ column, cast: sql`::bigint`, kind: 'whole', shown: sql`${column}::text` });

type Rough = Pick<Part, 'query' | 'keys'> & Partial<Part>;

const mainPhone = sql`p.id = (select q.id from client_phones q where q.client_id = c.id order by q.main desc, q.position limit 1)`;
const liveChildren = sql`select 1 from clients k where k.parent_id = c.id and not k.deleted`;
const byName = (query: ListClientsQuery, ...where: Sql[]): Rough => ({ query, keys: [name, id], where });
/** Without a value: by name in both directions. */
const without = (query: ListClientsQuery, ...where: Sql[]): Rough => ({ ...byName(query, ...where), descending: false });

const orders: Record<string, (db: SqlRunner, query: ListClientsQuery, scope: Scope) => Rough[] | Promise<Rough[]>> = {
  name: (_, query) => [byName(query)],
  id: (_, query) => [{ query, keys: [id] }],
  number: (_, query) => [{ query, keys: [text(sql`c.number`), id], where: [sql`c.number is not null`] }, without(query, sql`c.number is null`)],
  registered: (_, query) => {
    const at = sql`c.registered_at`;
    return [{ query, keys: [{ column: at, cast: sql`::timestamptz`, kind: 'instant', shown: sql`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` }, id] }];
  },
  ownAccount: (_, query) => inTwo(query, 'ownAccount'),
  state: (_, query) => inTwo(query, 'blocked'),
  group: async (db, query, scope) => {
    if (scope === 'children' || scope === 'subtree' || query.groupId !== undefined) return [byName(query)];
    const groups = await queryComposed<{ id: number }>(db, sql`select g.id from client_groups g where exists (select 1 from clients c where c.group_id = g.id) order by g.name collate "und-x-icu", g.id`);
    return groups.map((group) => ({ ...byName({ ...query, groupId: group.id }), id: group.id }));
  },
  tag: (_, query) => [
    { query, keys: [{ ...name, column: sql`c.tags[1] collate "und-x-icu"` }, name, id], where: [sql`c.tags <> '{}'`] },
    without(query, sql`c.tags = '{}'`),
  ],
  phone: (_, query) => [
    { query, join: sql`join client_phones p on p.client_id = c.id`, where: [mainPhone], keys: [text(sql`p.digits collate "C"`), { ...id, column: sql`p.id` }], slow: true },
    { ...without(query, sql`not exists (select 1 from client_phones p where p.client_id = c.id)`), slow: true },
  ],
  superior: (_, query, scope) => {
    if (scope === 'roots') return [without(query)];
    if (scope === 'children') return [byName(query)];
    const live = query.state === 'deleted' ? [] : [sql`not p.deleted`];
    return [
      { query, join: sql`join clients p on p.id = c.parent_id`, where: live, keys: [{ ...name, column: sql`p.sort_name` }, { ...id, column: sql`p.id` }, name, id], leading: 2, slow: true },
      without(query, sql`c.parent_id is null`),
    ];
  },
  childCount: (_, query, scope) => {
    // Of all, counting along the index of siblings is faster than asking for each. In order before anything else is looked at: chains of
    // superiors are read for a page, not for all 100,000 units.
    const atOnce = (scope === 'all' || scope === 'roots') && query.state !== 'deleted';
    const direction = query.sort?.startsWith('-') ? sql`desc` : sql`asc`;
    const counted = atOnce
      ? sql`join (
          select k.parent_id, count(*)::integer as number from clients k where k.parent_id is not null and not k.deleted group by k.parent_id order by number ${direction}, k.parent_id ${direction}
        ) as n on n.parent_id = c.id`
      : sql`join lateral (select count(*)::integer as number from clients k where k.parent_id = c.id and not k.deleted) as n on n.number > 0`;
    return [{ query, join: counted, keys: [{ ...id, column: sql`n.number` }, id], slow: true }, without(query, sql`not exists (${liveChildren})`)];
  },
  balance: (_, query) => {
    // The account that lists show: the main one at the default carrier.
    const main = sql`a.client_id = c.id and a.kind_id = 0 and exists (select 1 from carriers r where r.is_default and r.id = a.carrier_id and r.currency = a.currency)`;
    const signed = (sign: Sql): Rough => ({
      query, join: sql`join accounts a on ${main} and a.balance_minor ${sign} 0`, where: [sql`c.uses_own_account`], keys: [whole(sql`a.balance_minor`), id], slow: true,
    });
    const zero: Rough = { ...byName({ ...query, ownAccount: true }, sql`not exists (select 1 from accounts a where ${main} and a.balance_minor <> 0)`), slow: true };
    return query.ownAccount === false ? [byName(query)] : [
      { ...signed(sql`<`), id: 1 }, { ...zero, id: 2 }, { ...signed(sql`>`), id: 3 },
      ...(query.ownAccount === undefined ? [{ ...without({ ...query, ownAccount: false }), id: 4 }] : []),
    ];
  },
};

/** Yes before no. */
function inTwo(query: ListClientsQuery, filter: 'ownAccount' | 'blocked'): Rough[] {
  if (query[filter] !== undefined) return [byName(query)];
  return [{ ...byName({ ...query, [filter]: true }), id: 1 }, { ...byName({ ...query, [filter]: false }), id: 2 }];
}

/** `sort`: a name of `orders`, with a minus for descending. */
export async function partsOf(db: SqlRunner, query: ListClientsQuery, scope: Scope, sort: string): Promise<Part[]> {
  const descending = sort.startsWith('-');
  const order = orders[sort.replace('-', '')] as (typeof orders)[string];
  const parts = (await order(db, query, scope)).map((part, index) => ({ id: index + 1, join: empty, where: [], descending, slow: false, ...part }));
  // Backwards, but what is empty stays last: it says of itself in which direction it goes.
  return descending ? [...parts.filter((part) => part.descending).reverse(), ...parts.filter((part) => !part.descending)] : parts;
}
