// Is this a client's API login with its password? One error for an unknown login and a wrong password, in the same time;
// a login that nobody has is locked like one that somebody has, or the lock would tell which there are.
import { createHash } from 'node:crypto';
import { verifyPassword } from '../auth/passwords.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

// As for operators: long enough against guessing, too short to keep somebody out on purpose.
const MAX_FAILURES = 10;
const LOCK_SECONDS = 60;
const FORGOTTEN_AFTER_HOURS = 24;

/** The client's id. Throws auth.failed, auth.locked. Deleted clients have no access, blocked ones do. */
export async function checkApiPassword(db: Db, { login, password }: { login: string; password: string }): Promise<number> {
  const now = db.clock.now();
  const loginHash = createHash('sha256').update(login.toLowerCase()).digest();
  const lock = await queryOptionalRow<{ lockedUntil: Date | null }>(db, sql('select_lock'), { login_hash: loginHash });
  const client = await queryOptionalRow<{ id: number; passwordHash: string | null; deleted: boolean }>(db, sql('find_login'), { login });
  const matches = await verifyPassword(client?.passwordHash ?? null, password);
  if (lock?.lockedUntil && lock.lockedUntil > now.toJSDate()) throw new AppError('auth.locked', 'Too many wrong passwords. Try again in a minute.', { retryAfter: LOCK_SECONDS });
  if (!client || !matches || client.deleted) {
    await countFailure(db, loginHash);
    throw new AppError('auth.failed');
  }
  if (lock) await queryRows(db, sql('forget_failures'), { login_hash: loginHash });
  return client.id;
}

// Codes of a second factor are counted as passwords are, under a name that no login can have.
const codesOf = (clientId: number) => createHash('sha256').update(`codes of ${clientId}`).digest();

/** Throws auth.locked while a client has too many wrong codes behind it. */
export async function refuseLockedCodes(db: Db, clientId: number): Promise<void> {
  const lock = await queryOptionalRow<{ lockedUntil: Date | null }>(db, sql('select_lock'), { login_hash: codesOf(clientId) });
  if (lock?.lockedUntil && lock.lockedUntil > db.clock.now().toJSDate()) throw new AppError('auth.locked', 'Too many wrong codes. Try again in a minute.', { retryAfter: LOCK_SECONDS });
}

export async function countWrongCode(db: Db, clientId: number): Promise<void> {
  await countFailure(db, codesOf(clientId));
}

async function countFailure(db: Db, loginHash: Buffer): Promise<void> {
  const now = db.clock.now();
  await queryRows(db, sql('count_failure'), {
    login_hash: loginHash, now: now.toJSDate(), max: MAX_FAILURES, until: now.plus({ seconds: LOCK_SECONDS }).toJSDate(), forget_before: now.minus({ hours: FORGOTTEN_AFTER_HOURS }).toJSDate(),
  });
}

/** Deletes what is too old to count. */
export async function pruneLoginFailures(db: Db): Promise<void> {
  await queryRows(db, sql('prune_failures'), { forget_before: db.clock.now().minus({ hours: FORGOTTEN_AFTER_HOURS }).toJSDate() });
}
