// Texts of messages about orders, by event, channel and language: the service's own, else the built-in one.
import type { Actor } from '../auth/actor.js';
import { type MessageEvent, messageChannels, messageEvents, placeholders, type TemplateInput, type TemplateParams, type TemplateView } from '../contract/message-templates.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import type { Channel } from '../messages/messages.js';
import { builtInTexts, FALLBACK_LANGUAGE, placeholdersIn } from './message-texts.js';

const sql = loadSql(import.meta.url);

interface Row extends TemplateParams {
  id: number;
  version: number;
  subject: string | null;
  body: string;
}

export interface Template {
  subject: string | null;
  body: string;
}

function builtIn(event: MessageEvent, channel: Channel, language: string): Template | null {
  const text = builtInTexts[language]?.[event];
  if (!text) return null;
  return channel === 'email' ? { subject: text.subject, body: text.mail } : { subject: null, body: text.sms };
}

/** The service's own texts, read once for many messages. */
export type OwnTemplates = ReadonlyMap<string, Row>;

const placeOf = (event: string, channel: string, language: string) => `${event} ${channel} ${language}`;

export async function ownTemplates(db: SqlRunner): Promise<OwnTemplates> {
  const rows = await queryRows<Row>(db, sql('select_templates'));
  return new Map(rows.map((row) => [placeOf(row.event, row.channel, row.language), row]));
}

/** In the language of the client, else in English. */
export function templateFor(own: OwnTemplates, event: MessageEvent, channel: Channel, language: string | null): Template {
  const [wanted, fallback] = [language?.slice(0, 2) ?? FALLBACK_LANGUAGE, FALLBACK_LANGUAGE];
  const found = own.get(placeOf(event, channel, wanted)) ?? builtIn(event, channel, wanted) ?? own.get(placeOf(event, channel, fallback)) ?? builtIn(event, channel, fallback);
  return found as Template;
}

/** Every text that holds: of the built-in languages, and of others that somebody wrote. */
export async function listTemplates(db: SqlRunner): Promise<{ items: TemplateView[]; placeholders: (typeof placeholders)[number][] }> {
  const own = await ownTemplates(db);
  const items = messageEvents.flatMap((event) => messageChannels.flatMap((channel) => {
    const others = [...own.values()].filter((row) => row.event === event && row.channel === channel && !(row.language in builtInTexts)).map(({ language }) => language);
    return [...Object.keys(builtInTexts), ...others].map((language) => view({ event, channel, language }, own.get(placeOf(event, channel, language)) ?? null));
  }));
  return { items, placeholders: [...placeholders] };
}

function view({ event, channel, language }: TemplateParams, row: Row | null): TemplateView {
  const { subject, body } = row ?? templateFor(new Map(), event, channel, language);
  return { event, channel, language, subject, body, version: row?.version ?? null };
}

/** Throws request.invalid for a placeholder that there is not, conflict.version. */
export async function setTemplate(tx: Tx, actor: Actor, place: TemplateParams, { subject = null, body }: TemplateInput, version: number | null): Promise<TemplateView> {
  if (place.channel === 'email' && subject === null) throw fieldError('request.invalid', 'body/subject', 'is missing: mail needs a subject');
  if (place.channel === 'sms' && subject !== null) throw fieldError('request.invalid', 'body/subject', 'must be absent: an SMS has no subject');
  for (const [field, text] of [['subject', subject ?? ''], ['body', body]] as const) {
    const unknown = placeholdersIn(text).find((name) => !(placeholders as readonly string[]).includes(name));
    if (unknown) throw fieldError('request.invalid', `body/${field}`, `has {${unknown}}, which is no placeholder: there are ${placeholders.map((name) => `{${name}}`).join(' ')}`);
  }
  const current = await queryOptionalRow<Row>(tx, sql('lock_template'), { ...place });
  const text = { subject, body };
  const changes = differences({ subject: current?.subject ?? null, body: current?.body ?? null }, text);
  if (current) await refuseConflicts(tx, 'messageTemplate', current, version, changes);
  if (Object.keys(changes).length === 0) return view(place, current);
  const now = tx.clock.now().toJSDate();
  const written = current
    ? await queryRow<{ id: number; version: number }>(tx, sql('update_template'), { id: current.id, ...text, now })
    : await queryRow<{ id: number; version: number }>(tx, sql('insert_template'), { ...place, ...text, now });
  await record(tx, actor, { entity: 'messageTemplate', entityId: written.id, version: written.version, action: 'messageTemplate.changed', changes: { text: [Object.values(place).join(' '), Object.values(place).join(' ')], ...changes } });
  return { ...place, ...text, version: written.version };
}

/** The built-in text holds again, or none: in a language that has no built-in text clients are written to in English. */
export async function clearTemplate(tx: Tx, actor: Actor, place: TemplateParams): Promise<void> {
  const current = await queryOptionalRow<Row>(tx, sql('lock_template'), { ...place });
  if (!current) {
    if (place.language in builtInTexts) return;
    throw new AppError('item.not_found', `There is no such text in the language "${place.language}".`);
  }
  await queryRow(tx, sql('delete_template'), { id: current.id });
  await record(tx, actor, {
    entity: 'messageTemplate', entityId: current.id, version: current.version + 1, action: 'messageTemplate.removed',
    changes: { text: [Object.values(place).join(' '), null], subject: [current.subject, null], body: [current.body, null] },
  });
}
