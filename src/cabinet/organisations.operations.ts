// Several organisations of one person (C-2): see them, add one by its password, take one out, go on in another.
import { Type } from 'typebox';
import { addOrganisation, listOrganisations, removeOrganisation, switchOrganisation } from '../api-access/organisations.js';
import { closed, Id, Reference } from '../contract/primitives.js';
import { cabinetProcedure, cabinetQuery } from './operation.js';
import { Code, Typed } from './sessions.operations.js';

const shared = { tag: 'Cabinet: sign-in', permission: 'signedIn' } as const;
const Organisations = closed({
  items: Type.Array(closed({
    id: Type.Integer(), name: Type.String(), login: Type.String(), current: Type.Boolean({ description: 'The one that is signed in' }), linkedAt: Type.String(),
    secondFactor: Type.Boolean({ description: 'Asks for a code, unless one was given in this session' }),
  }), { description: 'Empty where none is linked' }),
});

export const cabinetOrganisationOperations = [
  cabinetQuery(
    { ...shared, id: 'cabinetListOrganisations', method: 'get', path: '/cabinet/organisations', beforeAgreement: true, summary: 'The organisations of the person who is signed in, this one among them (C-2)', response: Organisations },
    async (db, actor) => ({ items: await listOrganisations(db, actor) }),
  ),
  cabinetProcedure(
    {
      ...shared, id: 'cabinetAddOrganisation', method: 'post', path: '/cabinet/organisations', summary: 'Add an organisation by its login and password; both go on with sessions of their own',
      body: closed({ login: Typed, password: Typed, code: Type.Optional(Code) }), response: Organisations,
      errors: ['auth.failed', 'auth.locked', 'auth.second_factor', 'auth.code_wrong', 'cabinet.blocked', 'cabinet.read_only', 'organisation.linked', 'organisation.too_many', 'client.deleted'],
    },
    async (db, actor, { body }) => {
      await addOrganisation(db, actor, body);
      return { items: await listOrganisations(db, actor) };
    },
  ),
  cabinetProcedure(
    {
      ...shared, id: 'cabinetRemoveOrganisation', method: 'delete', path: '/cabinet/organisations/{id}', status: 204, alsoBlocked: true, summary: 'Take an organisation out; what was opened through it ends', params: closed({ id: Id }),
      response: Type.Null(), targets: { 'params.id': 'linked' }, errors: ['client.not_found', 'cabinet.read_only'],
    },
    async (db, actor, { params: { id } }) => {
      await removeOrganisation(db, actor, id);
      return null;
    },
  ),
  cabinetProcedure(
    {
      ...shared, id: 'cabinetSwitchOrganisation', method: 'post', path: '/cabinet/sessions/switch', status: 201, session: 'opens', alsoBlocked: true, beforeAgreement: true, summary: 'Go on in another organisation of the same person, without its password',
      body: closed({ clientId: Id, code: Type.Optional(Code) }), response: closed({ token: Type.String(), client: Reference }), targets: { 'body.clientId': 'linked' },
      errors: ['client.not_found', 'auth.second_factor', 'auth.code_wrong', 'auth.locked', 'cabinet.read_only'],
    },
    (db, actor, { body }, { ip, userAgent }) => switchOrganisation(db, actor, body, { ip, userAgent }),
  ),
];
