// Mail and SMS as operators see them, and the client's access to the cabinet.
import { Type } from 'typebox';
import { sendApiAccess, setApiPassword } from '../api-access/api-access.js';
import { openSessionInstead } from '../api-access/client-sessions.js';
import { generatePassword, NewPassword, refuseWeakPassword } from '../auth/password-rules.js';
import { hashPassword } from '../auth/passwords.js';
import { ownFields } from '../clients/card.js';
import { ClientParams } from '../contract/clients.js';
import { closed, Id, nullable, page, PageQuery, Reference, Version } from '../contract/primitives.js';
import { command, procedure, query } from '../http/operation.js';
import { fieldError } from '../lib/app-error.js';
import { getMessage, listMessages, retryMessage } from '../messages/messages.js';
import { requireOrder } from '../orders/store.js';

const Channel = Type.Enum(['email', 'sms']);
const Status = Type.Enum(['waiting', 'sent', 'failed']);
const filter = { ...PageQuery, status: Type.Optional(Status), channel: Type.Optional(Channel) };

const MessageView = closed({
  id: Type.Integer(),
  client: nullable(Reference),
  channel: Channel,
  recipient: Type.String(),
  subject: nullable(Type.String()),
  body: Type.String({ description: 'Without one-time links' }),
  purpose: Type.String({ description: 'The event, or what else it is for' }),
  orderId: nullable(Type.Integer({ description: 'The order that it is about' })),
  status: Status,
  attempts: Type.Integer(),
  lastError: nullable(Type.String({ description: 'In plain words' })),
  createdAt: Type.String(),
  sentAt: nullable(Type.String()),
});

export const messageOperations = [
  query(
    {
      id: 'listMessages', method: 'get', path: '/messages', tag: 'Messages', permission: 'client.view', summary: 'Mail and SMS to clients, newest first',
      query: closed({ ...filter, clientId: Type.Optional(Id), orderId: Type.Optional(Id), mailingId: Type.Optional(Id) }), response: page(MessageView), errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, _actor, input) => listMessages(db, input.query),
  ),
  query(
    {
      id: 'listClientMessages', method: 'get', path: '/clients/{id}/messages', tag: 'Messages', permission: 'client.view', summary: 'Mail and SMS to one client, newest first',
      params: ClientParams, query: closed(filter), response: page(MessageView), errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, _actor, { params, query: given }) => listMessages(db, { ...given, clientId: params.id }),
  ),
  query(
    {
      id: 'listOrderMessages', method: 'get', path: '/orders/{id}/messages', tag: 'Messages', permission: 'order.manage', summary: 'Mail and SMS about one order, newest first, with state, attempts and the last error',
      params: closed({ id: Id }), query: closed(filter), response: page(MessageView), errors: ['order.not_found', 'request.cursor_invalid'],
    },
    async (db, _actor, { params, query: given }) => {
      await requireOrder(db, params.id);
      return listMessages(db, { ...given, orderId: params.id });
    },
  ),
  command(
    {
      id: 'retryMessage', method: 'post', path: '/messages/{id}/retry', tag: 'Messages', permission: 'client.change', summary: 'Send a failed message again',
      params: closed({ id: Id }), response: MessageView, errors: ['message.not_found', 'message.state'],
    },
    async (tx, _actor, { params: { id } }) => {
      await retryMessage(tx, id);
      return getMessage(tx, id);
    },
  ),
  procedure(
    {
      id: 'setApiPassword', method: 'put', path: '/clients/{id}/api-password', tag: 'Clients', permission: 'client.change',
      summary: 'Set the password for the client cabinet, typed or generated', params: ClientParams,
      body: closed({ password: Type.Optional(NewPassword), generate: Type.Optional(Type.Boolean({ description: 'Instead of a password' })), version: Type.Optional(Version) }),
      response: closed({ version: Type.Integer(), generated: nullable(Type.String({ description: 'Shown this once' })) }),
      errors: ['client.not_found', 'password.too_weak', 'conflict.version'],
    },
    async (db, actor, { params: { id }, body: { password, generate }, version }) => {
      if ((password !== undefined) === (generate === true)) throw fieldError('request.invalid', 'body/password', 'give either a password or generate: true');
      const { apiLogin } = await ownFields(db, id);
      if (password !== undefined) refuseWeakPassword(password, apiLogin);
      const chosen = password ?? generatePassword();
      const passwordHash = await hashPassword(chosen);
      const after = await db.transaction((tx) => setApiPassword(tx, actor, id, passwordHash, version));
      return { version: after, generated: password === undefined ? chosen : null };
    },
  ),
  command(
    {
      id: 'sendApiAccess', method: 'post', path: '/clients/{id}/api-access/send', tag: 'Clients', permission: 'client.change', status: 202,
      summary: 'Send a one-time link to set the password: by e-mail, else by SMS to the main phone', params: ClientParams,
      response: closed({ messageId: Type.Integer(), channel: Channel, recipient: Type.String(), expiresAt: Type.String() }),
      errors: ['client.not_found', 'client.deleted', 'client.no_api_login', 'client.no_contact'],
    },
    (tx, actor, { params: { id } }, { context }) => sendApiAccess(tx, actor, id, context.config.publicUrl),
  ),
  command(
    {
      id: 'openCabinetSession', method: 'post', path: '/clients/{id}/cabinet-session', tag: 'Clients', permission: 'client.signInAs', status: 201,
      summary: "Enter the client's cabinet in its place, to look unless said otherwise; the address is good once, for two minutes (B-16)", params: ClientParams,
      body: closed({
        reason: Type.String({ minLength: 3, maxLength: 500, pattern: '^[^\\u0000-\\u001f]*\\S[^\\u0000-\\u001f]*$' }), minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: '30 if not said' })),
        readOnly: Type.Optional(Type.Boolean({ description: 'true if not said' })),
      }),
      response: closed({ ticket: Type.String(), address: Type.String(), expiresAt: Type.String() }), errors: ['client.not_found', 'client.deleted'],
    },
    async (tx, actor, { params: { id }, body: { reason, minutes = 30, readOnly = true } }, { context, ip, userAgent }) => {
      const { ticket, expiresAt } = await openSessionInstead(tx, actor, id, { reason, minutes, readOnly }, { ip, userAgent });
      // After the #, so that no server and no log on the way sees it.
      return { ticket, address: `${context.config.publicUrl.replace(/\/$/, '')}/cabinet/#ticket=${ticket}`, expiresAt };
    },
  ),
];
