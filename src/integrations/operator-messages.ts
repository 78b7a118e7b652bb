// Messages that integrations show on operators' screens. The push says that there is one; screens read it here, where
// those for other operators are left out.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

export const messageKinds = ['warning', 'error', 'information', 'confirmation'] as const;

export interface OperatorMessageInput {
  kind: (typeof messageKinds)[number];
  header: string | null;
  text: string;
  /** 0: until it is closed. */
  timeoutSeconds: number;
  color: string | null;
  /** Null: everybody. */
  operatorIds: number[] | null;
  clientId: number | null;
  orderId: number | null;
}

export interface OperatorMessageView extends Omit<OperatorMessageInput, 'operatorIds'> {
  id: number;
  at: string;
  actorName: string;
}

/** Throws item.not_found if one of the operators is not there, or not active. */
export async function showOperatorMessage(tx: Tx, actor: Actor, input: OperatorMessageInput): Promise<number> {
  const { operatorIds, kind, header, text, timeoutSeconds, color, clientId, orderId } = input;
  const missing = await queryRows<{ id: number }>(tx, sql('missing_operators'), { ids: operatorIds ?? [] });
  if (missing.length) throw new AppError('item.not_found', `There is no active operator ${missing.map(({ id }) => id).join(', ')}.`);
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_message'), {
    now: tx.clock.now().toJSDate(), kind, header, body: text, timeout_seconds: timeoutSeconds, color, operator_ids: operatorIds, client_id: clientId, order_id: orderId, actor_name: actor.name,
  });
  await record(tx, actor, { entity: 'operatorMessage', entityId: id, version: null, action: 'operatorMessage.shown' });
  return id;
}

/** Those for this operator, newest first. */
export function listOperatorMessages(db: SqlRunner, filter: { operatorId: number | null; before: number | null; limit: number }): Promise<OperatorMessageView[]> {
  return queryRows<OperatorMessageView>(db, sql('list_messages'), { operator_id: filter.operatorId, before: filter.before, id: null, limit: filter.limit });
}

/** Throws item.not_found, also for a message to others. */
export async function getOperatorMessage(db: SqlRunner, operatorId: number | null, id: number): Promise<OperatorMessageView> {
  const [message] = await queryRows<OperatorMessageView>(db, sql('list_messages'), { operator_id: operatorId, before: null, id, limit: 1 });
  if (!message) throw new AppError('item.not_found', `There is no message ${id}.`);
  return message;
}

/** Messages about a client; gives how many. */
export async function eraseOperatorMessages(tx: Tx, clientId: number): Promise<number> {
  return (await queryRows(tx, sql('erase_messages'), { client_id: clientId })).length;
}
