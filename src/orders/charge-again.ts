// An order whose charge was cancelled can be charged again with the same sums, as often as it was cancelled. Balance floors
// and budgets hold as for anything new; an operator with the right may book past the floor with a reason (M-6).
import { bookEntry, type Owner } from '../accounts/ledger.js';
import { type Actor, requireRight } from '../auth/actor.js';
import type { OrderView } from '../contract/orders.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { loadResolution, type ResolutionInput } from '../resolution/data.js';
import { paymentRules } from './decide.js';
import { type Key, keyOf, requireOrder, untilItHolds } from './store.js';
import { levelsOf } from './terms.js';
import { orderView } from './view.js';

const sql = loadSql(import.meta.url);

const MAIN = 0;

interface Line {
  kind: 'charge' | 'penalty';
  clientId: number | null;
  serviceRole: string | null;
  carrierId: number;
  kindId: number;
  currency: string;
  amount: string;
}

/** Throws order.not_found, order.state, order.refused (budget), ledger.below_floor, account.none, request.key_reused. */
export async function chargeOrderAgain(db: Db, actor: Actor, id: number, { pastFloorReason }: { pastFloorReason?: string }, key: string | null): Promise<OrderView> {
  if (pastFloorReason !== undefined) requireRight(actor, 'operation.bookPastFloor');
  const content = { operation: 'chargeOrderAgain', id, pastFloorReason: pastFloorReason ?? null };
  await untilItHolds(async () => {
    const [row, lines] = await Promise.all([requireOrder(db, id), queryRows<Line>(db, sql('select_cancelled_charge'), { order_id: id })]);
    const [first] = lines;
    if (!first) {
      if (await isDone(db, keyOf(actor, key, content))) return;
      throw new AppError('order.state', 'No charge of the order is cancelled.', { state: row.state });
    }
    const payer = (await loadResolution(db, [row.payerId])).get(row.payerId) as ResolutionInput;
    const { floor } = paymentRules(levelsOf(payer), row.currency, false);
    const floorOf = ({ clientId, kindId, amount }: Line) => (clientId === null || BigInt(amount) > 0n || pastFloorReason !== undefined ? null : kindId === MAIN ? floor : 0n);
    await bookEntry(db, actor, {
      entry: { kind: first.kind, name: `Order ${id}`, orderId: id, pastFloorReason: pastFloorReason ?? null },
      postings: lines.map((line) => {
        const owner = (line.clientId === null ? { serviceRole: line.serviceRole } : { clientId: line.clientId }) as Owner;
        return { account: { ...owner, carrierId: line.carrierId, kindId: line.kindId, currency: line.currency }, amount: BigInt(line.amount), floor: floorOf(line) };
      }),
      key: key === null ? null : { key, content },
      by: 'charge_order_again',
    });
  });
  return orderView(await requireOrder(db, id));
}

/** By an earlier request with this key; throws request.key_reused. */
async function isDone(db: Db, key: Key | null): Promise<boolean> {
  const stored = key && (await queryOptionalRow<{ hash: string }>(db, sql('find_key'), { actor: key.actor, key: key.key }));
  if (stored && stored.hash !== key.hash) throw new AppError('request.key_reused');
  return stored !== null;
}
