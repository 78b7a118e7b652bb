// Single tabs of the card that are more than fields: order password, rating, pictures.
import { Type } from 'typebox';
import { can } from '../auth/actor.js';
import { clientCard } from '../clients/card.js';
import { checkOrderPassword, generateOrderPassword, hashOrderPassword, setOrderPassword } from '../clients/order-password.js';
import { addRating, resetRating } from '../clients/ratings.js';
import { ClientCard, ClientParams } from '../contract/clients.js';
import { closed, nullable, page, PageQuery, Text } from '../contract/primitives.js';
import { command, Download, procedure, query } from '../http/operation.js';
import { encodeImage, listImages, readImage, storeImage } from '../images/images.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';

const OrderPassword = Type.String({ minLength: 4, maxLength: 64, pattern: '^[^\\u0000-\\u001f]+$' });
const ImageView = closed({ id: Type.Integer(), name: Type.String(), type: Type.String(), width: Type.Integer(), height: Type.Integer() });

export const cardOperations = [
  procedure(
    {
      id: 'setOrderPassword', method: 'put', path: '/clients/{id}/order-password', tag: 'Clients', permission: 'client.change',
      summary: 'Set the order password, typed or generated; orders need it from now on', params: ClientParams,
      body: closed({ password: Type.Optional(OrderPassword) }),
      response: closed({ generated: nullable(Type.String({ description: 'Shown this once' })) }), errors: ['client.not_found'],
    },
    async (db, actor, { params: { id }, body }) => {
      const password = body.password ?? generateOrderPassword();
      const passwordHash = await hashOrderPassword(password);
      await db.transaction((tx) => setOrderPassword(tx, actor, id, passwordHash));
      return { generated: body.password === undefined ? password : null };
    },
  ),
  command(
    { id: 'clearOrderPassword', method: 'delete', path: '/clients/{id}/order-password', tag: 'Clients', permission: 'client.change', status: 204, summary: 'Orders need no password any more', params: ClientParams, response: Type.Null(), errors: ['client.not_found'] },
    async (tx, actor, { params: { id } }) => {
      await setOrderPassword(tx, actor, id, null);
      return null;
    },
  ),
  procedure(
    {
      id: 'checkOrderPassword', method: 'post', path: '/clients/{id}/order-password/check', tag: 'Clients', permission: 'client.view',
      summary: 'Is this the order password? Five wrong tries lock it for a while', params: ClientParams, body: closed({ password: Type.String({ maxLength: 64, pattern: '^[^\\u0000]*$' }) }),
      response: closed({ right: Type.Boolean() }), errors: ['client.not_found', 'client.order_password_wrong', 'client.order_password_locked'],
    },
    async (db, _actor, { params: { id }, body }) => {
      await checkOrderPassword(db, id, body.password);
      return { right: true };
    },
  ),
  command(
    {
      id: 'addRating', method: 'post', path: '/clients/{id}/ratings', tag: 'Clients', permission: 'client.change', status: 201, summary: 'Rate a client with one to five stars', params: ClientParams,
      body: closed({ stars: Type.Integer({ minimum: 1, maximum: 5 }), comment: Type.Optional(nullable(Text)) }), response: ClientCard, errors: ['client.not_found'],
    },
    async (tx, actor, { params: { id }, body }) => {
      await addRating(tx, actor, id, body);
      return clientCard(tx, id, can(actor, 'attribute.seeHidden'));
    },
  ),
  command(
    { id: 'resetRating', method: 'post', path: '/clients/{id}/rating/reset', tag: 'Clients', permission: 'rating.reset', summary: "Count a client's rating anew", params: ClientParams, response: ClientCard, errors: ['client.not_found'] },
    async (tx, actor, { params: { id } }) => {
      await resetRating(tx, actor, id);
      return clientCard(tx, id, can(actor, 'attribute.seeHidden'));
    },
  ),
  procedure(
    {
      id: 'uploadImage', method: 'post', path: '/images', tag: 'Pictures', permission: 'client.change', status: 201, takesFile: true,
      summary: 'Upload a picture (PNG, JPEG, WebP, GIF; 5 MiB); it is encoded anew. Its id is a value for the setting logo', response: ImageView, errors: ['image.unreadable', 'request.too_large', 'request.media_type'],
    },
    async (db, _actor, _input, { upload }) => {
      if (!upload) throw new AppError('request.media_type', 'Send the file as multipart/form-data.');
      const image = await encodeImage(upload.fileName, upload.content);
      return db.transaction((tx) => storeImage(tx, image));
    },
  ),
  query(
    {
      id: 'listImages', method: 'get', path: '/images', tag: 'Pictures', permission: 'client.view', summary: 'Pictures that were uploaded, newest first: for choosing one that is there already',
      query: closed(PageQuery), response: page(ImageView), errors: ['request.cursor_invalid'],
    },
    async (db, _actor, { query: { limit = 50, cursor } }) => {
      const found = await listImages(db, { before: cursor === undefined ? null : (decodeCursor(cursor, 'images', ['id'])[0] as number), limit: limit + 1 });
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? encodeCursor('images', [items.at(-1)?.id]) : null };
    },
  ),
  query(
    { id: 'getImage', method: 'get', path: '/images/{id}', tag: 'Pictures', permission: 'client.view', summary: 'A picture', params: ClientParams, response: Download, download: 'image/png', errors: ['image.not_found'] },
    async (db, _actor, { params: { id } }) => ({ fileName: `picture-${id}.png`, content: (await readImage(db, id)).content }),
  ),
];
