// Notes in the erasure and the export of personal data: what somebody wrote on a client is about that client.
import type { Actor } from '../auth/actor.js';
import { ERASED } from '../contract/personal-data.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';

const sql = loadSql(import.meta.url);

const ERASED_TEXT = '(erased)';

/** Fields of a note's history that have its text. */
export const NOTE_TEXTS = ['text'] as const;

/** Clears the notes of a client and removes them; gives how many, and the ids of all that it ever had, whose history has texts. */
export async function eraseNotes(tx: Tx, actor: Actor, clientId: number): Promise<{ cleared: number; ids: number[] }> {
  const ids = (await queryRows<{ id: number }>(tx, sql('select_note_ids'), { client_id: clientId })).map(({ id }) => id);
  const cleared = await queryRows<{ id: number; version: number }>(tx, sql('clear_notes'), { client_id: clientId, text: ERASED_TEXT, now: tx.clock.now().toJSDate() });
  await record(tx, actor, cleared.map(({ id, version }) => ({ entity: 'clientNote', entityId: id, version, action: 'clientNote.personal_data_erased', changes: { text: [ERASED, null] as const } })));
  return { cleared: cleared.length, ids };
}

/** Without their authors, who are operators. */
export function exportNotes(db: SqlRunner, clientId: number): Promise<Record<string, unknown>[]> {
  return queryRows(db, sql('select_notes'), { client_id: clientId });
}
