// The card of then: a client's own fields, and what its superiors of then made of it. Whether there were passwords, and
// the rating, are told as of now: the history does not keep them.
import { clientCard } from '../clients/card.js';
import { ClientCard } from '../contract/clients.js';
import { attributeIdOf } from '../contract/settings.js';
import { loadSql, queryOptionalRow, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { compileSchema } from '../lib/schema-check.js';
import type { ResolutionNode } from '../resolution/data.js';
import { chainOf, type Forest } from '../resolution/hypothesis.js';
import { type Before, pastForest, pastSettings, refuseMissing } from './past.js';
import { countPastChildren } from './past-tree.js';

const sql = loadSql(import.meta.url);

/** Throws client.not_found saying why there was none then. */
export async function clientAt(db: SqlRunner, id: number, at: Date, hiddenAttributes: boolean): Promise<ClientCard> {
  const then = await queryOptionalRow<{ before: Before; firstVersion: number | null; changedAt: string | null; madeAt: string | null }>(db, sql('select_client_at'), { client_id: id, at });
  if (!then) return refuseMissing(db, id, at);
  const forest = await pastForest(db, [id], at);
  const present = await presentCard(db, id);
  const childCount = await countPastChildren(db, id, at);
  const own = { ...present, ...fieldsBefore(then.before) };
  const settings = Object.entries(pastSettings(present.settings, then.before)).filter(([key]) => hiddenAttributes || !isHidden(forest, key));
  return {
    ...own,
    ...placeOf(chainOf(forest, id)),
    id,
    version: then.firstVersion === null ? present.version : then.firstVersion - 1,
    settings: Object.fromEntries(settings),
    phone: (own.phones.find(({ main }) => main) ?? own.phones[0])?.number ?? null,
    childCount,
    hasChildren: childCount > 0,
    createdAt: own.createdAt || (then.madeAt ?? ''),
    updatedAt: then.changedAt ?? own.createdAt,
  };
}

/** Of one that was removed for good only the history is left: an empty card, to lay "before" over. */
async function presentCard(db: SqlRunner, id: number): Promise<ClientCard> {
  try {
    return await clientCard(db, id, true);
  } catch (error) {
    if (error instanceof AppError && error.code === 'client.not_found') return emptyCard;
    throw error;
  }
}

const EMPTY: Record<string, unknown> = { boolean: false, string: '', integer: 0, number: 0, array: [], object: {} };
const properties = ClientCard.properties as unknown as Record<string, { type?: string | string[]; anyOf?: unknown }>;
const emptyCard = {
  ...Object.fromEntries(Object.entries(properties).map(([field, { type }]) => [field, typeof type === 'string' ? EMPTY[type] : null])),
  mark: 'ordinary',
  useSms: true,
  useCalls: true,
  rating: { value: null, count: 0, resetAt: null },
} as unknown as ClientCard;

/** Fields under their names on the card. What was erased since is empty. */
function fieldsBefore(before: Before): Partial<ClientCard> {
  const known = Object.entries(before).filter(([field]) => field in properties);
  return Object.fromEntries(known.map(([field, value]) => [field, compileSchema(properties[field] as never)(value) ? value : emptyCard[field as keyof ClientCard]]));
}

function placeOf(chain: readonly ResolutionNode[]): Partial<ClientCard> {
  const [self, ...above] = chain as [ResolutionNode, ...ResolutionNode[]];
  const blocker = chain.find((node) => node.blocked);
  const deleter = chain.find((node) => node.deleted);
  return {
    parentId: self.parentId,
    path: above.map(({ id, name }) => ({ id, name })).reverse(),
    groupId: (chain[chain.length - 1] as ResolutionNode).groupId as number,
    ownGroupId: self.groupId,
    usesOwnAccount: self.usesOwnAccount,
    blocked: blocker !== undefined,
    blockedBy: blocker ? { id: blocker.id, name: blocker.name, reason: blocker.blockReason } : null,
    ownBlocked: self.blocked,
    blockReason: self.blockReason,
    deleted: deleter !== undefined,
    deletedBy: deleter ? { id: deleter.id, name: deleter.name } : null,
    ownDeleted: self.deleted,
  };
}

function isHidden({ attributes }: Forest, key: string): boolean {
  const attributeId = attributeIdOf(key);
  return attributeId !== null && attributes.some(({ id, hidden }) => id === attributeId && hidden);
}
