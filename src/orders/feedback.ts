// O-12: the passenger rates the order, the driver the client; each once an order.
import type { Actor } from '../auth/actor.js';
import { addRating } from '../clients/ratings.js';
import type { Reference } from '../contract/primitives.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { requireOrder } from './store.js';

const sql = loadSql(import.meta.url);

export interface Feedback {
  author: 'passenger' | 'driver';
  at: string;
  stars: number;
  comment: string | null;
}

export async function listFeedback(db: SqlRunner, orderId: number): Promise<Feedback[]> {
  await requireOrder(db, orderId);
  return queryRows<Feedback>(db, sql('select_feedback'), { order_id: orderId });
}

/** A driver's stars also count for the rating of the customer. Throws order.reviewed. */
export async function giveFeedback(tx: Tx, actor: Actor, orderId: number, { author, stars, comment = null }: { author: Feedback['author']; stars: number; comment?: string | null }): Promise<Feedback[]> {
  const order = await requireOrder(tx, orderId);
  const given = await queryOptionalRow(tx, sql('insert_feedback'), { order_id: orderId, author, stars, comment, now: tx.clock.now().toJSDate() });
  if (!given) throw new AppError('order.reviewed', `The ${author} has rated this order already.`);
  if (author === 'driver') await addRating(tx, actor, order.customerId, { stars, comment });
  await record(tx, actor, { entity: 'order', entityId: orderId, version: null, action: 'order.rated', changes: { [`${author}.stars`]: [null, stars] } });
  return listFeedback(tx, orderId);
}

export interface DriverReview {
  orderId: number;
  orderAt: string;
  customer: Reference;
  driver: string | null;
  at: string;
  stars: number;
  comment: string | null;
}

/** What drivers say about rides of a client and everybody who was below it then, newest order first. */
export function listDriverReviews(db: SqlRunner, { clientId, before, limit }: { clientId: number; before: number | null; limit: number }): Promise<DriverReview[]> {
  return queryRows<DriverReview>(db, sql('list_driver_reviews'), { client_id: clientId, before, limit });
}
