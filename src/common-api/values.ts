// Types of the wire (commonapi.md §1.7), each read from JSON and from the text of forms and queries alike. Money never
// passes through floating point.
import { DateTime } from 'luxon';
import { MAX_ID } from '../contract/primitives.js';

/** Why a value does not fit, in words that go on from the name of its parameter. */
export class WrongValue extends Error {
  override name = 'WrongValue';
}

export interface Reader<T> {
  /** Name of the type, for the page for developers. */
  readonly type: string;
  /** `value` is text, or what JSON has; never null. `zone`: of dates. Throws WrongValue. */
  read(value: unknown, zone: string): T;
}

const reader = <T>(type: string, read: (value: unknown, zone: string) => T): Reader<T> => ({ type, read });

function wrong(what: string): never {
  throw new WrongValue(what);
}

const NO_TEXT = /\p{Surrogate}|\0/u;

/** Text; characters are counted as Unicode has them. */
export const text = (longest = 10_000): Reader<string> =>
  reader(longest === 10_000 ? 'string' : `string ≤ ${longest}`, (value) => {
    const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (typeof given !== 'string') return wrong('должен быть строкой');
    if (NO_TEXT.test(given)) return wrong('содержит недопустимые символы');
    if (given.length > longest && [...given].length > longest) return wrong(`длиннее ${longest} символов`);
    return given;
  });

export const oneOf = <const T extends string>(...values: readonly T[]): Reader<T> =>
  reader(values.join(' | '), (value) => values.find((one) => one === value) ?? wrong(`должен быть одним из: ${values.map((one) => one || '""').join(', ')}`));

/** A whole number; ids in JSON may be text. */
export const integer = (least = -MAX_ID, most = MAX_ID): Reader<number> =>
  reader('int', (value) => {
    const number = typeof value === 'string' && /^\s*[+-]?\d{1,12}\s*$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) return wrong('должен быть целым числом');
    if (number < least || number > most) return wrong(`должен быть от ${least} до ${most}`);
    return number === 0 ? 0 : number;
  });

/** An id, or 0 for none. */
export const id = integer(0);

/** A decimal number, perhaps in scientific notation, of which some clients forget to encode the plus: "1.5e 06". */
const DECIMAL = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+\- ]?)(\d{1,3}))?\s*$/;

/** Integer digits and power of ten, exactly as written; null if it is no number. */
function parseDecimal(value: unknown): { digits: bigint; exponent: number } | null {
  const written = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof written !== 'string' || written.length > 400) return null;
  const [, sign, whole = '', fraction = '', powerSign, power = '0'] = DECIMAL.exec(written) ?? [];
  if (sign === undefined || whole + fraction === '') return null;
  const exponent = Number(power) * (powerSign === '-' ? -1 : 1) - fraction.length;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent };
}

/** 15 digits before the point is more money than there is. */
const MOST_KOPECKS = 10n ** 17n;

/** A sum in roubles → kopecks, rounded half away from nothing; "1e+06" is 100000000n. */
export const money: Reader<bigint> = reader('number (деньги)', (value) => {
  const decimal = parseDecimal(value);
  if (decimal === null) return wrong('должен быть числом');
  const kopecks = scaled(decimal.digits, decimal.exponent + 2);
  if (kopecks >= MOST_KOPECKS || kopecks <= -MOST_KOPECKS) return wrong('слишком велик');
  return kopecks;
});

function scaled(digits: bigint, exponent: number): bigint {
  if (digits === 0n) return 0n;
  if (exponent >= 0) return exponent > 40 ? digits * MOST_KOPECKS : digits * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  const size = digits < 0n ? -digits : digits;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return digits < 0n ? -rounded : rounded;
}

/** A number that is no money: coordinates, kilometres. */
export const number: Reader<number> = reader('number', (value) => {
  if (parseDecimal(value) === null) return wrong('должен быть числом');
  const parsed = Number(typeof value === 'string' ? value.trim().replace(/(e) /i, '$1+') : value);
  return Number.isFinite(parsed) ? parsed : wrong('слишком велик');
});

const TRUE = new Set(['true', '1']);
const FALSE = new Set(['false', '0']);

export const bool: Reader<boolean> = reader('bool', (value) => {
  const word = String(value).trim().toLowerCase();
  if (typeof value === 'object') return wrong('должен быть true или false');
  return TRUE.has(word) || (!FALSE.has(word) && wrong('должен быть true или false'));
});

const digitsOf = (value: unknown): string => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '');

/** yyyyMMddHHmmss in the zone of the installation → instant. */
export const datetime: Reader<Date> = reader('datetime yyyyMMddHHmmss', (value, zone) => {
  const given = digitsOf(value);
  const time = /^\d{14}$/.test(given) ? DateTime.fromFormat(given, 'yyyyMMddHHmmss', { zone }) : null;
  return time?.isValid && time.year > 0 ? time.toJSDate() : wrong('должен быть датой и временем в виде yyyyMMddHHmmss');
});

const DAY_FORMATS: readonly [RegExp, string][] = [[/^\d{14}$/, 'yyyyMMddHHmmss'], [/^\d{8}$/, 'yyyyMMdd'], [/^\d{2}\.\d{2}\.\d{4}$/, 'dd.MM.yyyy'], [/^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd']];

/** A day as clients of all ages write it → YYYY-MM-DD. */
export const day: Reader<string> = reader('datetime yyyyMMddHHmmss, yyyyMMdd или DD.MM.YYYY', (value) => {
  const given = digitsOf(value);
  const format = DAY_FORMATS.find(([pattern]) => pattern.test(given))?.[1];
  const date = format === undefined ? null : DateTime.fromFormat(given, format, { zone: 'utc' });
  return date?.isValid && date.year > 0 ? date.toISODate() : wrong('должен быть датой в виде yyyyMMddHHmmss');
});

const MAX_LIST = 1_000;

function parts(value: unknown, separator: string): string[] | null {
  return typeof value === 'string' ? value.split(separator).map((part) => part.trim()).filter((part) => part !== '') : null;
}

/** "1;2" in text, an array in JSON. */
export const integers: Reader<number[]> = reader('int[] («;»)', (value, zone) => {
  const list = Array.isArray(value) ? value : typeof value === 'number' ? [value] : parts(value, ';');
  if (list === null) return wrong('должен быть списком целых чисел');
  if (list.length > MAX_LIST) return wrong(`содержит больше ${MAX_LIST} значений`);
  const one = integer();
  return [...new Set(list.map((entry) => one.read(entry, zone)))];
});

/** "name, name" → names; unknown ones are ignored by those who use it. */
export const names: Reader<ReadonlySet<string>> = reader('список имён («,»)', (value) => {
  const list = Array.isArray(value) ? value.map(String) : parts(value, ',');
  return list === null ? wrong('должен быть строкой') : new Set(list.slice(0, MAX_LIST));
});

const MAX_PHONES = 100;
/** Letters around a number are kept, as people type them; without a digit it is none. */
const isPhone = (given: string) => /\d/.test(given) && given.length <= 200 && !/[\u0000-\u001f\u007f]/.test(given);

export interface WirePhone {
  phone: string;
  is_default: boolean;
  use_for_call: boolean;
}

/** "number,number": the first is the main one. */
export const phoneList: Reader<string[]> = reader('номера телефонов («,»)', (value) => {
  const list = typeof value === 'number' ? [String(value)] : parts(value, ',');
  if (list === null) return wrong('должен быть строкой с номерами через запятую');
  return checkPhones(list);
});

/** One number. */
export const phone = (longest = 200): Reader<string> =>
  reader(`string ≤ ${longest}`, (value, zone) => {
    const given = text(longest).read(value, zone).trim();
    return isPhone(given) ? given : wrong('должен быть номером телефона');
  });

/** Array of Phone objects; the flags may be missing. */
export const phones: Reader<WirePhone[]> = reader('Phone[]', (value, zone) => {
  if (!Array.isArray(value)) return wrong('должен быть массивом телефонов');
  const list = value.map((entry: unknown): WirePhone => {
    const { phone: given, is_default, use_for_call } = members(entry, 'массивом телефонов');
    if (typeof given !== 'string' && typeof given !== 'number') return wrong('содержит телефон без номера');
    const flag = (one: unknown) => one != null && bool.read(one, zone);
    return { phone: String(given).trim(), is_default: flag(is_default), use_for_call: flag(use_for_call) };
  });
  checkPhones(list.map((entry) => entry.phone));
  return list;
});

function checkPhones(list: string[]): string[] {
  if (list.length > MAX_PHONES) return wrong(`содержит больше ${MAX_PHONES} номеров`);
  const bad = list.find((given) => !isPhone(given));
  return bad === undefined ? list : wrong('содержит значение, которое не является номером телефона');
}

export interface AttributeValue {
  id: number;
  bool_value?: boolean;
  num_value?: number;
  str_value?: string;
}

/** One value by attribute; which of the three members is due, the attribute's type says. */
export const attributeValues: Reader<AttributeValue[]> = reader('AttributeValue[]', (value, zone) => {
  if (!Array.isArray(value)) return wrong('должен быть массивом значений атрибутов');
  if (value.length > MAX_LIST) return wrong(`содержит больше ${MAX_LIST} значений`);
  return value.map((entry) => attributeValue(members(entry, 'массивом значений атрибутов'), zone));
});

export function attributeValue({ id: attributeId, bool_value, num_value, str_value }: Record<string, unknown>, zone: string): AttributeValue {
  return {
    id: integer().read(attributeId, zone),
    ...(bool_value != null && { bool_value: bool.read(bool_value, zone) }),
    ...(num_value != null && { num_value: number.read(num_value, zone) }),
    ...(str_value != null && { str_value: text().read(str_value, zone) }),
  };
}

/** The own members of a JSON object. */
export function members(value: unknown, expected: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(`должен быть ${expected}`);
  return Object.assign(Object.create(null) as Record<string, unknown>, value);
}

/** Anything that JSON has. */
export const anything: Reader<unknown> = reader('any', (value) => value);

// ── The other way: what answers carry ────────────────────────────────────────────────────────────

/** An instant, RFC 3339 or Date, as yyyyMMddHHmmss; "" for none. */
export function toWireTime(instant: string | Date | null, zone: string): string {
  if (instant === null) return '';
  const time = typeof instant === 'string' ? DateTime.fromISO(instant, { zone }) : DateTime.fromJSDate(instant, { zone });
  return time.toFormat('yyyyMMddHHmmss');
}

/** A day YYYY-MM-DD as yyyyMMdd000000; "" for none. */
export function toWireDay(date: string | null): string {
  return date === null ? '' : `${date.replaceAll('-', '')}000000`;
}

/** Kopecks → roubles as a JSON number; exact up to 15 digits. */
export function toWireMoney(kopecks: bigint): number {
  const size = kopecks < 0n ? -kopecks : kopecks;
  const roubles = Number(`${size / 100n}.${String(size % 100n).padStart(2, '0')}`);
  return kopecks < 0n ? -roubles : roubles;
}
