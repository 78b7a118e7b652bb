// What happened in the own subtree. Who at the service did it, and fields between operators, are not told.
import { type Static, Type } from 'typebox';
import { ACCEPTED_FOR_CLIENT } from '../agreements/agreements.js';
import type { Actor } from '../auth/actor.js';
import type { Someone } from '../contract/cabinet.js';
import { closed, Id, Instant, page, PageQuery, Reference } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import type { SqlRunner } from '../db/sql.js';
import { type HistoryRow, listHistory } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { itemKey, itemNames, referencesOf } from '../timeline/names.js';
import { ancestorChains } from '../tree/tree.js';
import { isShownSetting } from './clients.view.js';
import { cabinetQuery } from './operation.js';
import { type Sight, sightOf, topOf } from './sight.js';

type Reader = SqlRunner & Pick<Db, 'clock'>;

const SHOWN = new Set([
  'name', 'kind', 'phones', 'email', 'useEmail', 'useSms', 'address', 'birthDate', 'sex', 'driverNote', 'language', 'timeZone', 'favouriteAddresses', 'favouriteCrews', 'unwantedCrews', 'externalId',
  'blocked', 'blockReason', 'deleted', 'usesOwnAccount', 'contractFrom', 'contractTo', 'number', 'apiLogin', 'apiPassword', 'employees',
]);

const Row = closed({
  id: Type.Integer(),
  at: Type.String(),
  client: closed({ id: Type.Integer(), name: Type.String() }),
  path: Type.Array(Reference, { description: 'From the signed-in client to the superior' }),
  action: Type.String(),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 }), { description: 'field → [old, new]; a superior unit is a Someone' }),
  by: closed({ kind: Type.Enum(['client', 'above', 'service']), id: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()) }),
  channel: Type.String(),
});

type Values = readonly [unknown, unknown];

/** A list of employees names whoever came or went; also whoever has left the subtree since. */
function idsIn({ changes, actorKind, actorId }: HistoryRow): unknown[] {
  const employees = ((changes.employees ?? []) as ({ id?: number } | null)[]).map((one) => one?.id);
  return [...(changes.parentId ?? []), ...employees, ...(actorKind === 'client' ? [actorId] : [])];
}

async function describe(db: Reader, actor: Actor, rows: readonly HistoryRow[]): Promise<Static<typeof Row>[]> {
  const ids = rows.flatMap(idsIn).filter((id): id is number => typeof id === 'number');
  const sight = await sightOf(db, actor, ids);
  const chains = await ancestorChains(db, [...new Set([...rows.map(({ entityId }) => entityId), ...ids.filter(sight.sees)])]);
  const nameOf = (id: number) => chains.get(id)?.[0]?.name ?? '';
  const named = await namedValues(db, rows);
  return rows.map((row) => {
    const chain = chains.get(row.entityId) ?? [];
    const above = chain.slice(1, chain.findIndex(({ id }) => id === sight.top) + 1);
    return {
      id: row.id, at: row.at, action: row.action, channel: row.channel, client: { id: row.entityId, name: nameOf(row.entityId) }, path: above.map(({ id, name }) => ({ id, name })).reverse(),
      changes: cutChanges(sight, row, nameOf, named), by: cutActor(sight, row, nameOf),
    };
  });
}

function cutActor(sight: Sight, { actorKind, actorId, onBehalfOf }: HistoryRow, nameOf: (id: number) => string): Static<typeof Row>['by'] {
  // An operator in a client's place is the service.
  if (actorKind !== 'client' || actorId === null || onBehalfOf !== null) return { kind: 'service' };
  return sight.who({ id: actorId, name: nameOf(actorId) });
}

type Named = (setting: string, value: unknown) => unknown;

const ownOf = (value: unknown) => (value as { value: unknown } | null)?.value;

/** Tariffs, discounts and crew groups that settings point to stand as {id, name}. */
async function namedValues(db: Reader, rows: readonly HistoryRow[]): Promise<Named> {
  const items = rows.flatMap(({ changes }) => Object.entries(changes).flatMap(([field, values]) => values.flatMap((value) => referencesOf(settingOf(field) ?? '', ownOf(value)))));
  const names = await itemNames(db, items, db.clock.now().toJSDate());
  return (setting, value) => {
    const own = ownOf(value);
    if (referencesOf(setting, own).length === 0) return value;
    const named = (id: unknown) => ({ id, name: referencesOf(setting, id).map((item) => names.get(itemKey(item)))[0] ?? `№ ${id}` });
    return { value: Array.isArray(own) ? own.map(named) : named(own) };
  };
}

function settingOf(field: string): string | null {
  return field.startsWith('settings.') ? field.slice('settings.'.length) : null;
}

function cutChanges(sight: Sight, { changes }: HistoryRow, nameOf: (id: number) => string, named: Named): Record<string, [unknown, unknown]> {
  const who = (value: unknown): Static<typeof Someone> | null => (typeof value === 'number' ? sight.who({ id: value, name: nameOf(value) }) : null);
  const employee = (value: unknown) => (value === null ? null : sight.who(value as Static<typeof Reference>));
  const both = ([before, after]: Values, cut: (value: unknown) => unknown): [unknown, unknown] => [cut(before), cut(after)];
  return Object.fromEntries(Object.entries(changes).flatMap(([field, values]): [string, [unknown, unknown]][] => {
    if (field === 'parentId') return [[field, both(values, who)]];
    if (field === 'employees') return [[field, both(values, employee)]];
    const setting = settingOf(field);
    if (setting === null) return SHOWN.has(field) ? [[field, [values[0], values[1]]]] : [];
    return isShownSetting(setting) ? [[field, both(values, (value) => named(setting, value))]] : [];
  }));
}

export const cabinetHistoryOperations = [
  cabinetQuery(
    {
      id: 'cabinetListHistory', method: 'get', path: '/cabinet/history', tag: 'Cabinet: history', permission: 'signedIn', summary: 'What happened in the own subtree, newest first',
      query: closed({ clientId: Type.Optional(Type.Integer({ ...Id, description: 'Of this client alone' })), from: Type.Optional(Instant), to: Type.Optional(Instant), ...PageQuery }), response: page(Row),
      targets: { 'query.clientId': 'client' }, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, actor, { query: { clientId, from, to, limit = 50, cursor } }) => {
      const before = cursor === undefined ? null : decodeCursor(cursor, 'cabinetHistory')[0];
      if (before !== null && !(Number.isSafeInteger(before) && (before as number) > 0)) throw new AppError('request.cursor_invalid');
      const rows = await listHistory(db, {
        entity: 'client', without: [ACCEPTED_FOR_CLIENT], clientId: clientId ?? topOf(actor), below: clientId === undefined, before: before as number | null, limit: limit + 1,
        ...(from !== undefined && { from: parseInstant(from, 'query/from') }), ...(to !== undefined && { to: parseInstant(to, 'query/to') }),
      });
      const last = rows[limit - 1];
      return { items: await describe(db, actor, rows.slice(0, limit)), nextCursor: rows.length > limit && last ? encodeCursor('cabinetHistory', [last.id]) : null };
    },
  ),
];
