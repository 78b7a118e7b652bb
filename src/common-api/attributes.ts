// Values of attributes on this wire and inside. Enumerations go by the id of the choice, lists of numbers by the number itself,
// days and instants by Unix seconds.
import { DateTime } from 'luxon';
import type { AttributeDefinition } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { commonError } from './answer.js';
import { ownError } from './errors.js';
import type { CodeTable } from './request.js';
import type { AttributeValue } from './values.js';

const sql = loadSql(import.meta.url);

type Bound = 'client' | 'order' | 'crew' | 'car' | 'driver';
type WireAttribute = AttributeDefinition & { boundTo: Bound[] };

/** A value as it is kept, by attribute. */
export interface InnerValue {
  id: number;
  value: unknown;
}

/** Throws the request's own codes for attributes that there are not, and that do not belong there; else code 9. */
export async function toInnerValues(
  db: SqlRunner, values: readonly AttributeValue[], boundTo: Bound, zone: string, codes: CodeTable, own: { unknown: number; unbound: number },
): Promise<InnerValue[]> {
  if (values.length === 0) return [];
  const found = new Map((await queryRows<WireAttribute>(db, sql('select_attributes'), { ids: values.map(({ id }) => id) })).map((attribute) => [attribute.id, attribute]));
  return values.map((value) => {
    const attribute = found.get(value.id);
    if (!attribute) throw ownError(codes, own.unknown, { id: value.id });
    if (!attribute.boundTo.includes(boundTo)) throw ownError(codes, own.unbound, { id: value.id });
    return { id: value.id, value: toInner(attribute, value, zone) };
  });
}

const numeric = new Set(['number', 'numberChoice', 'choice', 'date', 'dateTime']);

function toInner({ id, type, choices }: AttributeDefinition, given: AttributeValue, zone: string): unknown {
  const member = type === 'flag' ? 'bool_value' : numeric.has(type) ? 'num_value' : 'str_value';
  const value = given[member];
  if (value === undefined) throw commonError(9, `attribute_values: значение атрибута ${id} указывается в ${member}`);
  const number = Number(value);
  const time = DateTime.fromSeconds(numeric.has(type) ? number : 0, { zone });
  switch (type) {
    case 'date': return time.toISODate();
    case 'dateTime': return time.toUTC().toISO();
    case 'numberChoice': return choices?.find(({ name }) => Number(name.replace(',', '.')) === number)?.id ?? number;
    default: return value;
  }
}

/** Null where there is none. */
export function toWireValue({ id, type, choices }: AttributeDefinition, value: unknown, zone: string): AttributeValue | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'flag': return { id, bool_value: value === true };
    case 'string': return { id, str_value: String(value) };
    case 'date':
    case 'dateTime': return { id, num_value: Math.floor(DateTime.fromISO(String(value), { zone }).toSeconds()) };
    case 'numberChoice': return { id, num_value: Number(choices?.find((choice) => choice.id === value)?.name.replace(',', '.') ?? value) };
    default: return { id, num_value: Number(value) };
  }
}
