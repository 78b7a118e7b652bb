// Reading clients: rows for lists and the card, each in a constant number of statements.
import type { ClientCard, ClientItem, Phone } from '../contract/clients.js';
import { attributeIdOf } from '../contract/settings.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { type Given, Superiors } from '../tree/superiors.js';
import { ancestorChain, type ChainNode } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export interface ItemRow {
  id: number;
  version: number;
  name: string;
  kind: string;
  parentId: number | null;
  groupId: number | null;
  number: string | null;
  usesOwnAccount: boolean;
  tags: string[];
  blocked: boolean;
  blockReason: string | null;
  deleted: boolean;
  childCount: number;
  phone: string | null;
  registeredAt: string;
}

export interface WantedItems {
  /** What is known of the tree already; filled on the way. */
  superiors?: Superiors;
  /** Which rows to make: a path has as many places as there are levels above, and a search drops half of what it finds. */
  keep?(row: ItemRow, above: Given): boolean;
}

/**
 * List rows in the order of `ids`; ids that are gone or not kept are left out. Two statements, whatever the number; one if all
 * superior units are known.
 */
export async function clientItems(db: SqlRunner, ids: readonly number[], { superiors = new Superiors(), keep = () => true }: WantedItems = {}): Promise<ClientItem[]> {
  if (ids.length === 0) return [];
  const rows = await queryRows<ItemRow>(db, sql('select_items'), { client_ids: ids });
  // Siblings share their superiors: a page of children needs one chain.
  await superiors.read(db, [...new Set(rows.map((row) => row.parentId).filter((id) => id !== null))]);
  return rows.filter((row) => keep(row, superiors.given(row.parentId))).map((row) => toItem(row, superiors.given(row.parentId), superiors.path(row.parentId)));
}

// Field by field: objects made with a rest of others are slow ones, and cost a third of the time of a page.
function toItem(row: ItemRow, { groupId, blocker, deleter }: Given, path: ClientItem['path']): ClientItem {
  const { id, name } = row;
  return {
    id,
    version: row.version,
    name,
    kind: row.kind,
    parentId: row.parentId,
    number: row.number,
    usesOwnAccount: row.usesOwnAccount,
    tags: row.tags,
    childCount: row.childCount,
    phone: row.phone,
    registeredAt: row.registeredAt,
    path,
    hasChildren: row.childCount > 0,
    groupId: (groupId ?? row.groupId) as number,
    blocked: row.blocked || blocker !== null,
    blockedBy: row.blocked ? { id, name, reason: row.blockReason } : blocker && { id: blocker.id, name: blocker.name, reason: blocker.blockReason },
    deleted: row.deleted || deleter !== null,
    deletedBy: row.deleted ? { id, name } : deleter && { id: deleter.id, name: deleter.name },
  };
}

/** A client's own fields as stored, in the words of the API. */
export interface OwnFields {
  id: number;
  version: number;
  parentId: number | null;
  groupId: number | null;
  kind: string;
  name: string;
  number: string | null;
  externalId: string | null;
  usesOwnAccount: boolean;
  blocked: boolean;
  blockReason: string | null;
  deleted: boolean;
  contractFrom: string | null;
  contractTo: string | null;
  address: string | null;
  email: string | null;
  useEmail: boolean;
  birthDate: string | null;
  sex: string | null;
  comment: string | null;
  driverNote: string | null;
  language: string | null;
  country: string | null;
  timeZone: string | null;
  tags: string[];
  mark: string;
  contactPerson: string | null;
  responsibleManagerId: number | null;
  registeredAt: string;
  registeredFrom: string | null;
  registeredBy: string | null;
  erasedAt: string | null;
  useSms: boolean;
  useCalls: boolean;
  terminalAccount: string | null;
  referralCode: string | null;
  apiLogin: string | null;
  hasApiPassword: boolean;
  hasOrderPassword: boolean;
  rating: { value: number | null; count: number; resetAt: string | null };
  familyAccount: ClientCard['familyAccount'];
  familyMembers: ClientCard['familyMembers'];
  favouriteAddresses: ClientCard['favouriteAddresses'];
  favouriteCrews: number[];
  unwantedCrews: number[];
  papers: ClientCard['papers'];
  phones: Phone[];
  settings: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

export async function ownFields(db: SqlRunner, id: number): Promise<OwnFields> {
  const row = await queryOptionalRow<OwnFields>(db, sql('select_own_fields'), { client_id: id });
  if (!row) throw new AppError('client.not_found');
  return row;
}

/** The same under a row lock until the end of the transaction. */
export async function lockOwnFields(db: SqlRunner, id: number): Promise<OwnFields> {
  const locked = await queryOptionalRow(db, sql('lock_client'), { client_id: id });
  if (!locked) throw new AppError('client.not_found');
  return ownFields(db, id);
}

export async function clientCard(db: SqlRunner, id: number, hiddenAttributes: boolean): Promise<ClientCard> {
  const [item] = await clientItems(db, [id]);
  if (!item) throw new AppError('client.not_found');
  const { groupId, blocked, blockReason, deleted, settings, ...own } = await ownFields(db, id);
  const hidden = hiddenAttributes ? new Set<number>() : await hiddenAttributeIds(db);
  const visible = Object.entries(settings).filter(([key]) => !hidden.has(attributeIdOf(key) ?? 0));
  return { ...own, ...item, ownGroupId: groupId, ownBlocked: blocked, blockReason, ownDeleted: deleted, settings: Object.fromEntries(visible) };
}

async function hiddenAttributeIds(db: SqlRunner): Promise<Set<number>> {
  return new Set((await queryRows<{ id: number }>(db, sql('select_hidden_attributes'))).map((row) => row.id));
}

/** D-6: throws client.deleted naming who is deleted, if the client or any superior is. */
export async function requireLive(db: SqlRunner, id: number, chain?: readonly ChainNode[]): Promise<void> {
  const deleter = (chain ?? (await ancestorChain(db, id))).find((node) => node.deleted);
  if (!deleter) return;
  const whose = deleter.id === id ? 'It is deleted' : `Its superior unit "${deleter.name}" is deleted`;
  throw new AppError('client.deleted', `${whose}. Restore it first.`, { client: { id: deleter.id, name: deleter.name } });
}
