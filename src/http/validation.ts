// Throws request.invalid listing every wrong field of a request; `where` is body, params or query.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import { AppError, fieldError } from '../lib/app-error.js';
import { describeErrors, escapePointer } from '../lib/schema-check.js';

export function check(validate: ValidateFunction, value: unknown, where: string): void {
  if (validate(value)) return;
  const errors = describeErrors(validate.errors ?? [], where);
  throw new AppError('request.invalid', errors.map(({ path, message }) => `${path} ${message}`).join('; ').slice(0, 1_000), { errors });
}

/** A body that did not come as one: the same checks, and the same paths in errors. */
export function checkInput(validate: ValidateFunction, input: unknown): void {
  checkText(input, 'body');
  check(validate, input, 'body');
}

const PLAIN_INTEGER = /^(0|-?[1-9]\d{0,15})$/;

/** Parameters come as text: a number is plain digits there, not " 5", 1e3, 0x10 or true, all of which coercion would take. */
export function checkPlain(schema: TSchema | undefined, given: Record<string, unknown>, where: string): void {
  const properties = (schema as { properties?: Record<string, { type?: unknown }> } | undefined)?.properties ?? {};
  for (const [name, value] of Object.entries(given)) {
    checkText(value, `${where}/${escapePointer(name.slice(0, 100))}`);
    const isPlain = typeof value === 'number' || (typeof value === 'string' && PLAIN_INTEGER.test(value));
    if (Object.hasOwn(properties, name) && properties[name]?.type === 'integer' && !isPlain) throw fieldError('request.invalid', `${where}/${name}`, 'must be integer');
  }
}

const MAX_DEPTH = 32;
const NO_TEXT = /\p{Surrogate}|\0/u;

/** The parts of a schema that matter here. */
interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
  maxItems?: number;
}

/**
 * What has to be looked at before the schema is: PostgreSQL stores neither NUL nor half of a surrogate pair, nothing
 * is nested deeply, and a list that is too long is not looked into (20,000 entries that must differ took 1.5 s).
 */
export function checkText(value: unknown, path: string, schema?: TSchema, depth = 0): void {
  if (typeof value === 'string') {
    if (NO_TEXT.test(value)) throw fieldError('request.invalid', path.slice(0, 300), 'has characters that are no text');
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const shape = (schema ?? {}) as Shape;
  if (depth === MAX_DEPTH) throw fieldError('request.invalid', path.slice(0, 300), `is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value) && shape.maxItems !== undefined && value.length > shape.maxItems) throw fieldError('request.invalid', path.slice(0, 300), `must have at most ${shape.maxItems} entries`);
  for (const [member, inner] of Object.entries(value)) {
    if (typeof inner === 'number' || typeof inner === 'boolean') continue;
    checkText(member, path);
    const of = Array.isArray(value) ? shape.items : Object.hasOwn(shape.properties ?? {}, member) ? shape.properties?.[member] : undefined;
    checkText(inner, `${path}/${escapePointer(member.slice(0, 100))}`, of as TSchema | undefined, depth + 1);
  }
}
