// PURE. Notes stack along the path from the root to the customer (N-2): every superior's and the customer's own, the root's
// first, on each client the field of its card first and then notes as they were made. A note holds on its days where its
// client is: by the client's time zone, else its nearest superior's.
import type { NoteAudience, NoteSeverity, StackedNote } from '../contract/notes.js';
import { localTime } from '../orders/calendar.js';

export interface NoteContent {
  text: string;
  audience: NoteAudience;
  severity: NoteSeverity;
  from: string | null;
  to: string | null;
}

export interface NoteRow extends NoteContent {
  id: number;
  version: number;
}

/** A client of the path with what is written on it; notes in the order of their ids. */
export interface NoteLevel {
  id: number;
  name: string;
  timeZone: string | null;
  driverNote: string | null;
  notes: readonly NoteRow[];
}

/** The field of the card as the note that it is (N-1); null: it says nothing. */
export function cardNote(driverNote: string | null): NoteContent | null {
  const text = driverNote?.trim();
  return text ? { text, audience: 'driver', severity: 'info', from: null, to: null } : null;
}

/** `levels` from the root down to the customer. */
export function stackNotes(levels: readonly NoteLevel[], at: Date, defaultTimeZone: string, audience: 'driver' | 'dispatcher' | null = null): StackedNote[] {
  const stacked: StackedNote[] = [];
  let timeZone = defaultTimeZone;
  for (const { id, name, timeZone: own, driverNote, notes } of levels) {
    timeZone = own ?? timeZone;
    const ofCard = cardNote(driverNote);
    const all = [...(ofCard ? [{ id: null, version: null, ...ofCard }] : []), ...notes];
    // Most clients have none: their day is not asked for.
    const today = all.length > 0 ? localTime(at, timeZone).toISODate() : '';
    for (const note of all) {
      const holds = (note.from ?? today) <= today && today <= (note.to ?? today);
      if (holds && (audience === null || note.audience === 'both' || note.audience === audience)) stacked.push({ ...note, client: { id, name } });
    }
  }
  return stacked;
}
