// The user agreement: published and withdrawn by administrators, accepted for clients by operators (C-10, B-12).
import { Type } from 'typebox';
import { acceptAgreement, acceptancesOf, currentAgreement, publishAgreement, withdrawAgreement } from '../agreements/agreements.js';
import { ClientAgreements, Publication, PublishInput } from '../contract/agreements.js';
import { ClientParams } from '../contract/clients.js';
import { closed, Id } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { command, query, RolledBack } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';

const shared = { tag: 'Agreements' } as const;
const params = closed({ id: Id });

async function agreementsOf(db: SqlRunner, clientId: number) {
  return { current: (await currentAgreement(db))?.number ?? null, items: await acceptancesOf(db, clientId) };
}

export const agreementOperations = [
  command(
    { ...shared, id: 'publishAgreement', method: 'post', path: '/agreements/{id}/publish', permission: 'agreement.manage', summary: 'Publish a draft: from now on clients are asked for it', params, body: PublishInput, response: Publication, errors: ['item.not_found', 'agreement.published', 'conflict.version'] },
    async (tx, actor, { params: { id }, body: { dryRun = false }, version }) => {
      const published = await publishAgreement(tx, actor, id, version);
      if (dryRun) throw new RolledBack(() => ({ dryRun, ...published }));
      return { dryRun, ...published };
    },
  ),
  command(
    { ...shared, id: 'withdrawAgreement', method: 'post', path: '/agreements/{id}/withdraw', permission: 'agreement.manage', status: 204, summary: 'Ask nobody for this version any more; what was accepted stays', params, response: Type.Null(), errors: ['item.not_found', 'agreement.not_published'] },
    async (tx, actor, { params: { id } }) => {
      await withdrawAgreement(tx, actor, id);
      return null;
    },
  ),
  query(
    { ...shared, id: 'listClientAgreements', method: 'get', path: '/clients/{id}/agreements', permission: 'client.view', summary: 'Which versions a client accepted: when, under which login, from where', params: ClientParams, response: ClientAgreements, errors: ['client.not_found'] },
    async (db, _actor, { params: { id } }) => {
      if (!(await db.prisma.client.findUnique({ where: { id }, select: { id: true } }))) throw new AppError('client.not_found');
      return agreementsOf(db, id);
    },
  ),
  command(
    {
      ...shared, id: 'acceptAgreementForClient', method: 'post', path: '/clients/{id}/agreements', permission: 'client.change', summary: 'Accept the newest version for a client, under the own name; the cabinet does not show it (B-12)', params: ClientParams,
      response: ClientAgreements, errors: ['client.not_found', 'client.deleted', 'agreement.none'],
    },
    async (tx, actor, { params: { id } }, { ip }) => {
      await acceptAgreement(tx, actor, id, null, ip);
      return agreementsOf(tx, id);
    },
  ),
];
