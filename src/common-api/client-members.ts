// What get_client_info, get_clients_info and their employees tell about clients (commonapi.md §5.5): each member as data, with
// what has to be read for it. However many clients are asked for, the number of statements is the same.
import { setImmediate } from 'node:timers/promises';
import type { Effective } from '../contract/effective.js';
import type { Money, Reference } from '../contract/primitives.js';
import type { AttributeDefinition } from '../contract/settings.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows, type SqlBlock } from '../db/sql.js';
import { toMinor } from '../lib/money.js';
import { prizeOf } from '../orders/terms.js';
import { loadResolution, type ResolutionInput } from '../resolution/data.js';
import { resolveSettings } from '../resolution/resolve.js';
import { toWireValue } from './attributes.js';
import { toWireDay, toWireMoney } from './values.js';

const blocks = loadSql(import.meta.url);

/** More clients than this may hold up the quick statements on the pipelined connections. */
const QUICK = 100;

function sql(name: string, clients = 0): SqlBlock {
  const block = blocks(name);
  return { ...block, slow: block.slow || clients > QUICK };
}

interface Row {
  id: number;
  parentId: number | null;
  name: string;
  number: string | null;
  address: string | null;
  sex: string | null;
  birthDate: string | null;
  email: string | null;
  useEmail: boolean;
  comment: string | null;
  usesOwnAccount: boolean;
  login: string | null;
  deleted: boolean;
  phones: string[];
  balance: string;
  bonus: string;
}

interface Account {
  account_kind: number;
  balance: number;
  balance_with_children: number;
}

/** Everything that was read about one client; a part that no member needs is empty. */
interface Facts {
  row: Row;
  settings: Effective['settings'];
  attributes: readonly AttributeDefinition[];
  isLegal: boolean;
  finishedOrders: number;
  accounts: readonly Account[];
  photo: Uint8Array | null;
  zone: string;
}

type Part = 'settings' | 'orders' | 'accounts' | 'photo';

interface Member {
  of(facts: Facts): unknown;
  part?: Part;
  /** Not among those of an employee. */
  notOfEmployees?: true;
  /** Only where it is named. */
  onlyNamed?: true;
}

const own = (of: (row: Row) => unknown, more: Partial<Member> = {}): Member => ({ of: ({ row }) => of(row), ...more });
const setting = (of: (value: (key: string) => unknown, facts: Facts) => unknown, more: Partial<Member> = {}): Member =>
  ({ of: (facts) => of((key) => facts.settings[key]?.value, facts), part: 'settings', ...more });
const idOf = (key: string) => setting((value) => (value(key) as Reference | null)?.id ?? 0);
const sumOf = (key: string) => setting((value) => moneyOf(value(key) as Money | null));
const moneyOf = (money: Money | null) => (money ? toWireMoney(toMinor(money.amount)) : 0);
const isCashless = (value: (key: string) => unknown, { isLegal }: Facts) => isLegal || value('cashForbidden') === true;

const members: Readonly<Record<string, Member>> = {
  client_id: own(({ id }) => id),
  parent_id: own(({ parentId }) => parentId ?? 0),
  name: own(({ name }) => name),
  number: own(({ number }) => number ?? ''),
  address: own(({ address }) => address ?? ''),
  gender: own(({ sex }) => sex ?? ''),
  birthday: own(({ birthDate }) => toWireDay(birthDate)),
  phones: own(({ phones }) => phones),
  balance: own(({ balance }) => toWireMoney(BigInt(balance))),
  // Whole roubles: one client's decoder knows no others.
  bonus_balance: own(({ bonus }) => Number(BigInt(bonus) / 100n)),
  login: own(({ login }) => login ?? ''),
  // Passwords are kept as hashes: there is nothing to give.
  password: own(() => ''),
  client_group_id: idOf('group'),
  tariff_id: idOf('tariff'),
  prize_tariff_id: idOf('prizeTariff'),
  tariff_shift_id: idOf('tariffShift'),
  discount_id: idOf('discount'),
  prize_discount_id: idOf('prizeDiscount'),
  min_balance: sumOf('balanceFloor'),
  min_balance_for_use_cashless: sumOf('minBalanceForCashless'),
  min_bonus_balance_for_use_bonus: sumOf('minBonusBalance'),
  is_locked: setting((value) => value('blocked') === true),
  lock_description: { part: 'settings', of: ({ settings }) => settings.blocked?.reason ?? '' },
  // Every payer has a main account; by default it pays where the order decision takes it first.
  use_cashless_account: setting(() => true, { notOfEmployees: true }),
  use_cashless: setting(isCashless),
  no_cash_payment: setting((value) => value('cashForbidden') === true, { notOfEmployees: true }),
  remain_prize: { part: 'orders', of: ({ settings, finishedOrders }) => prizeOf((settings.prizeEvery?.value ?? null) as number | null, finishedOrders)?.remaining ?? 0 },
  email: own(({ email }) => email ?? ''),
  use_email_informing: own(({ useEmail }) => useEmail),
  default_crew_group: idOf('defaultCrewGroup'),
  use_own_account: own(({ usesOwnAccount }) => usesOwnAccount, { notOfEmployees: true }),
  comment: own(({ comment }) => comment ?? ''),
  accounts: { part: 'accounts', of: ({ accounts }) => accounts, notOfEmployees: true },
  attribute_values: {
    part: 'settings', onlyNamed: true,
    of: ({ settings, attributes, zone }) => attributes.map((attribute) => toWireValue(attribute, settings[`attribute.${attribute.id}`]?.value, zone)).filter((value) => value !== null),
  },
  client_photo: { part: 'photo', onlyNamed: true, notOfEmployees: true, of: ({ photo }) => (photo ? Buffer.from(photo).toString('base64') : '') },
};

/** Names of members that are wanted of clients, and of their employees (null: none of those). */
export interface WantedMembers {
  own: readonly string[];
  employees: readonly string[] | null;
}

const everyOwn = Object.keys(members).filter((name) => !members[name]?.onlyNamed);
const everyOfEmployees = Object.keys(members).filter((name) => !members[name]?.onlyNamed && !members[name]?.notOfEmployees);
const EMPLOYEES = 'employees';

/** What a `fields` parameter asks for; names that there are not are ignored. */
export function wantedMembers(fields: ReadonlySet<string> | undefined, fallback: readonly string[] | 'all'): WantedMembers {
  if (fields === undefined) return fallback === 'all' ? { own: everyOwn, employees: everyOfEmployees } : { own: ['client_id', ...fallback], employees: null };
  const named = [...fields].filter((name) => Object.hasOwn(members, name) && name !== 'client_id');
  const nested = [...fields].filter((name) => name.startsWith(`${EMPLOYEES}.`)).map((name) => name.slice(EMPLOYEES.length + 1)).filter((name) => Object.hasOwn(members, name));
  const whole = fields.has(EMPLOYEES);
  const employees = whole ? [...new Set([...everyOfEmployees, ...nested])] : nested.length > 0 ? nested : null;
  return { own: ['client_id', ...named], employees };
}

/** Clients in the order of `ids`, each with the wanted members. Ids that are gone are left out. */
export async function readClients(db: Db, ids: readonly number[], wanted: WantedMembers, zone: string): Promise<Record<string, unknown>[]> {
  if (ids.length === 0) return [];
  const below = wanted.employees === null ? new Map<number, number[]>() : await childrenOf(db, ids);
  const children = [...below.values()].flat();
  const [facts, employees] = await Promise.all([readFacts(db, ids, partsOf(wanted.own), zone), readFacts(db, children, partsOf(wanted.employees ?? []), zone)]);
  const present = (client: Facts, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, (members[name] as Member).of(client)]));
  const namesOfEmployees = wanted.employees;
  if (namesOfEmployees === null) return [...facts.values()].map((client) => present(client, wanted.own));
  return [...facts.values()].map((client) => ({
    ...present(client, wanted.own),
    employees: (below.get(client.row.id) ?? []).flatMap((id) => employees.get(id) ?? []).map((employee) => present(employee, namesOfEmployees)),
  }));
}

function partsOf(names: readonly string[]): ReadonlySet<Part> {
  return new Set(names.flatMap((name) => members[name]?.part ?? []));
}

async function childrenOf(db: Db, ids: readonly number[]): Promise<Map<number, number[]>> {
  const below = new Map<number, number[]>();
  for (const { id, parentId } of await queryRows<{ id: number; parentId: number }>(db, sql('select_children', ids.length), { client_ids: ids })) {
    const list = below.get(parentId);
    if (list) list.push(id);
    else below.set(parentId, [id]);
  }
  return below;
}

/** Clients resolved before others get their turn. */
const AT_ONCE = 250;

async function readFacts(db: Db, ids: readonly number[], parts: ReadonlySet<Part>, zone: string): Promise<Map<number, Facts>> {
  const facts = new Map<number, Facts>();
  if (ids.length === 0) return facts;
  const { currency } = db.defaults;
  // Asked for together: each is on its way while the others are answered.
  const [rows, inputs, legal, accounts, photos] = await Promise.all([
    queryRows<Row>(db, sql('select_clients', ids.length), { client_ids: ids, currency }),
    parts.has('settings') || parts.has('orders') ? loadResolution(db, ids) : new Map<number, ResolutionInput>(),
    parts.has('settings') ? legalGroups(db) : new Set<number>(),
    parts.has('accounts') ? accountsOf(db, ids, currency) : new Map<number, Account[]>(),
    parts.has('photo') ? photosOf(db, ids) : new Map<number, Uint8Array>(),
  ]);
  const finished = parts.has('orders') ? await finishedOrders(db, inputs) : new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const input = inputs.get(row.id);
    facts.set(row.id, {
      row, zone,
      settings: input ? resolveSettings(input, { hiddenAttributes: true }).settings : {},
      attributes: input?.attributes ?? [],
      isLegal: input !== undefined && legal.has(input.group.id),
      finishedOrders: finished.get(payerOf(input)) ?? 0,
      accounts: accounts.get(row.id) ?? [],
      photo: photos.get(row.id) ?? null,
    });
  }
  return facts;
}

function payerOf(input: ResolutionInput | undefined): number {
  return input?.chain.find(({ usesOwnAccount }) => usesOwnAccount)?.id ?? 0;
}

async function legalGroups(db: Db): Promise<Set<number>> {
  return new Set((await queryRows<{ id: number; type: string }>(db, sql('select_group_types'))).filter(({ type }) => type === 'legal').map(({ id }) => id));
}

async function finishedOrders(db: Db, inputs: ReadonlyMap<number, ResolutionInput>): Promise<Map<number, number>> {
  const payers = [...new Set([...inputs.values()].map(payerOf))];
  return new Map((await queryRows<{ id: number; finished: number }>(db, sql('select_finished'), { client_ids: payers })).map(({ id, finished }) => [id, finished]));
}

async function accountsOf(db: Db, ids: readonly number[], currency: string): Promise<Map<number, Account[]>> {
  interface AccountRow { clientId: number; kindId: number; own: string; withChildren: string }
  const accounts = new Map<number, Account[]>();
  for (const { clientId, kindId, own: balance, withChildren } of await queryRows<AccountRow>(db, sql('select_accounts'), { client_ids: ids, currency })) {
    const account = { account_kind: kindId, balance: toWireMoney(BigInt(balance)), balance_with_children: toWireMoney(BigInt(withChildren)) };
    accounts.set(clientId, [...(accounts.get(clientId) ?? []), account]);
  }
  return accounts;
}

async function photosOf(db: Db, ids: readonly number[]): Promise<Map<number, Uint8Array>> {
  return new Map((await queryRows<{ id: number; content: Uint8Array }>(db, sql('select_photos'), { client_ids: ids })).map(({ id, content }) => [id, content]));
}
