// What must hold for notes and crews (money-and-orders.md §3), in the form of checks.ts.
import { loadSql } from '../db/sql.js';
import type { Check } from './checks.js';

const sql = loadSql(import.meta.url);

export const noteChecks: readonly Check[] = [
  { id: 'note-versions', rule: 'D-8', title: 'versions of notes follow their history', over: 'notes', of: 'note', look: { block: sql('note_versions') } },
  { id: 'acknowledgements', rule: 'N-3', title: 'crews acknowledged versions that there were', over: 'notes', of: 'note', look: { block: sql('acknowledged_notes') } },
  { id: 'crew-versions', rule: 'D-8', title: 'versions of crews follow their history', over: 'crews', of: 'crew', look: { block: sql('crew_versions') } },
  { id: 'crew-tokens', rule: 'N-3', title: 'tokens of crews are kept as hashes', over: 'crews', of: 'crew', look: { block: sql('crew_tokens_hashed') } },
];
