// Sessions of clients in the cabinet (C-1). A token has 256 bits; only its SHA-256 is kept. Sessions end after 12 hours
// without use, after 30 days in any case, and at once when the client is deleted or its password changes. What a client
// may do is read with every request: a right withdrawn anywhere above holds for the next one.
import { randomBytes } from 'node:crypto';
import { type ActingClient, type Actor, anonymous } from '../auth/actor.js';
import { hashToken } from '../auth/sessions.js';
import { type CabinetRight, cabinetRights } from '../contract/rights.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { record } from '../history/history.js';
import { requireLive } from '../clients/card.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { checkSecondFactor } from './second-factor.js';
import { checkApiPassword } from './sign-in.js';

const sql = loadSql(import.meta.url);

const IDLE_MS = 12 * 3_600_000;
const ABSOLUTE_DAYS = 30;
const TOUCH_MS = 60_000;

export interface SignedIn {
  token: string;
  client: { id: number; name: string };
}

export interface From {
  ip: string;
  userAgent: string | null;
}

/** Throws auth.failed, auth.locked; auth.second_factor when the password is right and a code is asked for; auth.code_wrong. */
export async function openClientSession(db: Db, input: { login: string; password: string; code?: string }, from: From): Promise<SignedIn> {
  const clientId = await checkApiPassword(db, input);
  const secondFactor = await checkSecondFactor(db, clientId, input.code ?? null);
  const { name } = await db.prisma.client.findUniqueOrThrow({ where: { id: clientId }, select: { name: true } });
  return { token: await insertSession(db, clientId, from, { secondFactor }), client: { id: clientId, name } };
}

/** Another token for who is signed in already: a new password has ended all sessions. */
export async function renewClientSession(db: Db, actor: Actor, from: From): Promise<SignedIn> {
  const { id, name } = await db.prisma.client.findUniqueOrThrow({ where: { id: actor.id as number }, select: { id: true, name: true } });
  return { token: await insertSession(db, id, from), client: { id, name } };
}

const TAKE_WITHIN_MINUTES = 2;
/** What is handed out is no token yet: it opens nothing but the session that takes its place. */
const hashTicket = (ticket: string) => hashToken(`ticket ${ticket}`);

export interface Ticket {
  ticket: string;
  expiresAt: string;
}

/** B-16: a session of an operator in a client's place, to be taken once within two minutes. Throws client.not_found, client.deleted. */
export async function openSessionInstead(tx: Tx, actor: Actor, clientId: number, { reason, minutes, readOnly }: { reason: string; minutes: number; readOnly: boolean }, from: From): Promise<Ticket> {
  await requireLive(tx, clientId);
  const expiresAt = tx.clock.now().plus({ minutes });
  const ticket = await insertSession(tx, clientId, from, { operatorId: actor.id as number, reason, readOnly, expiresAt: expiresAt.toJSDate() }, hashTicket);
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.signed_in_as', changes: { reason: [null, reason], readOnly: [null, readOnly], minutes: [null, minutes] } });
  return { ticket, expiresAt: expiresAt.toISO() };
}

/** Gives the token of the session that a ticket is for, once. Throws password_link.invalid, as for any one-time link. */
export async function takeSession(db: Db, ticket: string): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url');
  const now = db.clock.now();
  const taken = await queryOptionalRow<{ clientId: number; name: string }>(db, sql('take_session'), {
    ticket_hash: hashTicket(ticket), token_hash: hashToken(token), since: now.minus({ minutes: TAKE_WITHIN_MINUTES }).toJSDate(), now: now.toJSDate(),
  });
  if (!taken) throw new AppError('password_link.invalid');
  return { token, client: { id: taken.clientId, name: taken.name } };
}

interface SessionKind {
  operatorId?: number;
  reason?: string;
  readOnly?: boolean;
  originId?: number;
  secondFactor?: boolean;
  /** 30 days from now if not said. */
  expiresAt?: Date;
}

/** Gives the token of a new session. */
export async function insertSession(db: Db | Tx, clientId: number, from: From, kind: SessionKind = {}, hash: (token: string) => Buffer = hashToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = db.clock.now();
  await db.prisma.clientSession.create({
    data: { tokenHash: new Uint8Array(hash(token)), clientId, createdAt: now.toJSDate(), lastSeenAt: now.toJSDate(), expiresAt: now.plus({ days: ABSOLUTE_DAYS }).toJSDate(), ...seenFrom(from), ...kind },
  });
  return token;
}

/** Another token for a session; the former one opens nothing any more. */
export async function renewToken(tx: Tx, sessionId: number, from: From): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.prisma.clientSession.update({ where: { id: sessionId }, data: { tokenHash: new Uint8Array(hashToken(token)), lastSeenAt: tx.clock.now().toJSDate(), ...seenFrom(from) } });
  return token;
}

const seenFrom = ({ ip, userAgent }: From) => ({ ip: ip.slice(0, 64), userAgent: userAgent?.slice(0, 300) ?? null });

/** The client whom a token belongs to; anonymous if it is unknown, expired, or its client is effectively deleted. */
export async function actorOfClientToken(db: Db, token: string, requestId: string): Promise<Actor> {
  interface Row { sessionId: number; clientId: number; lastSeenAt: Date; readOnly: boolean; mustAccept: boolean | null; operatorLogin: string | null; operatorName: string | null }
  const nobody: Actor = { ...anonymous, channel: 'cabinet', requestId };
  const now = db.clock.now().toMillis();
  const row = await queryOptionalRow<Row>(db, sql('find_client_session'), { token_hash: hashToken(token), now: new Date(now), idle_since: new Date(now - IDLE_MS) });
  if (!row) return nobody;
  const state = await clientState(db, row.clientId);
  if (state.deleted) return nobody;
  if (row.lastSeenAt.getTime() < now - TOUCH_MS) await queryRows(db, sql('touch_session'), { session_id: row.sessionId, now: new Date(now) });
  const operator = row.operatorName || row.operatorLogin;
  return {
    kind: 'client', id: row.clientId, name: operator ?? state.name, rights: state.rights, allRights: false, channel: 'cabinet', requestId, sessionId: row.sessionId,
    client: { ...state.client, readOnly: row.readOnly, mustAccept: row.mustAccept === true }, ...(operator !== null && { onBehalfOf: state.name }),
  };
}

interface ClientState {
  name: string;
  deleted: boolean;
  rights: ReadonlySet<CabinetRight>;
  client: Omit<ActingClient, 'readOnly' | 'mustAccept'>;
}

/** Effective rights and states, in one statement. */
async function clientState(db: Db, clientId: number): Promise<ClientState> {
  const [effective] = await effectiveSettings(db, [clientId], false);
  if (!effective) throw new AppError('client.not_found');
  const { settings, name } = effective;
  const payer = settings.payer?.value as { id: number };
  return {
    name,
    deleted: settings.deleted?.value === true,
    rights: new Set(cabinetRights.filter((right) => settings[right]?.value === true)),
    client: { id: clientId, blocked: settings.blocked?.value === true, usesOwnAccount: payer.id === clientId },
  };
}

export interface ClientSessionView {
  id: number;
  ip: string | null;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

/** Open sessions of a client, last used first; those of operators in its place are not its own. */
export async function listClientSessions(db: Db, actor: Actor): Promise<ClientSessionView[]> {
  const now = db.clock.now().toMillis();
  const rows = await queryRows<Omit<ClientSessionView, 'current'>>(db, sql('list_client_sessions'), { client_id: actor.id, now: new Date(now), idle_since: new Date(now - IDLE_MS) });
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }));
}

/** Throws session.not_found for another client's session as for none. */
export async function endClientSession(tx: Tx, actor: Actor, sessionId: number): Promise<void> {
  const { count } = await tx.prisma.clientSession.deleteMany({ where: { id: sessionId, clientId: actor.id as number } });
  if (count === 0) throw new AppError('session.not_found');
  await recordEnded(tx, actor, count);
}

/** By the history the windows of what has ended hear of it at once. */
async function recordEnded(tx: Tx, actor: Actor, count: number): Promise<void> {
  await record(tx, actor, { entity: 'client', entityId: actor.id as number, version: null, action: 'client.sessions_ended', changes: { sessions: [count, 0] } });
}

/** All but the one that asks. */
export async function endOtherClientSessions(tx: Tx, actor: Actor): Promise<number> {
  const { count } = await tx.prisma.clientSession.deleteMany({ where: { clientId: actor.id as number, operatorId: null, NOT: { id: actor.sessionId as number } } });
  if (count > 0) await recordEnded(tx, actor, count);
  return count;
}

/** Everywhere that was reached by switching, too. */
export async function signOutClient(db: Db, actor: Actor): Promise<void> {
  if (actor.sessionId !== null) await queryRows(db, sql('sign_out'), { session_id: actor.sessionId });
}
