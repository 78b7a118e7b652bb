// Retention (directory.md §7): private persons of a group that keeps personal data for some months, about whom nothing
// happened for longer than that, are erased. A run is a row: it is asked for by an operator or once a day, taken by
// one process, erases one person a transaction, and its result stays. A run whose process died is taken over.
import { type Actor, systemActor } from '../auth/actor.js';
import type { RetentionCandidate, RetentionRun } from '../contract/personal-data.js';
import { MAX_ID } from '../contract/primitives.js';
import { empty, join, queryComposed, type Sql, sql as compose } from '../db/composed.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { eraseClient } from './erasure.js';

const sql = loadSql(import.meta.url);

const BATCH = 100;
const DAILY = 'daily run';
const DAILY_HOURS = 24;
/** One person takes milliseconds; a run that is silent for so long has lost its process. */
const DEAD_AFTER_MINUTES = 5;

interface CandidateRow {
  id: number;
  name: string;
  groupId: number;
  groupName: string;
  retentionMonths: number;
  lastActivityAt: string;
}

/** Who would be erased now, by id. `total` counts all of them, on the first page. */
export async function listCandidates(
  db: SqlRunner & Pick<Db, 'clock'>,
  page: { limit?: number; cursor?: string },
): Promise<{ items: RetentionCandidate[]; nextCursor: string | null; total?: number }> {
  const limit = page.limit ?? 50;
  const after = page.cursor === undefined ? 0 : Number(decodeCursor(page.cursor, 'retention')[0]);
  if (!Number.isInteger(after) || after < 0 || after > MAX_ID) throw new AppError('request.cursor_invalid');
  const now = db.clock.now().toJSDate();
  const rows = await queryComposed<CandidateRow>(db, candidates(now, [compose`c.id > ${after}::integer`], limit + 1), true);
  const items = rows.slice(0, limit).map(toView);
  const nextCursor = rows.length > limit ? encodeCursor('retention', [items[items.length - 1]?.client.id]) : null;
  if (page.cursor !== undefined) return { items, nextCursor };
  const [count] = await queryComposed<{ total: number }>(db, compose`select count(*)::integer as total from (${candidates(now, [], null)}) as candidate`, true);
  return { items, nextCursor, total: count?.total ?? 0 };
}

function toView({ id, name, groupId, groupName, retentionMonths, lastActivityAt }: CandidateRow): RetentionCandidate {
  return { client: { id, name }, group: { id: groupId, name: groupName }, retentionMonths, lastActivityAt };
}

const newestHistory = (entity: string, client: Sql): Sql => compose`(select h.at from history h where h.entity = ${entity}::text and h.entity_id = ${client}.id order by h.id desc limit 1)`;

/** Whatever happens to a client or on its accounts leaves a history row, or at least touches its own. */
const lastActivity = (client: Sql): Sql => compose`greatest(
  ${client}.updated_at, ${newestHistory('client', client)}, ${newestHistory('account', client)}, (select max(o.updated_at) from orders o where o.customer_id = ${client}.id)
)`;

function candidates(now: Date, more: Sql[], limit: number | null): Sql {
  const own = lastActivity(compose`c`);
  const below = lastActivity(compose`member`);
  const conditions = [
    compose`c.parent_id is null`,
    compose`c.kind = 'person'`,
    // Erased ones come again only if somebody entered something since.
    compose`(c.erased_at is null or c.updated_at > c.erased_at or exists (select 1 from orders o where o.customer_id = c.id and o.erased_at is null))`,
    // An order on its way, or a schedule that goes on, is activity however old it is.
    compose`not exists (select 1 from orders o where o.customer_id = c.id and o.ended_at is null)`,
    compose`not exists (select 1 from daily_orders d where d.customer_id = c.id and d.state = 'active')`,
    compose`${own} < ${now}::timestamptz - make_interval(months => g.retention_months)`,
    compose`not exists (
      select 1
      from client_subtree(c.id, false) as s
      join clients member on member.id = s.id
      where s.depth > 0 and ${below} >= ${now}::timestamptz - make_interval(months => g.retention_months)
    )`,
    ...more,
  ];
  return compose`
    select
      c.id, c.name, g.id as "groupId", g.name as "groupName", g.retention_months as "retentionMonths",
      to_char(${own} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastActivityAt"
    from clients c
    join client_groups g on g.id = c.group_id and g.retention_months is not null
    where ${join(conditions, ' and ')}
    order by c.id
    ${limit === null ? empty : compose`limit ${limit}::integer`}`;
}

/** Asks for a run, or gives the one that is open. */
export async function requestRun(tx: Tx, actor: Actor): Promise<RetentionRun> {
  const made = await queryOptionalRow<{ id: number }>(tx, sql('request_run'), { operator_id: actor.id, requested_by: actor.name, now: tx.clock.now().toJSDate() });
  const run = made ?? (await queryOptionalRow<{ id: number }>(tx, sql('find_open_run')));
  if (!run) throw new AppError('conflict.busy');
  return getRun(tx, run.id);
}

export async function getRun(db: SqlRunner, id: number): Promise<RetentionRun> {
  const [run] = await queryRows<RetentionRun>(db, sql('select_runs'), { before: MAX_ID, id, limit: 1 });
  if (!run) throw new AppError('item.not_found', `There is no run ${id}.`);
  return run;
}

/** Newest first. */
export async function listRuns(db: SqlRunner, page: { limit?: number; cursor?: string }): Promise<{ items: RetentionRun[]; nextCursor: string | null }> {
  const limit = page.limit ?? 50;
  const before = page.cursor === undefined ? MAX_ID : decodeCursor(page.cursor, 'retentionRuns')[0];
  if (!Number.isInteger(before) || (before as number) < 0 || (before as number) > MAX_ID) throw new AppError('request.cursor_invalid');
  const rows = await queryRows<RetentionRun>(db, sql('select_runs'), { before, id: null, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor('retentionRuns', [items[items.length - 1]?.id]) : null };
}

/** To be called now and then: asks for the daily run when it is time, and works off a run that is open. Gives its id, or null. */
export async function runRetention(db: Db): Promise<number | null> {
  const now = db.clock.now();
  const run = await db.transaction(async (tx) => {
    await queryRows(tx, sql('request_daily_run'), { requested_by: DAILY, now: now.toJSDate(), since: now.minus({ hours: DAILY_HOURS }).toJSDate() });
    return queryOptionalRow<{ id: number }>(tx, sql('claim_run'), { now: now.toJSDate(), dead_since: now.minus({ minutes: DEAD_AFTER_MINUTES }).toJSDate() });
  });
  if (!run) return null;
  let after = 0;
  for (;;) {
    const due = await queryComposed<CandidateRow>(db, candidates(db.clock.now().toJSDate(), [compose`c.id > ${after}::integer`], BATCH), true);
    for (const { id } of due) await eraseOne(db, run.id, id);
    after = due[due.length - 1]?.id ?? after;
    if (due.length < BATCH) break;
  }
  await db.transaction((tx) => queryRows(tx, sql('finish_run'), { id: run.id, now: db.clock.now().toJSDate() }));
  return run.id;
}

async function eraseOne(db: Db, runId: number, clientId: number): Promise<void> {
  const note = (tx: Tx, erased: number, failed: number, error: string | null) => queryRows(tx, sql('note_progress'), { id: runId, erased, failed, error, now: tx.clock.now().toJSDate() });
  try {
    await db.transaction(async (tx) => {
      // Under the client's lock, so that who came back at this moment stays.
      await queryRows(tx, sql('lock_client'), { client_id: clientId });
      const still = await queryComposed(tx, candidates(tx.clock.now().toJSDate(), [compose`c.id = ${clientId}::integer`], 1));
      if (still.length > 0) await eraseClient(tx, systemActor('retention'), clientId, null);
      await note(tx, still.length, 0, null);
    });
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'It failed unexpectedly.';
    await db.transaction((tx) => note(tx, 0, 1, `Client ${clientId}: ${reason}`));
  }
}
