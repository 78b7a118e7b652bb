// Views of a list that an operator keeps under a name (S-2). They are the operator's own: nobody else reads them.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

const MAX_VIEWS = 50;

export interface SavedView {
  id: number;
  section: string;
  name: string;
  address: string;
}

/** By name. */
export function listViews(db: SqlRunner, actor: Actor, section: string | null): Promise<SavedView[]> {
  return queryRows<SavedView>(db, sql('list_views'), { operator_id: actor.id, section });
}

/** A name that there is gets the new address. Errors: view.too_many. */
export async function saveView(tx: Tx, actor: Actor, input: Omit<SavedView, 'id'>): Promise<SavedView> {
  const now = tx.clock.now().toJSDate();
  await queryRow(tx, sql('lock_operator'), { operator_id: actor.id });
  const saved = await queryRow<SavedView & { version: number; views: number }>(tx, sql('save_view'), { operator_id: actor.id, ...input, now });
  const { version, views, ...view } = saved;
  if (views >= MAX_VIEWS && version === 1) throw new AppError('view.too_many', `At most ${MAX_VIEWS} views can be kept.`);
  // The address may have somebody's name or number in it: the history keeps that there is a view, not what it shows.
  await record(tx, actor, { entity: 'operatorView', entityId: view.id, version, action: version === 1 ? 'operatorView.created' : 'operatorView.changed', changes: { name: [version === 1 ? null : view.name, view.name] } });
  return view;
}

/** Errors: view.not_found, also for a view of somebody else. */
export async function removeView(tx: Tx, actor: Actor, id: number): Promise<void> {
  const [gone] = await queryRows<{ name: string }>(tx, sql('remove_view'), { id, operator_id: actor.id });
  if (!gone) throw new AppError('view.not_found');
  await record(tx, actor, { entity: 'operatorView', entityId: id, version: null, action: 'operatorView.removed', changes: { name: [gone.name, null] } });
}
