import { Type } from 'typebox';
import { type Actor, can } from '../auth/actor.js';
import { Transition } from '../contract/groups.js';
import { closed, Id, Name, nullable, Reference, Version } from '../contract/primitives.js';
import { attributeIdOf, SettingKey } from '../contract/settings.js';
import type { Db, Tx } from '../db/database.js';
import { dueTransitions, runTransitions } from '../groups/transitions.js';
import { changeGroup, clearGroupSetting, createGroup, getGroup, type Group, listGroups, removeGroup, setGroupSetting } from '../groups/groups.js';
import { command, procedure, query } from '../http/operation.js';

const GroupType = Type.Enum(['individual', 'legal'], { description: 'Private persons or legal entities' });
const fields = { isDefault: Type.Optional(Type.Boolean({ description: 'For new roots of its type without a group' })), familyAccountAllowed: Type.Optional(Type.Boolean()), retentionMonths: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 1_200, description: 'Personal data of private persons goes after so long without activity' }))) };

const GroupView = closed({
  id: Type.Integer(),
  version: Type.Integer(),
  name: Type.String(),
  type: GroupType,
  isDefault: Type.Boolean(),
  familyAccountAllowed: Type.Boolean(),
  retentionMonths: nullable(Type.Integer()),
  settings: Type.Record(Type.String(), Type.Unknown()),
});

const params = closed({ id: Id });
const settingParams = closed({ id: Id, key: SettingKey });
const shared = { tag: 'Client groups' } as const;

/** Values of hidden attributes only for those who may see them. */
async function present(db: Pick<Db | Tx, 'prisma'>, actor: Actor, group: Group): Promise<Group> {
  if (can(actor, 'attribute.seeHidden')) return group;
  const hidden = new Set((await db.prisma.attribute.findMany({ where: { hidden: true }, select: { id: true } })).map(({ id }) => id));
  return { ...group, settings: Object.fromEntries(Object.entries(group.settings).filter(([key]) => !hidden.has(attributeIdOf(key) ?? 0))) };
}

export const groupOperations = [
  query(
    { ...shared, id: 'listGroups', method: 'get', path: '/groups', permission: 'client.view', summary: 'All client groups, by name', response: closed({ items: Type.Array(GroupView) }) },
    async (db, actor) => ({ items: await Promise.all((await listGroups(db)).map((group) => present(db, actor, group))) }),
  ),
  query(
    { ...shared, id: 'getGroup', method: 'get', path: '/groups/{id}', permission: 'client.view', summary: 'One client group', params, response: GroupView, errors: ['group.not_found'] },
    async (db, actor, { params: { id } }) => present(db, actor, await getGroup(db, id)),
  ),
  command(
    {
      ...shared, id: 'createGroup', method: 'post', path: '/groups', permission: 'group.manage', status: 201, summary: 'Create a client group',
      body: closed({ name: Name, type: GroupType, ...fields, settings: Type.Optional(Type.Record(SettingKey, Type.Unknown(), { maxProperties: 500 })) }),
      response: GroupView, errors: ['setting.unknown'],
    },
    async (tx, actor, { body }) => present(tx, actor, await createGroup(tx, actor, body)),
  ),
  command(
    {
      ...shared, id: 'changeGroup', method: 'patch', path: '/groups/{id}', permission: 'group.manage', summary: 'Change a client group: absent = leave',
      params, body: closed({ name: Type.Optional(Name), type: Type.Optional(GroupType), ...fields, version: Type.Optional(Version) }), response: GroupView, errors: ['group.not_found', 'conflict.version'],
    },
    async (tx, actor, { params: { id }, body: { version: _, ...body }, version }) => present(tx, actor, await changeGroup(tx, actor, id, body, version)),
  ),
  command(
    { ...shared, id: 'removeGroup', method: 'delete', path: '/groups/{id}', permission: 'group.manage', status: 204, summary: 'Remove a client group that nobody uses', params, response: Type.Null(), errors: ['group.not_found', 'group.in_use'] },
    async (tx, actor, { params: { id } }) => {
      await removeGroup(tx, actor, id);
      return null;
    },
  ),
  command(
    {
      ...shared, id: 'setGroupSetting', method: 'put', path: '/groups/{id}/settings/{key}', permission: 'group.manage', summary: 'Say what holds by default in this group; null = explicitly none',
      params: settingParams, body: closed({ value: Type.Unknown(), version: Type.Optional(Version) }), response: GroupView, errors: ['group.not_found', 'setting.unknown', 'setting.reference_not_found', 'conflict.version'],
    },
    async (tx, actor, { params: { id, key }, body, version }) => present(tx, actor, await setGroupSetting(tx, actor, id, key, body.value, version)),
  ),
  command(
    { ...shared, id: 'clearGroupSetting', method: 'delete', path: '/groups/{id}/settings/{key}', permission: 'group.manage', summary: 'Say nothing about a setting any more', params: settingParams, response: GroupView, errors: ['group.not_found', 'setting.unknown', 'conflict.version'] },
    async (tx, actor, { params: { id, key }, version }) => present(tx, actor, await clearGroupSetting(tx, actor, id, key, version)),
  ),
  query(
    {
      ...shared, id: 'listDueGroupTransitions', method: 'post', path: '/group-transition-rules/dry-run', permission: 'group.manage', summary: 'Who would go to another group now, by which rule',
      body: closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }), response: closed({ items: Type.Array(Transition) }),
    },
    async (db, _actor, { body: { limit = 1_000 } }) => ({ items: await dueTransitions(db, db.clock.now().toJSDate(), limit) }),
  ),
  procedure(
    {
      ...shared, id: 'runGroupTransitions', method: 'post', path: '/group-transition-rules/run', permission: 'group.manage', summary: 'Apply the transition rules now (a job does it every hour)',
      response: closed({ moved: Type.Integer(), failed: Type.Array(closed({ client: Reference, reason: Type.String() })) }),
    },
    (db) => runTransitions(db),
  ),
];
