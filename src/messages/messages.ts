// Mail and SMS on their way out. A message is a row in the transaction of what caused it; the sender (sender.ts) takes
// it from there. What only the receiver may read stands in `secret`, never in the text: the text has SECRET_PLACE where
// it belongs, and the secret goes as soon as the message was sent, was given up, or is a day old.
import { join, queryComposed, type Sql, sql as compose } from '../db/composed.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';

const sql = loadSql(import.meta.url);

export type Channel = 'email' | 'sms';
export type MessageStatus = 'waiting' | 'sent' | 'failed';

export const SECRET_PLACE = '[one-time link]';

export interface NewMessage {
  clientId: number | null;
  channel: Channel;
  /** An e-mail address, or a number with plus and digits only. */
  recipient: string;
  subject: string | null;
  body: string;
  /** What stands at SECRET_PLACE in the message as it is sent. */
  secret?: string;
  /** What it is for, one word: passwordLink. */
  purpose: string;
  /** The order that it is about. */
  orderId?: number | null;
}

/** Queues a message in the caller's transaction and gives its id. */
export async function queueMessage(tx: Tx, message: NewMessage): Promise<number> {
  const { clientId, channel, recipient, subject, body, secret, purpose, orderId } = message;
  const row = await queryRow<{ id: number }>(tx, sql('insert_message'), {
    client_id: clientId, channel, recipient, subject, body, secret: secret ?? null, purpose, order_id: orderId ?? null, now: tx.clock.now().toJSDate(),
  });
  return row.id;
}

/** Gives up what is still waiting for a client, with a reason for the operator. */
export async function dropWaitingMessages(tx: Tx, clientId: number, purpose: string, reason: string): Promise<void> {
  await queryRows(tx, sql('drop_waiting'), { client_id: clientId, purpose, reason });
}

/** Makes a failed message wait again; throws message.not_found, message.state. */
export async function retryMessage(tx: Tx, id: number): Promise<void> {
  const message = await queryOptionalRow<{ status: MessageStatus; purpose: string; secretGone: boolean; hasSecret: boolean }>(tx, sql('lock_message'), { id, secret_place: SECRET_PLACE });
  if (!message) throw new AppError('message.not_found');
  if (message.purpose === 'erased') throw new AppError('message.state', 'The message was erased with the personal data of its client.');
  if (message.status === 'sent') throw new AppError('message.state', 'The message was sent already.');
  if (message.hasSecret && message.secretGone) throw new AppError('message.state', 'The link in the message does not work any more. Send a new one.');
  await queryRows(tx, sql('make_waiting'), { id, now: tx.clock.now().toJSDate() });
}

export interface MessageView {
  id: number;
  client: { id: number; name: string } | null;
  channel: Channel;
  recipient: string;
  subject: string | null;
  body: string;
  purpose: string;
  orderId: number | null;
  status: MessageStatus;
  attempts: number;
  lastError: string | null;
  createdAt: string;
  sentAt: string | null;
}

export interface MessageFilter {
  clientId?: number;
  orderId?: number;
  mailingId?: number;
  status?: MessageStatus;
  channel?: Channel;
  limit?: number;
  cursor?: string;
}

/** Newest first. With clientId: that client's, or client.not_found. */
export async function listMessages(db: SqlRunner, filter: MessageFilter): Promise<{ items: MessageView[]; nextCursor: string | null }> {
  const limit = filter.limit ?? 50;
  if (filter.clientId !== undefined && (await queryRows(db, sql('find_client'), { client_id: filter.clientId })).length === 0) throw new AppError('client.not_found');
  const rows = await queryComposed<MessageView>(db, messageStatement([...conditionsOf(filter), compose`true`], limit + 1));
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor('messages', [items[items.length - 1]?.id]) : null };
}

export async function getMessage(db: SqlRunner, id: number): Promise<MessageView> {
  const [message] = await queryComposed<MessageView>(db, messageStatement([compose`m.id = ${id}::integer`], 1));
  if (!message) throw new AppError('message.not_found');
  return message;
}

function conditionsOf({ clientId, orderId, mailingId, status, channel, cursor }: MessageFilter): Sql[] {
  const conditions: Sql[] = [];
  if (clientId !== undefined) conditions.push(compose`m.client_id = ${clientId}::integer`);
  if (orderId !== undefined) conditions.push(compose`m.order_id = ${orderId}::integer`);
  if (mailingId !== undefined) conditions.push(compose`m.mailing_id = ${mailingId}::integer`);
  if (status !== undefined) conditions.push(compose`m.status = ${status}::text`);
  if (channel !== undefined) conditions.push(compose`m.channel = ${channel}::text`);
  if (cursor !== undefined) {
    const [id] = decodeCursor(cursor, 'messages');
    if (!Number.isInteger(id) || Math.abs(id as number) > 2_147_483_647) throw new AppError('request.cursor_invalid');
    conditions.push(compose`m.id < ${id}::integer`);
  }
  return conditions;
}

function messageStatement(conditions: Sql[], limit: number): Sql {
  return compose`
    select
      m.id, case when c.id is null then null else jsonb_build_object('id', c.id, 'name', c.name) end as client,
      m.channel, m.recipient, m.subject, m.body, m.purpose, m.order_id as "orderId", m.status, m.attempts, m.last_error as "lastError",
      to_char(m.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      to_char(m.sent_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sentAt"
    from messages m
    left join clients c on c.id = m.client_id
    where ${join(conditions, ' and ')}
    order by m.id desc
    limit ${limit}::integer`;
}

export interface InboxMessage {
  id: number;
  channel: Channel;
  recipient: string;
  subject: string | null;
  /** With its secret, as the receiver would have read it. */
  body: string;
  status: MessageStatus;
  lastError: string | null;
  createdAt: string;
}

/** The newest messages of channels that nobody delivers, as their receivers would have got them: for the development inbox only. */
export async function listInbox(db: SqlRunner, channels: readonly Channel[], limit: number): Promise<InboxMessage[]> {
  const rows = await queryRows<InboxMessage & { secret: string | null }>(db, sql('list_undelivered'), { channels, limit });
  return rows.map(({ secret, body, ...row }) => ({ ...row, body: withSecret(body, secret) }));
}

/** The text as it goes out. The last place counts: a name before it may read like one. */
export function withSecret(body: string, secret: string | null): string {
  const place = body.lastIndexOf(SECRET_PLACE);
  return secret === null || place < 0 ? body : body.slice(0, place) + secret + body.slice(place + SECRET_PLACE.length);
}
