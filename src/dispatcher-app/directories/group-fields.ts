// A group's settings as fields of one form, named as the server names them in conflicts: settings.tariff is {value}, or null for nothing said.
import type { Live } from '../../ui/api/live.js';
import type { Row } from './screens.js';

export interface Said {
  value: unknown;
}

export const openStates = ['new', 'driverAssigned', 'carAtPlace', 'clientInside'] as const;

const PREFIX = 'settings.';
export const settingField = (key: string) => `${PREFIX}${key}`;

export async function createGroup(live: Live, value: Record<string, unknown>): Promise<Row> {
  const { penalties, settings: _, ...rest } = value;
  const settings = Object.fromEntries(Object.entries(rest).filter(([field, said]) => field.startsWith(PREFIX) && said !== null).map(([field, said]) => [field.slice(PREFIX.length), (said as Said).value]));
  const fields = Object.fromEntries(Object.entries(rest).filter(([field]) => !field.startsWith(PREFIX)));
  const made = (await live.callByName('createGroup', {}, { ...fields, settings })) as Row;
  if (Array.isArray(penalties) && penalties.length > 0) await live.callByName('setPenalties', { id: made.id }, { items: penalties });
  return made;
}

/** One call for the fields, one for each setting; what is saved is told, so that a refusal in the middle keeps only the rest as unsaved. */
export async function changeGroup(live: Live, row: Row, patch: Readonly<Record<string, unknown>>, version: number | undefined, saved: (fields: readonly string[]) => void): Promise<void> {
  const seen = version === undefined ? {} : { version };
  const fields = Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith(PREFIX) && field !== 'penalties'));
  if (Object.keys(fields).length > 0) {
    await live.callByName('changeGroup', { id: row.id }, { ...fields, ...seen });
    saved(Object.keys(fields));
  }
  for (const [field, said] of Object.entries(patch).filter(([name]) => name.startsWith(PREFIX))) {
    const params = { id: row.id, key: field.slice(PREFIX.length) };
    if (said === null) await live.callByName('clearGroupSetting', { ...params, ...seen });
    else await live.callByName('setGroupSetting', params, { value: (said as Said).value, ...seen });
    saved([field]);
  }
  if (patch.penalties) {
    await live.callByName('setPenalties', { id: row.id }, { items: patch.penalties });
    saved(['penalties']);
  }
}
