// Users of CommonAPI: programs that say who they are by X-User-Id, and may be allowed single requests only. Their ids
// are chosen by the administrator, as programs have them in their settings already.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

export interface CommonApiUser {
  id: number;
  version: number;
  name: string;
  active: boolean;
  /** Names of the allowed requests; null = all. */
  requests: string[] | null;
}

export interface CommonApiUserInput {
  name?: string;
  active?: boolean;
  requests?: string[] | null;
}

const ENTITY = 'commonApiUser';

export function listCommonApiUsers(db: SqlRunner): Promise<CommonApiUser[]> {
  return queryRows<CommonApiUser>(db, sql('select_users'), { user_id: null });
}

/** Null if there is none. */
export function findCommonApiUser(db: SqlRunner, id: number): Promise<CommonApiUser | null> {
  return queryOptionalRow<CommonApiUser>(db, sql('select_users'), { user_id: id });
}

/** Throws item.not_found. */
export async function getCommonApiUser(db: SqlRunner, id: number): Promise<CommonApiUser> {
  const user = await findCommonApiUser(db, id);
  if (!user) throw new AppError('item.not_found', `There is no CommonAPI user ${id}.`);
  return user;
}

/** Without an id the next free one is taken. Throws item.name_taken for an id that is taken. */
export async function createCommonApiUser(tx: Tx, actor: Actor, input: CommonApiUserInput & { id?: number; name: string }): Promise<CommonApiUser> {
  await queryRows(tx, sql('lock_users'));
  const id = input.id ?? (await queryRow<{ id: number }>(tx, sql('next_id'))).id;
  if (await findCommonApiUser(tx, id)) throw fieldError('item.name_taken', 'body/id', `The id ${id} is taken.`);
  const { name, active = true, requests = null } = input;
  await queryRow(tx, sql('insert_user'), { user_id: id, name: name.trim(), active, requests, now: tx.clock.now().toJSDate() });
  const user = await getCommonApiUser(tx, id);
  await record(tx, actor, {
    entity: ENTITY, entityId: id, version: 1, action: `${ENTITY}.created`, changes: { name: [null, user.name], active: [null, user.active], requests: [null, user.requests] },
  });
  return user;
}

export async function changeCommonApiUser(tx: Tx, actor: Actor, id: number, input: CommonApiUserInput, version: number | null): Promise<CommonApiUser> {
  await queryRows(tx, sql('lock_users'));
  const current = await getCommonApiUser(tx, id);
  const wanted = { ...input, ...(input.name !== undefined && { name: input.name.trim() }) };
  const changes = differences(current as unknown as Record<string, unknown>, wanted);
  await refuseConflicts(tx, ENTITY, current, version, changes);
  if (Object.keys(changes).length === 0) return current;
  const { name, active, requests } = { ...current, ...wanted };
  const after = await queryRow<{ version: number }>(tx, sql('update_user'), { user_id: id, name, active, requests, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: ENTITY, entityId: id, version: after.version, action: `${ENTITY}.changed`, changes });
  return getCommonApiUser(tx, id);
}

export async function removeCommonApiUser(tx: Tx, actor: Actor, id: number): Promise<void> {
  await queryRows(tx, sql('lock_users'));
  const { name, version } = await getCommonApiUser(tx, id);
  await queryRows(tx, sql('delete_user'), { user_id: id });
  await record(tx, actor, { entity: ENTITY, entityId: id, version: version + 1, action: `${ENTITY}.removed`, changes: { name: [name, null] } });
}
