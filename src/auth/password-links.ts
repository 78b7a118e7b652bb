// One-time links to set a client's API password. A token has 256 bits and only its SHA-256 is kept. A link lives for a
// day, works once, and a newer one ends it. Unknown, used and expired are one answer, found in one look.
import { randomBytes } from 'node:crypto';
import type { DateTime } from 'luxon';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { hashToken } from './sessions.js';

const sql = loadSql(import.meta.url);

export const PASSWORD_LINK_HOURS = 24;

export interface PasswordLinkOwner {
  clientId: number;
  name: string;
  language: string | null;
  apiLogin: string;
}

/** A new link; the client's older ones end. To be called with the client's row locked. */
export async function createPasswordLink(tx: Tx, clientId: number): Promise<{ token: string; expiresAt: DateTime<true> }> {
  await endPasswordLinks(tx, clientId);
  const token = randomBytes(32).toString('base64url');
  const now = tx.clock.now();
  const expiresAt = now.plus({ hours: PASSWORD_LINK_HOURS });
  await queryRow(tx, sql('insert_link'), { token_hash: hashToken(token), client_id: clientId, now: now.toJSDate(), expires_at: expiresAt.toJSDate() });
  return { token, expiresAt };
}

/** Whose link it is; throws password_link.invalid. Looking does not use it up: mail scanners look, too. */
export async function findPasswordLink(db: SqlRunner & Pick<Db, 'clock'>, token: string): Promise<PasswordLinkOwner> {
  const owner = await queryOptionalRow<PasswordLinkOwner>(db, sql('find_link'), { token_hash: hashToken(token), now: db.clock.now().toJSDate() });
  if (!owner) throw invalidLink();
  return owner;
}

/** Uses the link up, with all others of the client; throws password_link.invalid if somebody was faster. */
export async function usePasswordLink(tx: Tx, token: string, clientId: number): Promise<void> {
  const used = await queryRows(tx, sql('use_link'), { token_hash: hashToken(token), now: tx.clock.now().toJSDate() });
  if (used.length === 0) throw invalidLink();
  await endPasswordLinks(tx, clientId);
}

/** Ends every open link of a client. */
export async function endPasswordLinks(tx: Tx, clientId: number): Promise<void> {
  await queryRows(tx, sql('end_links'), { client_id: clientId, now: tx.clock.now().toJSDate() });
}

function invalidLink(): AppError {
  return new AppError('password_link.invalid', 'The link is unknown, was used already, or is older than a day. Ask for a new one.');
}
