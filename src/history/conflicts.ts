// D-8: every write carries the version that the writer saw. Different fields both succeed; the same field is a
// conflict that shows mine, theirs and before. What changed since is read from the history.
import { changesSince, type Changes } from './history.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';

/** Throws conflict.version if somebody else changed one of `mine` after `seen`. No version: the writer did not look. */
export async function refuseConflicts(
  db: SqlRunner,
  entity: string,
  current: { id: number; version: number },
  seen: number | null,
  mine: Changes,
): Promise<void> {
  if (seen === null || seen === current.version) return;
  if (seen > current.version) throw fieldError('request.invalid', 'body/version', `must be at most ${current.version}, the current version`);
  const theirs = await changesSince(db, entity, current.id, seen);
  const conflicts = Object.entries(mine)
    .filter(([field]) => field in theirs)
    .map(([field, [, wanted]]) => ({ field, mine: wanted, theirs: theirs[field]?.[1] ?? null, before: theirs[field]?.[0] ?? null }));
  if (conflicts.length === 0) return;
  const names = conflicts.map(({ field }) => field).join(', ');
  throw new AppError('conflict.version', `Changed by somebody else meanwhile: ${names}.`, { version: current.version, conflicts });
}

/** What of `wanted` differs from `current`, as old → new. */
export function differences(current: Record<string, unknown>, wanted: Record<string, unknown>): Changes {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const [field, value] of Object.entries(wanted)) {
    if (value !== undefined && !same(current[field], value)) changes[field] = [current[field] ?? null, value];
  }
  return changes;
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}
