// Past and future as operators see them: the tree of then, changes with a date, undo.
import { Type } from 'typebox';
import { type Actor, can, requireRight } from '../auth/actor.js';
import { readChange, rightOf } from '../clients/changes.js';
import {
  type ClientChange, ListScheduledQuery, RescheduleInput, ScheduleChangeInput, ScheduledChange, ScheduledChangePage,
} from '../contract/changes.js';
import { ClientParams } from '../contract/clients.js';
import type { ErrorCode, FieldError } from '../contract/errors.js';
import { closed, Id, PageQuery, page } from '../contract/primitives.js';
import { attributeIdOf } from '../contract/settings.js';
import { EffectiveChange, PastTreeQuery, TreePage, UndoInput, UndoResult } from '../contract/timeline.js';
import type { Tx } from '../db/database.js';
import type { SqlRunner } from '../db/sql.js';
import { command, query, RolledBack } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { previewAct } from '../resolution/preview.js';
import { cancelScheduled, getScheduled, listScheduled, reschedule, scheduleChange } from '../schedule/schedule.js';
import { effectiveHistory } from '../timeline/effective-history.js';
import { pastChildren } from '../timeline/past-tree.js';
import { pastInstant } from '../timeline/timeline.js';
import { undoableRow, undoChange } from '../timeline/undo.js';
import { hiddenAttributes } from './history.view.js';

const DEFAULT_LIMIT = 50;
const scheduledParams = closed({ id: Id });
// There are more history rows than 32 bits can count.
const historyParams = closed({ id: Type.String({ pattern: '^[1-9][0-9]{0,14}$', description: 'Id of a history row' }) });
/** What any change can be refused with. */
const refusals: ErrorCode[] = [
  'client.not_found', 'client.cycle', 'client.parent_not_found', 'client.deleted', 'client.not_deleted', 'client.person_not_root', 'client.group_on_root_only', 'client.root_own_account',
  'client.contract_dates', 'client.phone_taken', 'client.external_id_taken', 'group.reference_not_found', 'setting.unknown', 'setting.not_here', 'setting.needs_own_account',
  'setting.reference_not_found', 'conflict.busy',
];

/** A change of a hidden attribute does not exist for those who may not see it. */
async function visibleScheduled(db: SqlRunner, actor: Actor, id: number): Promise<ScheduledChange> {
  const scheduled = await getScheduled(db, id);
  const attributeId = scheduled.change.key === undefined ? null : attributeIdOf(scheduled.change.key);
  if (attributeId !== null && !can(actor, 'attribute.seeHidden') && (await hiddenAttributes(db)).has(attributeId)) throw new AppError('schedule.not_found');
  return scheduled;
}

async function requireRightTo(tx: Tx, actor: Actor, id: number): Promise<void> {
  requireRight(actor, rightOf((await visibleScheduled(tx, actor, id)).change));
}

/** Fields that a change complains about are inside `change` here: body/value → body/change/value. */
async function insideChange<T>(change: ClientChange, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || !Array.isArray(error.data.errors)) throw error;
    const prefix = change.kind === 'fields' ? 'body/change/fields/' : 'body/change/';
    const errors = (error.data.errors as FieldError[]).map((entry) => (entry.path === 'body/at' ? entry : { ...entry, path: entry.path.replace(/^body\//, prefix) }));
    throw new AppError(error.code, error.message, { ...error.data, errors });
  }
}

export const timelineOperations = [
  query(
    {
      id: 'listEffectiveHistory', method: 'get', path: '/clients/{id}/effective-history', tag: 'History', permission: 'history.see',
      summary: 'When the effective settings of a client changed, through whatever superior or group, newest first', params: ClientParams, query: closed(PageQuery),
      response: page(EffectiveChange), errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, actor, { params: { id }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const from = cursor === undefined ? db.clock.now().toMillis() + 1 : decodeCursor(cursor, 'effective-history')[0];
      if (!Number.isSafeInteger(from) || Math.abs(from as number) > 8e15) throw new AppError('request.cursor_invalid');
      const { items, next } = await effectiveHistory(db, id, new Date(from as number), limit, can(actor, 'attribute.seeHidden'));
      return { items, nextCursor: next === null ? null : encodeCursor('effective-history', [next.getTime()]) };
    },
  ),
  query(
    {
      id: 'listPastTree', method: 'get', path: '/tree', tag: 'Time', permission: 'client.view',
      summary: 'The tree at a past instant, level by level: roots, or whoever was directly below a client, by name',
      query: PastTreeQuery, response: TreePage, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, _actor, { query: { at, parentId = null, deleted = false, limit = DEFAULT_LIMIT, cursor } }) =>
      pastChildren(db, { parentId, at: pastInstant(db, at), deleted, limit, cursor }),
  ),
  command(
    {
      id: 'scheduleChange', method: 'post', path: '/clients/{id}/scheduled-changes', tag: 'Time', permission: 'client.view', status: 201,
      summary: 'A change with a date (D-9); it needs the right that it would need at once, and is refused if it could not be done on that day',
      params: ClientParams, body: ScheduleChangeInput, response: ScheduledChange, errors: refusals,
    },
    async (tx, actor, { params, body }) => {
      const change = readChange(body.change);
      requireRight(actor, rightOf(change));
      return insideChange(change, () => scheduleChange(tx, actor, params.id, { at: body.at, change }));
    },
  ),
  query(
    {
      id: 'listClientScheduledChanges', method: 'get', path: '/clients/{id}/scheduled-changes', tag: 'Time', permission: 'client.view',
      summary: "A client's scheduled changes and what became of them, by date", params: ClientParams, query: ListScheduledQuery, response: ScheduledChangePage, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, actor, { params, query: filter }) => listScheduled(db, { hiddenAttributes: can(actor, 'attribute.seeHidden') }, params.id, filter),
  ),
  query(
    {
      id: 'listScheduledChanges', method: 'get', path: '/scheduled-changes', tag: 'Time', permission: 'client.view',
      summary: 'All scheduled changes and what became of them, by date', query: ListScheduledQuery, response: ScheduledChangePage, errors: ['request.cursor_invalid'],
    },
    (db, actor, { query: filter }) => listScheduled(db, { hiddenAttributes: can(actor, 'attribute.seeHidden') }, null, filter),
  ),
  query(
    {
      id: 'getScheduledChange', method: 'get', path: '/scheduled-changes/{id}', tag: 'Time', permission: 'client.view',
      summary: 'One scheduled change', params: scheduledParams, response: ScheduledChange, errors: ['schedule.not_found'],
    },
    (db, actor, { params }) => visibleScheduled(db, actor, params.id),
  ),
  command(
    {
      id: 'reschedule', method: 'patch', path: '/scheduled-changes/{id}', tag: 'Time', permission: 'client.view',
      summary: 'Give a scheduled change another date', params: scheduledParams, body: RescheduleInput, response: ScheduledChange,
      errors: ['schedule.not_found', 'schedule.settled', 'conflict.version', ...refusals],
    },
    async (tx, actor, { params, body, version }) => {
      await requireRightTo(tx, actor, params.id);
      return reschedule(tx, actor, params.id, body.at, version);
    },
  ),
  command(
    {
      id: 'cancelScheduledChange', method: 'delete', path: '/scheduled-changes/{id}', tag: 'Time', permission: 'client.view',
      summary: 'Cancel a scheduled change; it stays in the list', params: scheduledParams, response: ScheduledChange, errors: ['schedule.not_found', 'schedule.settled', 'conflict.version'],
    },
    async (tx, actor, { params, version }) => {
      await requireRightTo(tx, actor, params.id);
      return cancelScheduled(tx, actor, params.id, version);
    },
  ),
  command(
    {
      id: 'undoChange', method: 'post', path: '/history/{id}/undo', tag: 'History', permission: 'history.see',
      summary: 'Undo a change of a client or client group; it needs the right that the change back needs, and is refused where something newer depends on it',
      params: historyParams, body: UndoInput, response: UndoResult, errors: ['history.not_found', 'history.newer_change', 'history.not_undoable', 'group.not_found', 'group.in_use', ...refusals],
    },
    async (tx, actor, { params, body }) => {
      const row = await undoableRow(tx, Number(params.id));
      if (!body.dryRun) return undoChange(tx, actor, row);
      let result: UndoResult | undefined;
      const act = async () => {
        result = await undoChange(tx, actor, row);
      };
      // A group decides about too many clients to look at each.
      const consequences = row.entity === 'client' ? await previewAct(tx, row.entityId, can(actor, 'attribute.seeHidden'), act) : void (await act());
      throw new RolledBack(async () => ({ ...(result as unknown as UndoResult), historyId: null, dryRun: true, ...(consequences && { consequences: await consequences() }) }));
    },
  ),
];
