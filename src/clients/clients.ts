// The life of a client: created, changed. Moving is in move.ts, deleting and blocking in states.ts, own values of
// inheritable settings in own-settings.ts.
//
// Invariants: a root has a group and its own account, nobody else has a group; a private person is a root; an
// external id is unique inside a root (D-31). Lock order: tree → numbers → row (see db/database.ts).
import { DateTime } from 'luxon';
import type { Actor } from '../auth/actor.js';
import type { ChangeClientInput, CreateClientInput, Phone } from '../contract/clients.js';
import type { HistoryAction } from '../contract/history.js';
import { type Prisma, SQL_NULL, type Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { type Changes, type HistoryEntry, record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromLocalDate } from '../lib/clock.js';
import { ancestorChain, ancestorChains, type ChainNode, holdTrees, rootOf } from '../tree/tree.js';
import { ACCOUNT_FIELDS, type CardRules, checkCard } from './card-rules.js';
import { lockOwnFields, type OwnFields, requireLive } from './card.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { addPhones, normalisePhones, writePhones } from './phones.js';

const sql = loadSql(import.meta.url);

const COLUMNS = [
  'name', 'kind', 'number', 'externalId', 'usesOwnAccount', 'contractFrom', 'contractTo', 'address', 'email', 'useEmail', 'birthDate',
  'sex', 'comment', 'driverNote', 'language', 'country', 'timeZone', 'tags', 'groupId', 'mark', 'contactPerson', 'responsibleManagerId',
  'registeredAt', 'registeredFrom', 'registeredBy', 'useSms', 'useCalls', 'terminalAccount', 'referralCode', 'apiLogin', 'familyAccount',
  'familyMembers', 'favouriteAddresses', 'favouriteCrews', 'unwantedCrews', 'papers',
] as const;
const DAYS = new Set<string>(['contractFrom', 'contractTo', 'birthDate']);
const NULLABLE_RECORDS = new Set<string>(['familyAccount', 'papers']);

/** Creates a client and gives its id. Without a group a root gets the default one of its kind. */
export async function createClient(tx: Tx, actor: Actor, input: CreateClientInput): Promise<number> {
  const parentId = input.parentId ?? null;
  const kind = input.kind ?? (parentId === null ? 'organisation' : 'employee');
  if (parentId !== null && input.externalId != null) await holdTrees(tx, [parentId]);
  const root = parentId === null ? null : await lockParent(tx, parentId);
  if (parentId !== null && kind === 'person') throw fieldError('client.person_not_root', 'body/kind', 'A private person has no superior unit.');
  if (parentId !== null && input.groupId != null) throw fieldError('client.group_on_root_only', 'body/groupId', "A subordinate client has its root's group.");
  if (parentId === null && input.usesOwnAccount === false) throw fieldError('client.root_own_account', 'body/usesOwnAccount', 'A client without superior always uses its own account.');
  const groupId = parentId === null ? (input.groupId ?? (await defaultGroupId(tx, kind))) : null;
  checkDates(input.contractFrom ?? null, input.contractTo ?? null);
  const usesOwnAccount = input.usesOwnAccount ?? parentId === null;
  const now = tx.clock.now();
  const fields = { ...input, name: input.name.trim(), kind, groupId, usesOwnAccount, registeredAt: asInstant(input.registeredAt ?? now.toISO()), registeredBy: actor.name };
  await checkCard(tx, { ...fields, groupOfRoot: groupId ?? root?.groupId ?? null }, fields);
  const phones = normalisePhones(input.phones ?? [], input.country ?? tx.defaults.phoneCountry);
  const { id } = await tx.prisma.client.create({
    data: { ...(toColumns(pick(fields)) as Prisma.ClientUncheckedCreateInput), parentId, createdAt: now.toJSDate(), updatedAt: now.toJSDate() },
    select: { id: true },
  });
  if (input.externalId != null) await refuseTakenExternalId(tx, input.externalId, root?.id ?? id, id);
  await addPhones(tx, id, phones);
  const created = { ...pick(fields), ...(parentId !== null && { parentId }), ...(phones.length && { phones }) };
  await record(tx, actor, [
    { entity: 'client', entityId: id, version: 1, action: 'client.created', changes: asChanges(created) },
    ...employeeChanges([{ parentId, id, name: fields.name, added: true }]),
  ]);
  return id;
}

/** Changes plain fields and phones: absent = leave, null = clear. Gives whether anything differed. */
export async function changeClient(tx: Tx, actor: Actor, id: number, input: ChangeClientInput, version: number | null): Promise<boolean> {
  const { phones, version: _, dryRun: _dry, transferRest: _rest, ...plain } = input;
  if (input.externalId != null) {
    await holdTrees(tx, [id]);
    await lockExternalId(tx, input.externalId);
  }
  const current = await lockOwnFields(tx, id);
  const wanted: Record<string, unknown> = { ...plain };
  if (typeof plain.name === 'string') wanted.name = plain.name.trim();
  if (plain.registeredAt !== undefined) wanted.registeredAt = asInstant(plain.registeredAt);
  if (phones !== undefined) wanted.phones = normalisePhones(phones, input.country ?? current.country ?? tx.defaults.phoneCountry);
  const changes = differences(current as unknown as Record<string, unknown>, wanted);
  await checkChange(tx, current, changes);
  await refuseConflicts(tx, 'client', current, version, changes);
  if (Object.keys(changes).length === 0) return false;
  await saveChanges(tx, actor, current, 'client.changed', changes);
  return true;
}

/** Rules about the new values against the rest of the client. */
async function checkChange(tx: Tx, current: OwnFields, changes: Changes): Promise<void> {
  const after = <T>(field: keyof OwnFields): T => (field in changes ? changes[field]?.[1] : current[field]) as T;
  if ('groupId' in changes && current.parentId !== null) throw fieldError('client.group_on_root_only', 'body/groupId', "A subordinate client has its root's group.");
  if ('kind' in changes && current.parentId !== null && after('kind') === 'person') throw fieldError('client.person_not_root', 'body/kind', 'A private person has no superior unit.');
  if ('usesOwnAccount' in changes && current.parentId === null) throw fieldError('client.root_own_account', 'body/usesOwnAccount', 'A client without superior always uses its own account.');
  checkDates(after('contractFrom'), after('contractTo'));
  if ('phones' in changes) await requireLive(tx, current.id);
  const given = newValues(changes);
  await checkCard(tx, { ...current, ...given, groupOfRoot: null } as CardRules, given);
  const externalId = changes.externalId?.[1];
  if (typeof externalId === 'string') await refuseTakenExternalId(tx, externalId, rootOf(await ancestorChain(tx, current.id)).id, current.id);
}

/** Writes changed fields of a client that is locked, with the next version and its history. */
export async function saveChanges(tx: Tx, actor: Actor, current: OwnFields, action: HistoryAction, changes: Changes, more: HistoryEntry[] = []): Promise<void> {
  const after = newValues(changes);
  const version = current.version + 1;
  let recorded = changes;
  if (changes.usesOwnAccount?.[1] === false) {
    const fields = ACCOUNT_FIELDS.filter((field) => current[field] !== null);
    for (const field of fields) after[field] = null;
    recorded = { ...changes, ...Object.fromEntries(fields.map((field) => [field, [current[field], null] as const])), ...(await dropAccountSettings(tx, current)) };
  }
  await tx.prisma.client.update({
    where: { id: current.id },
    data: { ...toColumns(after), version, updatedAt: tx.clock.now().toJSDate() },
    select: { id: true },
  });
  if (after.phones) await writePhones(tx, current.id, after.phones as Phone[]);
  await record(tx, actor, [{ entity: 'client', entityId: current.id, version, action, changes: recorded }, ...more]);
}

/** D-15: values that only make sense with an own account go with it; the history has them. */
async function dropAccountSettings(tx: Tx, current: OwnFields): Promise<Changes> {
  const dropped = await queryRows<{ key: string; value: unknown }>(tx, sql('delete_account_settings'), { client_id: current.id });
  return Object.fromEntries(dropped.map(({ key, value }) => [`settings.${key}`, [{ value }, null] as const]));
}

/** Instants are compared and kept to the millisecond, in UTC. */
function asInstant(text: string): string {
  return DateTime.fromISO(text, { zone: 'utc' }).toISO() ?? text;
}

/** Locks a superior unit against deletion until the end of the transaction and gives its root. */
async function lockParent(tx: Tx, parentId: number): Promise<ChainNode> {
  const parent = await queryOptionalRow(tx, sql('lock_parent'), { parent_id: parentId });
  if (!parent) throw fieldError('client.parent_not_found', 'body/parentId', `There is no client ${parentId}.`);
  const chain = await ancestorChain(tx, parentId);
  await requireLive(tx, parentId, chain);
  return rootOf(chain);
}

/** The group of roots of this kind that have none given. */
export async function defaultGroupId(tx: Tx, kind: string): Promise<number> {
  const group = await tx.prisma.clientGroup.findFirst({ where: { isDefault: true, type: kind === 'person' ? 'individual' : 'legal' }, select: { id: true } });
  if (!group) throw fieldError('group.reference_not_found', 'body/groupId', 'is missing: there is no default group for such clients');
  return group.id;
}

/** D-31. Two writers of the same external id wait for each other, and for moves of trees that may bring it along (holdTrees); the rest is a look at the roots. */
async function lockExternalId(tx: Tx, externalId: string): Promise<void> {
  await queryRows(tx, sql('lock_external_id'), { external_id: externalId });
}

async function refuseTakenExternalId(tx: Tx, externalId: string, rootId: number, exceptId: number): Promise<void> {
  await lockExternalId(tx, externalId);
  const others = (await queryRows<{ id: number }>(tx, sql('find_external_id'), { external_id: externalId, client_id: exceptId })).map((row) => row.id);
  for (const [id, chain] of await ancestorChains(tx, others)) {
    if (rootOf(chain).id !== rootId) continue;
    const name = chain[0]?.name ?? '';
    throw new AppError('client.external_id_taken', `"${name}" has the external id "${externalId}" already.`, {
      client: { id, name },
      errors: [{ path: 'body/externalId', code: 'client.external_id_taken', message: 'is taken in this organisation' }],
    });
  }
}

function checkDates(from: string | null, to: string | null): void {
  if (from !== null && to !== null && from > to) throw fieldError('client.contract_dates', 'body/contractTo', 'must not be before contractFrom');
}

/** "List of employees" in the history of superior units. It is no version of theirs. */
export function employeeChanges(list: readonly { parentId: number | null; id: number; name: string; added: boolean }[]): HistoryEntry[] {
  return list
    .filter((change) => change.parentId !== null)
    .map(({ parentId, id, name, added }) => ({
      entity: 'client',
      entityId: parentId as number,
      version: null,
      action: 'client.employees_changed',
      changes: { employees: added ? [null, { id, name }] : [{ id, name }, null] },
    }));
}

function newValues(changes: Changes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([field, [, value]]) => [field, value]));
}

function pick(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(COLUMNS.filter((column) => fields[column] !== undefined && fields[column] !== null).map((column) => [column, fields[column]]));
}

function toColumns(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => field !== 'phones')
      .map(([field, value]) => [field, toColumn(field, value)]),
  );
}

function toColumn(field: string, value: unknown): unknown {
  if (DAYS.has(field) && typeof value === 'string') return fromLocalDate(value);
  if (field === 'registeredAt') return new Date(value as string);
  return value === null && NULLABLE_RECORDS.has(field) ? SQL_NULL : value;
}

function asChanges(fields: Record<string, unknown>): Changes {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, [null, value] as const]));
}
