// How a client comes to its password for the cabinet (directory.md §4 tab 2): an operator types or generates one, or a
// one-time link goes out by e-mail, else by SMS, and the client sets it. No password is ever sent, shown or kept as text.
import { type Actor, systemActor } from '../auth/actor.js';
import { createPasswordLink, endPasswordLinks, findPasswordLink, usePasswordLink } from '../auth/password-links.js';
import { refuseWeakPassword } from '../auth/password-rules.js';
import { hashPassword } from '../auth/passwords.js';
import { requireLive } from '../clients/card.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow } from '../db/sql.js';
import { refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { parsePhone } from '../lib/phone.js';
import { type Channel, dropWaitingMessages, queueMessage } from '../messages/messages.js';
import { accessLinkText } from './texts.js';

const sql = loadSql(import.meta.url);

const PURPOSE = 'passwordLink';
/** What the history shows instead of a value. */
const CHANGED = [null, 'changed'] as const;

interface AccessRow {
  id: number;
  version: number;
  name: string;
  email: string | null;
  country: string | null;
  language: string | null;
  apiLogin: string | null;
  hasApiPassword: boolean;
}

async function lockAccess(tx: Tx, clientId: number): Promise<AccessRow> {
  const row = await queryOptionalRow<AccessRow>(tx, sql('lock_client'), { client_id: clientId });
  if (!row) throw new AppError('client.not_found');
  return row;
}

/** Sets the password that an operator chose; open links end. Gives the client's new version. */
export async function setApiPassword(tx: Tx, actor: Actor, clientId: number, passwordHash: string, version: number | null): Promise<number> {
  const current = await lockAccess(tx, clientId);
  await refuseConflicts(tx, 'client', current, version, { apiPassword: CHANGED });
  await endPasswordLinks(tx, clientId);
  await dropWaitingMessages(tx, clientId, PURPOSE, 'A password was set meanwhile.');
  return writePassword(tx, actor, clientId, passwordHash);
}

async function writePassword(tx: Tx, actor: Actor, clientId: number, passwordHash: string): Promise<number> {
  const { version } = await queryRow<{ version: number }>(tx, sql('write_password'), { client_id: clientId, password_hash: passwordHash, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'client', entityId: clientId, version, action: 'client.api_password_changed', changes: { apiPassword: CHANGED } });
  return version;
}

export interface SentAccess {
  messageId: number;
  channel: Channel;
  recipient: string;
  expiresAt: string;
}

/** Queues a one-time link by e-mail, else by SMS to the main phone; throws client.no_api_login, client.no_contact. */
export async function sendApiAccess(tx: Tx, actor: Actor, clientId: number, publicUrl: string): Promise<SentAccess> {
  const current = await lockAccess(tx, clientId);
  await requireLive(tx, clientId);
  if (current.apiLogin === null) throw new AppError('client.no_api_login', 'The client has no API login. Give it one, then send the link.');
  const { channel, recipient } = await contactOf(tx, current);
  await dropWaitingMessages(tx, clientId, PURPOSE, 'A newer link took its place.');
  const { token, expiresAt } = await createPasswordLink(tx, clientId);
  const messageId = await queueMessage(tx, {
    clientId, channel, recipient, purpose: PURPOSE,
    ...accessLinkText(channel, current.language, { name: current.name, login: current.apiLogin }),
    secret: passwordPageAddress(publicUrl, token),
  });
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.api_access_sent', changes: { apiAccess: [null, { channel }] } });
  return { messageId, channel, recipient, expiresAt: expiresAt.toISO() };
}

async function contactOf(tx: Tx, client: AccessRow): Promise<{ channel: Channel; recipient: string }> {
  if (client.email !== null) return { channel: 'email', recipient: client.email };
  const phone = await queryOptionalRow<{ number: string }>(tx, sql('find_main_phone'), { client_id: client.id });
  if (!phone) throw new AppError('client.no_contact', 'The client has neither an e-mail address nor a main phone. Enter one of them first.');
  const { digits, isE164 } = parsePhone(phone.number, client.country ?? tx.defaults.phoneCountry);
  if (!isE164) throw new AppError('client.no_contact', `The client has no e-mail address, and its main phone ${phone.number} is no number that an SMS can go to.`);
  return { channel: 'sms', recipient: `+${digits}` };
}

export function passwordPageAddress(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/$/, '')}/cabinet/set-password?token=${token}`;
}

/** Login and name of the client that a link is for; throws password_link.invalid. */
export async function describePasswordLink(db: Db, token: string): Promise<{ login: string; name: string }> {
  const { apiLogin, name } = await findPasswordLink(db, token);
  return { login: apiLogin, name };
}

/** Sets the password with a one-time link; of two at once only one succeeds. Throws password_link.invalid, password.too_weak. */
export async function setPasswordByLink(db: Db, token: string, password: string, requestId: string): Promise<{ login: string; name: string }> {
  // Found before hashing, so that guessing tokens costs us no 11 ms of hashing each.
  const { clientId, apiLogin, name } = await findPasswordLink(db, token);
  refuseWeakPassword(password, apiLogin);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await lockAccess(tx, clientId);
    await usePasswordLink(tx, token, clientId);
    await writePassword(tx, systemActor('one-time link', 'cabinet', requestId), clientId, passwordHash);
  });
  return { login: apiLogin, name };
}
