// Client groups: the defaults for roots, and so for whole trees. A group in use cannot be removed.
import type { Actor } from '../auth/actor.js';
import { checkSettingValue, requireDefinition } from '../clients/own-settings.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { differences, refuseConflicts, same } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

export interface Group {
  id: number;
  version: number;
  name: string;
  type: 'individual' | 'legal';
  isDefault: boolean;
  familyAccountAllowed: boolean;
  /** After so long without activity personal data of private persons goes; null: never. */
  retentionMonths: number | null;
  settings: Record<string, unknown>;
}

export interface GroupInput {
  name?: string;
  type?: 'individual' | 'legal';
  isDefault?: boolean;
  familyAccountAllowed?: boolean;
  retentionMonths?: number | null;
  settings?: Record<string, unknown>;
}

export function listGroups(db: SqlRunner): Promise<Group[]> {
  return queryRows<Group>(db, sql('select_groups'), { group_id: null });
}

export async function getGroup(db: SqlRunner, id: number): Promise<Group> {
  const [group] = await queryRows<Group>(db, sql('select_groups'), { group_id: id });
  if (!group) throw new AppError('group.not_found');
  return group;
}

export async function createGroup(tx: Tx, actor: Actor, input: GroupInput & { name: string }): Promise<Group> {
  const { settings = {}, ...fields } = input;
  const type = fields.type ?? 'legal';
  if (fields.isDefault) {
    await queryRows(tx, sql('lock_default'));
    await clearDefault(tx, actor, type);
  }
  const now = tx.clock.now().toJSDate();
  const { id } = await tx.prisma.clientGroup.create({
    data: {
      name: fields.name.trim(), type, isDefault: fields.isDefault ?? false, familyAccountAllowed: fields.familyAccountAllowed ?? false,
      retentionMonths: fields.retentionMonths ?? null, createdAt: now, updatedAt: now,
    },
    select: { id: true },
  });
  for (const [key, value] of Object.entries(settings)) await writeSetting(tx, actor, id, key, value, `body/settings/${key}`);
  const group = await getGroup(tx, id);
  const changes = Object.fromEntries(Object.entries(state(group)).map(([field, value]) => [field, [null, value] as const]));
  await record(tx, actor, { entity: 'group', entityId: id, version: group.version, action: 'group.created', changes });
  return group;
}

export async function changeGroup(tx: Tx, actor: Actor, id: number, input: Omit<GroupInput, 'settings'>, version: number | null): Promise<Group> {
  if (input.isDefault) await queryRows(tx, sql('lock_default'));
  const current = await lockGroup(tx, id);
  const wanted = { ...input, ...(input.name !== undefined && { name: input.name.trim() }) };
  const changes = differences(current as unknown as Record<string, unknown>, wanted);
  await refuseConflicts(tx, 'group', current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  if (changes.isDefault && !wanted.isDefault) throw fieldError('request.invalid', 'body/isDefault', 'cannot be taken away; make another group the default one instead');
  if (changes.type && current.isDefault) throw fieldError('request.invalid', 'body/type', 'cannot change on a default group');
  if (changes.isDefault) await clearDefault(tx, actor, wanted.type ?? current.type);
  await tx.prisma.clientGroup.update({ where: { id }, data: { ...wanted, ...next(tx, current) }, select: { id: true } });
  await record(tx, actor, { entity: 'group', entityId: id, version: current.version + 1, action: 'group.changed', changes });
  return getGroup(tx, id);
}

export async function removeGroup(tx: Tx, actor: Actor, id: number): Promise<void> {
  const group = await lockGroup(tx, id);
  const clients = await tx.prisma.client.count({ where: { groupId: id } });
  const inTheWay = [{ what: 'clients', count: clients }, { what: 'default', count: group.isDefault ? 1 : 0 }].filter(({ count }) => count > 0);
  if (inTheWay.length) {
    const why = clients > 0 ? `"${group.name}" has ${clients} clients.` : `"${group.name}" is the default group for new clients; make another the default first.`;
    throw new AppError('group.in_use', why, { inTheWay });
  }
  await tx.prisma.clientGroup.delete({ where: { id }, select: { id: true } });
  const changes = Object.fromEntries(Object.entries(state(group)).map(([field, value]) => [field, [value, null] as const]));
  await record(tx, actor, { entity: 'group', entityId: id, version: group.version + 1, action: 'group.removed', changes });
}

/** Sets what the group says about a setting. */
export async function setGroupSetting(tx: Tx, actor: Actor, id: number, key: string, value: unknown, version: number | null): Promise<Group> {
  const group = await lockGroup(tx, id);
  const before = key in group.settings ? { value: group.settings[key] } : null;
  const checked = await checkSettingValue(tx, actor, key, value, 'group');
  const changes = { [`settings.${key}`]: [before, { value: checked }] as const };
  await refuseConflicts(tx, 'group', group, version, changes);
  if (before && same(before.value, checked)) return group;
  await queryRows(tx, sql('upsert_group_setting'), { group_id: id, key, value: JSON.stringify(checked) });
  await tx.prisma.clientGroup.update({ where: { id }, data: next(tx, group), select: { id: true } });
  await record(tx, actor, { entity: 'group', entityId: id, version: group.version + 1, action: 'group.setting_changed', changes });
  return getGroup(tx, id);
}

/** The group says nothing about the setting any more: the system default holds. */
export async function clearGroupSetting(tx: Tx, actor: Actor, id: number, key: string, version: number | null): Promise<Group> {
  const group = await lockGroup(tx, id);
  await requireDefinition(tx, actor, key);
  if (!(key in group.settings)) return group;
  const changes = { [`settings.${key}`]: [{ value: group.settings[key] }, null] as const };
  await refuseConflicts(tx, 'group', group, version, changes);
  await queryRows(tx, sql('delete_group_setting'), { group_id: id, key });
  await tx.prisma.clientGroup.update({ where: { id }, data: next(tx, group), select: { id: true } });
  await record(tx, actor, { entity: 'group', entityId: id, version: group.version + 1, action: 'group.setting_cleared', changes });
  return getGroup(tx, id);
}

/** All fields of a group as the history has them. */
function state({ settings, id: _, version: __, ...fields }: Group): Record<string, unknown> {
  return { ...fields, ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`settings.${key}`, { value }])) };
}

async function writeSetting(tx: Tx, actor: Actor, id: number, key: string, value: unknown, path: string): Promise<void> {
  try {
    const checked = await checkSettingValue(tx, actor, key, value, 'group');
    await queryRows(tx, sql('upsert_group_setting'), { group_id: id, key, value: JSON.stringify(checked) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Here the key is part of the body, not of the address.
    throw new AppError('request.invalid', `${key}: ${error.message}`, { errors: [{ path, code: error.code, message: error.message }] });
  }
}

export async function lockGroup(tx: Tx, id: number): Promise<Group> {
  await queryRows(tx, sql('lock_group'), { group_id: id });
  return getGroup(tx, id);
}

async function clearDefault(tx: Tx, actor: Actor, type: string): Promise<void> {
  const found = await tx.prisma.clientGroup.findFirst({ where: { isDefault: true, type }, select: { id: true } });
  if (!found) return;
  const group = await lockGroup(tx, found.id);
  await tx.prisma.clientGroup.update({ where: { id: group.id }, data: { isDefault: false, ...next(tx, group) }, select: { id: true } });
  await record(tx, actor, { entity: 'group', entityId: group.id, version: group.version + 1, action: 'group.changed', changes: { isDefault: [true, false] } });
}

function next(tx: Tx, group: Group): { version: number; updatedAt: Date } {
  return { version: group.version + 1, updatedAt: tx.clock.now().toJSDate() };
}
