// Tokens of crews. The crews themselves are a directory (directories/definitions.ts).
import { Type } from 'typebox';
import { describeCrewToken, issueCrewToken, revokeCrewToken } from '../auth/crew-tokens.js';
import { CrewToken, IssuedToken, IssueTokenInput } from '../contract/driver.js';
import { closed, Id, nullable } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';

const shared = { tag: 'Crews', permission: 'crew.manage', errors: ['item.not_found'], params: closed({ id: Id }) } as const;

export const crewTokenOperations = [
  query(
    { ...shared, id: 'getCrewToken', method: 'get', path: '/crews/{id}/token', summary: "When a crew's token was issued and last used; the token itself is shown only when it is issued", response: closed({ token: nullable(CrewToken) }) },
    async (db, _actor, { params: { id } }) => ({ token: await describeCrewToken(db, id) }),
  ),
  command(
    { ...shared, id: 'issueCrewToken', method: 'post', path: '/crews/{id}/token', status: 201, summary: "Issue a token for the driver app; the crew's older one ends", body: IssueTokenInput, response: IssuedToken },
    (tx, actor, { params: { id }, body: { days } }) => issueCrewToken(tx, actor, id, days),
  ),
  command(
    { ...shared, id: 'revokeCrewToken', method: 'delete', path: '/crews/{id}/token', status: 204, summary: "End a crew's token", response: Type.Null() },
    async (tx, actor, { params: { id } }) => {
      await revokeCrewToken(tx, actor, id);
      return null;
    },
  ),
] as const;
