// Raw bytes → parameters as they were given. Whether bytes are a form or JSON is decided by the request, never by the content
// type: PHP clients send a misspelt one.
import { ApiError, commonError } from './answer.js';

/** Values by name. In forms and queries every value is text; undecodable text is BROKEN. */
export type Given = ReadonlyMap<string, unknown>;

/** Text that is no UTF-8. */
export const BROKEN = Symbol('not UTF-8');

const utf8 = new TextDecoder('utf-8', { fatal: true });
const MAX_PARAMETERS = 1_000;

/** x-www-form-urlencoded: "+" is a blank, a name given twice counts with its last value. */
export function decodeForm(raw: Buffer): Given {
  const given = new Map<string, unknown>();
  for (const pair of raw.toString('latin1').split('&', MAX_PARAMETERS)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodePart(equals < 0 ? pair : pair.slice(0, equals));
    if (typeof name === 'string') given.set(name, equals < 0 ? '' : decodePart(pair.slice(equals + 1)));
  }
  return given;
}

function decodePart(part: string): string | typeof BROKEN {
  // A "%" that begins no pair of hex digits stands for itself, as browsers and PHP have it.
  const bytes = part.replaceAll('+', ' ').replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return BROKEN;
  }
}

const MAX_DEPTH = 32;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

/** What goes down as deep as it was nested would run out of stack. */
function isTooDeep(raw: Buffer): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at] as number;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (OPENS.has(byte)) depth += 1;
    else if (CLOSES.has(byte)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The members of a JSON object; throws code 9 for anything else. Null is the same as absent. */
export function decodeJson(raw: Buffer): Given {
  let value: unknown;
  try {
    if (isTooDeep(raw)) throw commonError(9, 'тело запроса вложено слишком глубоко');
    value = JSON.parse(utf8.decode(raw));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw commonError(9, 'тело запроса не является JSON в UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw commonError(9, 'тело запроса не является объектом JSON');
  return new Map(Object.entries(value).filter(([, member]) => member !== null));
}
