// What drivers and passengers thought of a client. The rating is the mean since its last reset (O-12).
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { record } from '../history/history.js';
import { lockOwnFields } from './card.js';

export async function addRating(tx: Tx, actor: Actor, id: number, input: { stars: number; comment?: string | null }): Promise<void> {
  await lockOwnFields(tx, id);
  await tx.prisma.clientRating.create({ data: { clientId: id, at: tx.clock.now().toJSDate(), stars: input.stars, comment: input.comment ?? null }, select: { id: true } });
  await record(tx, actor, { entity: 'client', entityId: id, version: null, action: 'client.rated', changes: { stars: [null, input.stars] } });
}

/** Counting starts anew; the old marks stay on record. */
export async function resetRating(tx: Tx, actor: Actor, id: number): Promise<void> {
  const current = await lockOwnFields(tx, id);
  const now = tx.clock.now();
  const version = current.version + 1;
  await tx.prisma.client.update({ where: { id }, data: { ratingResetAt: now.toJSDate(), version, updatedAt: now.toJSDate() }, select: { id: true } });
  await record(tx, actor, { entity: 'client', entityId: id, version, action: 'client.rating_reset', changes: { rating: [current.rating, { value: null, count: 0, resetAt: now.toISO() }] } });
}
