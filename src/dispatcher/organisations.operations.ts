// Several organisations of one person (C-2), as operators see it on a client's card: who is linked, and taking one out.
import { Type } from 'typebox';
import { organisationsOf, unlinkOrganisation } from '../api-access/organisations.js';
import { ClientParams } from '../contract/clients.js';
import { closed, Id } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';

const shared = { tag: 'Clients' } as const;
const Organisations = closed({
  items: Type.Array(closed({
    id: Type.Integer(), name: Type.String(), login: Type.String(), current: Type.Boolean({ description: 'The client itself' }), linkedAt: Type.String(), secondFactor: Type.Boolean({ description: 'Its login asks for a code' }),
  }), { description: 'The client among them; empty where none is linked' }),
});

export const organisationOperations = [
  query(
    { ...shared, id: 'listOrganisations', method: 'get', path: '/clients/{id}/organisations', permission: 'client.view', summary: 'Logins that the person with this login has proved to be theirs (C-2)', params: ClientParams, response: Organisations, errors: ['client.not_found'] },
    async (db, _actor, { params: { id } }) => ({ items: await organisationsOf(db, id) }),
  ),
  command(
    {
      ...shared, id: 'unlinkOrganisation', method: 'delete', path: '/clients/{id}/organisations/{organisationId}', permission: 'client.change',
      summary: 'Take one of the linked logins out, the client itself or another one; what was opened through it ends', params: closed({ id: Id, organisationId: Id }), response: Organisations, errors: ['client.not_found'],
    },
    async (tx, actor, { params: { id, organisationId } }) => ({ items: await unlinkOrganisation(tx, actor, id, organisationId) }),
  ),
];
