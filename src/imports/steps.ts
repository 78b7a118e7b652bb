// The steps of a commit as they are read from the report, and what becomes of them.
import type { ImportWarning, RowOutcome } from '../contract/imports.js';
import type { Changes } from '../history/history.js';
import { errorCatalogue } from '../contract/errors.js';
import { AppError } from '../lib/app-error.js';

export interface StepRow {
  number: number;
  step: number;
  outcome: RowOutcome;
  name: string;
  externalId: string | null;
  clientId: number | null;
  version: number | null;
  parentId: number | null;
  parentNumber: number | null;
  changes: Changes;
  warnings: ImportWarning[] | null;
  parentClientId: number | null;
  parentFailed: boolean | null;
}

export interface RowResult {
  number: number;
  outcome?: RowOutcome;
  reason?: string;
  warnings?: ImportWarning[];
  changes?: Changes;
}

/** What the steps of a transaction leave for those after them. */
export interface Batch {
  importId: number;
  /** The client in whose cabinet it was made: failures name nobody. */
  owner: number | null;
  /** Row number → id of the client that it made. */
  created: Map<number, number>;
  results: Map<number, RowResult>;
}

/** The database is away, or we are told to stop: the rows are not to blame. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

export function isPassing(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof AppError && error.code === 'server.unavailable');
}

export function failure(number: number, error: unknown, owner: number | null): RowResult {
  // The sentence may name a client that the owner does not see.
  if (owner !== null && error instanceof AppError && ('client' in error.data || 'payer' in error.data)) return { number, outcome: 'error', reason: `${errorCatalogue[error.code].title}.` };
  return { number, outcome: 'error', reason: error instanceof AppError ? error.message : 'It could not be written; the error is logged.' };
}

/** The superior unit's id; throws if it is one of this import that could not be made. */
export function superiorOf(batch: Batch, row: StepRow): number | null {
  if (row.parentNumber === null) return row.parentId;
  const id = batch.created.get(row.parentNumber) ?? row.parentClientId;
  if (row.parentFailed || batch.results.get(row.parentNumber)?.outcome === 'error' || id === null) {
    throw new AppError('client.parent_not_found', 'Its superior unit could not be made.');
  }
  return id;
}
