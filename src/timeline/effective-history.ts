// What changed for a client without being changed on it (directory.md §6): the instants at which its effective settings
// became others, with the history rows that did it, whether its own, a superior's or its group's. Found by going back
// from change to change; the chain is the one of then, so moves of superiors count too.
import type { EffectiveChange } from '../contract/timeline.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { canonical } from '../lib/canonical.js';
import type { ResolutionInput } from '../resolution/data.js';
import { resolveSettings } from '../resolution/resolve.js';
import { refuseMissing } from './past.js';
import { resolutionAt } from './timeline.js';

const sql = loadSql(import.meta.url);

/** Changes looked at for one page: a busy superior may change much that means nothing to this client. */
const MAX_STEPS = 200;

interface Cause {
  historyId: number;
  at: Date;
  entity: 'client' | 'group';
  entityId: number;
  action: string;
  actorName: string;
  channel: string;
}

/** Newest first, before the instant `before`; `next` is the instant to go on from, null at the beginning of the client. */
export async function effectiveHistory(db: Db, id: number, before: Date, limit: number, hiddenAttributes: boolean): Promise<{ items: EffectiveChange[]; next: Date | null }> {
  const items: EffectiveChange[] = [];
  let until = before;
  let after = await inputAt(db, id, new Date(until.getTime() - 1));
  if (!after) return refuseMissing(db, id, until);
  for (let step = 0; step < MAX_STEPS && items.length < limit; step += 1) {
    const causes = await latestCauses(db, after, until);
    const at = causes[0]?.at;
    if (!at) return { items, next: null };
    const earlier = await inputAt(db, id, new Date(at.getTime() - 1));
    const changes = differences(earlier, after, hiddenAttributes);
    if (Object.keys(changes).length) items.push({ at: at.toISOString(), causes: causes.map(({ at: _, ...cause }) => cause), changes });
    if (!earlier) return { items, next: null };
    until = at;
    after = earlier;
  }
  return { items, next: until };
}

async function inputAt(db: Db, id: number, at: Date): Promise<ResolutionInput | undefined> {
  return (await resolutionAt(db, [id], at)).inputs.get(id);
}

/** The last rows before an instant that could matter; one transaction's rows bear the same instant. */
function latestCauses(db: Db, { chain, group }: ResolutionInput, until: Date): Promise<Cause[]> {
  return queryRows<Cause>(db, sql('select_latest_causes'), { client_ids: chain.map((node) => node.id), group_id: group.id, until });
}

function differences(earlier: ResolutionInput | undefined, later: ResolutionInput, hiddenAttributes: boolean): EffectiveChange['changes'] {
  const was = earlier ? resolveSettings(earlier, { hiddenAttributes }).settings : {};
  const is = resolveSettings(later, { hiddenAttributes }).settings;
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return Object.fromEntries(
    keys.filter((key) => canonical(was[key]?.value) !== canonical(is[key]?.value)).map((key) => [key, [was[key]?.value ?? null, is[key]?.value ?? null] as [unknown, unknown]]),
  );
}
