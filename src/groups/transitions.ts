// Rules by which roots move between groups: by turnover, trips, days since registration, or on a date. A rule sees
// a client once it is in the rule's "from" group, so rules may form chains but each run takes one step.
import { systemActor } from '../auth/actor.js';
import { changeClient } from '../clients/clients.js';
import type { Transition } from '../contract/groups.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { type HistoryEntry, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

/** Who would move now, the first rule that fits winning; at most `limit`. */
export async function dueTransitions(db: SqlRunner, now: Date, limit: number): Promise<Transition[]> {
  interface Row { id: number; name: string; ruleId: number; fromGroupId: number; toGroupId: number }
  const rows = await queryRows<Row>(db, sql('select_due'), { now, limit });
  return rows.map(({ id, name, ...rule }) => ({ client: { id, name }, ...rule }));
}

export interface TransitionRun {
  moved: number;
  failed: { client: { id: number; name: string }; reason: string }[];
}

const AT_ONCE = 500;

/** Moves everybody who is due, each in a transaction of its own; the history says by which rule. */
export async function runTransitions(db: Db): Promise<TransitionRun> {
  const run: TransitionRun = { moved: 0, failed: [] };
  const tried = new Set<number>();
  const movedBy = new Map<number, number>();
  for (;;) {
    const due = (await dueTransitions(db, db.clock.now().toJSDate(), AT_ONCE + tried.size)).filter(({ client }) => !tried.has(client.id));
    if (due.length === 0) break;
    for (const transition of due) {
      tried.add(transition.client.id);
      try {
        await move(db, transition);
        run.moved += 1;
        movedBy.set(transition.ruleId, (movedBy.get(transition.ruleId) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        run.failed.push({ client: transition.client, reason: error.message });
      }
    }
  }
  await logRun(db, movedBy);
  return run;
}

async function move(db: Db, { client, ruleId, fromGroupId, toGroupId }: Transition): Promise<void> {
  await db.transaction(async (tx) => {
    const [rule] = await queryRows<{ name: string }>(tx, sql('lock_rule'), { rule_id: ruleId });
    const [still] = await queryRows(tx, sql('lock_member'), { client_id: client.id, group_id: fromGroupId });
    if (!rule || !still) return;
    await changeClient(tx, systemActor(`rule "${rule.name}"`), client.id, { groupId: toGroupId }, null);
  });
}

async function logRun(db: Db, movedBy: Map<number, number>): Promise<void> {
  if (movedBy.size === 0) return;
  const entries = [...movedBy].map(([ruleId, count]): HistoryEntry => ({
    entity: 'groupTransitionRule', entityId: ruleId, version: null, action: 'groupTransitionRule.applied', changes: { clients: [null, count] },
  }));
  await db.transaction((tx) => record(tx, systemActor('group transitions'), entries));
}
