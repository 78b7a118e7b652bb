// Groups and attributes in memory, good as long as their epoch is the one that a statement has just read. Kept per
// database, and not for transactions: those see changes of their own that may never hold.
import type { AttributeDefinition } from '../contract/settings.js';
import type { SqlRunner } from '../db/sql.js';
import type { ResolutionGroup } from './data.js';

export interface Kept {
  readonly epoch: string;
  readonly attributes: readonly AttributeDefinition[];
  readonly groups: ReadonlyMap<number, ResolutionGroup>;
}

const byDatabase = new WeakMap<object, Kept>();

/** What is known; undefined inside a transaction, and as long as nothing has been read. */
export function kept(db: SqlRunner): Kept | undefined {
  return isDatabase(db) ? byDatabase.get(db) : undefined;
}

/** Remembers what one statement has read; groups of the same epoch come together. */
export function keep(db: SqlRunner, read: Kept): void {
  if (!isDatabase(db)) return;
  const before = byDatabase.get(db);
  if (before && Number(before.epoch) > Number(read.epoch)) return;
  byDatabase.set(db, before?.epoch === read.epoch ? { ...read, groups: new Map([...before.groups, ...read.groups]) } : read);
}

function isDatabase(db: SqlRunner): boolean {
  return 'transaction' in db;
}
