// Notes for drivers, as clients write them (N-1, N-2). What operators write about a client stays between them and the drivers.
import { Type } from 'typebox';
import { ClientParams } from '../contract/clients.js';
import { ChangeNoteInput, type ClientNote, CreateNoteInput, ListNotesQuery, NoteParams, noteSeverities } from '../contract/notes.js';
import { closed, nullable } from '../contract/primitives.js';
import { changeNote, createNote, listNotes, setNoteRemoved } from '../notes/notes.js';
import { cabinetCommand, cabinetQuery } from './operation.js';
import { idsWithin } from './scope.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet: employees' } as const;
const writing = { ...shared, permission: 'right.employees' } as const;
const write = ['cabinet.blocked', 'cabinet.read_only', 'client.not_found', 'client.deleted'] as const;
const ofNote = { params: NoteParams, targets: { 'params.id': 'below', 'params.noteId': 'note' } } as const;

const Note = closed({
  id: nullable(Type.Integer({ description: "Null: the field driverNote of the client's card" })), version: nullable(Type.Integer()), text: Type.String(), severity: Type.Enum([...noteSeverities]),
  from: nullable(Type.String()), to: nullable(Type.String()), removed: Type.Boolean(), createdAt: nullable(Type.String()), updatedAt: nullable(Type.String()), acknowledgements: Type.Integer(),
});
const { audience: _, ...newNote } = CreateNoteInput.properties;
const { audience: __, ...changes } = ChangeNoteInput.properties;

const cut = ({ id, version, text, severity, from, to, removed, createdAt, updatedAt, acknowledgements }: ClientNote) => ({ id, version, text, severity, from, to, removed, createdAt, updatedAt, acknowledgements });

export const cabinetNoteOperations = [
  cabinetQuery(
    {
      ...shared, id: 'cabinetListNotes', method: 'get', path: '/cabinet/clients/{id}/notes', permission: 'signedIn', summary: "A client's notes for drivers, the one on its card first", params: ClientParams, query: ListNotesQuery,
      response: closed({ items: Type.Array(Note) }), targets: { 'params.id': 'client' }, errors: ['client.not_found'],
    },
    async (db, actor, { params: { id }, query: { removed = false } }) => {
      const notes = await listNotes(db, id, removed);
      const shown = await idsWithin(db, topOf(actor), 'note', notes.map((note) => note.id).filter((noteId) => noteId !== null));
      return { items: notes.filter((note) => note.id === null || shown.has(note.id)).map(cut) };
    },
  ),
  cabinetCommand(
    { ...writing, id: 'cabinetCreateNote', method: 'post', path: '/cabinet/clients/{id}/notes', status: 201, summary: 'Write a note for drivers', params: ClientParams, body: closed(newNote), response: Note, targets: { 'params.id': 'below' }, errors: [...write, 'note.dates', 'note.too_many'] },
    async (tx, actor, { params: { id }, body }) => cut(await createNote(tx, actor, id, { ...body, audience: 'driver' })),
  ),
  cabinetCommand(
    { ...writing, ...ofNote, id: 'cabinetChangeNote', method: 'patch', path: '/cabinet/clients/{id}/notes/{noteId}', summary: 'Change a note: absent = leave, null = clear', body: closed(changes), response: Note, errors: [...write, 'note.not_found', 'note.dates', 'conflict.version'] },
    async (tx, actor, { params: { id, noteId }, body, version }) => cut(await changeNote(tx, actor, id, noteId, body, version)),
  ),
  cabinetCommand(
    { ...writing, ...ofNote, id: 'cabinetRemoveNote', method: 'delete', path: '/cabinet/clients/{id}/notes/{noteId}', summary: 'Remove a note; restoring brings it back', response: Note, errors: [...write, 'note.not_found'] },
    async (tx, actor, { params: { id, noteId } }) => cut(await setNoteRemoved(tx, actor, id, noteId, true)),
  ),
  cabinetCommand(
    { ...writing, ...ofNote, id: 'cabinetRestoreNote', method: 'post', path: '/cabinet/clients/{id}/notes/{noteId}/restore', summary: 'Bring a removed note back', response: Note, errors: [...write, 'note.not_found'] },
    async (tx, actor, { params: { id, noteId } }) => cut(await setNoteRemoved(tx, actor, id, noteId, false)),
  ),
];
