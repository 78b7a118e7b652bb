// The demo directory, loaded once into an empty database: invented organisations from data/*.json and a real
// administration from samples/. All in one transaction, so that a start that is killed leaves nothing half-loaded,
// and through the same functions as everything else, so that history, versions and rules are those of real work.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { createInvoice } from '../accounts/invoices.js';
import { type Actor, systemActor } from '../auth/actor.js';
import { createClient } from '../clients/clients.js';
import { setOwnSetting } from '../clients/own-settings.js';
import { blockClient, deleteClient } from '../clients/states.js';
import type { CreateClientInput } from '../contract/clients.js';
import type { CreateNoteInput } from '../contract/notes.js';
import type { Right } from '../contract/rights.js';
import { type AttributeChoice, settingDefinition } from '../contract/settings.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryRow } from '../db/sql.js';
import { directories } from '../directories/definitions.js';
import { createItem, type Directory, type Item } from '../directories/directories.js';
import { createGroup, type Group, setGroupSetting } from '../groups/groups.js';
import { createNote } from '../notes/notes.js';
import { createRole } from '../operators/operators.js';
import { createOrders } from './orders.js';

const sql = loadSql(import.meta.url);

/** Own values: settings by key, attributes by name; what is referred to stands there by name. */
interface Values {
  settings?: Record<string, unknown>;
  attributes?: Record<string, unknown>;
}

interface DemoGroup extends Values {
  name: string;
  type: 'individual' | 'legal';
  familyAccountAllowed?: boolean;
}

interface DemoClient extends Values {
  name: string;
  kind?: CreateClientInput['kind'];
  group?: string;
  fields?: Partial<CreateClientInput>;
  /** "Name, phone" */
  employees?: string[];
  notes?: CreateNoteInput[];
  units?: DemoClient[];
  /** The reason. */
  blocked?: string;
  deleted?: true;
}

/** Ids by name, for each directory. */
type Names = ReadonlyMap<string, ReadonlyMap<string, Item>>;

/** Gives how many clients were made: none if the database has, or ever had, any. */
export async function loadDemo(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    await queryRow(tx, sql('lock_demo'));
    const { empty } = await queryRow<{ empty: boolean }>(tx, sql('is_empty'));
    if (!empty) return 0;
    const actor = systemActor('demo');
    const names = await createDirectories(tx, actor);
    const groups = await createGroups(tx, actor, names);
    for (const file of ['retail.json', 'bank.json', 'hotels.json']) await createTree(tx, actor, names, groups, readData<DemoClient>(file), null);
    for (const person of readData<DemoClient[]>('persons.json')) await createTree(tx, actor, names, groups, person, null);
    for (const role of readData<{ name: string; rights: Right[] }[]>('roles.json')) await createRole(tx, actor, role);
    await createAdministration(tx, actor, groups);
    await createOrders(tx, actor, (groups.get('Постоянные пассажиры') as Group).id);
    await createInvoices(tx, actor);
    return (await queryRow<{ clients: number }>(tx, sql('count_clients'))).clients;
  });
}

/** Of the organisations with the most to pay; none is paid yet. */
async function createInvoices(tx: Tx, actor: Actor): Promise<void> {
  for (const { client, amount, vatPercent } of readData<{ client: string; amount: string; vatPercent: number | null }[]>('invoices.json')) {
    const { id } = await tx.prisma.client.findFirstOrThrow({ where: { name: client }, select: { id: true } });
    await createInvoice(tx, actor, id, { sum: { amount, currency: tx.defaults.currency }, vatPercent });
  }
}

function readData<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8')) as T;
}

async function createDirectories(tx: Tx, actor: Actor): Promise<Names> {
  const names = new Map<string, Map<string, Item>>();
  const data = readData<Record<string, Record<string, unknown>[]>>('directories.json');
  for (const [name, inputs] of Object.entries(data)) {
    const items = new Map<string, Item>();
    names.set(name, items);
    for (const input of inputs) {
      const item = await createItem(tx, actor, directoryNamed(name), withIds(names, name, input));
      items.set(item.name, item);
    }
  }
  return names;
}

function directoryNamed(name: string): Directory {
  return directories.find(({ plural }) => plural.toLowerCase() === name.toLowerCase()) as Directory;
}

function withIds(names: Names, directory: string, { crewGroup, ...input }: Record<string, unknown>): Record<string, unknown> {
  if (directory === 'crews') return { ...input, crewGroupId: idOf(names, 'crewGroups', crewGroup) };
  return directory === 'tariffShifts' ? withTariffIds(names, input) : input;
}

function withTariffIds(names: Names, input: Record<string, unknown>): Record<string, unknown> {
  const entries = (input.entries as Record<string, unknown>[]).map(({ tariff, ...entry }) => ({ tariffId: idOf(names, 'tariffs', tariff), ...entry }));
  return { ...input, entries };
}

async function createGroups(tx: Tx, actor: Actor, names: Names): Promise<ReadonlyMap<string, Group>> {
  const groups = new Map<string, Group>();
  for (const { settings, attributes, ...input } of readData<DemoGroup[]>('groups.json')) {
    const group = await createGroup(tx, actor, { ...input, settings: Object.fromEntries(ownValues(names, { ...(settings && { settings }) })) });
    for (const [key, value] of ownValues(names, { ...(attributes && { attributes }) })) await setGroupSetting(tx, actor, group.id, key, value, null);
    groups.set(group.name, group);
  }
  return groups;
}

async function createTree(tx: Tx, actor: Actor, names: Names, groups: ReadonlyMap<string, Group>, client: DemoClient, parentId: number | null): Promise<void> {
  const groupId = client.group === undefined ? null : (groups.get(client.group) as Group).id;
  const id = await createClient(tx, actor, { name: client.name, kind: client.kind ?? (parentId === null ? 'organisation' : 'department'), parentId, groupId, ...client.fields });
  for (const [key, value] of ownValues(names, client)) await setOwnSetting(tx, actor, id, key, value, null);
  for (const note of client.notes ?? []) await createNote(tx, actor, id, note);
  for (const employee of client.employees ?? []) await createEmployee(tx, actor, id, employee);
  for (const unit of client.units ?? []) await createTree(tx, actor, names, groups, unit, id);
  if (client.blocked !== undefined) await blockClient(tx, actor, id, client.blocked, null);
  if (client.deleted) await deleteClient(tx, actor, id, null);
}

async function createEmployee(tx: Tx, actor: Actor, parentId: number, text: string): Promise<void> {
  const [name = '', phone = ''] = text.split(', ');
  await createClient(tx, actor, { name, kind: 'employee', parentId, phones: [{ number: phone, main: true, identifiesCaller: true }] });
}

/** Keys and values as the settings want them: ids instead of names. */
function ownValues(names: Names, { settings = {}, attributes = {} }: Values): [string, unknown][] {
  const plain = Object.entries(settings).map(([key, value]): [string, unknown] => {
    const directory = settingDefinition(key)?.reference;
    if (directory === undefined || value === null) return [key, value];
    return [key, Array.isArray(value) ? value.map((name) => idOf(names, directory, name)) : idOf(names, directory, value)];
  });
  const named = Object.entries(attributes).map(([name, value]): [string, unknown] => {
    const attribute = itemOf(names, 'attributes', name);
    const choice = (attribute.choices as AttributeChoice[] | null)?.find((each) => each.name === value);
    return [`attribute.${attribute.id}`, choice ? choice.id : value];
  });
  return [...plain, ...named];
}

function idOf(names: Names, directory: string, name: unknown): number {
  return itemOf(names, directory, name).id;
}

function itemOf(names: Names, directory: string, name: unknown): Item {
  const item = names.get(directory)?.get(String(name));
  if (!item) throw new Error(`The demo data name "${String(name)}", which is not in its ${directory}.`);
  return item;
}

interface Unit {
  id: string;
  parent_id: string;
  fullname: string;
  shortname: string;
  phone: string;
  email: string;
  website: string;
  address: string;
}

const USABLE_EMAIL = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;

/** 126 units of a Russian administration as they were published, dirt and all: what is no e-mail address goes into the comment. */
async function createAdministration(tx: Tx, actor: Actor, groups: ReadonlyMap<string, Group>): Promise<void> {
  const units = parse(readFileSync(sampleFile('ru-predgorny-administration/units.csv'), 'utf8'), { columns: true }) as Unit[];
  const ids = new Map<string, number>();
  for (const unit of units) {
    const parentId = unit.parent_id === '' ? null : (ids.get(unit.parent_id) as number);
    const usable = USABLE_EMAIL.test(unit.email);
    const comment = [unit.shortname, unit.website, usable ? '' : unit.email].filter((text) => text !== '').join('\n');
    const id = await createClient(tx, actor, {
      name: unit.fullname,
      kind: parentId === null ? 'organisation' : 'department',
      parentId,
      groupId: parentId === null ? (groups.get('Государственные учреждения') as Group).id : null,
      externalId: unit.id,
      address: unit.address,
      ...(usable && { email: unit.email }),
      ...(comment && { comment }),
      ...(unit.phone && { phones: [{ number: unit.phone, main: true }] }),
    });
    ids.set(unit.id, id);
  }
}

/** From src/demo as from dist/src/demo: the nearest folder above that has samples/. */
function sampleFile(name: string): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'samples', name);
    if (existsSync(candidate) || folder === path.dirname(folder)) return candidate;
  }
}
