// Messages to many (S-13): who fits is found in one walk down the trees, every address is written to once, and all messages are
// queued in the transaction of the mailing. The sender of messages does the rest.
import { createHash } from 'node:crypto';
import type { Actor } from '../auth/actor.js';
import { type Audience, type CreateMailingInput, type MailingAnswer, mailingPlaceholders, type MailingView } from '../contract/mailings.js';
import { MAX_ID } from '../contract/primitives.js';
import { empty, join, queryComposed, type Sql, sql as compose } from '../db/composed.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { parsePhone } from '../lib/phone.js';
import type { Channel } from './messages.js';

const sql = loadSql(import.meta.url);

/** Messages written by one statement. */
const AT_ONCE = 5_000;
const FIRST = 10;

interface Fitting {
  id: number;
  name: string;
  number: string | null;
  country: string | null;
  email: string | null;
  phone: string | null;
}

interface Recipient {
  id: number;
  name: string;
  number: string;
  recipient: string;
}

/** Counts who fits, and unless it is a dry run queues a message for each address. The same key gives the first answer again. */
export async function createMailing(tx: Tx, actor: Actor, input: CreateMailingInput, idempotencyKey: string | null): Promise<MailingAnswer> {
  const { channel, to, body, dryRun = false } = input;
  const subject = input.subject?.trim() || null;
  if (channel === 'email' && subject === null) throw fieldError('request.invalid', 'body/subject', 'is missing: mail has a subject');
  if (channel === 'sms' && subject !== null) throw fieldError('request.invalid', 'body/subject', 'must be absent: an SMS has no subject');
  refuseUnknownPlaceholders(subject, body);
  const key = idempotencyKey === null || dryRun ? null : keyOf(actor, idempotencyKey, input);
  const known = key && (await takeKey(tx, key));
  if (known) return { mailing: await getMailing(tx, known.id), recipients: known.recipients, unreachable: known.unreachable, first: [] };
  await requireAudience(tx, to);
  await requirePhone(tx, channel, to);
  const fitting = await queryComposed<Fitting>(tx, fittingClients(to), true);
  const recipients = addressesOf(tx, channel, fitting);
  const unreachable = fitting.length - recipients.reachable;
  const first = recipients.list.slice(0, FIRST).map(({ id, name, recipient }) => ({ id, name, recipient }));
  const counts = { recipients: recipients.list.length, unreachable };
  if (dryRun) return { mailing: null, ...counts, first };
  if (recipients.list.length === 0) throw fieldError('request.invalid', 'body/to', 'is nobody who can be reached in this way');

  const now = tx.clock.now().toJSDate();
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_mailing'), { now, created_by: actor.name, channel, audience: JSON.stringify(to), subject, body, recipients: counts.recipients, unreachable });
  for (let from = 0; from < recipients.list.length; from += AT_ONCE) {
    const some = recipients.list.slice(from, from + AT_ONCE);
    await queryRows(tx, sql('insert_messages'), {
      channel, subject, body, mailing_id: id, now, ids: some.map((one) => one.id), recipients: some.map((one) => one.recipient), names: some.map((one) => one.name), numbers: some.map((one) => one.number),
    });
  }
  await record(tx, actor, { entity: 'mailing', entityId: id, version: null, action: 'mailing.sent', changes: { channel: [null, channel], recipients: [null, counts.recipients] } });
  if (key) await queryRows(tx, sql('keep_key'), { key: JSON.stringify(key), answer: JSON.stringify({ id, ...counts }) });
  return { mailing: await getMailing(tx, id), ...counts, first };
}

function refuseUnknownPlaceholders(subject: string | null, body: string): void {
  for (const [path, text] of [['body/subject', subject ?? ''], ['body/body', body]] as const) {
    const unknown = [...text.matchAll(/\{([a-zA-Z]+)\}/g)].find(([, name]) => !(mailingPlaceholders as readonly string[]).includes(name as string));
    if (unknown) throw fieldError('request.invalid', path, `has ${unknown[0]}, which is no placeholder; there are ${mailingPlaceholders.map((name) => `{${name}}`).join(' and ')}`);
  }
}

interface Key {
  actor: string;
  key: string;
  hash: string;
}

function keyOf(actor: Actor, key: string, input: CreateMailingInput): Key {
  return { actor: `${actor.kind}:${actor.id ?? actor.name}`, key, hash: createHash('sha256').update(canonical({ operation: 'createMailing', input })).digest('hex') };
}

async function takeKey(tx: Tx, key: Key): Promise<{ id: number; recipients: number; unreachable: number } | null> {
  const { answer } = await queryRow<{ answer: { error?: string; id: number; recipients: number; unreachable: number } | null }>(tx, sql('take_key'), { key: JSON.stringify(key), now: tx.clock.now().toJSDate() });
  if (answer?.error !== undefined) throw new AppError('request.key_reused');
  return answer;
}

async function requireAudience(tx: Tx, { clientIds, groupId }: Audience): Promise<void> {
  if (clientIds !== undefined) {
    const found = new Set((await queryRows<{ id: number }>(tx, sql('known_clients'), { ids: clientIds })).map(({ id }) => id));
    const missing = clientIds.findIndex((id) => !found.has(id));
    if (missing >= 0) throw fieldError('request.invalid', `body/to/clientIds/${missing}`, `is no client: there is no client ${clientIds[missing]}`);
  }
  if (groupId !== undefined && !(await queryOptionalRow(tx, sql('known_group'), { id: groupId }))) throw fieldError('group.reference_not_found', 'body/to/groupId', `There is no client group ${groupId}.`);
}

async function requirePhone(tx: Tx, channel: Channel, { clientIds, phone, below }: Audience): Promise<void> {
  if (phone === undefined) return;
  if (channel !== 'sms' || clientIds?.length !== 1 || below) throw fieldError('request.invalid', 'body/to/phone', 'is for an SMS to one client alone');
  if (!(await queryOptionalRow(tx, sql('known_phone'), { client_id: clientIds[0], number: phone }))) throw fieldError('request.invalid', 'body/to/phone', `is no number of the client: ${phone}`);
}

/** Clients that fit, without deleted ones; language and country come from the nearest who has one. */
function fittingClients({ clientIds, groupId, language, tag, phone, below = clientIds === undefined && groupId === undefined }: Audience): Sql {
  const inherited = (column: Sql) => compose`(select own.${column} from client_chains(array[c.id]) as chain join clients own on own.id = chain.id where own.${column} is not null order by chain.depth limit 1)`;
  // Named clients begin anywhere in a tree, and have to look upwards; roots have nobody above them.
  const start = clientIds === undefined
    ? compose`select c.id, c.group_id, c.language, c.country from clients c where c.parent_id is null and not c.deleted ${groupId === undefined ? empty : compose`and c.group_id = ${groupId}::integer`}`
    : compose`
      select c.id, root.group_id, ${inherited(compose`language`)} as language, ${inherited(compose`country`)} as country
      from clients c
      cross join lateral (select (array_agg(chain.group_id order by chain.depth desc))[1] as group_id, bool_or(chain.deleted) as deleted from client_chains(array[c.id]) as chain) as root
      where c.id = any (${clientIds}::integer[]) and not root.deleted ${groupId === undefined ? empty : compose`and root.group_id = ${groupId}::integer`}`;
  const walk = below
    ? compose`union
      select c.id, walk.group_id, coalesce(c.language, walk.language), coalesce(c.country, walk.country)
      from walk
      join clients c on c.parent_id = walk.id and not c.deleted`
    : empty;
  const conditions = [
    compose`c.erased_at is null`,
    ...(language === undefined ? [] : [compose`walk.language = ${language}::text`]),
    ...(tag === undefined ? [] : [compose`c.tags @> array[${tag}::text]`]),
  ];
  return compose`
    with recursive walk as (${start} ${walk})
    select c.id, c.name, c.number, walk.country, c.email, case when c.use_sms then phone.number end as phone
    from walk
    join clients c on c.id = walk.id
    left join client_phones phone on phone.client_id = c.id and ${phone === undefined ? compose`phone.main` : compose`phone.number = ${phone}::text`}
    where ${join(conditions, ' and ')}
    order by c.id`;
}

/** One message for an address, however many clients share it. `reachable` counts the clients. */
function addressesOf({ defaults }: Pick<Tx, 'defaults'>, channel: Channel, fitting: readonly Fitting[]): { list: Recipient[]; reachable: number } {
  const found = new Map<string, Recipient>();
  let reachable = 0;
  for (const { id, name, number, country, email, phone } of fitting) {
    const recipient = channel === 'email' ? email?.trim() || null : smsNumber(phone, country ?? defaults.phoneCountry);
    if (recipient === null) continue;
    reachable += 1;
    const same = recipient.toLowerCase();
    if (!found.has(same)) found.set(same, { id, name, number: number ?? '', recipient });
  }
  return { list: [...found.values()], reachable };
}

function smsNumber(phone: string | null, country: string): string | null {
  if (phone === null) return null;
  const { digits, isE164 } = parsePhone(phone, country);
  return isE164 ? `+${digits}` : null;
}

/** Throws item.not_found. */
export async function getMailing(db: SqlRunner, id: number): Promise<MailingView> {
  const [mailing] = await queryRows<MailingView>(db, sql('select_mailings'), { id, before: null, limit: 1 });
  if (!mailing) throw new AppError('item.not_found', `There is no mailing ${id}.`);
  return mailing;
}

/** Newest first. */
export async function listMailings(db: SqlRunner, { limit = 50, cursor }: { limit?: number; cursor?: string }): Promise<{ items: MailingView[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : decodeCursor(cursor, 'mailings', ['id'])[0];
  if (before !== null && (!Number.isInteger(before) || (before as number) < 0 || (before as number) > MAX_ID)) throw new AppError('request.cursor_invalid');
  const rows = await queryRows<MailingView>(db, sql('select_mailings'), { id: null, before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor('mailings', [items[items.length - 1]?.id]) : null };
}
