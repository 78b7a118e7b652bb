// The order password (directory.md §4 tab 2): with one set, an order needs it. Only its hash is kept; five wrong
// tries lock it for a while, so that it cannot be guessed over the phone.
import { randomInt } from 'node:crypto';
import type { Actor } from '../auth/actor.js';
import { hashPassword, verifyPassword } from '../auth/passwords.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { lockOwnFields } from './card.js';

const sql = loadSql(import.meta.url);

const MAX_FAILS = 5;
const LOCK_MINUTES = 15;
const GENERATED_DIGITS = 6;

/** Digits only: it is said over the phone. */
export function generateOrderPassword(): string {
  return String(randomInt(10 ** GENERATED_DIGITS)).padStart(GENERATED_DIGITS, '0');
}

/** Sets or (null) takes away the password. `passwordHash` is made outside the transaction: hashing takes 11 ms. */
export async function setOrderPassword(tx: Tx, actor: Actor, id: number, passwordHash: string | null): Promise<void> {
  const current = await lockOwnFields(tx, id);
  if (passwordHash === null && !current.hasOrderPassword) return;
  await tx.prisma.client.update({
    where: { id },
    data: { orderPasswordHash: passwordHash, orderPasswordFails: 0, orderPasswordLockedUntil: null, version: current.version + 1, updatedAt: tx.clock.now().toJSDate() },
    select: { id: true },
  });
  const changes = { hasOrderPassword: [current.hasOrderPassword, passwordHash !== null] as const };
  await record(tx, actor, { entity: 'client', entityId: id, version: current.version + 1, action: 'client.order_password_changed', changes });
}

export { hashPassword as hashOrderPassword };

interface State {
  hash: string | null;
  lockedUntil: Date | null;
}

/** Throws client.order_password_wrong or client.order_password_locked; fine where no password is set. */
export async function checkOrderPassword(db: Db, id: number, password: string): Promise<void> {
  const state = await queryOptionalRow<State>(db, sql('select_state'), { client_id: id });
  if (!state) throw new AppError('client.not_found');
  if (state.hash === null) return;
  refuseLocked(db, state.lockedUntil);
  if (await verifyPassword(state.hash, password)) {
    await queryRow(db, sql('reset_fails'), { client_id: id });
    return;
  }
  const now = db.clock.now();
  const after = await queryOptionalRow<State & { fails: number }>(db, sql('count_fail'), {
    client_id: id, max_fails: MAX_FAILS, now: now.toJSDate(), until: now.plus({ minutes: LOCK_MINUTES }).toJSDate(),
  });
  // No row: somebody else's wrong try locked it at this moment.
  if (!after) throw new AppError('client.order_password_locked', undefined, { retryAfter: LOCK_MINUTES * 60 });
  refuseLocked(db, after.lockedUntil);
  throw new AppError('client.order_password_wrong', `The order password is wrong; ${MAX_FAILS - after.fails} more tries.`, { triesLeft: MAX_FAILS - after.fails });
}

function refuseLocked(db: Db, lockedUntil: Date | null): void {
  const seconds = lockedUntil === null ? 0 : Math.ceil((lockedUntil.getTime() - db.clock.now().toMillis()) / 1_000);
  if (seconds > 0) throw new AppError('client.order_password_locked', `Too many wrong tries: the order password is locked for ${Math.ceil(seconds / 60)} more minutes.`, { retryAfter: seconds });
}
