// Which pending changes have a say in what clients will be: theirs, their superiors', and those of whatever they or
// their superiors are going to be moved under.
import type { ClientChange } from '../contract/changes.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { ancestorChains } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export interface PendingChange {
  readonly id: number;
  readonly clientId: number;
  readonly dueAt: Date;
  readonly change: ClientChange;
}

export interface Surroundings {
  /** Due by the instant, in the order in which they will be applied. */
  readonly changes: readonly PendingChange[];
  /** Clients whose chains, as they are now, hold everybody involved. */
  readonly clientIds: readonly number[];
}

/** One round for each level of moves under clients that are moved themselves. */
export async function pendingAround(db: SqlRunner, ids: readonly number[], until: Date): Promise<Surroundings> {
  const involved = new Set<number>();
  const starts = new Set<number>();
  const changes: PendingChange[] = [];
  for (let wanted = [...ids]; wanted.length; ) {
    for (const id of wanted) starts.add(id);
    const chains = await ancestorChains(db, wanted);
    const fresh = [...new Set([...chains.values()].flat().map(({ id }) => id))].filter((id) => !involved.has(id));
    for (const id of fresh) involved.add(id);
    const found = await queryRows<PendingChange>(db, sql('select_pending'), { client_ids: fresh, until });
    changes.push(...found);
    wanted = [...new Set(found.map(({ change }) => (change.kind === 'move' ? change.parentId : null)))].filter((id) => id !== null && !involved.has(id) && !starts.has(id)) as number[];
  }
  changes.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id);
  return { changes, clientIds: [...starts] };
}
