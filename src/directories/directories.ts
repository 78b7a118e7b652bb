// Directories: flat lists of named items that settings point to. One way to read and change them all; what differs
// is in the table of definitions (directories/definitions.ts).
import type { TProperties } from 'typebox';
import type { Actor } from '../auth/actor.js';
import { refuseConflicts, differences } from '../history/conflicts.js';
import type { ErrorCode } from '../contract/errors.js';
import type { ItemEntity } from '../contract/history.js';
import type { Right } from '../contract/rights.js';
import type { Prisma, Tx } from '../db/database.js';
import { loadSql, queryRow } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

export type Item = Record<string, unknown> & { id: number; version: number; name: string };

export interface Directory {
  /** Singular, as in history and events: tariff. */
  readonly entity: ItemEntity;
  /** For operation ids: Tariff → listTariffs, createTariff. */
  readonly noun: string;
  readonly plural: string;
  readonly path: string;
  readonly right: Right;
  /** Fields besides name, as requests may give them. All optional. */
  readonly input: TProperties;
  /** The same as answers give them. */
  readonly view: TProperties;
  readonly table: (db: { [key: string]: unknown } & object) => Delegate;
  /** Setting keys whose values are ids of these items. */
  readonly settingKeys: readonly string[];
  /** What its check may answer, besides request.invalid. */
  readonly errors?: readonly ErrorCode[];
  /** The smallest id; 1 unless told. */
  readonly idsFrom?: 0;
  toRow?(input: Record<string, unknown>, isNew: boolean): Record<string, unknown>;
  toView(row: Record<string, unknown>): Record<string, unknown>;
  /** What else than settings keeps an item from being removed, with counts. */
  uses?(tx: Tx, id: number): Promise<Record<string, number>> | Record<string, number>;
  /** Rules about the whole item; `before` is null for a new one. */
  check?(tx: Tx, after: Record<string, unknown>, before: Item | null): Promise<void> | void;
}

/** What the ORM offers for each of these tables. */
export interface Delegate {
  findMany(args: object): Promise<Record<string, unknown>[]>;
  findUnique(args: object): Promise<Record<string, unknown> | null>;
  create(args: object): Promise<Record<string, unknown>>;
  update(args: object): Promise<Record<string, unknown>>;
  delete(args: object): Promise<unknown>;
}

type Reader = { prisma: Pick<Prisma.TransactionClient, 'tariff'> };

export async function listItems(db: Reader, directory: Directory): Promise<Item[]> {
  const rows = await directory.table(db.prisma as never).findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] });
  return rows.map((row) => view(directory, row));
}

export async function getItem(db: Reader, directory: Directory, id: number): Promise<Item> {
  const row = await directory.table(db.prisma as never).findUnique({ where: { id } });
  if (!row) throw noItem(directory, id);
  return view(directory, row);
}

export function noItem({ entity }: Directory, id: number): AppError {
  return new AppError('item.not_found', `There is no ${entity} ${id}.`);
}

export async function createItem(tx: Tx, actor: Actor, directory: Directory, input: Record<string, unknown>): Promise<Item> {
  await directory.check?.(tx, input, null);
  const now = tx.clock.now().toJSDate();
  const row = await directory.table(tx.prisma as never).create({ data: { ...toRow(directory, input, true), createdAt: now, updatedAt: now } });
  const item = view(directory, row);
  const { id, version, ...fields } = item;
  await record(tx, actor, {
    entity: directory.entity, entityId: id, version, action: `${directory.entity}.created`,
    changes: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([field, value]) => [field, [null, value]])),
  });
  return item;
}

export async function changeItem(tx: Tx, actor: Actor, directory: Directory, id: number, input: Record<string, unknown>, version: number | null): Promise<Item> {
  await lockItem(tx, directory, id);
  const current = await getItem(tx, directory, id);
  const { version: _, ...wanted } = input;
  await directory.check?.(tx, { ...current, ...wanted }, current);
  const changes = differences(current, wanted);
  await refuseConflicts(tx, directory.entity, current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  const row = await directory.table(tx.prisma as never).update({
    where: { id },
    data: { ...toRow(directory, wanted, false), version: current.version + 1, updatedAt: tx.clock.now().toJSDate() },
  });
  await record(tx, actor, { entity: directory.entity, entityId: id, version: current.version + 1, action: `${directory.entity}.changed`, changes });
  return view(directory, row);
}

/** Removes what nobody refers to; throws item.in_use with the counts. */
export async function removeItem(tx: Tx, actor: Actor, directory: Directory, id: number): Promise<void> {
  await lockItem(tx, directory, id);
  const current = await getItem(tx, directory, id);
  const keys = directory.entity === 'attribute' ? [`attribute.${id}`] : directory.settingKeys;
  const block = directory.entity === 'attribute' ? 'count_uses_of_keys' : 'count_uses';
  const inSettings = await queryRow<{ clients: number; groups: number }>(tx, sql(block), block === 'count_uses' ? { keys, item_id: id } : { keys });
  const uses: Record<string, number> = { ...inSettings, ...(await directory.uses?.(tx, id)) };
  const inTheWay = Object.entries(uses).filter(([, count]) => count > 0).map(([what, count]) => ({ what, count }));
  if (inTheWay.length) throw new AppError('item.in_use', `"${current.name}" is used by ${inTheWay.map(({ what, count }) => `${count} ${what}`).join(' and ')}.`, { inTheWay });
  await directory.table(tx.prisma as never).delete({ where: { id } });
  const { id: _, version, ...fields } = current;
  const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([field, value]) => [field, [value, null] as const]));
  await record(tx, actor, { entity: directory.entity, entityId: id, version: version + 1, action: `${directory.entity}.removed`, changes });
}

async function lockItem(tx: Tx, directory: Directory, id: number): Promise<void> {
  await tx.run(sql(`lock_${directory.entity}`), [id]);
}

function toRow(directory: Directory, input: Record<string, unknown>, isNew: boolean): Record<string, unknown> {
  const row = directory.toRow?.(input, isNew) ?? { ...input };
  if (typeof row.name === 'string') row.name = row.name.trim();
  return row;
}

function view(directory: Directory, row: Record<string, unknown>): Item {
  return { id: row.id, version: row.version, name: row.name, ...directory.toView(row) } as Item;
}
