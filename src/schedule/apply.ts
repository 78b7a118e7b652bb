// Scheduled changes are applied one after the other, in the order of their dates over the whole directory: a later
// one may build on an earlier one, also on another client's. So of all processes only one is at it at a time; each
// change has a transaction of its own, in which it is done and settled. A kill leaves it either done or due.
import { systemActor } from '../auth/actor.js';
import { doChange } from '../clients/changes.js';
import type { ClientChange } from '../contract/changes.js';
import type { Db } from '../db/database.js';
import { describeDatabaseError, isTransient } from '../db/db-errors.js';
import { attempt } from '../db/savepoint.js';
import { loadSql, queryOptionalRow, queryRow } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { settle } from './schedule.js';

const sql = loadSql(import.meta.url);

interface Due {
  id: number;
  version: number;
  clientId: number;
  change: ClientChange;
  madeBy: string;
}

/** Applies the one that is due first. `busy`: another process is at it. Throws what another try may cure. */
export function applyNextDue(db: Db, onFault: (error: unknown) => void): Promise<'applied' | 'failed' | 'none' | 'busy'> {
  return db.transaction(async (tx) => {
    if (!(await queryRow<{ taken: boolean }>(tx, sql('take_turn'))).taken) return 'busy';
    // A frozen process would keep its turn: the database takes it away.
    await queryRow(tx, sql('limit_idleness'));
    const due = await queryOptionalRow<Due>(tx, sql('lock_next_due'), { now: tx.clock.now().toJSDate() });
    if (!due) return 'none';
    const actor = { ...systemActor(`scheduled by ${due.madeBy}`, 'system', `scheduled-change-${due.id}`), onBehalfOf: due.madeBy };
    try {
      await attempt(tx, () => doChange(tx, actor, due.clientId, due.change));
    } catch (error) {
      const refusal = refusalOf(error, onFault);
      await settle(tx, actor, due, { status: 'failed', reason: refusal.message, code: refusal.code });
      return 'failed';
    }
    await settle(tx, actor, due, { status: 'applied' });
    return 'applied';
  });
}

/** Why it can never be applied; what only came at a bad moment is thrown again, and the whole is tried later. */
function refusalOf(raw: unknown, onFault: (error: unknown) => void): AppError {
  if (isTransient(raw)) throw raw;
  const error = describeDatabaseError(raw);
  if (!(error instanceof AppError)) {
    // A fault of ours must not hold up all that is due after it.
    onFault(raw);
    return new AppError('server.error');
  }
  if (error.code === 'conflict.busy' || error.code === 'server.unavailable') throw raw;
  return error.code === 'client.not_found' ? new AppError('client.not_found', 'The client had been removed for good.') : error;
}

/** When the next pending one is due; null if there is none. */
export async function nextDueAt(db: Db): Promise<Date | null> {
  return (await queryRow<{ dueAt: Date | null }>(db, sql('select_next_due_at'))).dueAt;
}
