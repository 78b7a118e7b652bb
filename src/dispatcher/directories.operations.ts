// Five operations for every directory, made from its definition.
import { type TProperties, Type } from 'typebox';
import { closed, Id, MAX_ID, Name, Version } from '../contract/primitives.js';
import { directories } from '../directories/definitions.js';
import { changeItem, createItem, type Directory, getItem, listItems, noItem, removeItem } from '../directories/directories.js';
import { command, type Operation, query } from '../http/operation.js';
import { can } from '../auth/actor.js';

const idFromZero = Type.Integer({ minimum: 0, maximum: MAX_ID, description: 'Id, from 0' });

function optional(fields: TProperties): TProperties {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, Type.Optional(schema)]));
}

function operationsOf(directory: Directory): Operation[] {
  const { noun, plural, path, entity, right } = directory;
  const params = closed({ id: directory.idsFrom === 0 ? idFromZero : Id });
  const View = closed({ id: Type.Integer(), version: Type.Integer(), name: Type.String(), ...directory.view });
  const title = noun.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const shared = { tag: plural.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) } as const;
  // Hidden attributes do not exist for those who may not see them.
  const visible = (actor: Parameters<typeof can>[0], item: Record<string, unknown>) => entity !== 'attribute' || item.hidden !== true || can(actor, 'attribute.seeHidden') || can(actor, 'attribute.manage');
  return [
    query(
      { ...shared, id: `list${plural}`, method: 'get', path, permission: 'client.view', summary: `All of them, by name`, response: closed({ items: Type.Array(View) }) },
      async (db, actor) => ({ items: (await listItems(db, directory)).filter((item) => visible(actor, item)) }),
    ),
    query(
      { ...shared, id: `get${noun}`, method: 'get', path: `${path}/{id}`, permission: 'client.view', summary: `One ${title}`, params, response: View, errors: ['item.not_found'] },
      async (db, actor, input) => {
        const item = await getItem(db, directory, input.params.id);
        if (!visible(actor, item)) throw noItem(directory, input.params.id);
        return item;
      },
    ),
    command(
      {
        ...shared, id: `create${noun}`, method: 'post', path, permission: right, status: 201, summary: `Create one`,
        body: closed({ name: Name, ...directory.input }), response: View, errors: directory.errors ?? [],
      },
      (tx, actor, { body }) => createItem(tx, actor, directory, body),
    ),
    command(
      {
        ...shared, id: `change${noun}`, method: 'patch', path: `${path}/{id}`, permission: right, summary: `Change one: absent = leave, null = clear`,
        params, body: closed({ name: Type.Optional(Name), ...optional(directory.input), version: Type.Optional(Version) }), response: View,
        errors: ['item.not_found', 'conflict.version', ...(entity === 'attribute' ? (['attribute.type_in_use', 'item.in_use'] as const) : []), ...(directory.errors ?? [])],
      },
      (tx, actor, { params: { id }, body, version }) => changeItem(tx, actor, directory, id, body, version),
    ),
    command(
      { ...shared, id: `remove${noun}`, method: 'delete', path: `${path}/{id}`, permission: right, status: 204, summary: `Remove one that nobody uses`, params, response: Type.Null(), errors: ['item.not_found', 'item.in_use'] },
      async (tx, actor, { params: { id } }) => {
        await removeItem(tx, actor, directory, id);
        return null;
      },
    ),
  ];
}

export const directoryOperations: Operation[] = directories.flatMap(operationsOf);
