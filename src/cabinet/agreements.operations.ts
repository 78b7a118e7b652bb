// The user agreement in the cabinet: read it, accept it (C-10). Who looks in the client's place accepts nothing.
import { Type } from 'typebox';
import { acceptAgreement, acceptancesOf, currentAgreement } from '../agreements/agreements.js';
import type { Actor } from '../auth/actor.js';
import { CabinetAgreement, type CabinetAgreement as Shown } from '../contract/agreements.js';
import { closed } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { cabinetCommand, cabinetQuery } from './operation.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet', permission: 'signedIn', beforeAgreement: true, response: CabinetAgreement } as const;

async function agreementOf(db: SqlRunner, actor: Actor, mustAccept: boolean): Promise<Shown> {
  const current = await currentAgreement(db);
  const own = (await acceptancesOf(db, topOf(actor))).find(({ number, operator }) => number === current?.number && operator === null);
  return { mustAccept, agreement: current && { number: current.number, publishedAt: current.publishedAt, texts: current.texts }, acceptedAt: own?.at ?? null };
}

export const cabinetAgreementOperations = [
  cabinetQuery(
    { ...shared, id: 'cabinetGetAgreement', method: 'get', path: '/cabinet/agreement', summary: 'The user agreement, and whether it has to be accepted' },
    (db, actor) => agreementOf(db, actor, actor.client?.mustAccept === true),
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetAcceptAgreement', method: 'post', path: '/cabinet/agreement/accept', alsoBlocked: true, summary: 'Accept the version that was read',
      body: closed({ number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }), errors: ['agreement.none', 'agreement.outdated', 'cabinet.read_only', 'client.not_found', 'client.deleted'],
    },
    async (tx, actor, { body: { number } }, { ip }) => {
      if (actor.onBehalfOf) throw new AppError('cabinet.read_only', 'Only the client itself accepts it here.');
      await acceptAgreement(tx, actor, topOf(actor), number, ip);
      return agreementOf(tx, actor, false);
    },
  ),
];
