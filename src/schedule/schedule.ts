// Changes with a date (D-9): made, listed, put to another date, cancelled. Applying them is in apply.ts.
//
// Each is tried when it is made: done on the tree as it will be on that day, with all that is due before, and rolled
// back. What is refused then is refused now. Lock order: the row here → whatever the change itself locks.
import { type Actor, systemActor } from '../auth/actor.js';
import { ownFields } from '../clients/card.js';
import { doChange } from '../clients/changes.js';
import type { ClientChange, ListScheduledQuery, ScheduledChange } from '../contract/changes.js';
import type { HistoryAction } from '../contract/history.js';
import { sql as compose, join, queryComposed, type Sql } from '../db/composed.js';
import type { Tx } from '../db/database.js';
import { isTransient } from '../db/db-errors.js';
import { attempt, rehearse } from '../db/savepoint.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { refuseConflicts } from '../history/conflicts.js';
import { type Changes, type HistoryEntry, record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { pendingAround } from './pending.js';

const sql = loadSql(import.meta.url);

const ENTITY = 'scheduledChange';
const DEFAULT_LIMIT = 50;

export interface Readers {
  /** Changes of hidden attributes do not exist for those who may not see them. */
  readonly hiddenAttributes: boolean;
}

/** Throws what the change itself would throw on that day, as far as can be told now. */
export async function scheduleChange(tx: Tx, actor: Actor, clientId: number, input: { at: string; change: ClientChange }): Promise<ScheduledChange> {
  const dueAt = futureInstant(tx, input.at);
  const change = await rehearseChange(tx, actor, clientId, input.change, dueAt, null);
  const now = tx.clock.now().toJSDate();
  const { id } = await tx.prisma.scheduledChange.create({
    data: { clientId, dueAt, change: change as object, madeById: actor.id, madeBy: actor.name, createdAt: now, updatedAt: now },
    select: { id: true },
  });
  const changes = { clientId: [null, clientId], at: [null, dueAt.toISOString()], kind: [null, change.kind], ...detailsOf(change) } as Changes;
  await record(tx, actor, [
    { entity: ENTITY, entityId: id, version: 1, action: 'scheduledChange.created', changes },
    onClient(clientId, 'client.change_scheduled', id, changes),
  ]);
  return getScheduled(tx, id);
}

export async function getScheduled(db: SqlRunner, id: number): Promise<ScheduledChange> {
  const [found] = await queryRows<ScheduledChange>(db, sql('select_scheduled'), { ids: [id] });
  if (!found) throw new AppError('schedule.not_found');
  return found;
}

/** By date, the earliest first. Throws client.not_found where there never was one that had any. */
export async function listScheduled(db: SqlRunner, readers: Readers, clientId: number | null, query: ListScheduledQuery): Promise<{ items: ScheduledChange[]; nextCursor: string | null }> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const conditions: Sql[] = [compose`true`];
  if (clientId !== null) conditions.push(compose`s.client_id = ${clientId}::integer`);
  if (query.status !== undefined) conditions.push(compose`s.status = ${query.status}::text`);
  if (query.until !== undefined) conditions.push(compose`s.due_at <= ${parseInstant(query.until, 'query/until')}::timestamptz`);
  if (!readers.hiddenAttributes) conditions.push(compose`coalesce(s.change ->> 'key', '') not in (select 'attribute.' || a.id from attributes a where a.hidden)`);
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor, 'scheduled');
    if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !Number.isSafeInteger(id)) throw new AppError('request.cursor_invalid');
    conditions.push(compose`(s.due_at, s.id) > (${new Date(at)}::timestamptz, ${id}::bigint)`);
  }
  const rows = await queryComposed<{ id: number }>(db, compose`select s.id from scheduled_changes s where ${join(conditions, ' and ')} order by s.due_at, s.id limit ${limit + 1}::integer`);
  if (clientId !== null && rows.length === 0) await requireClient(db, clientId);
  const items = await queryRows<ScheduledChange>(db, sql('select_scheduled'), { ids: rows.slice(0, limit).map(({ id }) => id) });
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last ? encodeCursor('scheduled', [last.at, last.id]) : null };
}

async function requireClient(db: SqlRunner, id: number): Promise<void> {
  if ((await queryRows(db, sql('find_client'), { client_id: id })).length === 0) throw new AppError('client.not_found');
}

/** Another date. Throws schedule.settled if it is not pending any more. */
export async function reschedule(tx: Tx, actor: Actor, id: number, at: string, version: number | null): Promise<ScheduledChange> {
  const current = await lockPending(tx, id);
  const dueAt = futureInstant(tx, at);
  if (dueAt.toISOString() === current.at) return current;
  const changes = { at: [current.at, dueAt.toISOString()] } as const;
  await refuseConflicts(tx, ENTITY, current, version, changes);
  await rehearseChange(tx, actor, current.clientId, current.change as ClientChange, dueAt, id);
  await tx.prisma.scheduledChange.update({ where: { id }, data: { dueAt, ...next(tx, current) }, select: { id: true } });
  await record(tx, actor, [
    { entity: ENTITY, entityId: id, version: current.version + 1, action: 'scheduledChange.changed', changes },
    onClient(current.clientId, 'client.change_rescheduled', id, { ...changes, ...detailsOf(current.change as ClientChange) }),
  ]);
  return getScheduled(tx, id);
}

/** It stays in the list as cancelled. */
export async function cancelScheduled(tx: Tx, actor: Actor, id: number, version: number | null): Promise<ScheduledChange> {
  const current = await lockPending(tx, id);
  await refuseConflicts(tx, ENTITY, current, version, { status: ['pending', 'cancelled'] });
  await settle(tx, actor, current, { status: 'cancelled' });
  return getScheduled(tx, id);
}

/** The end of a pending change whose row is locked, with its history and that of its client. */
export async function settle(
  tx: Tx,
  actor: Actor,
  { id, version, clientId, change }: { id: number; version: number; clientId: number; change: unknown },
  outcome: { status: 'applied' | 'cancelled' } | { status: 'failed'; reason: string; code: string },
): Promise<void> {
  const { status } = outcome;
  const failed = status === 'failed' ? { reason: outcome.reason, code: outcome.code } : {};
  await tx.prisma.scheduledChange.update({ where: { id }, data: { status, ...failed, settledAt: tx.clock.now().toJSDate(), ...next(tx, { version }) }, select: { id: true } });
  const changes = { status: ['pending', status], ...(status === 'failed' && { reason: [null, outcome.reason] }) } as Changes;
  // What was applied has its own history on the client.
  const told = status === 'applied' ? [] : [onClient(clientId, `client.scheduled_change_${status}`, id, { ...changes, ...detailsOf(change as ClientChange) })];
  await record(tx, actor, [{ entity: ENTITY, entityId: id, version: version + 1, action: `scheduledChange.${status}`, changes }, ...told]);
}

async function lockPending(tx: Tx, id: number): Promise<ScheduledChange> {
  const locked = await queryOptionalRow(tx, sql('lock_scheduled'), { id });
  if (!locked) throw new AppError('schedule.not_found');
  const current = await getScheduled(tx, id);
  if (current.status === 'pending') return current;
  const how = current.status === 'failed' ? `could not be applied: ${current.reason}` : `was ${current.status}`;
  throw new AppError('schedule.settled', `At ${current.settledAt} it ${how}.`, { scheduledChange: { status: current.status, settledAt: current.settledAt } });
}

function futureInstant(tx: Tx, text: string): Date {
  const at = parseInstant(text, 'body/at');
  if (at <= tx.clock.now().toJSDate()) throw fieldError('request.invalid', 'body/at', 'must be in the future');
  return at;
}

/** Does it as on that day and undoes it; gives the change with its value as it will be stored. */
async function rehearseChange(tx: Tx, actor: Actor, clientId: number, change: ClientChange, dueAt: Date, exceptId: number | null): Promise<ClientChange> {
  const around = change.kind === 'move' && change.parentId !== null ? [clientId, change.parentId] : [clientId];
  const { changes } = await pendingAround(tx, around, dueAt);
  return rehearse(tx, async () => {
    for (const earlier of changes) if (earlier.id !== exceptId) await tryChange(tx, earlier.clientId, earlier.change);
    await doChange(tx, actor, clientId, change);
    return change.kind === 'setting' ? { ...change, value: (await ownFields(tx, clientId)).settings[change.key] } : change;
  });
}

/** An earlier one that will fail on its day is no reason against a later one. */
async function tryChange(tx: Tx, clientId: number, change: ClientChange): Promise<void> {
  try {
    await attempt(tx, () => doChange(tx, systemActor('rehearsal'), clientId, change));
  } catch (error) {
    if (isTransient(error)) throw error;
  }
}

/** Rows without a version tell of a client and change nothing on it. Fields are named as in its own history, so that hidden attributes stay hidden. */
function onClient(clientId: number, action: HistoryAction, id: number, changes: Changes): HistoryEntry {
  const { clientId: _, ...rest } = changes;
  return { entity: 'client', entityId: clientId, version: null, action, changes: { scheduledChange: [null, id], ...rest } };
}

function detailsOf(change: ClientChange): Changes {
  switch (change.kind) {
    case 'setting': return { [`settings.${change.key}`]: [null, { value: change.value }] };
    case 'inherit': return { [`settings.${change.key}`]: [null, null] };
    case 'fields': return Object.fromEntries(Object.entries(change.fields).map(([field, value]) => [field, [null, value] as const]));
    default: {
      const { kind: _, ...rest } = change;
      return Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, [null, value] as const]));
    }
  }
}

function next(tx: Tx, { version }: { version: number }): { version: number; updatedAt: Date } {
  return { version: version + 1, updatedAt: tx.clock.now().toJSDate() };
}
