// What crews see (N-3): the notes for drivers on their current orders, if their group has the right, and nothing else of
// anybody. An order is current from the assignment of the crew to its end or to another crew; notes hold by the day of the order.
import type { Actor } from '../auth/actor.js';
import type { DriverNotes, DriverOrder } from '../contract/driver.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { defaultTimeZone, noteLevels, type NoteReader } from './notes.js';
import { type NoteLevel, stackNotes } from './stack.js';

const sql = loadSql(import.meta.url);

/** What a crew sees, and what it follows from: a change of these may change it. */
export interface CrewFeed {
  notes: DriverNotes;
  crewGroupId: number | null;
  orderIds: ReadonlySet<number>;
  /** Customers and their superiors. */
  clientIds: ReadonlySet<number>;
}

interface OrderRow {
  crewId: number;
  id: number;
  state: DriverOrder['order']['state'];
  at: Date;
  atText: string;
  customerId: number;
  /** "note version" → when. */
  acknowledged: Record<string, string>;
}

/** By crew id; unknown crews are missing. Three statements, whatever the number. */
export async function crewFeeds(db: NoteReader, crewIds: readonly number[]): Promise<Map<number, CrewFeed>> {
  const [crews, orders] = await Promise.all([
    queryRows<{ crewId: number; crewGroupId: number | null }>(db, sql('select_watches'), { crew_ids: crewIds }),
    queryRows<OrderRow>(db, sql('select_orders'), { crew_ids: crewIds }),
  ]);
  const levels = orders.length === 0 ? new Map<number, NoteLevel[]>() : await noteLevels(db, [...new Set(orders.map(({ customerId }) => customerId))]);
  return new Map(crews.map(({ crewId, crewGroupId }) => {
    const own = orders.filter((order) => order.crewId === crewId);
    const pathOf = ({ customerId }: OrderRow) => levels.get(customerId) ?? [];
    return [crewId, {
      notes: { items: own.map((order) => driverOrder(order, pathOf(order), defaultTimeZone(db))) },
      crewGroupId,
      orderIds: new Set(own.map(({ id }) => id)),
      clientIds: new Set(own.flatMap((order) => pathOf(order).map(({ id }) => id))),
    }];
  }));
}

function driverOrder({ id, state, at, atText, acknowledged }: OrderRow, path: readonly NoteLevel[], timeZone: string): DriverOrder {
  return {
    order: { id, state, at: atText },
    greetingSign: `/api/v1/driver/orders/${id}/greeting-sign.png`,
    notes: stackNotes(path, at, timeZone, 'driver').map(({ audience: _, ...note }) => ({ ...note, acknowledgedAt: acknowledged[`${note.id} ${note.version}`] ?? null })),
  };
}

/** Of these crews, those who have one of these orders now. */
export async function crewsOfOrders(db: SqlRunner, orderIds: readonly number[], crewIds: readonly number[]): Promise<number[]> {
  return (await queryRows<{ id: number }>(db, sql('find_crews_of_orders'), { order_ids: orderIds, crew_ids: crewIds })).map(({ id }) => id);
}

export async function driverNotes(db: NoteReader, crewId: number): Promise<DriverNotes> {
  return (await crewFeeds(db, [crewId])).get(crewId)?.notes ?? { items: [] };
}

/**
 * Keeps that a crew has read this version of a note for this order; a second time changes nothing. Throws note.not_found for
 * whatever the crew does not see, conflict.version if the note is another than was read.
 */
export async function acknowledgeNote(tx: Tx, actor: Actor, noteId: number, orderId: number, seen: number | null): Promise<{ noteId: number; orderId: number; version: number; at: string }> {
  const crewId = actor.id as number;
  const note = await queryOptionalRow<{ version: number }>(tx, sql('lock_note'), { note_id: noteId });
  const order = (await driverNotes(tx, crewId)).items.find((one) => one.order.id === orderId);
  const shown = order?.notes.find(({ id }) => id === noteId);
  if (!note || !shown) throw new AppError('note.not_found', 'Your current orders have no such note.');
  if (seen !== null && seen !== note.version) throw new AppError('conflict.version', 'The note was changed meanwhile. Read it again.', { version: note.version });
  if (shown.acknowledgedAt !== null) return { noteId, orderId, version: note.version, at: shown.acknowledgedAt };
  const now = tx.clock.now();
  const made = await queryOptionalRow(tx, sql('insert_acknowledgement'), { note_id: noteId, version: note.version, order_id: orderId, crew_id: crewId, now: now.toJSDate() });
  if (!made) throw new AppError('conflict.busy');
  await record(tx, actor, { entity: 'order', entityId: orderId, version: null, action: 'order.note_acknowledged', changes: { acknowledged: [null, { noteId, version: note.version }] } });
  return { noteId, orderId, version: note.version, at: now.toUTC().toISO() };
}
