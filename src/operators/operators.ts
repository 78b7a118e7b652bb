// Operators and their roles. Somebody with all rights must always remain, or nobody could let anybody in.
import { type Actor, can } from '../auth/actor.js';
import { hashPassword } from '../auth/passwords.js';
import { allRights, type Right } from '../contract/rights.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

export interface OperatorView {
  id: number;
  version: number;
  login: string;
  name: string;
  active: boolean;
  roleIds: number[];
}

export interface OperatorInput {
  login?: string;
  name?: string;
  active?: boolean;
  roleIds?: number[];
}

type Reader = Pick<Db | Tx, 'prisma'>;

const withRoles = { roles: { select: { roleId: true } } } as const;

export async function listOperators(db: Reader): Promise<OperatorView[]> {
  return (await db.prisma.operator.findMany({ include: withRoles, orderBy: { login: 'asc' } })).map(toView);
}

export async function getOperator(db: Reader, id: number): Promise<OperatorView> {
  const row = await db.prisma.operator.findUnique({ where: { id }, include: withRoles });
  if (!row) throw new AppError('item.not_found', `There is no operator ${id}.`);
  return toView(row);
}

function toView(row: { id: number; version: number; login: string; name: string; active: boolean; roles: { roleId: number }[] }): OperatorView {
  const { id, version, login, name, active } = row;
  return { id, version, login, name, active, roleIds: row.roles.map(({ roleId }) => roleId).sort((a, b) => a - b) };
}

/** `passwordHash` is made outside the transaction: hashing takes 11 ms. */
export async function createOperator(tx: Tx, actor: Actor, input: OperatorInput & { login: string; passwordHash: string }): Promise<OperatorView> {
  const roleIds = input.roleIds ?? [];
  await requireRoles(tx, actor, roleIds);
  const now = tx.clock.now().toJSDate();
  const row = await tx.prisma.operator.create({
    data: {
      login: input.login.trim(), name: input.name ?? input.login, passwordHash: input.passwordHash, active: input.active ?? true, createdAt: now, updatedAt: now,
      roles: { create: roleIds.map((roleId) => ({ roleId })) },
    },
    include: withRoles,
  });
  const view = toView(row);
  const { id, version, ...fields } = view;
  await record(tx, actor, { entity: 'operator', entityId: id, version, action: 'operator.created', changes: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, [null, value]])) });
  return view;
}

/** A new password, or switching off, ends all sessions of the operator. */
export async function changeOperator(tx: Tx, actor: Actor, id: number, input: OperatorInput & { passwordHash?: string }, version: number | null): Promise<OperatorView> {
  await queryRows(tx, sql('lock_administration'));
  const current = await getOperator(tx, id);
  await requireNoStronger(tx, actor, current);
  const { passwordHash, roleIds, ...plain } = input;
  const wanted = { ...plain, ...(roleIds && { roleIds: [...roleIds].sort((a, b) => a - b) }) };
  const changes: Record<string, readonly [unknown, unknown]> = { ...differences(current as unknown as Record<string, unknown>, wanted) };
  if (passwordHash) changes.password = [null, 'changed'];
  await refuseConflicts(tx, 'operator', current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  if (changes.roleIds) {
    await requireRoles(tx, actor, wanted.roleIds as number[]);
    await tx.prisma.operatorRole.deleteMany({ where: { operatorId: id } });
    await tx.prisma.operatorRole.createMany({ data: (wanted.roleIds as number[]).map((roleId) => ({ operatorId: id, roleId })) });
  }
  await tx.prisma.operator.update({
    where: { id },
    data: { ...plain, ...(passwordHash && { passwordHash, failedSignIns: 0, lockedUntil: null }), version: current.version + 1, updatedAt: tx.clock.now().toJSDate() },
    select: { id: true },
  });
  if (passwordHash || input.active === false) await tx.prisma.session.deleteMany({ where: { operatorId: id, NOT: { id: actor.sessionId ?? 0 } } });
  await requireAdministrator(tx);
  await record(tx, actor, { entity: 'operator', entityId: id, version: current.version + 1, action: 'operator.changed', changes });
  return getOperator(tx, id);
}

export async function removeOperator(tx: Tx, actor: Actor, id: number): Promise<void> {
  await queryRows(tx, sql('lock_administration'));
  const current = await getOperator(tx, id);
  await requireNoStronger(tx, actor, current);
  const { login, version } = current;
  await tx.prisma.operator.delete({ where: { id }, select: { id: true } });
  await requireAdministrator(tx);
  await record(tx, actor, { entity: 'operator', entityId: id, version: version + 1, action: 'operator.removed', changes: { login: [login, null] } });
}

export interface RoleView {
  id: number;
  version: number;
  name: string;
  allRights: boolean;
  rights: Right[];
}

export async function listRoles(db: Reader): Promise<RoleView[]> {
  return (await db.prisma.role.findMany({ orderBy: { name: 'asc' } })).map(toRoleView);
}

export async function getRole(db: Reader, id: number): Promise<RoleView> {
  const row = await db.prisma.role.findUnique({ where: { id } });
  if (!row) throw new AppError('item.not_found', `There is no role ${id}.`);
  return toRoleView(row);
}

function toRoleView(row: { id: number; version: number; name: string; allRights: boolean; rights: string[] }): RoleView {
  const { id, version, name, allRights: all } = row;
  return { id, version, name, allRights: all, rights: all ? allRights : (row.rights as Right[]) };
}

export async function createRole(tx: Tx, actor: Actor, input: { name: string; rights?: Right[] }): Promise<RoleView> {
  requireOwnRights(actor, input.rights ?? []);
  const now = tx.clock.now().toJSDate();
  const row = await tx.prisma.role.create({ data: { name: input.name.trim(), rights: input.rights ?? [], createdAt: now, updatedAt: now } });
  await record(tx, actor, { entity: 'role', entityId: row.id, version: 1, action: 'role.created', changes: { name: [null, row.name], rights: [null, row.rights] } });
  return toRoleView(row);
}

export async function changeRole(tx: Tx, actor: Actor, id: number, input: { name?: string; rights?: Right[] }, version: number | null): Promise<RoleView> {
  await queryRows(tx, sql('lock_administration'));
  const current = await getRole(tx, id);
  requireOwnRights(actor, [...current.rights, ...(input.rights ?? [])]);
  if (current.allRights && input.rights) throw fieldError('request.invalid', 'body/rights', 'cannot change: the administrator has all rights');
  const changes = differences(current as unknown as Record<string, unknown>, input);
  await refuseConflicts(tx, 'role', current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  const row = await tx.prisma.role.update({ where: { id }, data: { ...input, version: current.version + 1, updatedAt: tx.clock.now().toJSDate() } });
  await record(tx, actor, { entity: 'role', entityId: id, version: row.version, action: 'role.changed', changes });
  return toRoleView(row);
}

export async function removeRole(tx: Tx, actor: Actor, id: number): Promise<void> {
  await queryRows(tx, sql('lock_administration'));
  const role = await getRole(tx, id);
  requireOwnRights(actor, role.rights);
  const operators = await tx.prisma.operatorRole.count({ where: { roleId: id } });
  if (operators > 0) throw new AppError('item.in_use', `"${role.name}" is the role of ${operators} operators.`, { inTheWay: [{ what: 'operators', count: operators }] });
  if (role.allRights) throw new AppError('operator.last_administrator', "The administrator's role stays.");
  await tx.prisma.role.delete({ where: { id }, select: { id: true } });
  await record(tx, actor, { entity: 'role', entityId: id, version: role.version + 1, action: 'role.removed', changes: { name: [role.name, null] } });
}

/** The first operator of an empty installation. Gives whether one was made. */
export async function ensureFirstOperator(db: Db, actor: Actor, login: string, password: string): Promise<boolean> {
  if ((await db.prisma.operator.count()) > 0) return false;
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await queryRows(tx, sql('lock_administration'));
    if ((await tx.prisma.operator.count()) > 0) return false;
    const role = await tx.prisma.role.findFirstOrThrow({ where: { allRights: true } });
    await createOperator(tx, actor, { login, name: login, passwordHash, roleIds: [role.id] });
    return true;
  });
}

// Nobody gives rights that he does not have, or takes over or hinders somebody who has more: operator.manage alone
// would otherwise be all rights.
async function requireRoles(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  const found = new Map((await tx.prisma.role.findMany({ where: { id: { in: [...ids] } } })).map((row) => [row.id, toRoleView(row)]));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw fieldError('role.not_found', 'body/roleIds', `There is no role ${missing}.`);
  requireOwnRights(actor, [...found.values()].flatMap(({ rights }) => rights));
}

async function requireNoStronger(tx: Tx, actor: Actor, { roleIds }: OperatorView): Promise<void> {
  const roles = (await tx.prisma.role.findMany({ where: { id: { in: roleIds } } })).map(toRoleView);
  requireOwnRights(actor, roles.flatMap(({ rights }) => rights));
}

function requireOwnRights(actor: Actor, rights: readonly Right[]): void {
  const lacking = rights.find((right) => !can(actor, right));
  if (lacking) throw new AppError('auth.forbidden', `This takes the right "${lacking}", which you do not have yourself.`, { right: lacking });
}

async function requireAdministrator(tx: Tx): Promise<void> {
  const { count } = await queryRow<{ count: number }>(tx, sql('count_administrators'));
  if (count === 0) throw new AppError('operator.last_administrator', 'Somebody active with all rights must remain.');
}
