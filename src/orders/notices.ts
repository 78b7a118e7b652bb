// Which notices about its orders a client wants, of those that the rules send it (C-5): what they do not send cannot be asked for.
import type { Actor } from '../auth/actor.js';
import { messageChannels, type RuledEvent, ruledEvents } from '../contract/message-templates.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { effectiveSettings } from '../resolution/resolution.js';

const sql = loadSql(import.meta.url);

export interface Notice {
  event: RuledEvent;
  channel: 'email' | 'sms';
}

export const noticeKey = ({ event, channel }: Notice) => `${event} ${channel}`;

const mutedOf = (db: SqlRunner, clientId: number) => queryRows<Notice>(db, sql('select_muted'), { client_id: clientId });

/** What the rules send by e-mail and SMS, and whether it is wanted. */
export async function noticesOf(db: SqlRunner, clientId: number): Promise<(Notice & { wanted: boolean })[]> {
  const [effective] = await effectiveSettings(db, [clientId], false);
  const rules = (effective?.settings.notifications?.value ?? {}) as Partial<Record<RuledEvent, string[]>>;
  const muted = new Set((await mutedOf(db, clientId)).map(noticeKey));
  return ruledEvents.flatMap((event) => messageChannels.filter((channel) => rules[event]?.includes(channel)).map((channel) => ({ event, channel, wanted: !muted.has(noticeKey({ event, channel })) })));
}

/** What is not wanted from now on, all of it. */
export async function muteNotices(tx: Tx, actor: Actor, clientId: number, muted: readonly Notice[]): Promise<void> {
  await queryRows(tx, sql('lock_client'), { client_id: clientId });
  const before = (await mutedOf(tx, clientId)).map(noticeKey);
  const after = [...new Set(muted.map(noticeKey))].sort();
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await queryRows(tx, sql('delete_muted'), { client_id: clientId });
  await queryRows(tx, sql('insert_muted'), { client_id: clientId, events: muted.map(({ event }) => event), channels: muted.map(({ channel }) => channel) });
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.notices_changed', changes: { mutedNotices: [before, after] } });
}
