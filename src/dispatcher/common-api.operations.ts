// Integrations as operators see them: users of CommonAPI, its calls, what it shows them and what passengers say through it.
import { type Static, Type } from 'typebox';
import { readClientPhoto } from '../clients/photos.js';
import { commonApiRequests } from '../contract/common-api.js';
import { closed, Id, Instant, MAX_ID, Name, nullable, page, PageQuery, Reference, Version } from '../contract/primitives.js';
import { command, Download, query } from '../http/operation.js';
import { listCalls } from '../integrations/calls.js';
import { listClientFeedback } from '../integrations/feedback.js';
import { getOperatorMessage, listOperatorMessages } from '../integrations/operator-messages.js';
import { changeCommonApiUser, createCommonApiUser, getCommonApiUser, listCommonApiUsers, removeCommonApiUser } from '../integrations/users.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';

const Requests = nullable(Type.Array(Type.Enum([...commonApiRequests]), { uniqueItems: true, maxItems: commonApiRequests.length, description: 'Names of the allowed requests; null = all' }));
const UserView = closed({ id: Type.Integer(), version: Type.Integer(), name: Type.String(), active: Type.Boolean(), requests: nullable(Type.Array(Type.String())) });
const CallView = closed({
  id: Type.Integer(), at: Type.String(), api: Type.String(), request: Type.String(), ip: Type.String(), userId: nullable(Type.Integer()), code: Type.Integer(), ms: Type.Number(),
  clientId: nullable(Type.Integer()), parameters: nullable(Type.Record(Type.String(), Type.Unknown(), { description: 'Without secrets' })),
});
const MessageView = closed({
  id: Type.Integer(), at: Type.String(), kind: Type.String(), header: nullable(Type.String()), text: Type.String(), timeoutSeconds: Type.Integer(), color: nullable(Type.String()),
  clientId: nullable(Type.Integer()), orderId: nullable(Type.Integer()), actorName: Type.String(),
});
const FeedbackView = closed({
  id: Type.Integer(), at: Type.String(), phone: Type.String(), stars: Type.Integer(), text: Type.String(), orderId: nullable(Type.Integer()), attributes: Type.Array(Type.Unknown()),
  client: nullable(Reference), actorName: Type.String(),
});

const params = closed({ id: Id });
const users = { tag: 'CommonAPI', permission: 'operator.manage' } as const;

/** The id after which a page goes on. */
function before(cursor: string | undefined, list: string): number | null {
  return cursor === undefined ? null : (decodeCursor(cursor, list, ['id'])[0] as number);
}

function pageOf<Row extends { id: number }>(rows: Row[], limit: number, list: string): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(list, [last.id]) : null };
}

export const commonApiOperations = [
  query({ ...users, id: 'listCommonApiUsers', method: 'get', path: '/common-api/users', summary: 'Users of CommonAPI (X-User-Id)', response: closed({ items: Type.Array(UserView) }) }, async (db) => ({ items: await listCommonApiUsers(db) })),
  query({ ...users, id: 'getCommonApiUser', method: 'get', path: '/common-api/users/{id}', summary: 'One user of CommonAPI', params, response: UserView, errors: ['item.not_found'] }, (db, _actor, { params: { id } }) => getCommonApiUser(db, id)),
  command(
    {
      ...users, id: 'createCommonApiUser', method: 'post', path: '/common-api/users', status: 201, summary: 'Create a user of CommonAPI, with the id that its program sends',
      body: closed({ id: Type.Optional(Id), name: Name, active: Type.Optional(Type.Boolean()), requests: Type.Optional(Requests) }), response: UserView, errors: ['item.name_taken'],
    },
    (tx, actor, { body }) => {
      // The next free id is one more than the largest.
      if (body.id === MAX_ID) throw new AppError('item.name_taken', `The id ${MAX_ID} is not for use.`);
      return createCommonApiUser(tx, actor, body);
    },
  ),
  command(
    {
      ...users, id: 'changeCommonApiUser', method: 'patch', path: '/common-api/users/{id}', summary: 'Change a user of CommonAPI, and which requests it may send', params,
      body: closed({ name: Type.Optional(Name), active: Type.Optional(Type.Boolean()), requests: Type.Optional(Requests), version: Type.Optional(Version) }),
      response: UserView, errors: ['item.not_found', 'conflict.version'],
    },
    (tx, actor, { params: { id }, body: { version: _, ...input }, version }) => changeCommonApiUser(tx, actor, id, input, version),
  ),
  command(
    { ...users, id: 'removeCommonApiUser', method: 'delete', path: '/common-api/users/{id}', status: 204, summary: 'Remove a user of CommonAPI', params, response: Type.Null(), errors: ['item.not_found'] },
    async (tx, actor, { params: { id } }) => {
      await removeCommonApiUser(tx, actor, id);
      return null;
    },
  ),
  query(
    {
      id: 'listCommonApiCalls', method: 'get', path: '/common-api/calls', tag: 'CommonAPI', permission: 'history.see', summary: 'Calls of integrations, newest first, without secrets',
      query: closed({
        ...PageQuery, request: Type.Optional(Type.String({ pattern: '^[a-z0-9_]{1,60}$' })), userId: Type.Optional(Id), clientId: Type.Optional(Id),
        code: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })), failed: Type.Optional(Type.Boolean()), from: Type.Optional(Instant), to: Type.Optional(Instant),
      }),
      response: page(CallView), errors: ['request.cursor_invalid'],
    },
    async (db, _actor, { query: filter }) => (await listCalls(db, filter)) as Static<ReturnType<typeof page<typeof CallView>>>,
  ),
  query(
    { id: 'listOperatorMessages', method: 'get', path: '/operator-messages', tag: 'CommonAPI', permission: 'signedIn', summary: 'Messages that integrations show to this operator, newest first', query: closed(PageQuery), response: page(MessageView), errors: ['request.cursor_invalid'] },
    async (db, actor, { query: { limit = 50, cursor } }) => pageOf(await listOperatorMessages(db, { operatorId: actor.id, before: before(cursor, 'operatorMessages'), limit: limit + 1 }), limit, 'operatorMessages'),
  ),
  query(
    { id: 'getOperatorMessage', method: 'get', path: '/operator-messages/{id}', tag: 'CommonAPI', permission: 'signedIn', summary: 'One message to this operator', params, response: MessageView, errors: ['item.not_found'] },
    (db, actor, { params: { id } }) => getOperatorMessage(db, actor.id, id),
  ),
  query(
    {
      id: 'listClientFeedback', method: 'get', path: '/client-feedback', tag: 'CommonAPI', permission: 'order.manage', summary: 'What passengers said through integrations, newest first',
      query: closed({ ...PageQuery, clientId: Type.Optional(Id) }), response: page(FeedbackView), errors: ['request.cursor_invalid'],
    },
    async (db, _actor, { query: { limit = 50, cursor, clientId } }) => pageOf(await listClientFeedback(db, { clientId: clientId ?? null, before: before(cursor, 'feedback'), limit: limit + 1 }), limit, 'feedback'),
  ),
  query(
    { id: 'getClientPhoto', method: 'get', path: '/clients/{id}/photo', tag: 'Clients', permission: 'client.view', summary: 'The photo of a client, as integrations gave it', params, response: Download, download: 'image/png', errors: ['image.not_found'] },
    async (db, _actor, { params: { id } }) => ({ fileName: `photo-${id}.png`, content: await readClientPhoto(db, id) }),
  ),
] as const;
