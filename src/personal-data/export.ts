// Everything held about one person, as one archive: JSON files for programs, and a list of them for people. No secrets
// (hashes, one-time links) and no names of operators; hidden attributes only for those who may see them.
import { listAccounts, listOperations } from '../accounts/accounts.js';
import { listInvoices } from '../accounts/invoices.js';
import { listTopUps } from '../accounts/top-ups.js';
import { acceptancesOf } from '../agreements/agreements.js';
import { type Actor, can } from '../auth/actor.js';
import { clientCard } from '../clients/card.js';
import { attributeIdOf } from '../contract/settings.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { type HistoryRow, listHistory, record } from '../history/history.js';
import { callsOfClient } from '../integrations/calls.js';
import { listClientFeedback } from '../integrations/feedback.js';
import { AppError } from '../lib/app-error.js';
import { zip, type ZipEntry } from '../lib/zip.js';
import { listMessages } from '../messages/messages.js';
import { listDailyOrders } from '../orders/daily-orders.js';
import { listFeedback } from '../orders/feedback.js';
import { listOrders } from '../orders/list.js';
import { exportNotes } from '../notes/erasure.js';
import { effectiveSettings } from '../resolution/resolution.js';

const sql = loadSql(import.meta.url);

const PAGE = 500;

export interface PersonalDataExport {
  fileName: string;
  content: Buffer;
}

interface Image {
  id: number;
  name: string;
  type: string;
  content: Uint8Array;
}

/** The archive; that it was made goes into the client's history. */
export async function exportPersonalData(db: Db, actor: Actor, clientId: number): Promise<PersonalDataExport> {
  const name = await db.transaction(async (tx) => {
    const client = await queryOptionalRow<{ name: string }>(tx, sql('lock_client'), { client_id: clientId });
    if (!client) throw new AppError('client.not_found');
    await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.personal_data_exported' });
    return client.name;
  });
  const now = db.clock.now();
  const content = await zip(files(db, actor, clientId, name), now.toJSDate());
  return { fileName: `personal-data-client-${clientId}-${now.toFormat('yyyy-MM-dd')}.zip`, content };
}

async function* files(db: Db, actor: Actor, clientId: number, name: string): AsyncGenerator<ZipEntry> {
  const seesHidden = can(actor, 'attribute.seeHidden');
  const hidden = new Set(seesHidden ? [] : (await queryRows<{ id: number }>(db, sql('select_hidden_attributes'))).map(({ id }) => id));
  const about: string[] = [];
  const one = (file: string, what: string, value: unknown): ZipEntry => {
    about.push(`${file}: ${what}${Array.isArray(value) ? ` (${value.length})` : ''}`);
    return { name: file, pieces: [asText(value)] };
  };
  const list = (block: string) => queryRows<Record<string, unknown>>(db, sql(block), { client_id: clientId });

  const seesMoney = can(actor, 'balance.see');
  const card = await clientCard(db, clientId, seesHidden);
  const { registeredBy: _, ...ownCard } = card;

  yield one('card.json', 'the card: name, contacts, phones, addresses, own settings', ownCard);
  yield one('effective-settings.json', 'the settings that hold, own or inherited, and where each comes from', (await effectiveSettings(db, [clientId], seesHidden))[0]);
  yield one('messages.json', 'mail and SMS sent to the client, without one-time links', await allMessages(db, clientId));
  yield one('access-links.json', 'when one-time links to set the password were made and used', await list('select_links'));
  yield one('sessions.json', 'where the client is signed in to its cabinet', await list('select_sessions'));
  yield one('muted-notices.json', 'notices about orders that are not wanted', await list('select_muted_notices'));
  yield one('organisations.json', 'other organisations of the same person', await list('select_organisations'));
  yield one('agreements.json', 'which versions of the user agreement were accepted', (await acceptancesOf(db, clientId)).map(({ operator: _, ...acceptance }) => acceptance));
  yield one('notes.json', 'notes for drivers and dispatchers', await exportNotes(db, clientId));
  yield one('ratings.json', 'ratings given to the client', await list('select_ratings'));
  yield one('orders.json', 'orders, with what passenger and driver thought of them', await allOrders(db, clientId));
  yield one('daily-orders.json', 'schedules of daily orders', (await listDailyOrders(db, { clientId, limit: PAGE })).items.filter(({ customer }) => customer.id === clientId));
  yield one('scheduled-changes.json', 'changes with a date', visibleChanges(await list('select_scheduled'), hidden));
  if (seesMoney && card.usesOwnAccount) {
    yield one('accounts.json', 'accounts with their balances', await listAccounts(db, clientId));
    yield one('operations.json', 'what was booked on the accounts', await allOperations(db, clientId));
  }
  if (seesMoney) {
    yield one('invoices.json', 'invoices made for the client', await allOf((before) => listInvoices(db, clientId, before, PAGE)));
    yield one('top-ups.json', 'what was paid in at terminals and by bank card', await allOf((before) => listTopUps(db, clientId, before, PAGE)));
  }
  yield one('feedback.json', 'what the client said about the service', await allOf((before) => listClientFeedback(db, { clientId, before, limit: PAGE })));
  yield one('integration-calls.json', 'calls of integrations about the client', await callsOfClient(db, clientId));
  for (const { id, name: imageName, type, content } of await queryRows<Image>(db, sql('select_images'), { client_id: clientId })) {
    const file = `images/${id}.${type.replace(/^image\//, '').replace(/\W/g, '')}`;
    about.push(`${file}: picture "${imageName}"`);
    yield { name: file, pieces: [content] };
  }
  about.push('history.json: every change of the client, newest first');
  yield { name: 'history.json', pieces: historyText(db, clientId, hidden) };
  yield { name: 'index.txt', pieces: [indexText(clientId, name, db.clock.now().toISO(), about, { seesHidden, seesMoney })] };
}

async function allOrders(db: Db, clientId: number): Promise<unknown[]> {
  const orders: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listOrders>> = await listOrders(db, { customerId: clientId, limit: PAGE, ...(cursor !== null && { cursor }) }, { toClient: true });
    for (const order of page.items) orders.push({ ...order, feedback: await listFeedback(db, order.id) });
    cursor = page.nextCursor;
  } while (cursor !== null);
  return orders;
}

async function allMessages(db: Db, clientId: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMessages>> = await listMessages(db, { clientId, limit: PAGE, ...(cursor !== null && { cursor }) });
    messages.push(...page.items.map(({ client: _, ...message }) => message));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return messages;
}

/** Without the operators who booked. */
async function allOperations(db: Db, clientId: number): Promise<unknown[]> {
  const operations: unknown[] = [];
  let before: number | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listOperations>> = await listOperations(db, { clientId, accountKind: null, from: null, to: null, before, limit: PAGE });
    operations.push(...rows.map(({ postingId: _, actorName: __, ...operation }) => operation));
    if (rows.length < PAGE) return operations;
    before = rows[rows.length - 1]?.postingId ?? null;
  }
}

/** Without the operators who made them. */
async function allOf(read: (before: number | null) => Promise<{ id: number; actorName: string }[]>): Promise<unknown[]> {
  const all: unknown[] = [];
  let before: number | null = null;
  for (;;) {
    const rows = await read(before);
    all.push(...rows.map(({ actorName: _, ...row }) => row));
    if (rows.length < PAGE) return all;
    before = rows[rows.length - 1]?.id ?? null;
  }
}

function visibleChanges(rows: Record<string, unknown>[], hidden: ReadonlySet<number>): unknown[] {
  return rows.filter(({ change }) => !hidden.has(attributeIdOf((change as { key?: string }).key ?? '') ?? 0));
}

/** A JSON array, a page at a time: the list of employees of a large organisation has many rows. */
async function* historyText(db: Db, clientId: number, hidden: ReadonlySet<number>): AsyncGenerator<string> {
  let before: number | null = null;
  let separator = '[\n';
  for (;;) {
    const rows: HistoryRow[] = await listHistory(db, { entity: 'client', entityId: clientId, before, limit: PAGE });
    for (const row of rows) {
      yield separator + JSON.stringify(toView(row, hidden));
      separator = ',\n';
    }
    if (rows.length < PAGE) break;
    before = rows[rows.length - 1]?.id ?? null;
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function toView({ at, version, action, changes, actorKind, channel }: HistoryRow, hidden: ReadonlySet<number>): object {
  const visible = Object.entries(changes).filter(([field]) => field !== 'registeredBy' && !hidden.has(attributeIdOf(field.replace(/^settings\./, '')) ?? 0));
  return { at, version, action, by: actorKind, channel, changes: Object.fromEntries(visible) };
}

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function indexText(clientId: number, name: string, at: string, about: readonly string[], { seesHidden, seesMoney }: { seesHidden: boolean; seesMoney: boolean }): string {
  const lines = [
    `Personal data of "${name}" (client ${clientId})`,
    `Exported at ${at}`,
    '',
    ...about,
    '',
    'The files are JSON in UTF-8; instants are in UTC. Passwords are kept as hashes only and are not in here.',
    ...(seesMoney ? [] : ['Accounts, invoices and top-ups were left out: the operator who made this export may not see balances.']),
    ...(seesHidden ? [] : ['Hidden attributes were left out: the operator who made this export may not see them.']),
  ];
  return `${lines.join('\n')}\n`;
}
