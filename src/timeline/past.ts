// The past: clients as they were at an instant. It is the present with everything that came later undone, which the
// database does (history_since, client_chains_at); here "before" is laid over what is there now.
//
// A change counts from the instant that its history row bears. Names of tariffs and other items, groups and attributes
// are those of then too; only what is secret is decided by today: an attribute that is hidden now stays hidden.
import type { AttributeDefinition } from '../contract/settings.js';
import { loadSql, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import type { ResolutionGroup, ResolutionNode, StoredSettings } from '../resolution/data.js';
import type { Forest } from '../resolution/hypothesis.js';
import { withNames } from './names.js';

const sql = loadSql(import.meta.url);

/** field → what it had been, of every field that changed since. */
export type Before = Readonly<Record<string, unknown>>;

interface Row {
  part: 'node' | 'group' | 'attribute';
  id: number;
  parentId: number | null;
  name: string | null;
  groupId: number | null;
  usesOwnAccount: boolean | null;
  blocked: boolean | null;
  blockReason: string | null;
  deleted: boolean | null;
  before: Before;
  settings: Record<string, unknown> | null;
  text: string | null;
}

/** The clients and all their superiors of then. Clients that did not exist then are missing. Two statements. */
export async function pastForest(db: SqlRunner, ids: readonly number[], at: Date): Promise<Forest> {
  const rows = await queryRows<Row>(db, sql('select_past'), { client_ids: ids, at });
  const nodes = new Map<number, ResolutionNode>();
  const groups = new Map<number, ResolutionGroup>();
  const attributes: AttributeDefinition[] = [];
  for (const row of rows) {
    if (row.part === 'node') nodes.set(row.id, toNode(row));
    else if (row.part === 'group') groups.set(row.id, { id: row.id, name: nameOf(row), settings: settingsOf(row) });
    else attributes.push(...toAttribute(row));
  }
  return withNames(db, { nodes, groups, attributes }, at);
}

/** Throws client.not_found and says since when, or until when, there was such a client. */
export async function refuseMissing(db: SqlRunner, id: number, at: Date): Promise<never> {
  const { createdAt, removedAt } = await queryRow<{ createdAt: string | null; removedAt: string | null }>(db, sql('select_lifetime'), { client_id: id });
  if (createdAt !== null && new Date(createdAt) > at) throw new AppError('client.not_found', `The client was created later, at ${createdAt}.`, { createdAt });
  if (removedAt !== null && new Date(removedAt) <= at) throw new AppError('client.not_found', `The client had been removed for good before, at ${removedAt}.`, { removedAt });
  if (removedAt !== null) throw new AppError('client.not_found', 'The client did not exist yet.');
  throw new AppError('client.not_found');
}

function toNode(row: Row): ResolutionNode {
  return {
    startId: row.id, depth: 0, id: row.id, parentId: row.parentId,
    name: nameOf(row),
    groupId: laid(row, 'groupId') as number | null,
    usesOwnAccount: laid(row, 'usesOwnAccount') === true,
    blocked: laid(row, 'blocked') === true,
    blockReason: laid(row, 'blockReason') as string | null,
    deleted: laid(row, 'deleted') === true,
    own: settingsOf(row),
  };
}

function laid(row: Row, field: 'groupId' | 'usesOwnAccount' | 'blocked' | 'blockReason' | 'deleted'): unknown {
  return field in row.before ? row.before[field] : row[field];
}

/** A name that was erased since is that of now. */
function nameOf(row: Row): string {
  return [row.before.name, row.name].find((name) => typeof name === 'string') ?? '';
}

function settingsOf({ settings, before }: Row): StoredSettings {
  return new Map(Object.entries(pastSettings(settings ?? {}, before)).map(([key, value]) => [key, { value, names: null }]));
}

/** Own values of then: key → value. */
export function pastSettings(present: Readonly<Record<string, unknown>>, before: Before): Record<string, unknown> {
  const settings = { ...present };
  for (const [field, value] of Object.entries(before)) {
    if (!field.startsWith('settings.')) continue;
    const key = field.slice('settings.'.length);
    if (value === null) delete settings[key];
    else settings[key] = (value as { value: unknown }).value;
  }
  return settings;
}

function toAttribute({ id, text, before }: Row): AttributeDefinition[] {
  const present = text === null ? null : (JSON.parse(text) as AttributeDefinition & { boundTo: string[] });
  const then = { ...present, ...before } as AttributeDefinition & { boundTo: string[] };
  if (!then.boundTo?.includes('client')) return [];
  const { name, type, order, choices } = then;
  return [{ id, name, type, order, choices, hidden: (present ?? then).hidden }];
}
