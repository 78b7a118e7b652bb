// Reading clients: rows for lists and the card, each in a constant number of statements.
import type { ClientCard, ClientItem, Phone } from '../contract/clients.js';
import { attributeIdOf } from '../contract/settings.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { ancestorChain, ancestorChains, type ChainNode, rootOf } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

interface ItemRow {
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
}

/** List rows in the order of `ids`; ids that are gone are left out. Two statements, whatever the number. */
export async function clientItems(db: SqlRunner, ids: readonly number[]): Promise<ClientItem[]> {
  if (ids.length === 0) return [];
  const rows = await queryRows<ItemRow>(db, sql('select_items'), { client_ids: ids });
  // Siblings share their superiors: a page of children needs one chain.
  const parents = [...new Set(rows.map((row) => row.parentId).filter((id) => id !== null))];
  const chains = await ancestorChains(db, parents);
  return rows.map((row) => toItem(row, row.parentId === null ? [] : (chains.get(row.parentId) ?? [])));
}

function toItem(row: ItemRow, above: readonly ChainNode[]): ClientItem {
  const { blockReason, groupId, blocked, deleted, ...fields } = row;
  const self = { id: row.id, name: row.name, blocked, deleted, blockReason };
  const blocker = [self, ...above].find((node) => node.blocked);
  const deleter = [self, ...above].find((node) => node.deleted);
  return {
    ...fields,
    path: above.map(({ id, name }) => ({ id, name })).reverse(),
    hasChildren: row.childCount > 0,
    groupId: (above.length ? rootOf(above).groupId : groupId) as number,
    blocked: blocker !== undefined,
    blockedBy: blocker ? { id: blocker.id, name: blocker.name, reason: blocker.blockReason } : null,
    deleted: deleter !== undefined,
    deletedBy: deleter ? { id: deleter.id, name: deleter.name } : null,
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
