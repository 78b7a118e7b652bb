// Many new clients in a few statements, by the rules of createClient. Lock order: external ids → caller numbers →
// superior units → the rest.
import type { Actor } from '../auth/actor.js';
import { checkSettingValue } from '../clients/own-settings.js';
import type { Phone } from '../contract/clients.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { type Changes, type HistoryEntry, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { type ChainNode, ancestorChains, rootOf } from '../tree/tree.js';
import { type Batch, failure, type RowResult, type StepRow, superiorOf } from './steps.js';

const sql = loadSql(import.meta.url);

interface NewClient {
  row: StepRow;
  id: number;
  parentId: number | null;
  /** Field → value, as the history will say. */
  values: Record<string, unknown>;
  phones: Phone[];
}

export async function createClients(tx: Tx, actor: Actor, batch: Batch, rows: readonly StepRow[]): Promise<void> {
  const ids = await queryRows<{ id: number }>(tx, sql('allocate_ids'), { count: rows.length });
  await lockKeys(tx, rows);
  const superiors = await lockSuperiors(tx, batch, rows);
  const taken = await takenExternalIds(tx, rows);
  const groups = await lockGroups(tx, rows);
  const settings = await refusedSettings(tx, actor, rows);
  const takenNumbers = await findTakenNumbers(tx, rows);
  const rootOfNew = new Map<number, number>();
  const clients: NewClient[] = [];
  for (const [index, row] of rows.entries()) {
    const id = ids[index]?.id as number;
    try {
      const parentId = superiorOf(batch, row);
      const root = parentId === null ? id : (rootOfNew.get(parentId) ?? requireSuperior(superiors, parentId));
      const owner = row.externalId === null ? undefined : taken.get(JSON.stringify([row.externalId, root]));
      if (owner !== undefined) throw new AppError('client.external_id_taken', `"${owner}" has the external id "${row.externalId}" by now.`);
      const groupId = row.changes.groupId?.[1] as number | undefined;
      if (groupId !== undefined && !groups.has(groupId)) throw new AppError('group.reference_not_found', 'Its client group was removed.');
      const refused = Object.entries(row.changes).map(([field, change]) => settings.get(settingCell(field, change[1], parentId))).find((reason) => reason !== undefined);
      if (refused !== undefined) throw new AppError('request.invalid', refused);
      rootOfNew.set(id, root);
      batch.created.set(row.number, id);
      clients.push({ row, id, parentId, values: valuesOf(row.changes), phones: freePhones(batch, row, takenNumbers) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      batch.results.set(row.number, failure(row.number, error, batch.owner));
    }
  }
  if (clients.length) await write(tx, actor, batch.importId, clients);
}

const phonesOf = (row: StepRow) => (row.changes.phones?.[1] ?? []) as Phone[];
const identifying = (rows: readonly StepRow[]) => rows.flatMap((row) => phonesOf(row).filter(({ identifiesCaller }) => identifiesCaller).map(({ digits }) => digits));

async function lockKeys(tx: Tx, rows: readonly StepRow[]): Promise<void> {
  const externalIds = rows.map(({ externalId }) => externalId).filter((key) => key !== null);
  if (externalIds.length) await queryRows(tx, sql('lock_external_ids'), { external_ids: externalIds });
  const digits = identifying(rows);
  if (digits.length) await queryRows(tx, sql('lock_numbers'), { digits });
}

/** Chains of the superior units that were there before; they cannot be deleted until the end of the transaction. */
async function lockSuperiors(tx: Tx, batch: Batch, rows: readonly StepRow[]): Promise<Map<number, ChainNode[]>> {
  const parents = rows.map((row) => (row.parentNumber === null ? row.parentId : (batch.created.get(row.parentNumber) ?? row.parentClientId)));
  const known = [...new Set(parents.filter((id) => id !== null))];
  if (known.length) await queryRows(tx, sql('lock_parents'), { ids: known });
  return ancestorChains(tx, known);
}

/** Gives the root. */
function requireSuperior(superiors: Map<number, ChainNode[]>, parentId: number): number {
  const chain = superiors.get(parentId);
  if (!chain) throw new AppError('client.parent_not_found', 'Its superior unit was removed meanwhile.');
  const deleter = chain.find((node) => node.deleted);
  if (deleter) throw new AppError('client.deleted', `Its superior unit "${chain[0]?.name}" is deleted${deleter.id === parentId ? '' : `, by "${deleter.name}" above it`}.`);
  return rootOf(chain).id;
}

/** External id and root → name of the client that has it (D-31). */
async function takenExternalIds(tx: Tx, rows: readonly StepRow[]): Promise<Map<string, string>> {
  const externalIds = rows.map(({ externalId }) => externalId).filter((key) => key !== null);
  const others = externalIds.length ? await queryRows<{ id: number; externalId: string; name: string }>(tx, sql('find_external_ids'), { external_ids: externalIds }) : [];
  const chains = await ancestorChains(tx, others.map(({ id }) => id));
  return new Map(others.filter(({ id }) => chains.has(id)).map(({ id, externalId, name }) => [JSON.stringify([externalId, rootOf(chains.get(id) as ChainNode[]).id]), name]));
}

async function lockGroups(tx: Tx, rows: readonly StepRow[]): Promise<Set<number>> {
  const ids = [...new Set(rows.map(({ changes }) => changes.groupId?.[1] as number | undefined).filter((id) => id !== undefined))];
  return new Set(ids.length ? (await queryRows<{ id: number }>(tx, sql('lock_groups'), { ids })).map(({ id }) => id) : []);
}

const settingCell = (field: string, change: unknown, parentId: number | null) => JSON.stringify([field, change, parentId === null]);

/** Each different setting once: why it cannot be stored now. What it refers to stays until the end. */
async function refusedSettings(tx: Tx, actor: Actor, rows: readonly StepRow[]): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  const seen = new Set<string>();
  for (const { changes, parentId, parentNumber } of rows) {
    for (const [field, [, change]] of Object.entries(changes)) {
      if (!field.startsWith('settings.')) continue;
      const root = parentId === null && parentNumber === null;
      const cell = settingCell(field, change, root ? null : 0);
      if (seen.has(cell)) continue;
      seen.add(cell);
      try {
        await checkSettingValue(tx, actor, field.slice('settings.'.length), (change as { value: unknown }).value, root ? 'root' : 'subordinate');
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.set(cell, error.message);
      }
    }
  }
  return refused;
}

async function findTakenNumbers(tx: Tx, rows: readonly StepRow[]): Promise<Set<string>> {
  const digits = identifying(rows);
  return new Set(digits.length ? (await queryRows<{ digits: string }>(tx, sql('find_taken_numbers'), { digits })).map((row) => row.digits) : []);
}

/** A number that came to identify somebody else since the dry run is kept as a contact number. */
function freePhones(batch: Batch, row: StepRow, taken: ReadonlySet<string>): Phone[] {
  const phones = phonesOf(row);
  const lost = phones.filter((phone) => phone.identifiesCaller && taken.has(phone.digits));
  if (lost.length === 0) return phones;
  const warnings = lost.map(({ number }) => ({ field: 'phones', value: number, reason: 'It identifies another client by now; it was kept as a contact number.' }));
  const kept = phones.map((phone) => (lost.includes(phone) ? { ...phone, identifiesCaller: false } : phone));
  const result: RowResult = { number: row.number, warnings: [...(row.warnings ?? []), ...warnings], changes: { ...row.changes, phones: [null, kept] } };
  batch.results.set(row.number, result);
  return kept;
}

function valuesOf(changes: Changes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([field, [, value]]) => [field, value]));
}

async function write(tx: Tx, actor: Actor, importId: number, clients: readonly NewClient[]): Promise<void> {
  const now = tx.clock.now();
  await queryRows(tx, sql('insert_clients'), {
    clients: JSON.stringify(clients.map(({ id, parentId, values: { phones: _, ...values } }) => ({ ...values, id, parentId }))), now: now.toJSDate(), registered_by: actor.name,
  });
  const phones = clients.flatMap(({ id, phones: list }) => list.map((phone, position) => ({ ...phone, clientId: id, position })));
  if (phones.length) await queryRows(tx, sql('insert_phones'), { phones: JSON.stringify(phones) });
  const settings = clients.flatMap(({ id, values }) =>
    Object.entries(values).filter(([field]) => field.startsWith('settings.')).map(([field, value]) => ({ clientId: id, key: field.slice('settings.'.length), value: (value as { value: unknown }).value })));
  if (settings.length) await queryRows(tx, sql('insert_settings'), { settings: JSON.stringify(settings) });
  await record(tx, actor, [...clients.map((client) => creation(client, importId, now.toISO(), actor.name)), ...newEmployees(clients, importId)]);
  await queryRows(tx, sql('save_created'), { import_id: importId, numbers: clients.map(({ row }) => row.number), ids: clients.map(({ id }) => id) });
}

function creation({ id, parentId, row, phones }: NewClient, importId: number, registeredAt: string, registeredBy: string): HistoryEntry {
  const own = phones.length ? { phones: [null, phones] as const } : {};
  const place = parentId === null ? {} : { parentId: [null, parentId] as const };
  return {
    entity: 'client', entityId: id, version: 1, action: 'client.created', importId,
    changes: { ...row.changes, ...place, ...own, registeredAt: [null, registeredAt], registeredBy: [null, registeredBy] },
  };
}

/** One row for each superior unit and transaction, however many employees it gets. */
function newEmployees(clients: readonly NewClient[], importId: number): HistoryEntry[] {
  const added = new Map<number, { id: number; name: string }[]>();
  for (const { id, parentId, row } of clients) {
    if (parentId === null) continue;
    const list = added.get(parentId);
    if (list) list.push({ id, name: row.name });
    else added.set(parentId, [{ id, name: row.name }]);
  }
  return [...added].map(([parentId, employees]) => ({ entity: 'client', entityId: parentId, version: null, action: 'client.employees_changed', importId, changes: { employees: [null, employees] } }));
}
