// Sign-in to the cabinet, its sessions, the second factor (C-1).
import { Type } from 'typebox';
import { endClientSession, endOtherClientSessions, listClientSessions, openClientSession, signOutClient, takeSession } from '../api-access/client-sessions.js';
import { confirmSecondFactor, removeSecondFactor, startSecondFactor } from '../api-access/second-factor.js';
import { closed, Id, nullable, Reference } from '../contract/primitives.js';
import { procedure } from '../http/operation.js';
import { cabinetCommand, cabinetProcedure, cabinetQuery } from './operation.js';

const shared = { tag: 'Cabinet: sign-in' } as const;
export const Code = Type.String({ minLength: 6, maxLength: 30, pattern: '^[0-9A-Fa-f\\s-]+$', description: 'Six digits, or a recovery code' });

/** A login or a password, as somebody types it. */
export const Typed = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' });

export const cabinetSessionOperations = [
  procedure(
    {
      ...shared, id: 'cabinetSignIn', method: 'post', path: '/cabinet/sessions', permission: 'public', status: 201, session: 'opens', summary: 'Sign in with the API login of a client: a token, and a cookie for browsers',
      body: closed({ login: Typed, password: Typed, code: Type.Optional(Code) }),
      response: closed({ token: Type.String(), client: Reference }), errors: ['auth.failed', 'auth.locked', 'auth.second_factor', 'auth.code_wrong'],
    },
    (db, _actor, { body }, { ip, userAgent }) => openClientSession(db, body, { ip, userAgent }),
  ),
  procedure(
    {
      ...shared, id: 'cabinetTakeSession', method: 'post', path: '/cabinet/sessions/take', permission: 'public', status: 201, session: 'opens', summary: 'An operator enters in a client’s place, with a ticket that is good once (B-16)',
      body: closed({ ticket: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w-]+$' }) }), response: closed({ token: Type.String(), client: Reference }), errors: ['password_link.invalid'],
    },
    (db, _actor, { body: { ticket } }) => takeSession(db, ticket),
  ),
  cabinetProcedure(
    { ...shared, id: 'cabinetSignOut', method: 'delete', path: '/cabinet/sessions/current', permission: 'signedIn', status: 204, session: 'closes', alsoBlocked: true, beforeAgreement: true, summary: 'Sign out', response: Type.Null() },
    async (db, actor) => {
      await signOutClient(db, actor);
      return null;
    },
  ),
  cabinetQuery(
    {
      ...shared, id: 'cabinetListSessions', method: 'get', path: '/cabinet/sessions', permission: 'signedIn', summary: 'Where this client is signed in, last used first',
      response: closed({ items: Type.Array(closed({ id: Type.Integer(), ip: nullable(Type.String()), userAgent: nullable(Type.String()), createdAt: Type.String(), lastSeenAt: Type.String(), current: Type.Boolean() })) }),
    },
    async (db, actor) => ({ items: await listClientSessions(db, actor) }),
  ),
  cabinetCommand(
    { ...shared, id: 'cabinetEndSession', method: 'delete', path: '/cabinet/sessions/{id}', permission: 'signedIn', status: 204, alsoBlocked: true, summary: 'End one session', params: closed({ id: Id }), response: Type.Null(), errors: ['session.not_found'] },
    async (tx, actor, { params: { id } }) => {
      await endClientSession(tx, actor, id);
      return null;
    },
  ),
  cabinetCommand(
    { ...shared, id: 'cabinetEndOtherSessions', method: 'post', path: '/cabinet/sessions/end-others', permission: 'signedIn', alsoBlocked: true, summary: 'End all sessions but this one', response: closed({ ended: Type.Integer() }) },
    async (tx, actor) => ({ ended: await endOtherClientSessions(tx, actor) }),
  ),
  cabinetCommand(
    { ...shared, id: 'cabinetStartSecondFactor', method: 'post', path: '/cabinet/second-factor', permission: 'signedIn', status: 201, summary: 'A new secret for an authenticator app; asked for only after it is confirmed', response: closed({ secret: Type.String(), address: Type.String({ description: 'otpauth: address for a QR code' }) }), errors: ['second_factor.exists', 'cabinet.blocked', 'cabinet.read_only'] },
    (tx, actor) => startSecondFactor(tx, actor),
  ),
  cabinetCommand(
    { ...shared, id: 'cabinetConfirmSecondFactor', method: 'post', path: '/cabinet/second-factor/confirm', permission: 'signedIn', summary: 'Confirm it with a first code; gives the recovery codes, this once', body: closed({ code: Code }), response: closed({ recoveryCodes: Type.Array(Type.String()) }), errors: ['second_factor.exists', 'second_factor.none', 'cabinet.blocked', 'cabinet.read_only'] },
    async (tx, actor, { body: { code } }) => ({ recoveryCodes: await confirmSecondFactor(tx, actor, code) }),
  ),
  cabinetCommand(
    { ...shared, id: 'cabinetRemoveSecondFactor', method: 'post', path: '/cabinet/second-factor/remove', permission: 'signedIn', status: 204, summary: 'Switch it off, with a code', body: closed({ code: Code }), response: Type.Null(), errors: ['second_factor.none', 'cabinet.blocked', 'cabinet.read_only'] },
    async (tx, actor, { body: { code } }) => {
      await removeSecondFactor(tx, actor, code);
      return null;
    },
  ),
];
