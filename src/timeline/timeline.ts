// Effective settings at any instant: now, then, or as they will be. One resolver; only its input differs.
import type { ScheduledOutlook } from '../contract/changes.js';
import type { Effective, Why } from '../contract/effective.js';
import { attributeIdOf } from '../contract/settings.js';
import type { Db } from '../db/database.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import type { ResolutionInput } from '../resolution/data.js';
import { inputOf } from '../resolution/hypothesis.js';
import { resolveSettings } from '../resolution/resolve.js';
import { explainSetting } from '../resolution/why.js';
import { futureForest } from './future.js';
import { pastForest, refuseMissing } from './past.js';

export interface ResolutionAt {
  /** By client id; clients that did not exist are missing. */
  readonly inputs: ReadonlyMap<number, ResolutionInput>;
  /** In the future: what was taken into account. */
  readonly scheduled: readonly ScheduledOutlook[] | null;
}

/** The resolver's input for clients at an instant. A constant number of statements for the past. */
export async function resolutionAt(db: Db, ids: readonly number[], at: Date): Promise<ResolutionAt> {
  const now = db.clock.now().toJSDate();
  const { forest, foreseen } = at > now ? await futureForest(db, ids, at, now) : { forest: await pastForest(db, ids, at), foreseen: null };
  const inputs = new Map(ids.filter((id) => forest.nodes.has(id)).map((id) => [id, inputOf(forest, id)]));
  const scheduled = foreseen?.map(({ planned: { id, clientId, dueAt, change }, refusal }) => ({ id, clientId, at: dueAt.toISOString(), change, holds: refusal === null, refusal }));
  return { inputs, scheduled: scheduled ?? null };
}

/** Throws client.not_found saying why there was none then. */
export async function effectiveAt(db: Db, id: number, at: Date, hiddenAttributes: boolean): Promise<Effective> {
  const { input, scheduled } = await inputAt(db, id, at);
  const visible = scheduled?.filter(({ change }) => hiddenAttributes || !concernsHidden(input, change));
  return { ...resolveSettings(input, { hiddenAttributes }), at: at.toISOString(), ...(visible && { scheduled: visible }) };
}

export async function whyAt(db: Db, id: number, key: string, at: Date, hiddenAttributes: boolean): Promise<Why> {
  const why = explainSetting((await inputAt(db, id, at)).input, key, hiddenAttributes);
  if (!why) throw new AppError('setting.unknown', `There is no setting "${key}", or was none then.`);
  return why;
}

/** For what only the past has. Throws request.invalid at a later instant. */
export function pastInstant(db: Pick<Db, 'clock'>, text: string): Date {
  const at = parseInstant(text, 'query/at');
  if (at > db.clock.now().toJSDate()) throw fieldError('request.invalid', 'query/at', 'must not be in the future: only effective settings can be foreseen');
  return at;
}

async function inputAt(db: Db, id: number, at: Date): Promise<{ input: ResolutionInput; scheduled: ResolutionAt['scheduled'] }> {
  const { inputs, scheduled } = await resolutionAt(db, [id], at);
  return { input: inputs.get(id) ?? (await refuseMissing(db, id, at)), scheduled };
}

function concernsHidden({ attributes }: ResolutionInput, change: ScheduledOutlook['change']): boolean {
  const attributeId = change.key === undefined ? null : attributeIdOf(change.key);
  return attributeId !== null && attributes.some(({ id, hidden }) => id === attributeId && hidden);
}
