// A place in the tree → the rows of one synthetic client.
import type { DirectoryIds } from './directories.js';
import { addressIn, countryOf, departmentName, type Locale, organisationName, personName, randomLocale, timeZoneOf } from './names.js';
import { callerNumber, type GeneratedPhone, landlineNumber } from './phones.js';
import type { Random } from './random.js';
import { settingsFor } from './settings.js';
import type { Place } from './shape.js';

export const CLIENT_COLUMNS = [
  'id', 'parent_id', 'group_id', 'kind', 'name', 'number', 'external_id', 'uses_own_account', 'blocked', 'block_reason', 'deleted', 'contract_from', 'contract_to',
  'address', 'email', 'use_email', 'birth_date', 'sex', 'comment', 'driver_note', 'language', 'country', 'time_zone', 'tags', 'created_at', 'updated_at', 'registered_at',
] as const;
export const PHONE_COLUMNS = ['client_id', 'position', 'number', 'digits', 'main', 'use_for_calls', 'identifies_caller'] as const;
export const SETTING_COLUMNS = ['client_id', 'key', 'value'] as const;

export type Value = string | number | boolean | null;

export interface ClientRows {
  client: Value[];
  phones: Value[][];
  settings: Value[][];
}

const BLOCK_REASONS = ['Debt', 'Contract expired', 'At the request of the client', 'Unpaid invoice', 'False calls'];
const TAGS = ['vip', 'airport', 'night shift', 'new', 'debtor', 'tender'];
const FIRST_DAY = Date.UTC(2016, 0, 1);
const DAYS = 3_900;
const DAY_MS = 86_400_000;

/** `firstId` is the id of place 0; ids follow each other. */
export function rowMaker(firstId: number, ids: DirectoryIds, random: Random): (place: Place) => ClientRows {
  let root = -1;
  let locale: Locale = 'ru';
  let switchboard: GeneratedPhone = { number: '', digits: '' };
  return (place) => {
    if (place.root !== root) {
      root = place.root;
      locale = randomLocale(random);
      switchboard = landlineNumber(locale, random);
    }
    const id = firstId + place.index;
    const isRoot = place.parent === null;
    const person = place.kind === 'employee' || place.kind === 'person';
    const ownAccount = isRoot || random.chance(person ? 0.005 : 0.04);
    const blocked = random.chance(isRoot ? 0.01 : 0.004);
    const sex = !person ? null : random.chance(0.5) ? 'male' : 'female';
    const created = FIRST_DAY + random.between(0, DAYS) * DAY_MS;
    const createdAt = new Date(created).toISOString();
    const number = isRoot ? `${locale === 'ru' ? 'Д' : 'C'}-${2016 + (id % 11)}/${id}` : random.chance(0.05) ? `${id}-A` : null;
    const contract = isRoot && place.kind === 'organisation' ? [day(created), day(created + random.between(200, 4_000) * DAY_MS)] : [null, null];
    const client: Value[] = [
      id,
      place.parent === null ? null : firstId + place.parent,
      isRoot ? random.pick(place.kind === 'person' ? ids.individualGroups : ids.legalGroups) : null,
      place.kind,
      sex !== null ? personName(locale, sex, random) : isRoot ? organisationName(locale, id, random) : departmentName(locale, random),
      number,
      !isRoot && random.chance(0.5) ? `E${place.index - place.root}` : null,
      ownAccount,
      blocked,
      blocked ? random.pick(BLOCK_REASONS) : null,
      random.chance(place.kind === 'employee' ? 0.015 : 0.002),
      ...(contract as [string | null, string | null]),
      random.chance(person ? 0.1 : 0.5) ? addressIn(locale, random) : null,
      random.chance(0.3) ? `client${id}@example.com` : null,
      random.chance(0.1),
      sex !== null && random.chance(0.2) ? day(Date.UTC(1950, 0, 1) + random.between(0, 20_000) * DAY_MS) : null,
      sex,
      random.chance(0.02) ? 'Calls back within the hour' : null,
      random.chance(0.02) ? 'Entrance from the yard' : null,
      isRoot ? locale : null,
      isRoot ? countryOf(locale) : null,
      isRoot ? timeZoneOf(locale) : null,
      random.chance(0.03) ? `{"${random.pick(TAGS)}"}` : '{}',
      createdAt, createdAt, createdAt,
    ];
    return { client, phones: phonesFor(id, place, locale, switchboard, random), settings: settingsFor(place, ownAccount, ids, random).map(([key, value]) => [id, key, JSON.stringify(value)]) };
  };
}

function phonesFor(id: number, place: Place, locale: Locale, switchboard: GeneratedPhone, random: Random): Value[][] {
  const phones: Value[][] = [];
  const add = ({ number, digits }: GeneratedPhone, identifies: boolean) => phones.push([id, phones.length, number, digits, phones.length === 0, true, identifies]);
  const own = random.chance(place.kind === 'department' ? 0.3 : 0.95) ? callerNumber(locale, id, random) : null;
  if (own) add(own, random.chance(0.9));
  if (random.chance(place.kind === 'employee' ? 0.05 : 0.4)) add(switchboard, false);
  return phones;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
