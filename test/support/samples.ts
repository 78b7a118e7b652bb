// Good and bad values for a JSON schema, for the tests that try every operation.
import type { TSchema } from 'typebox';
import { compileSchema } from '../../src/lib/schema-check.js';

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  minProperties?: number;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

const TEXTS = ['ru', 'RUB', 'RU', 'name1', '2026-01-02', '2026-01-02T03:04:05Z', 'a@b.example', '12.50', '12:30', 'Europe/Moscow', 'tariff', 'a-long-password', '8 800 555-35-35'];

/** A value that the schema takes, with required members only. */
export function sampleOf(schema: TSchema): unknown {
  return sample(schema as Schema);
}

function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] as Schema);
  switch ([schema.type].flat()[0]) {
    case 'object': return Object.fromEntries(membersOf(schema).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
    case 'array': return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
    case 'integer':
    case 'number': return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case 'boolean': return true;
    case 'string': return TEXTS.find((text) => accepts(schema, text)) ?? 'text';
    default: return null;
  }
}

function membersOf({ required = [], properties = {}, minProperties = 0 }: Schema): string[] {
  const others = Object.keys(properties).filter((name) => !required.includes(name));
  return [...required, ...others.slice(0, Math.max(0, minProperties - required.length))];
}

export function accepts(schema: Schema | TSchema, value: unknown): boolean {
  return compileSchema(schema as TSchema)(value) as boolean;
}

const deep = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

export const hostileTexts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfffy', "' or 1=1 --", '"; drop table clients; --', '%', '_', '\\', '$1', '${7*7}', '{{7*7}}', '../../etc/passwd',
  '<script>alert(1)</script>', '=HYPERLINK("x")', '\u202eשלום', '👩‍👩‍👧‍👦'.repeat(20), 'a\u0301'.repeat(30), '\r\nSet-Cookie: a=b', '0000-01-01', '9999-12-31', '2026-02-30', '2147483648', 'null', '__proto__', 'constructor',
];

export const hostileValues: readonly unknown[] = [
  ...hostileTexts, null, true, 0, -1, 1, 1.5, -0, 2_147_483_647, 2_147_483_648, 1e15, 1e308, [], [null], [1, 1], ['a', 'a'], {}, { $ne: null },
  JSON.parse('{"__proto__": {"admin": true}}'), { constructor: { prototype: {} } }, deep(100), deep(1_000),
];

/** A share of the hostile values, another one for each place; all of them with FUZZ=full. */
export function someHostileValues(turn: number): readonly unknown[] {
  return process.env.FUZZ === 'full' ? hostileValues : hostileValues.filter((_, index) => (index + turn) % 12 === 0);
}

/** Every place in a body where a value can be put: pointers of members, also inside of objects and first entries. */
export function placesOf(schema: TSchema, depth = 3): string[][] {
  return places(schema as Schema, depth);
}

function places(schema: Schema, depth: number): string[][] {
  if (depth === 0) return [];
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [[name], ...places(inner, depth - 1).map((rest) => [name, ...rest])]);
  const entries = schema.items ? [['0'], ...places(schema.items, depth - 1).map((rest) => ['0', ...rest])] : [];
  const alternatives = (schema.anyOf ?? []).flatMap((inner) => places(inner, depth));
  return [...members, ...entries, ...alternatives];
}

/** A copy of `body` with `value` at the place; missing levels are filled with samples of the schema. */
export function withValue(schema: TSchema, body: unknown, place: readonly string[], value: unknown): unknown {
  return put(schema as Schema, body, place, value);
}

function put(schema: Schema, body: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  const inner = schema.items ?? schema.properties?.[first] ?? schema.anyOf?.[0]?.properties?.[first] ?? {};
  if (schema.items) return [put(inner, sample(inner), rest, value)];
  const object = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return { ...object, [first]: put(inner, object[first] ?? sample(inner), rest, value) };
}

/** Lists in a schema that may be of any length. */
export function unboundedLists(schema: TSchema): string[] {
  return placesOf(schema, 6)
    .filter((place) => {
      const inner = place.reduce<Schema | undefined>((of, member) => of?.items ?? of?.properties?.[member] ?? of?.anyOf?.[0]?.properties?.[member], schema as Schema);
      return [inner?.type].flat().includes('array') && inner?.maxItems === undefined;
    })
    .map((place) => place.join('/'));
}

/** Members of a body that may be lists, or anything. */
export function listMembers(schema: TSchema): string[] {
  return placesOf(schema, 1).flatMap(([name]) => {
    const inner = [schema as Schema, ...((schema as Schema).anyOf ?? [])].map(({ properties }) => properties?.[name as string]).filter((found) => found !== undefined);
    return inner.some(mayBeList) ? [name as string] : [];
  });
}

function mayBeList({ type, enum: values, anyOf }: Schema): boolean {
  if (anyOf) return anyOf.some(mayBeList);
  return type === undefined ? values === undefined : [type].flat().includes('array');
}
