// What orders go by besides the settings of clients: automatic creation, penalties, production calendar, discount cards.
import type { Actor } from '../auth/actor.js';
import type { DayType, OpenState } from '../contract/orders.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { getGroup, lockGroup } from '../groups/groups.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';

const sql = loadSql(import.meta.url);

export interface OrderRules {
  version: number;
  /** D-25: the group of clients that orders from unknown phones make; null: none is made. */
  autoCreateGroupId: number | null;
}

export function getOrderRules(db: SqlRunner): Promise<OrderRules> {
  return queryRow(db, sql('select_rules'));
}

/** Throws group.reference_not_found. */
export async function setOrderRules(tx: Tx, actor: Actor, input: { autoCreateGroupId: number | null }, version: number | null): Promise<OrderRules> {
  const current = await queryRow<OrderRules>(tx, sql('lock_rules'));
  if (input.autoCreateGroupId !== null) {
    const group = await tx.prisma.clientGroup.findUnique({ where: { id: input.autoCreateGroupId }, select: { id: true } });
    if (!group) throw fieldError('group.reference_not_found', 'body/autoCreateGroupId', 'There is no such client group.');
  }
  const changes = differences({ ...current }, input);
  await refuseConflicts(tx, 'orderRules', { id: 1, version: current.version }, version, changes);
  if (Object.keys(changes).length === 0) return current;
  const { version: next } = await queryRow<{ version: number }>(tx, sql('update_rules'), { group_id: input.autoCreateGroupId });
  await record(tx, actor, { entity: 'orderRules', entityId: 1, version: next, action: 'orderRules.changed', changes });
  return { version: next, ...input };
}

interface Penalty {
  state: OpenState;
  sum: { amount: string; currency: string };
}

/** O-13: what cancelling costs clients of a group, by the state that the order was in; states without penalty are absent. */
export async function listPenalties(db: SqlRunner & Parameters<typeof getGroup>[0], groupId: number): Promise<Penalty[]> {
  await getGroup(db, groupId);
  const rows = await queryRows<{ state: OpenState; sum: string; currency: string }>(db, sql('select_penalties'), { group_id: groupId });
  return rows.map(({ state, sum, currency }) => ({ state, sum: { amount: fromMinor(BigInt(sum)), currency } }));
}

/** Replaces them all. */
export async function setPenalties(tx: Tx, actor: Actor, groupId: number, penalties: readonly Penalty[]): Promise<Penalty[]> {
  const group = await lockGroup(tx, groupId);
  const twice = penalties.findIndex(({ state }, index) => penalties.findIndex((other) => other.state === state) < index);
  if (twice >= 0) throw fieldError('request.invalid', `body/items/${twice}/state`, 'is in the list twice');
  const before = await listPenalties(tx, groupId);
  await queryRows(tx, sql('delete_penalties'), { group_id: groupId });
  const rows = penalties.map(({ state, sum }) => ({ state, sum: toMinor(sum.amount).toString(), currency: sum.currency }));
  await queryRows(tx, sql('insert_penalties'), { group_id: groupId, penalties: JSON.stringify(rows) });
  const after = await listPenalties(tx, groupId);
  const changes = differences({ penalties: before }, { penalties: after });
  if (Object.keys(changes).length) await record(tx, actor, { entity: 'group', entityId: groupId, version: null, action: 'group.penalties_changed', changes: { name: [group.name, group.name], ...changes } });
  return after;
}

export interface CalendarDay {
  day: string;
  type: DayType;
}

/** Days of a year that are not what their weekday says. */
export function listCalendar(db: SqlRunner, year: number): Promise<CalendarDay[]> {
  return queryRows(db, sql('select_days'), { year });
}

/** Null: the day is again what its weekday says. */
export async function setCalendarDay(tx: Tx, actor: Actor, day: string, type: DayType | null): Promise<void> {
  if (type === null) await queryRows(tx, sql('clear_day'), { day });
  else await queryRows(tx, sql('set_day'), { day, type });
  await record(tx, actor, { entity: 'productionCalendar', entityId: Number(day.slice(0, 4)), version: null, action: 'productionCalendar.changed', changes: { [day]: [null, type] } });
}

export interface DiscountCard {
  id: number;
  version: number;
  number: string;
  discountId: number;
  active: boolean;
  validFrom: string | null;
  validTo: string | null;
}

export async function listDiscountCards(db: SqlRunner, after: number | null, limit: number): Promise<DiscountCard[]> {
  return queryRows<DiscountCard>(db, sql('select_cards'), { after, limit, id: null });
}

async function getDiscountCard(db: SqlRunner, id: number): Promise<DiscountCard> {
  const card = await queryOptionalRow<DiscountCard>(db, sql('select_cards'), { after: null, limit: 1, id });
  if (!card) throw new AppError('item.not_found', `There is no discount card ${id}.`);
  return card;
}

type CardInput = Omit<DiscountCard, 'id' | 'version'>;

/** Throws setting.reference_not_found, item.name_taken. */
export async function createDiscountCard(tx: Tx, actor: Actor, input: CardInput): Promise<DiscountCard> {
  checkDates(input);
  const made = await queryOptionalRow<{ id: number }>(tx, sql('insert_card'), cardParameters(tx, input));
  if (!made) throw noDiscount(input);
  const card = await getDiscountCard(tx, made.id);
  await record(tx, actor, { entity: 'discountCard', entityId: card.id, version: card.version, action: 'discountCard.created', changes: { number: [null, card.number], discountId: [null, card.discountId] } });
  return card;
}

export async function changeDiscountCard(tx: Tx, actor: Actor, id: number, input: Partial<CardInput>, version: number | null): Promise<DiscountCard> {
  await queryRows(tx, sql('lock_card'), { id });
  const current = await getDiscountCard(tx, id);
  const { id: _, version: __, ...before } = current;
  const after = { ...before, ...input };
  checkDates(after);
  const changes = differences(before, after);
  await refuseConflicts(tx, 'discountCard', current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  if (!(await queryOptionalRow(tx, sql('update_card'), { id, ...cardParameters(tx, after) }))) throw noDiscount(after);
  await record(tx, actor, { entity: 'discountCard', entityId: id, version: current.version + 1, action: 'discountCard.changed', changes });
  return getDiscountCard(tx, id);
}

export async function removeDiscountCard(tx: Tx, actor: Actor, id: number): Promise<void> {
  const card = await getDiscountCard(tx, id);
  await queryRows(tx, sql('delete_card'), { id });
  await record(tx, actor, { entity: 'discountCard', entityId: id, version: card.version + 1, action: 'discountCard.removed', changes: { number: [card.number, null], discountId: [card.discountId, null] } });
}

function checkDates({ validFrom, validTo }: Pick<CardInput, 'validFrom' | 'validTo'>): void {
  if (validFrom !== null && validTo !== null && validFrom > validTo) throw fieldError('request.invalid', 'body/validTo', 'must not lie before validFrom');
}

function noDiscount({ discountId }: CardInput): AppError {
  return fieldError('setting.reference_not_found', 'body/discountId', `There is no discount ${discountId}.`);
}

function cardParameters({ clock }: Tx, { number, discountId, active, validFrom, validTo }: CardInput): Record<string, unknown> {
  return { number, discount_id: discountId, active, valid_from: validFrom, valid_to: validTo, now: clock.now().toJSDate() };
}
