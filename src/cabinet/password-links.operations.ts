// What anybody with a one-time link may do: see whom it is for, and set the password. Guesses are limited like all
// requests without sign-in.
import { Type } from 'typebox';
import { describePasswordLink, setPasswordByLink } from '../api-access/api-access.js';
import { NewPassword } from '../auth/password-rules.js';
import { closed } from '../contract/primitives.js';
import { procedure, query } from '../http/operation.js';

const params = closed({ token: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w-]+$', description: 'From the link' }) });
const Owner = closed({ login: Type.String(), name: Type.String({ description: "The client's name" }) });
const spec = { path: '/cabinet/password-links/{token}', tag: 'Client cabinet', permission: 'public', params, response: Owner } as const;

export const passwordLinkOperations = [
  query(
    { ...spec, id: 'getPasswordLink', method: 'get', summary: 'Whom a one-time link is for; this does not use it up', errors: ['password_link.invalid'] },
    (db, _actor, input) => describePasswordLink(db, input.params.token),
  ),
  procedure(
    {
      ...spec, id: 'usePasswordLink', method: 'post', summary: 'Set the password for the client cabinet; the link and all others of the client end',
      body: closed({ password: NewPassword }), errors: ['password_link.invalid', 'password.too_weak'],
    },
    (db, actor, input) => setPasswordByLink(db, input.params.token, input.body.password, actor.requestId),
  ),
];
