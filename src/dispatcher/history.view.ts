import { Type } from 'typebox';
import { type Actor, can } from '../auth/actor.js';
import { attributeIdOf } from '../contract/settings.js';
import { closed, Id, nullable, page, PageQuery } from '../contract/primitives.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { type Changes, type HistoryRow, listHistory } from '../history/history.js';
import { query } from '../http/operation.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';

const sql = loadSql(import.meta.url);

export const HistoryRowView = closed({
  id: Type.Integer(),
  at: Type.String(),
  entity: Type.String(),
  entityId: Type.Integer(),
  version: nullable(Type.Integer()),
  action: Type.String(),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 }), { description: 'field → [old, new]' }),
  actorKind: Type.String(),
  actorId: nullable(Type.Integer()),
  actorName: Type.String(),
  onBehalfOf: nullable(Type.String()),
  channel: Type.String(),
  importId: nullable(Type.Integer()),
  undoes: nullable(Type.Integer({ description: 'The history row that this one undoes' })),
});

/** A page, newest first. Hidden attributes are left out for those who may not see them. */
export async function historyPage(db: SqlRunner, actor: Actor, of: { entity: string; entityId: number } | null, limit = 50, cursor?: string) {
  const before = cursor === undefined ? null : decodeCursor(cursor, 'history')[0];
  if (before !== null && !Number.isSafeInteger(before)) throw new AppError('request.cursor_invalid');
  const filter = { entity: of?.entity ?? null, entityId: of?.entityId ?? null, before: before as number | null, limit: limit + 1 };
  const rows = await listHistory(db, filter);
  if (of && rows.length === 0 && before === null) await requireClient(db, of.entityId);
  const hidden = can(actor, 'attribute.seeHidden') ? new Set<number>() : await hiddenAttributes(db);
  const items = rows.slice(0, limit).map((row) => ({ ...row, changes: visible(row, hidden) as Record<string, [unknown, unknown]> }));
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last ? encodeCursor('history', [last.id]) : null };
}

function visible(row: HistoryRow, hidden: Set<number>): Changes {
  return Object.fromEntries(Object.entries(row.changes).filter(([field]) => !hidden.has(attributeIdOf(field.replace(/^settings\./, '')) ?? 0)));
}

export async function hiddenAttributes(db: SqlRunner): Promise<Set<number>> {
  return new Set((await queryRows<{ id: number }>(db, sql('select_hidden_attributes'))).map(({ id }) => id));
}

async function requireClient(db: SqlRunner, id: number): Promise<void> {
  if ((await queryRows(db, sql('find_client'), { client_id: id })).length === 0) throw new AppError('client.not_found');
}

export const historyOperations = [
  query(
    {
      id: 'listHistory', method: 'get', path: '/history', tag: 'History', permission: 'history.see',
      summary: 'What happened in the whole directory, newest first',
      query: closed({ ...PageQuery, entity: Type.Optional(Type.String({ pattern: '^[a-zA-Z]{1,40}$' })), entityId: Type.Optional(Id) }),
      response: page(HistoryRowView),
      errors: ['request.cursor_invalid'],
    },
    (db, actor, { query: { limit, cursor, entity, entityId } }) => {
      if ((entity === undefined) !== (entityId === undefined)) {
        throw fieldError('request.invalid', entity === undefined ? 'query/entity' : 'query/entityId', 'is missing: entity and entityId are given together');
      }
      return historyPage(db, actor, entity !== undefined && entityId !== undefined ? { entity, entityId } : null, limit, cursor);
    },
  ),
];
