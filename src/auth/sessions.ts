// Sign-in of operators. A token has 256 bits; only its SHA-256 is kept. Sessions end after 12 hours without use
// and after 7 days in any case. Rights are read with the session on every request, so that a change holds at once.
import { createHash, randomBytes } from 'node:crypto';
import type { Right } from '../contract/rights.js';
import { allRights } from '../contract/rights.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { type Actor, anonymous, type Channel } from './actor.js';
import { verifyPassword } from './passwords.js';

const sql = loadSql(import.meta.url);

const IDLE_MS = 12 * 3_600_000;
const ABSOLUTE_DAYS = 7;
const TOUCH_MS = 60_000;
// Ten wrong passwords lock an operator for one minute: long enough against guessing (at most 14,400 tries a day),
// too short to keep somebody out on purpose for a working day.
const MAX_FAILURES = 10;
const LOCK_SECONDS = 60;

export interface SignIn {
  token: string;
  user: SessionUser;
}

export interface SessionUser {
  id: number;
  login: string;
  name: string;
  rights: Right[];
}

interface SessionRow {
  session_id: number;
  operator_id: number;
  login: string;
  name: string;
  all_rights: boolean;
  rights: Right[];
  last_seen_at: Date;
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Opens a session. One error for unknown login and wrong password, in the same time. */
export async function signIn(db: Db, input: { login: string; password: string }, from: { ip: string; userAgent: string | null }): Promise<SignIn> {
  const now = db.clock.now();
  // By the index on lower(login). The ORM's case-blind "equals" is ILIKE: "%" would sign in anybody, "\\" fails.
  const found = await queryOptionalRow<{ id: number }>(db, sql('find_operator'), { login: input.login });
  const operator = found && (await db.prisma.operator.findUnique({ where: { id: found.id }, include: { roles: { include: { role: true } } } }));
  const lockedUntil = operator ? operator.lockedUntil?.getTime() : unknownLogins.get(unknownKey(input.login))?.lockedUntil;
  const locked = lockedUntil !== undefined && lockedUntil > now.toMillis();
  const matches = await verifyPassword(operator?.passwordHash ?? null, input.password);
  if (locked) throw new AppError('auth.locked', 'Too many wrong passwords. Try again in a minute.', { retryAfter: LOCK_SECONDS });
  if (!operator || !matches) {
    if (operator) await countFailure(db, operator.id);
    else countUnknown(unknownKey(input.login), now.toMillis());
    throw new AppError('auth.failed');
  }
  const token = randomBytes(32).toString('base64url');
  await db.prisma.$transaction([
    db.prisma.operator.update({ where: { id: operator.id }, data: { failedSignIns: 0, lockedUntil: null } }),
    db.prisma.session.create({
      data: {
        tokenHash: new Uint8Array(hashToken(token)),
        operatorId: operator.id,
        createdAt: now.toJSDate(),
        lastSeenAt: now.toJSDate(),
        expiresAt: now.plus({ days: ABSOLUTE_DAYS }).toJSDate(),
        ip: from.ip.slice(0, 64),
        userAgent: from.userAgent?.slice(0, 300) ?? null,
      },
    }),
  ]);
  const roles = operator.roles.map(({ role }) => role);
  const rights = roles.some((role) => role.allRights) ? allRights : ([...new Set(roles.flatMap((role) => role.rights))] as Right[]);
  return { token, user: { id: operator.id, login: operator.login, name: operator.name, rights } };
}

// A login that nobody has is locked like one that somebody has, or the lock would tell which there are. Kept in the
// process only, and only the latest: these are guesses.
const unknownLogins = new Map<string, { failures: number; lockedUntil: number }>();
const MAX_UNKNOWN = 10_000;

const unknownKey = (login: string) => login.toLowerCase();

function countUnknown(key: string, now: number): void {
  const failures = (unknownLogins.get(key)?.failures ?? 0) + 1;
  unknownLogins.delete(key);
  unknownLogins.set(key, failures >= MAX_FAILURES ? { failures: 0, lockedUntil: now + LOCK_SECONDS * 1_000 } : { failures, lockedUntil: 0 });
  const [oldest] = unknownLogins.keys();
  if (unknownLogins.size > MAX_UNKNOWN && oldest !== undefined) unknownLogins.delete(oldest);
}

async function countFailure(db: Db, operatorId: number): Promise<void> {
  const { failedSignIns } = await db.prisma.operator.update({ where: { id: operatorId }, data: { failedSignIns: { increment: 1 } } });
  if (failedSignIns >= MAX_FAILURES) {
    const lockedUntil = db.clock.now().plus({ seconds: LOCK_SECONDS }).toJSDate();
    await db.prisma.operator.update({ where: { id: operatorId }, data: { failedSignIns: 0, lockedUntil } });
  }
}

/** The actor whom a token belongs to; anonymous if it is unknown, expired, or its operator was switched off. */
export async function actorOfToken(db: Db, token: string, channel: Channel, requestId: string): Promise<Actor> {
  const now = db.clock.now().toMillis();
  const row = await queryOptionalRow<SessionRow>(db, sql('find_session'), {
    token_hash: hashToken(token),
    now: new Date(now),
    idle_since: new Date(now - IDLE_MS),
  });
  if (!row) return { ...anonymous, requestId };
  if (row.last_seen_at.getTime() < now - TOUCH_MS) {
    await db.prisma.session.updateMany({ where: { id: row.session_id }, data: { lastSeenAt: new Date(now) } });
  }
  return {
    kind: 'operator',
    id: row.operator_id,
    name: row.name,
    rights: new Set(row.rights),
    allRights: row.all_rights,
    channel,
    requestId,
    sessionId: row.session_id,
  };
}

/** Ends a session; a second time does nothing. */
export async function signOut(db: Db, actor: Actor): Promise<void> {
  if (actor.sessionId !== null) await db.prisma.session.deleteMany({ where: { id: actor.sessionId } });
}

/** The token against cross-site requests that belongs to a session token (for cookie sessions only). */
export function csrfToken(token: string): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url');
}
