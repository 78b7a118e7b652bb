// Notes on clients (N-2). A client has any number of them, each for drivers, dispatchers or both; removing is a flag and can
// be undone. Every change is a row of the note's own history, and one of its client's, without the text, which tells those
// who watch the client.
import type { Actor } from '../auth/actor.js';
import { requireLive } from '../clients/card.js';
import type { Acknowledgement, ChangeNoteInput, ClientNote, CreateNoteInput, OrderNotes, StackedNote } from '../contract/notes.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { type Changes, record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { ancestorChain } from '../tree/tree.js';
import { cardNote, type NoteContent, type NoteLevel, stackNotes } from './stack.js';

const sql = loadSql(import.meta.url);

const MAX_NOTES = 100;
const DEFAULT_TIME_ZONE = 'Europe/Moscow';

export type NoteReader = SqlRunner & Pick<Db, 'defaults'>;

export function defaultTimeZone({ defaults }: Pick<Db, 'defaults'>): string {
  return defaults.timeZone ?? DEFAULT_TIME_ZONE;
}

/** A client's own notes, the field of its card first; or those that were removed. Throws client.not_found. */
export async function listNotes(db: SqlRunner, clientId: number, removed: boolean): Promise<ClientNote[]> {
  const card = await queryOptionalRow<{ driverNote: string | null }>(db, sql('select_card_note'), { client_id: clientId });
  if (!card) throw new AppError('client.not_found');
  const notes = await queryRows<ClientNote>(db, sql('select_own'), { client_id: clientId, removed });
  const ofCard = removed ? null : cardNote(card.driverNote);
  return ofCard ? [{ id: null, version: null, ...ofCard, removed: false, author: null, createdAt: null, updatedAt: null, acknowledgements: 0 }, ...notes] : notes;
}

/** What is written on the path of each client, the root first; unknown ids are missing. */
export async function noteLevels(db: SqlRunner, clientIds: readonly number[]): Promise<Map<number, NoteLevel[]>> {
  const levels = new Map<number, NoteLevel[]>();
  for (const { startId, ...level } of await queryRows<NoteLevel & { startId: number }>(db, sql('select_levels'), { client_ids: clientIds })) {
    const of = levels.get(startId);
    if (of) of.push(level);
    else levels.set(startId, [level]);
  }
  return levels;
}

/** What holds for a client at a time: its own notes and all its superiors'. Throws client.not_found. */
export async function effectiveNotes(db: NoteReader, clientId: number, at: Date, audience: 'driver' | 'dispatcher' | null): Promise<StackedNote[]> {
  const levels = (await noteLevels(db, [clientId])).get(clientId);
  if (!levels) throw new AppError('client.not_found');
  return stackNotes(levels, at, defaultTimeZone(db), audience);
}

/** What holds for an order at its time, and what crews have acknowledged. Throws order.not_found. */
export async function orderNotes(db: NoteReader, orderId: number): Promise<OrderNotes> {
  const order = await queryOptionalRow<{ customerId: number; at: Date }>(db, sql('select_order'), { order_id: orderId });
  if (!order) throw new AppError('order.not_found');
  const acknowledgements = await queryRows<Acknowledgement>(db, sql('select_acknowledgements'), { order_id: orderId });
  return { items: await effectiveNotes(db, order.customerId, order.at, null), acknowledgements };
}

interface Locked extends NoteContent {
  id: number;
  version: number;
  removed: boolean;
}

/** Throws client.deleted, note.dates, note.too_many. */
export async function createNote(tx: Tx, actor: Actor, clientId: number, input: CreateNoteInput): Promise<ClientNote> {
  await lockLiveClient(tx, clientId);
  const { notes } = await queryRow<{ notes: number }>(tx, sql('count_notes'), { client_id: clientId });
  if (notes >= MAX_NOTES) throw new AppError('note.too_many', `A client may have ${MAX_NOTES} notes. Remove one first.`);
  const content: NoteContent = { text: input.text, audience: input.audience ?? 'driver', severity: input.severity ?? 'info', from: input.from ?? null, to: input.to ?? null };
  refuseDates(content);
  const now = tx.clock.now().toJSDate();
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_note'), { client_id: clientId, ...content, author_kind: actor.kind, author_id: actor.id, author_name: actor.name, now });
  await recordNote(tx, actor, clientId, { id, version: 1, action: 'created', changes: { client: [null, clientId], ...differences({}, { ...content }) } });
  return requireNote(tx, clientId, id);
}

/** Throws note.not_found, conflict.version, note.dates, client.deleted. */
export async function changeNote(tx: Tx, actor: Actor, clientId: number, noteId: number, input: ChangeNoteInput, version: number | null): Promise<ClientNote> {
  await lockLiveClient(tx, clientId);
  const current = await lockNote(tx, clientId, noteId);
  if (current.removed) throw new AppError('note.not_found', 'The note was removed. Restore it first.');
  const { version: _, ...wanted } = input;
  const changes = differences({ ...current }, wanted);
  await refuseConflicts(tx, 'clientNote', current, version, changes);
  if (Object.keys(changes).length > 0) {
    const after = { ...current, ...wanted };
    refuseDates(after);
    await writeNote(tx, actor, clientId, after, 'changed', changes);
  }
  return requireNote(tx, clientId, noteId);
}

/** Removes a note, or takes that back; a second time does nothing. Throws note.not_found, client.deleted. */
export async function setNoteRemoved(tx: Tx, actor: Actor, clientId: number, noteId: number, removed: boolean): Promise<ClientNote> {
  await lockLiveClient(tx, clientId);
  const current = await lockNote(tx, clientId, noteId);
  if (current.removed !== removed) await writeNote(tx, actor, clientId, { ...current, removed }, removed ? 'removed' : 'restored', { removed: [!removed, removed] });
  return requireNote(tx, clientId, noteId);
}

async function lockLiveClient(tx: Tx, clientId: number): Promise<void> {
  await ancestorChain(tx, clientId);
  await queryRows(tx, sql('lock_client'), { client_id: clientId });
  await requireLive(tx, clientId);
}

async function lockNote(tx: Tx, clientId: number, noteId: number): Promise<Locked> {
  const note = await queryOptionalRow<Locked>(tx, sql('lock_note'), { client_id: clientId, note_id: noteId });
  if (!note) throw new AppError('note.not_found');
  return note;
}

async function requireNote(tx: Tx, clientId: number, noteId: number): Promise<ClientNote> {
  const note = [...(await listNotes(tx, clientId, false)), ...(await listNotes(tx, clientId, true))].find(({ id }) => id === noteId);
  if (!note) throw new AppError('note.not_found');
  return note;
}

function refuseDates({ from, to }: Pick<NoteContent, 'from' | 'to'>): void {
  if (from !== null && to !== null && to < from) throw fieldError('note.dates', 'body/to', 'must not be before from');
}

type NoteAction = 'created' | 'changed' | 'removed' | 'restored';

async function writeNote(tx: Tx, actor: Actor, clientId: number, { id, text, audience, severity, from, to, removed }: Locked, action: NoteAction, changes: Changes): Promise<void> {
  const now = tx.clock.now().toJSDate();
  const { version } = await queryRow<{ version: number }>(tx, sql('update_note'), { note_id: id, text, audience, severity, from, to, removed, now });
  await recordNote(tx, actor, clientId, { id, version, action, changes });
}

async function recordNote(tx: Tx, actor: Actor, clientId: number, { id, version, action, changes }: { id: number; version: number; action: NoteAction; changes: Changes }): Promise<void> {
  await record(tx, actor, [
    { entity: 'clientNote', entityId: id, version, action: `clientNote.${action}`, changes },
    { entity: 'client', entityId: clientId, version: null, action: `client.note_${action}`, changes: { note: [action === 'created' ? null : id, action === 'removed' ? null : id] } },
  ]);
}
