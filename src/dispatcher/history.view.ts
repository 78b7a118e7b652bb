import { Type } from 'typebox';
import { type Actor, can } from '../auth/actor.js';
import { attributeIdOf } from '../contract/settings.js';
import { closed, Id, Instant, nullable, page, PageQuery } from '../contract/primitives.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { type Changes, type HistoryFilter, type HistoryRow, listHistory } from '../history/history.js';
import { query } from '../http/operation.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { describeRows, Subject } from './history.names.js';

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
  subject: nullable(Subject),
  names: Type.Record(Type.String(), Type.String(), { description: 'What the ids in the changes are called now: "tariff 3" → name' }),
});

type HistoryQuery = Omit<HistoryFilter, 'before' | 'limit'> & { limit?: number; cursor?: string };

/** A page, newest first. Hidden attributes are left out for those who may not see them. */
async function historyPage(db: SqlRunner, actor: Actor, { limit = 50, cursor, ...filter }: HistoryQuery) {
  const before = cursor === undefined ? null : decodeCursor(cursor, 'history')[0];
  if (before !== null && !Number.isSafeInteger(before)) throw new AppError('request.cursor_invalid');
  const rows = await listHistory(db, { ...filter, before: before as number | null, limit: limit + 1 });
  const hidden = can(actor, 'attribute.seeHidden') ? new Set<number>() : await hiddenAttributes(db);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, changes: visible(row, hidden) as Record<string, [unknown, unknown]> }));
  const describe = await describeRows(db, shown);
  const items = shown.map((row) => ({ ...row, ...describe(row) }));
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last ? encodeCursor('history', [last.id]) : null };
}

/** The history of one client; of one that never was it throws client.not_found. */
export async function clientHistoryPage(db: SqlRunner, actor: Actor, clientId: number, query: Pick<HistoryQuery, 'limit' | 'cursor'>) {
  const found = await historyPage(db, actor, { entity: 'client', entityId: clientId, ...query });
  if (found.items.length === 0 && query.cursor === undefined) await requireClient(db, clientId);
  return found;
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

const Word = Type.String({ pattern: '^[a-zA-Z]{1,40}$' });
const HistoryFilterQuery = closed({
  ...PageQuery,
  entity: Type.Optional(Word),
  entityId: Type.Optional(Type.Integer({ ...Id, description: 'Together with entity' })),
  action: Type.Optional(Type.String({ pattern: '^[a-zA-Z]{1,40}\\.[a-z_]{1,60}$', description: 'Such as client.created' })),
  who: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$', description: 'A part of the name of who did it, or on whose behalf' })),
  channel: Type.Optional(Word),
  clientId: Type.Optional(Type.Integer({ ...Id, description: 'A client and its accounts' })),
  below: Type.Optional(Type.Boolean({ description: 'With clientId: of everybody below it too' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});

export const historyOperations = [
  query(
    {
      id: 'listHistory', method: 'get', path: '/history', tag: 'History', permission: 'history.see',
      summary: 'What happened in the whole directory, newest first',
      query: HistoryFilterQuery, response: page(HistoryRowView), errors: ['request.cursor_invalid'],
    },
    (db, actor, { query: { from, to, ...asked } }) => {
      const { entity, entityId } = asked;
      if (entityId !== undefined && entity === undefined) throw fieldError('request.invalid', 'query/entity', 'is missing: entityId needs it');
      const period = { ...(from !== undefined && { from: parseInstant(from, 'query/from') }), ...(to !== undefined && { to: parseInstant(to, 'query/to') }) };
      return historyPage(db, actor, { ...asked, ...period });
    },
  ),
];
