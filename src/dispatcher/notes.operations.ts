// Notes on clients and orders as operators write and read them, and greeting signs.
import { Type } from 'typebox';
import { ClientParams } from '../contract/clients.js';
import { SignQuery } from '../contract/driver.js';
import { ChangeNoteInput, ClientNote, CreateNoteInput, EffectiveNotesQuery, ListNotesQuery, NoteParams, OrderNotes, StackedNote } from '../contract/notes.js';
import { closed, Id } from '../contract/primitives.js';
import { clientSign, orderSign } from '../greeting-sign/greeting-sign.js';
import { command, Download, query } from '../http/operation.js';
import { parseInstant } from '../lib/clock.js';
import { changeNote, createNote, effectiveNotes, listNotes, orderNotes, setNoteRemoved } from '../notes/notes.js';

const shared = { tag: 'Notes' } as const;
const orderParams = closed({ id: Id });
const writeErrors = ['client.not_found', 'client.deleted'] as const;

export const noteOperations = [
  query(
    {
      ...shared, id: 'listNotes', method: 'get', path: '/clients/{id}/notes', permission: 'client.view', summary: "A client's own notes; the field driverNote of its card counts as one (N-1)",
      params: ClientParams, query: ListNotesQuery, response: closed({ items: Type.Array(ClientNote) }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id }, query: { removed = false } }) => ({ items: await listNotes(db, id, removed) }),
  ),
  query(
    {
      ...shared, id: 'getEffectiveNotes', method: 'get', path: '/clients/{id}/notes/effective', permission: 'client.view', summary: "What holds for a client: all superiors' notes and its own, the root's first (N-2)",
      params: ClientParams, query: EffectiveNotesQuery, response: closed({ items: Type.Array(StackedNote) }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id }, query: { audience = null, at } }) => ({ items: await effectiveNotes(db, id, at === undefined ? db.clock.now().toJSDate() : parseInstant(at, 'query/at'), audience) }),
  ),
  command(
    {
      ...shared, id: 'createNote', method: 'post', path: '/clients/{id}/notes', permission: 'client.change', status: 201, summary: 'Write a note; for drivers and of severity info unless said otherwise',
      params: ClientParams, body: CreateNoteInput, response: ClientNote, errors: [...writeErrors, 'note.dates', 'note.too_many'],
    },
    (tx, actor, { params: { id }, body }) => createNote(tx, actor, id, body),
  ),
  command(
    {
      ...shared, id: 'changeNote', method: 'patch', path: '/clients/{id}/notes/{noteId}', permission: 'client.change', summary: 'Change a note: absent = leave, null = clear',
      params: NoteParams, body: ChangeNoteInput, response: ClientNote, errors: [...writeErrors, 'note.not_found', 'note.dates', 'conflict.version'],
    },
    (tx, actor, { params: { id, noteId }, body, version }) => changeNote(tx, actor, id, noteId, body, version),
  ),
  command(
    {
      ...shared, id: 'removeNote', method: 'delete', path: '/clients/{id}/notes/{noteId}', permission: 'client.change', summary: 'Remove a note; restoring brings it back',
      params: NoteParams, response: ClientNote, errors: [...writeErrors, 'note.not_found'],
    },
    (tx, actor, { params: { id, noteId } }) => setNoteRemoved(tx, actor, id, noteId, true),
  ),
  command(
    {
      ...shared, id: 'restoreNote', method: 'post', path: '/clients/{id}/notes/{noteId}/restore', permission: 'client.change', summary: 'Bring a removed note back',
      params: NoteParams, response: ClientNote, errors: [...writeErrors, 'note.not_found'],
    },
    (tx, actor, { params: { id, noteId } }) => setNoteRemoved(tx, actor, id, noteId, false),
  ),
  query(
    {
      ...shared, id: 'getOrderNotes', method: 'get', path: '/orders/{id}/notes', permission: 'order.manage', summary: 'What holds for an order, and what crews have acknowledged (N-3)',
      params: orderParams, response: OrderNotes, errors: ['order.not_found'],
    },
    (db, _actor, { params: { id } }) => orderNotes(db, id),
  ),
  query(
    {
      ...shared, id: 'getClientGreetingSign', method: 'get', path: '/clients/{id}/greeting-sign.png', permission: 'client.view', summary: 'What the driver holds up: the greeting sign text, else the name, with the logo',
      params: ClientParams, query: SignQuery, response: Download, download: 'image/png', errors: ['client.not_found'],
    },
    (db, _actor, { params: { id }, query: { size = 'a4' } }) => clientSign(db, id, size),
  ),
  query(
    {
      ...shared, id: 'getOrderGreetingSign', method: 'get', path: '/orders/{id}/greeting-sign.png', permission: 'order.manage', summary: "The greeting sign for an order: the text, else the passenger's name, else the customer's",
      params: orderParams, query: SignQuery, response: Download, download: 'image/png', errors: ['order.not_found'],
    },
    (db, _actor, { params: { id }, query: { size = 'a4' } }) => orderSign(db, id, size),
  ),
] as const;
