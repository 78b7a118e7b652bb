// What passengers say about the service through integrations, with or without an order. With an order it is its feedback too.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { parsePhone } from '../lib/phone.js';
import { clientsByPhone } from '../orders/facts.js';
import { giveFeedback } from '../orders/feedback.js';

const sql = loadSql(import.meta.url);

export interface FeedbackInput {
  phone: string;
  stars: number;
  text: string;
  orderId: number | null;
  attributes: readonly unknown[];
}

export interface FeedbackView {
  id: number;
  at: string;
  phone: string;
  stars: number;
  text: string;
  orderId: number | null;
  attributes: unknown[];
  client: { id: number; name: string } | null;
  actorName: string;
}

/** Gives whose it is, where that is known. Throws order.not_found, order.reviewed. */
export async function saveFeedback(tx: Tx, actor: Actor, { phone, stars, text, orderId, attributes }: FeedbackInput): Promise<number | null> {
  if (orderId !== null) await giveFeedback(tx, actor, orderId, { author: 'passenger', stars, comment: text === '' ? null : text });
  const { digits } = parsePhone(phone, tx.defaults.phoneCountry);
  const owners = await clientsByPhone(tx, digits);
  const clientId = owners.length === 1 ? (owners[0] as number) : null;
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_feedback'), {
    now: tx.clock.now().toJSDate(), phone, digits, stars, body: text, client_id: clientId, order_id: orderId, attribute_values: JSON.stringify(attributes),
    actor_name: actor.name,
  });
  await record(tx, actor, { entity: 'clientFeedback', entityId: id, version: null, action: 'clientFeedback.given', changes: { stars: [null, stars] } });
  return clientId;
}

/** Newest first. */
export function listClientFeedback(db: SqlRunner, filter: { clientId: number | null; before: number | null; limit: number }): Promise<FeedbackView[]> {
  return queryRows<FeedbackView>(db, sql('list_feedback'), { client_id: filter.clientId, before: filter.before, limit: filter.limit });
}

/** The text and the number go, the stars stay. Gives how many. */
export async function eraseFeedback(tx: Tx, clientId: number): Promise<number> {
  return (await queryRows(tx, sql('erase_feedback'), { client_id: clientId })).length;
}
