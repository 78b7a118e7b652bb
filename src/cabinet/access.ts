// How somebody below comes into the cabinet: a login, and a one-time link to set the password.
import { sendApiAccess } from '../api-access/api-access.js';
import type { Actor } from '../auth/actor.js';
import { ownFields } from '../clients/card.js';
import { changeClient } from '../clients/clients.js';
import type { Tx } from '../db/database.js';
import { AppError } from '../lib/app-error.js';
import { loginIsTaken } from './clients.view.js';

export interface Invitation {
  login: string;
  channel: 'email' | 'sms';
  recipient: string;
  expiresAt: string;
}

/** Sends a one-time link; a client without a login gets its e-mail address, else its number, for one. Throws client.no_contact, client.deleted. */
export async function invite(tx: Tx, actor: Actor, id: number, publicUrl: string): Promise<Invitation> {
  const { apiLogin, email, phones } = await ownFields(tx, id);
  const login = apiLogin ?? (await freeLogin(tx, id, email ?? (phones.find(({ main }) => main) ?? phones[0])?.digits ?? null));
  if (apiLogin === null) await changeClient(tx, actor, id, { apiLogin: login }, null);
  const { channel, recipient, expiresAt } = await sendApiAccess(tx, actor, id, publicUrl);
  return { login, channel, recipient, expiresAt };
}

/** Who else has such a login is nobody's business: then it gets the client's number behind it. */
async function freeLogin(tx: Tx, id: number, wished: string | null): Promise<string> {
  if (wished === null) throw new AppError('client.no_contact', 'There is neither an e-mail address nor a phone number. Enter one of them first.');
  const login = wished.slice(0, 80);
  return (await loginIsTaken(tx, login, id)) ? `${login}-${id}` : login;
}
