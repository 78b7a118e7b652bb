// The tree of then: who was directly below whom (or a root) at an instant, in pages by name.
import type { TreeItem } from '../contract/timeline.js';
import { queryComposed, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { chainOf } from '../resolution/hypothesis.js';
import { pastForest, refuseMissing } from './past.js';

export interface PastPage {
  parentId: number | null;
  at: Date;
  /** Those deleted by then come along. */
  deleted: boolean;
  limit: number;
  cursor: string | undefined;
}

/** Children of a client of then, or with parentId null the roots. The cost grows with their number, not with the tree. */
export async function pastChildren(db: SqlRunner, { parentId, at, deleted, limit, cursor }: PastPage): Promise<{ items: TreeItem[]; nextCursor: string | null }> {
  const above = parentId === null ? [] : await chainAt(db, parentId, at);
  const deletedAbove = above.some((node) => node.deleted);
  if (deletedAbove && !deleted) return { items: [], nextCursor: null };
  const list = `past:${at.toISOString()}:${parentId}`;
  const [name, id] = cursor === undefined ? [] : decodeCursor(cursor, list);
  if (cursor !== undefined && (typeof name !== 'string' || !Number.isSafeInteger(id))) throw new AppError('request.cursor_invalid');
  const order = sql`left(child.name, 64) collate "und-x-icu"`;
  const rows = await queryComposed<TreeItem & { key: string }>(
    db,
    sql`
      select child.*, left(child.name, 64) as key, exists (select 1 from ${childrenAt(sql`child.id`, at)} as below where not below.deleted) as "hasChildren"
      from ${childrenAt(parentId === null ? null : sql`${parentId}::integer`, at)} as child
      where ${deleted ? sql`true` : sql`not child.deleted`} and ${cursor === undefined ? sql`true` : sql`(${order}, child.id) > (${name}::text collate "und-x-icu", ${id}::bigint)`}
      order by ${order}, child.id
      limit ${limit + 1}::integer`,
    true,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const blockedAbove = above.some((node) => node.blocked);
  const items = rows.slice(0, limit).map(({ key: _, ...item }) => ({ ...item, blocked: item.blocked || blockedAbove, deleted: item.deleted || deletedAbove }));
  return { items, nextCursor: last ? encodeCursor(list, [last.key, last.id]) : null };
}

export async function countPastChildren(db: SqlRunner, parentId: number, at: Date): Promise<number> {
  const [row] = await queryComposed<{ count: number }>(db, sql`select count(*)::integer as count from ${childrenAt(sql`${parentId}::integer`, at)} as child where not child.deleted`, true);
  return row?.count ?? 0;
}

async function chainAt(db: SqlRunner, id: number, at: Date) {
  const chain = chainOf(await pastForest(db, [id], at), id);
  return chain.length ? chain : refuseMissing(db, id, at);
}

/** Those who are there now and those who left since, each as it was, if it was there. */
function childrenAt(parent: Sql | null, at: Date): Sql {
  const here = parent === null ? sql`c.parent_id is null` : sql`c.parent_id = ${parent}`;
  const left = parent === null ? sql`'null'::jsonb` : sql`to_jsonb(${parent})`;
  const thenBelow = parent === null ? sql`past.parent_id is null` : sql`past.parent_id = ${parent}`;
  const field = (name: string, present: Sql, cast: Sql) => sql`case when past.before ? ${name} then (past.before ->> ${name})${cast} else ${present} end`;
  return sql`(
    select
      past.id, past.parent_id as "parentId",
      case when jsonb_typeof(past.before -> 'name') = 'string' then past.before ->> 'name' else coalesce(c.name, '') end as name, ${field('kind', sql`c.kind`, sql`::text`)} as kind, ${field('number', sql`c.number`, sql`::text`)} as number,
      ${field('usesOwnAccount', sql`coalesce(c.uses_own_account, false)`, sql`::boolean`)} as "usesOwnAccount",
      ${field('blocked', sql`coalesce(c.blocked, false)`, sql`::boolean`)} as blocked, ${field('deleted', sql`coalesce(c.deleted, false)`, sql`::boolean`)} as deleted
    from (
      select c.id from clients c where ${here}
      union
      select h.entity_id from history h
      where h.entity = 'client' and h.version > 1 and h.changes ? 'parentId' and h.changes -> 'parentId' -> 0 = ${left} and h.at > ${at}::timestamptz
    ) as candidate
    cross join lateral client_at(candidate.id, ${at}::timestamptz) as past
    left join clients c on c.id = past.id
    where ${thenBelow}
  )`;
}
