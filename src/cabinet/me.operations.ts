// Who is signed in, and what the client may do here.
import { Type } from 'typebox';
import { hasSecondFactor } from '../api-access/second-factor.js';
import { timeZoneOf } from '../clients/time-zone.js';
import { cabinetRights } from '../contract/rights.js';
import { closed, nullable } from '../contract/primitives.js';
import { cabinetQuery } from './operation.js';

export const meOperations = [
  cabinetQuery(
    {
      id: 'cabinetGetMe', method: 'get', path: '/cabinet/me', tag: 'Cabinet', permission: 'signedIn', beforeAgreement: true, summary: 'The signed-in client: what it may do, and in which language and time zone',
      response: closed({
        id: Type.Integer(), name: Type.String(), kind: Type.String(), login: nullable(Type.String()),
        rights: Type.Array(Type.Enum([...cabinetRights])), blocked: Type.Boolean(), readOnly: Type.Boolean(), usesOwnAccount: Type.Boolean(),
        language: nullable(Type.String()), timeZone: Type.String(), secondFactor: Type.Boolean(), mustAccept: Type.Boolean({ description: 'A user agreement waits: nothing else works before it is accepted' }), operator: nullable(Type.String({ description: 'An operator in place of the client' })),
      }),
    },
    async (db, actor) => {
      const client = await db.prisma.client.findUniqueOrThrow({ where: { id: actor.id as number }, select: { id: true, name: true, kind: true, apiLogin: true, language: true } });
      const { blocked = false, readOnly = false, usesOwnAccount = false, mustAccept = false } = actor.client ?? {};
      return {
        id: client.id, name: client.name, kind: client.kind, login: client.apiLogin, rights: cabinetRights.filter((right) => actor.rights.has(right)), blocked, readOnly, usesOwnAccount,
        language: client.language, timeZone: await timeZoneOf(db, client.id), secondFactor: await hasSecondFactor(db, client.id), mustAccept, operator: actor.onBehalfOf ? actor.name : null,
      };
    },
  ),
];
