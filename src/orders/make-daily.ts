// Makes the orders of daily orders when they are due (O-11). Each look at a schedule is one transaction: its row is locked,
// the order is made in a savepoint, the schedule notes it. A kill leaves it due or done; two processes never have the same one.
import { systemActor } from '../auth/actor.js';
import type { Db, Tx } from '../db/database.js';
import { describeDatabaseError, isTransient } from '../db/db-errors.js';
import { attempt } from '../db/savepoint.js';
import { AppError } from '../lib/app-error.js';
import type { ScheduledDay } from '../lib/daily-schedule.js';
import { type DailyOrder, lockNextDue, noteMade, noteRefused, planNext, requireDailyOrder } from './daily-orders.js';
import { placeOrder } from './orders.js';

export interface MadeDaily {
  made: number;
  refused: number;
}

/** Everything that is due now. `onFault` gets faults of ours; the rest goes on. */
export async function makeDailyOrders(db: Db, onFault: (error: unknown) => void): Promise<MadeDaily> {
  const total = { made: 0, refused: 0 };
  for (;;) {
    const outcome = await db.transaction((tx) => makeNext(tx, onFault));
    if (outcome === 'none') return total;
    if (outcome !== 'waits') total[outcome] += 1;
  }
}

async function makeNext(tx: Tx, onFault: (error: unknown) => void): Promise<'made' | 'refused' | 'waits' | 'none'> {
  const row = await lockNextDue(tx);
  if (!row) return 'none';
  const actor = systemActor(`daily order ${row.id}`);
  const day = await planNext(tx, actor, row);
  if (!day) return 'waits';
  try {
    const order = await attempt(tx, () => placeFor(tx, row, day));
    await noteMade(tx, actor, row, day, order.id);
  } catch (raw) {
    await noteRefused(tx, actor, row, day, refusalOf(raw, onFault));
    await planNext(tx, actor, await requireDailyOrder(tx, row.id));
    return 'refused';
  }
  await planNext(tx, actor, await requireDailyOrder(tx, row.id));
  return 'made';
}

function placeFor(tx: Tx, row: DailyOrder, { at }: ScheduledDay) {
  const { id, customer, payingId, passenger, phone, addresses, comment, costCentre, carrierId, crewGroupId, tariffId, pay } = row;
  const input = {
    at: at.toISO(), passenger, comment, costCentre, source: 'dailyOrder' as const,
    ...(phone !== null && { phone }), ...(addresses.length > 0 && { addresses }), ...(carrierId !== null && { carrierId }), ...(crewGroupId !== null && { crewGroupId }),
    ...(tariffId !== null && { tariffId }), ...(pay !== null && { pay }),
  };
  // Whoever made the schedule was asked for it then.
  const password = async () => 'right' as const;
  return placeOrder(tx, systemActor(`daily order ${id}`), input, null, { customerId: customer.id, payingId, password, channel: {} });
}

/** What another try may cure is thrown: nothing was done, and the schedule stays due. */
function refusalOf(raw: unknown, onFault: (error: unknown) => void): AppError {
  if (isTransient(raw)) throw raw;
  const error = describeDatabaseError(raw);
  if (!(error instanceof AppError)) {
    onFault(raw);
    return new AppError('server.error');
  }
  if (error.code === 'conflict.busy' || error.code === 'server.unavailable') throw error;
  return error;
}
