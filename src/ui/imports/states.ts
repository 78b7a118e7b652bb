// States of an import and outcomes of its rows, as both screens show them.
import type { ImportCounts, ImportState, RowOutcome } from '../../contract/imports.js';
import type { Tone } from '../components/plain.js';

export const outcomes = ['create', 'update', 'move', 'unchanged', 'error'] as const satisfies readonly RowOutcome[];
export const outcomeTones: Record<RowOutcome, Tone> = { create: 'fine', update: 'look', move: 'look', unchanged: 'plain', error: 'cannot' };
export const stateTones: Record<ImportState, Tone> = { mapping: 'look', checking: 'look', checked: 'look', committing: 'look', committed: 'fine', undoing: 'look', undone: 'plain', cancelled: 'plain' };

/** A job has it in its hands. */
export function isRunning(state: ImportState): boolean {
  return state === 'checking' || state === 'committing' || state === 'undoing';
}

/** Rows that change something. */
export function rowsToWrite(counts: ImportCounts | null): number {
  return counts ? counts.create + counts.update + counts.move : 0;
}

/** From 0 to 100. */
export function percentOf({ done, total }: { done: number; total: number }): number {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
}
