// Parameters as the log of calls has them: no secrets, nothing long.
import { BROKEN, type Given } from './decode.js';

/** Texts of messages too: one-time codes go out by SMS. */
const SECRET = new Set(['password', 'signature', 'message']);
const MASK = '***';
const LONGEST = 200;
const MOST = 60;

export function loggedParameters(given: Given): Record<string, unknown> {
  return Object.fromEntries([...given].slice(0, MOST).map(([name, value]) => [shortened(name), SECRET.has(name.toLowerCase()) ? MASK : loggedValue(value)]));
}

function loggedValue(value: unknown): unknown {
  if (value === BROKEN) return '(not UTF-8)';
  if (typeof value === 'string') return shortened(value);
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value, (name, inner: unknown) => (SECRET.has(name.toLowerCase()) ? MASK : inner));
  return text.length <= LONGEST ? (JSON.parse(clean(text)) as unknown) : `${clean(text.slice(0, LONGEST))}… (${text.length})`;
}

function shortened(text: string): string {
  const plain = clean(text.slice(0, LONGEST));
  return text.length <= LONGEST ? plain : `${plain}… (${text.length})`;
}

/** PostgreSQL has neither NUL nor half of a surrogate pair. */
function clean(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '').replaceAll('\\u0000', '').replaceAll(/\\ud[89a-f][0-9a-f]{2}/gi, '');
}
