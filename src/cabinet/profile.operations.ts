// What a client keeps about itself: how it is reached, its password, and everything held about it.
import { Type } from 'typebox';
import { renewClientSession } from '../api-access/client-sessions.js';
import { requestPasswordLink } from '../api-access/forgotten.js';
import { setApiPassword } from '../api-access/api-access.js';
import { checkApiPassword } from '../api-access/sign-in.js';
import type { Actor } from '../auth/actor.js';
import { NewPassword, refuseWeakPassword } from '../auth/password-rules.js';
import { hashPassword } from '../auth/passwords.js';
import { ownFields } from '../clients/card.js';
import { changeClient } from '../clients/clients.js';
import { CabinetChangeClientInput, CabinetClientCard } from '../contract/cabinet.js';
import { messageChannels, ruledEvents } from '../contract/message-templates.js';
import { Erasure } from '../contract/personal-data.js';
import { closed, Reference } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { Download, procedure, RolledBack } from '../http/operation.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { muteNotices, noticesOf } from '../orders/notices.js';
import { eraseClient } from '../personal-data/erasure.js';
import { exportPersonalData } from '../personal-data/export.js';
import { cabinetCard } from './clients.view.js';
import { cabinetCommand, cabinetProcedure, cabinetQuery } from './operation.js';
import { Typed } from './sessions.operations.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet: profile', permission: 'signedIn' } as const;
const active = ['cabinet.blocked', 'cabinet.read_only'] as const;
const { language, email, phones, useEmail, useSms, timeZone, favouriteAddresses, version } = CabinetChangeClientInput.properties;

const Notice = { event: Type.Enum([...ruledEvents]), channel: Type.Enum([...messageChannels]) };
const Notices = closed({ items: Type.Array(closed({ ...Notice, wanted: Type.Boolean() }), { description: 'What the rules of the service send; the rest cannot be asked for' }) });

/** An employee's data is also its organisation's, which decides about it. */
async function requirePerson(db: SqlRunner, actor: Actor): Promise<void> {
  if ((await ownFields(db, topOf(actor))).kind !== 'person') throw new AppError('cabinet.not_a_person');
}

export const cabinetProfileOperations = [
  cabinetCommand(
    {
      ...shared, id: 'cabinetChangeMe', method: 'patch', path: '/cabinet/me', summary: 'Change how the signed-in client is reached, its language and its favourite addresses: absent = leave, null = clear',
      body: closed({ language, email, phones, useEmail, useSms, timeZone, favouriteAddresses, version }), response: CabinetClientCard, errors: [...active, 'conflict.version', 'client.phone_taken'],
    },
    async (tx, actor, { body, version: seen }) => {
      await changeClient(tx, actor, topOf(actor), body, seen);
      return cabinetCard(tx, actor, topOf(actor));
    },
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetChooseLanguage', method: 'put', path: '/cabinet/me/language', status: 204, beforeAgreement: true, summary: 'The language of what is written to the signed-in client',
      body: closed({ language: Type.Enum(['en', 'fr', 'ru']) }), response: Type.Null(), errors: active,
    },
    async (tx, actor, { body }) => {
      await changeClient(tx, actor, topOf(actor), body, null);
      return null;
    },
  ),
  cabinetQuery(
    { ...shared, id: 'cabinetGetNotices', method: 'get', path: '/cabinet/me/notices', summary: 'Which notices about orders the signed-in client gets, and which of them it wants', response: Notices },
    async (db, actor) => ({ items: await noticesOf(db, topOf(actor)) }),
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetMuteNotices', method: 'put', path: '/cabinet/me/notices', summary: 'Say which notices are not wanted: these, and no others', response: Notices, errors: active,
      body: closed({ muted: Type.Array(closed(Notice), { maxItems: 50, uniqueItems: true }) }),
    },
    async (tx, actor, { body: { muted } }) => {
      await muteNotices(tx, actor, topOf(actor), muted);
      return { items: await noticesOf(tx, topOf(actor)) };
    },
  ),
  cabinetProcedure(
    {
      ...shared, id: 'cabinetChangePassword', method: 'post', path: '/cabinet/me/password', session: 'opens', alsoBlocked: true, summary: 'Another password; all sessions end, and this one goes on with another token',
      body: closed({ password: Typed, newPassword: NewPassword }), response: closed({ token: Type.String(), client: Reference }), errors: ['request.invalid', 'auth.locked', 'password.too_weak', 'cabinet.read_only'],
    },
    async (db, actor, { body: { password, newPassword } }, { ip, userAgent }) => {
      if (actor.onBehalfOf) throw new AppError('cabinet.read_only', 'Only the client itself changes its password.');
      const { apiLogin } = await ownFields(db, topOf(actor));
      await checkApiPassword(db, { login: apiLogin ?? '', password }).catch((error: unknown) => {
        throw error instanceof AppError && error.code === 'auth.failed' ? fieldError('request.invalid', 'body/password', 'is not the present password') : error;
      });
      refuseWeakPassword(newPassword, apiLogin);
      const passwordHash = await hashPassword(newPassword);
      await db.transaction((tx) => setApiPassword(tx, actor, topOf(actor), passwordHash, null));
      return renewClientSession(db, actor, { ip, userAgent });
    },
  ),
  procedure(
    {
      tag: 'Cabinet: sign-in', id: 'cabinetForgotPassword', method: 'post', path: '/cabinet/forgotten-password', permission: 'public', status: 202,
      summary: 'Send a one-time link to whoever has this login or e-mail address; the answer is always the same', body: closed({ login: Typed }), response: closed({ sent: Type.Boolean({ description: 'Always true: who has a login is not told' }) }), errors: ['request.too_many'],
    },
    async (db, actor, { body: { login } }, { context, ip }) => {
      await requestPasswordLink(db, actor, login, { publicUrl: context.config.publicUrl, ip, limited: context.config.rateLimitPerSecond > 0 });
      return { sent: true };
    },
  ),
  cabinetProcedure(
    { ...shared, id: 'cabinetExportMe', method: 'post', path: '/cabinet/me/export', alsoBlocked: true, summary: 'Everything held about the signed-in client, as one ZIP archive. Private persons only: it names superior units', response: Download, download: 'application/zip', errors: ['cabinet.not_a_person'] },
    async (db, actor) => {
      await requirePerson(db, actor);
      return exportPersonalData(db, actor, topOf(actor));
    },
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetEraseMe', method: 'post', path: '/cabinet/me/erase', summary: "Erase the signed-in client's personal data; this cannot be undone. Private persons only: others ask their superior unit or the service",
      body: closed({ dryRun: Type.Optional(Type.Boolean()) }), response: Erasure, errors: [...active, 'client.in_use', 'cabinet.not_a_person'],
    },
    async (tx, actor, { body: { dryRun = false } }) => {
      await requirePerson(tx, actor);
      const erasure = await eraseClient(tx, actor, topOf(actor), null);
      if (dryRun) throw new RolledBack(() => ({ dryRun, ...erasure }));
      return { dryRun, ...erasure };
    },
  ),
];
