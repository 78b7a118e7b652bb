// Cursors of lists: what list they belong to and the sort key of the last row. Opaque to the outside.
import { MAX_ID } from '../contract/primitives.js';
import { AppError } from './app-error.js';

export function encodeCursor(list: string, key: unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

const NO_TEXT = /\p{Surrogate}|\0/u;
/** Days that do not exist roll over in JavaScript, and are an error in the database. */
function isInstant(value: string): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value.slice(0, 19);
}

const kinds = {
  id: (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_ID,
  text: (value: unknown): value is string => typeof value === 'string' && !NO_TEXT.test(value),
  /** An integer of PostgreSQL's bigint, as text. */
  whole: (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,18}$/.test(value),
  instant: (value: unknown): value is string => typeof value === 'string' && /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value) && isInstant(value),
  flag: (value: unknown): value is boolean => typeof value === 'boolean',
  ids: (value: unknown): value is number[] => Array.isArray(value) && value.every(kinds.id),
  texts: (value: unknown): value is string[] => Array.isArray(value) && value.every(kinds.text),
};
export type CursorPart = keyof typeof kinds;

/** The key; throws request.cursor_invalid if the cursor belongs to another list, is no cursor, or has other parts than expected. */
export function decodeCursor(cursor: string, list: string, parts?: readonly CursorPart[]): unknown[] {
  try {
    const [of, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    const fits = parts ? key.length === parts.length && parts.every((part, index) => kinds[part](key[index])) : key.length > 0 && !JSON.stringify(key).includes('\\u0000');
    if (of === list && fits) return key;
  } catch {
    // Not one of ours: said below.
  }
  throw new AppError('request.cursor_invalid', undefined, { errors: [{ path: 'query/cursor', code: 'request.cursor_invalid', message: 'is not a cursor of this list' }] });
}
