// Clients as the cabinet shows them: a part of the card, and nobody above.
import type { Actor } from '../auth/actor.js';
import { clientCard } from '../clients/card.js';
import type { CabinetClientCard, CabinetClientItem, CabinetEffective, CabinetRights } from '../contract/cabinet.js';
import type { ClientItem, Consequences } from '../contract/clients.js';
import type { Effective } from '../contract/effective.js';
import type { Reference } from '../contract/primitives.js';
import { cabinetRights } from '../contract/rights.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { type Sight, sightOf, sightOfIds, topOf } from './sight.js';

const sql = loadSql(import.meta.url);

type Reader = SqlRunner & Pick<Db, 'clock'>;

/** What of the settings concerns clients; the others are between operators. */
const SHOWN = new Set<string>([
  'tariff', 'prizeTariff', 'discount', 'prizeDiscount', 'prizeEvery', 'balanceFloor', 'minBalanceForCashless', 'minBonusBalance', 'whenFundsShort', 'cashForbidden', 'expiredContract', 'mobileApp', 'notifications',
  'bankDetails', 'greetingSign', 'crewGroups', 'defaultCrewGroup', 'blocked', 'deleted', ...cabinetRights,
]);
/** Values that tell who has said them. */
const TELLING = new Set(['bankDetails', 'greetingSign']);

export function isShownSetting(key: string): boolean {
  return SHOWN.has(key);
}

type Access = CabinetClientItem['access'];

async function accessOf(db: Reader, ids: readonly number[]): Promise<Map<number, Access>> {
  interface Row { id: number; hasLogin: boolean; hasPassword: boolean; hasLink: boolean; wasInvited: boolean }
  const rows = ids.length ? await queryRows<Row>(db, sql('select_access'), { ids, now: db.clock.now().toJSDate() }) : [];
  return new Map(rows.map(({ id, hasLogin, hasPassword, hasLink, wasInvited }): [number, Access] => [id, !hasLogin ? 'none' : hasPassword ? 'active' : hasLink ? 'invited' : wasInvited ? 'expired' : 'none']));
}

/** What a chain of superiors, the root first, leaves from the signed-in client on. */
export function pathWithin(top: number, path: readonly Reference[]): Reference[] {
  const from = path.findIndex(({ id }) => id === top);
  return from < 0 ? [] : path.slice(from);
}

function cutItem(top: number, { id, version, name, kind, parentId, path, hasChildren, childCount, number, phone, usesOwnAccount, blocked, blockedBy, deleted, deletedBy }: ClientItem, access: Access): CabinetClientItem {
  const within = pathWithin(top, path);
  const sight = sightOfIds(top, new Set([id, ...within.map((one) => one.id)]));
  return {
    id, version, name, kind, path: within, parentId: sight.sees(parentId) ? parentId : null, hasChildren, childCount, number, phone, usesOwnAccount, blocked, deleted, access,
    blockedBy: blockedBy && { by: sight.who(blockedBy), reason: sight.sees(blockedBy.id) ? blockedBy.reason : null },
    deletedBy: deletedBy && sight.who(deletedBy),
  };
}

export async function cutItems(db: Reader, actor: Actor, items: readonly ClientItem[]): Promise<CabinetClientItem[]> {
  const access = await accessOf(db, items.map(({ id }) => id));
  return items.map((item) => cutItem(topOf(actor), item, access.get(item.id) ?? 'none'));
}

/** The ids of those below who were sent a link and have set no password, in order of ids. */
export async function notTakenUp(db: SqlRunner, actor: Actor, after: number, limit: number): Promise<number[]> {
  return (await queryRows<{ id: number }>(db, sql('select_not_taken_up'), { top_id: topOf(actor), after, limit })).map(({ id }) => id);
}

export async function cabinetCard(db: Reader, actor: Actor, id: number): Promise<CabinetClientCard> {
  const card = await clientCard(db, id, false);
  const [item] = await cutItems(db, actor, [card]);
  const {
    ownBlocked, blockReason, ownDeleted, apiLogin, contractFrom, contractTo, externalId, address, email, useEmail, useSms, birthDate, sex, driverNote, language, timeZone, phones, favouriteAddresses,
    favouriteCrews, unwantedCrews, hasOrderPassword, erasedAt, createdAt, updatedAt,
  } = card;
  return {
    ...(item as CabinetClientItem), ownBlocked, blockReason, ownDeleted, login: apiLogin, contractFrom, contractTo, externalId, address, email, useEmail, useSms, birthDate, sex, driverNote, language, timeZone,
    phones, favouriteAddresses, favouriteCrews, unwantedCrews, hasOrderPassword, erasedAt, createdAt, updatedAt,
  };
}

export async function cabinetEffective(db: SqlRunner, actor: Actor, id: number): Promise<CabinetEffective> {
  const [effective] = (await effectiveSettings(db, [id], false)) as [Effective];
  const payer = effective.settings.payer?.value as Reference;
  const shown = Object.entries(effective.settings).filter(([key]) => SHOWN.has(key));
  const sight = await sightOf(db, actor, [payer.id, ...shown.map(([, { source }]) => (source.kind === 'ancestor' ? source.id : null))]);
  return {
    id, name: effective.name, payer: sight.who(payer),
    settings: Object.fromEntries(shown.map(([key, { value, source }]) => {
      const cut = sight.source(source);
      return [key, { value: TELLING.has(key) && cut.kind !== 'own' && cut.kind !== 'client' ? null : value, source: cut }];
    })),
  };
}

/** D-13, D-14: rights of one client, and which of them the signed-in one may change. */
export async function rightsOf(db: Reader, actor: Actor, id: number): Promise<CabinetRights> {
  const [effective] = (await effectiveSettings(db, [id], false)) as [Effective];
  const { version, settings: own } = await clientCard(db, id, false);
  const sight = await sightOf(db, actor, cabinetRights.map((right) => effective.settings[right]?.source.id));
  return {
    id, version,
    items: cabinetRights.map((right) => {
      const { value, source } = effective.settings[right] as Effective['settings'][string];
      return { right, has: value === true, forbidden: own[right] === 'forbid', source: sight.source(source), mayChange: id !== sight.top && actor.rights.has(right) };
    }),
  };
}

export function crewGroupsNamed(db: SqlRunner, ids: readonly number[] | null): Promise<Reference[]> {
  return queryRows<Reference>(db, sql('select_crew_groups'), { ids });
}

/** All clients in it are below the one that is changed: only settings that clients do not know go. */
export function cutConsequences({ clients, changed, first }: Consequences): Consequences {
  const keys = (names: readonly string[]) => names.filter((key) => SHOWN.has(key) || key === 'payer');
  return {
    clients, changed: Object.fromEntries(Object.entries(changed).filter(([key]) => keys([key]).length)),
    first: first.map(({ id, name, settings }) => ({ id, name, settings: keys(settings) })).filter(({ settings }) => settings.length),
  };
}

/** Who has set a field of a client last: that one and its superiors may take it back. */
export async function wasSetByOthers(db: SqlRunner, sight: (id: number) => Promise<Sight>, clientId: number, field: string): Promise<boolean> {
  const [row] = await queryRows<{ actorKind: string; actorId: number | null }>(db, sql('select_who_set'), { client_id: clientId, field });
  if (!row) return true;
  return row.actorKind !== 'client' || row.actorId === null || !(await sight(row.actorId)).sees(row.actorId);
}

export async function loginIsTaken(db: SqlRunner, login: string, exceptId: number): Promise<boolean> {
  return (await queryRows(db, sql('find_login'), { login, client_id: exceptId })).length > 0;
}
