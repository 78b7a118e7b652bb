// Views that operators keep for themselves (S-2).
import { Type } from 'typebox';
import { closed, Id, Line } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';
import { listViews, removeView, saveView } from '../operators/views.js';

const Section = Type.String({ pattern: '^[a-z][a-z-]{0,39}$', description: 'Such as clients' });
const ViewName = Type.String({ ...Line, minLength: 1, maxLength: 100, pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$' });
const Address = Type.String({ maxLength: 2_000, pattern: '^[^\\u0000-\\u001f]*$', description: 'What stands behind the question mark of the address' });
const SavedView = closed({ id: Type.Integer(), section: Type.String(), name: Type.String(), address: Type.String() });
const shared = { tag: 'Views', permission: 'signedIn' } as const;

export const viewOperations = [
  query(
    { ...shared, id: 'listViews', method: 'get', path: '/views', summary: 'Views that the signed-in operator keeps, by name', query: closed({ section: Type.Optional(Section) }), response: closed({ items: Type.Array(SavedView) }) },
    async (db, actor, { query: { section } }) => ({ items: await listViews(db, actor, section ?? null) }),
  ),
  command(
    { ...shared, id: 'saveView', method: 'post', path: '/views', status: 201, summary: 'Keep a view; one of the same name is replaced', body: closed({ section: Section, name: ViewName, address: Address }), response: SavedView, errors: ['view.too_many'] },
    (tx, actor, { body }) => saveView(tx, actor, { ...body, name: body.name.trim() }),
  ),
  command(
    { ...shared, id: 'removeView', method: 'delete', path: '/views/{id}', status: 204, summary: 'Forget a view', params: closed({ id: Id }), response: Type.Null(), errors: ['view.not_found'] },
    async (tx, actor, { params }) => {
      await removeView(tx, actor, params.id);
      return null;
    },
  ),
];
