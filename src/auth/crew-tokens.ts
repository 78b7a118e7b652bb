// How crews sign in (N-3): one token a crew, of 256 bits, shown once; only its SHA-256 is kept. A new one ends the one before.
// It holds while the crew is active, until its day or until it is withdrawn; that is looked up at every call.
import { randomBytes } from 'node:crypto';
import type { CrewToken } from '../contract/driver.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { type Actor, anonymous } from './actor.js';
import { hashToken } from './sessions.js';

const sql = loadSql(import.meta.url);

const DAYS = 365;
const TOUCH_MS = 60_000;

/** A new token; the crew's older one ends. Throws item.not_found. */
export async function issueCrewToken(tx: Tx, actor: Actor, crewId: number, days = DAYS): Promise<{ token: string; expiresAt: string }> {
  await lockCrew(tx, crewId);
  const token = randomBytes(32).toString('base64url');
  const now = tx.clock.now();
  const expiresAt = now.plus({ days });
  await queryRow(tx, sql('put_token'), { crew_id: crewId, token_hash: hashToken(token), issued_by: actor.name, now: now.toJSDate(), expires_at: expiresAt.toJSDate() });
  const until = expiresAt.toUTC().toISO();
  await record(tx, actor, { entity: 'crew', entityId: crewId, version: null, action: 'crew.token_issued', changes: { token: [null, { expiresAt: until }] } });
  return { token, expiresAt: until };
}

/** Ends the token of a crew; without one it does nothing. Throws item.not_found. */
export async function revokeCrewToken(tx: Tx, actor: Actor, crewId: number): Promise<void> {
  await lockCrew(tx, crewId);
  const ended = await queryRows(tx, sql('delete_token'), { crew_id: crewId });
  if (ended.length > 0) await record(tx, actor, { entity: 'crew', entityId: crewId, version: null, action: 'crew.token_revoked', changes: { token: ['issued', null] } });
}

/** When it was issued and used, never the token itself; null: the crew has none. Throws item.not_found. */
export async function describeCrewToken(db: SqlRunner, crewId: number): Promise<CrewToken | null> {
  if (!(await queryOptionalRow(db, sql('crew_exists'), { crew_id: crewId }))) throw noCrew(crewId);
  return queryOptionalRow<CrewToken>(db, sql('select_token'), { crew_id: crewId });
}

/** The crew whom a token belongs to; anonymous if it is unknown, expired or withdrawn, or the crew is not active. */
export async function crewOfToken(db: Db, token: string, requestId: string): Promise<Actor> {
  const now = db.clock.now().toJSDate();
  const tokenHash = hashToken(token);
  const crew = await queryOptionalRow<{ id: number; name: string; lastSeenAt: Date | null }>(db, sql('find_crew'), { token_hash: tokenHash, now });
  if (!crew) return { ...anonymous, channel: 'driverApp', requestId };
  if ((crew.lastSeenAt?.getTime() ?? 0) < now.getTime() - TOUCH_MS) await queryRows(db, sql('touch_token'), { token_hash: tokenHash, now });
  return { kind: 'crew', id: crew.id, name: crew.name, rights: new Set(), allRights: false, channel: 'driverApp', requestId, sessionId: null };
}

async function lockCrew(tx: Tx, crewId: number): Promise<void> {
  if (!(await queryOptionalRow(tx, sql('lock_crew'), { crew_id: crewId }))) throw noCrew(crewId);
}

function noCrew(crewId: number): AppError {
  return new AppError('item.not_found', `There is no crew ${crewId}.`);
}
