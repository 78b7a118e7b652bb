// Data + rule: effective settings of many clients, and why.
import type { Effective, Why } from '../contract/effective.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { loadResolution } from './data.js';
import { resolveSettings } from './resolve.js';
import { explainSetting } from './why.js';

/** Effective settings by client id, in the order asked; throws client.not_found naming the first unknown id. */
export async function effectiveSettings(db: SqlRunner, ids: readonly number[], hiddenAttributes: boolean): Promise<Effective[]> {
  const inputs = await loadResolution(db, ids);
  return ids.map((id) => {
    const input = inputs.get(id);
    if (!input) throw new AppError('client.not_found', ids.length > 1 ? `There is no client ${id}.` : undefined);
    return resolveSettings(input, { hiddenAttributes });
  });
}

export async function whySetting(db: SqlRunner, id: number, key: string, hiddenAttributes: boolean): Promise<Why> {
  const input = (await loadResolution(db, [id])).get(id);
  if (!input) throw new AppError('client.not_found');
  const why = explainSetting(input, key, hiddenAttributes);
  if (!why) throw new AppError('setting.unknown', `There is no setting "${key}".`);
  return why;
}
