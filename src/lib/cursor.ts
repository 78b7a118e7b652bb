// Cursors of lists: what list they belong to and the sort key of the last row. Opaque to the outside.
import { AppError } from './app-error.js';

export function encodeCursor(list: string, key: unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** The key; throws request.cursor_invalid if the cursor belongs to another list or is no cursor. */
export function decodeCursor(cursor: string, list: string): unknown[] {
  try {
    const [of, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (of === list && key.length > 0 && !JSON.stringify(key).includes('\\u0000')) return key;
  } catch {
    // Not one of ours: said below.
  }
  throw new AppError('request.cursor_invalid', undefined, { errors: [{ path: 'query/cursor', code: 'request.cursor_invalid', message: 'is not a cursor of this list' }] });
}
