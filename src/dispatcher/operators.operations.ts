import { Type } from 'typebox';
import { hashPassword } from '../auth/passwords.js';
import { allRights } from '../contract/rights.js';
import { closed, Id, Name, Version } from '../contract/primitives.js';
import { command, procedure, query } from '../http/operation.js';
import {
  changeOperator, changeRole, createOperator, createRole, getOperator, getRole, listOperators, listRoles, removeOperator, removeRole,
} from '../operators/operators.js';

const Login = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\s\\u0000-\\u001f]+$' });
const Password = Type.String({ minLength: 8, maxLength: 200, description: 'At least 8 characters' });
const RoleIds = Type.Array(Id, { uniqueItems: true, maxItems: 50 });
const Rights = Type.Array(Type.Enum([...allRights]), { uniqueItems: true, maxItems: 100 });
const params = closed({ id: Id });
const OperatorView = closed({ id: Type.Integer(), version: Type.Integer(), login: Type.String(), name: Type.String(), active: Type.Boolean(), roleIds: Type.Array(Type.Integer()) });
const RoleView = closed({ id: Type.Integer(), version: Type.Integer(), name: Type.String(), allRights: Type.Boolean(), rights: Rights });
const operators = { tag: 'Operators', permission: 'operator.manage' } as const;

export const operatorOperations = [
  query({ ...operators, id: 'listOperators', method: 'get', path: '/operators', summary: 'All operators', response: closed({ items: Type.Array(OperatorView) }) }, async (db) => ({ items: await listOperators(db) })),
  query(
    {
      ...operators, id: 'listColleagues', method: 'get', path: '/colleagues', permission: 'client.view', summary: 'Names of the active operators: responsible managers and the like',
      response: closed({ items: Type.Array(closed({ id: Type.Integer(), name: Type.String() })) }),
    },
    async (db) => ({ items: (await listOperators(db)).filter(({ active }) => active).map(({ id, name, login }) => ({ id, name: name || login })) }),
  ),
  query({ ...operators, id: 'getOperator', method: 'get', path: '/operators/{id}', summary: 'One operator', params, response: OperatorView, errors: ['item.not_found'] }, (db, _actor, { params: { id } }) => getOperator(db, id)),
  procedure(
    {
      ...operators, id: 'createOperator', method: 'post', path: '/operators', status: 201, summary: 'Create an operator',
      body: closed({ login: Login, password: Password, name: Type.Optional(Name), active: Type.Optional(Type.Boolean()), roleIds: Type.Optional(RoleIds) }),
      response: OperatorView, errors: ['operator.login_taken', 'role.not_found'],
    },
    async (db, actor, { body: { password, ...input } }) => {
      const passwordHash = await hashPassword(password);
      return db.transaction((tx) => createOperator(tx, actor, { ...input, passwordHash }));
    },
  ),
  procedure(
    {
      ...operators, id: 'changeOperator', method: 'patch', path: '/operators/{id}', summary: 'Change an operator; a new password ends the sessions', params,
      body: closed({ login: Type.Optional(Login), password: Type.Optional(Password), name: Type.Optional(Name), active: Type.Optional(Type.Boolean()), roleIds: Type.Optional(RoleIds), version: Type.Optional(Version) }),
      response: OperatorView, errors: ['item.not_found', 'operator.login_taken', 'operator.last_administrator', 'role.not_found', 'conflict.version'],
    },
    async (db, actor, { params: { id }, body: { password, version: _, ...input }, version }) => {
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      return db.transaction((tx) => changeOperator(tx, actor, id, { ...input, ...(passwordHash && { passwordHash }) }, version));
    },
  ),
  command(
    { ...operators, id: 'removeOperator', method: 'delete', path: '/operators/{id}', status: 204, summary: 'Remove an operator', params, response: Type.Null(), errors: ['item.not_found', 'operator.last_administrator'] },
    async (tx, actor, { params: { id } }) => {
      await removeOperator(tx, actor, id);
      return null;
    },
  ),
  query({ ...operators, id: 'listRoles', method: 'get', path: '/roles', summary: 'All roles', response: closed({ items: Type.Array(RoleView) }) }, async (db) => ({ items: await listRoles(db) })),
  query({ ...operators, id: 'getRole', method: 'get', path: '/roles/{id}', summary: 'One role', params, response: RoleView, errors: ['item.not_found'] }, (db, _actor, { params: { id } }) => getRole(db, id)),
  command(
    { ...operators, id: 'createRole', method: 'post', path: '/roles', status: 201, summary: 'Create a role', body: closed({ name: Name, rights: Type.Optional(Rights) }), response: RoleView, errors: ['item.name_taken'] },
    (tx, actor, { body }) => createRole(tx, actor, body),
  ),
  command(
    {
      ...operators, id: 'changeRole', method: 'patch', path: '/roles/{id}', summary: 'Change a role', params,
      body: closed({ name: Type.Optional(Name), rights: Type.Optional(Rights), version: Type.Optional(Version) }), response: RoleView, errors: ['item.not_found', 'item.name_taken', 'conflict.version'],
    },
    (tx, actor, { params: { id }, body: { version: _, ...input }, version }) => changeRole(tx, actor, id, input, version),
  ),
  command(
    { ...operators, id: 'removeRole', method: 'delete', path: '/roles/{id}', status: 204, summary: 'Remove a role that nobody has', params, response: Type.Null(), errors: ['item.not_found', 'item.in_use', 'operator.last_administrator'] },
    async (tx, actor, { params: { id } }) => {
      await removeRole(tx, actor, id);
      return null;
    },
  ),
];
