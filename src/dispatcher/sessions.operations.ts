import { Type } from 'typebox';
import type { Right } from '../contract/rights.js';
import { allRights } from '../contract/rights.js';
import { closed } from '../contract/primitives.js';
import { signIn, signOut } from '../auth/sessions.js';
import { procedure, query } from '../http/operation.js';

const User = closed({
  id: Type.Integer(),
  login: Type.String(),
  name: Type.String(),
  rights: Type.Array(Type.Enum([...allRights])),
});

export const sessionOperations = [
  procedure(
    {
      id: 'createSession', method: 'post', path: '/sessions', tag: 'Sign-in', permission: 'public', status: 201, session: 'opens',
      summary: 'Sign in as an operator: a token, and a cookie for browsers',
      body: closed({ login: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }), password: Type.String({ minLength: 1, maxLength: 200 }) }),
      response: closed({ token: Type.String(), user: User }),
      errors: ['auth.failed', 'auth.locked'],
    },
    (db, _actor, { body }, { ip, userAgent }) => signIn(db, body, { ip, userAgent }),
  ),
  procedure(
    {
      id: 'deleteCurrentSession', method: 'delete', path: '/sessions/current', tag: 'Sign-in', permission: 'signedIn', status: 204, session: 'closes',
      summary: 'Sign out',
      response: Type.Null(),
    },
    async (db, actor) => {
      await signOut(db, actor);
      return null;
    },
  ),
  query(
    {
      id: 'getCurrentSession', method: 'get', path: '/sessions/current', tag: 'Sign-in', permission: 'signedIn',
      summary: 'Who is signed in, with which rights',
      response: closed({ user: User }),
    },
    async (db, actor) => {
      const operator = await db.prisma.operator.findUniqueOrThrow({ where: { id: actor.id as number }, select: { id: true, login: true, name: true } });
      const rights: Right[] = actor.allRights ? allRights : allRights.filter((right) => actor.rights.has(right));
      return { user: { ...operator, rights } };
    },
  ),
];
