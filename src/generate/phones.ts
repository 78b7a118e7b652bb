// Phone numbers that are valid in their country and never given twice: the digits follow from the client's id.
import type { Locale } from './names.js';
import type { Random } from './random.js';

export interface GeneratedPhone {
  number: string;
  /** E.164 digits, as lib/phone.ts reads them. */
  digits: string;
}

const BLOCK = 10_000_000;
// Without a common divisor with the block, so neighbours in the tree have different-looking numbers.
const SPREAD = 7_654_321;

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
const mobiles: Record<Locale, { code: string; prefixes: string[] }> = {
  ru: { code: '7', prefixes: [...range(901, 929), ...range(931, 999)] },
  en: { code: '44', prefixes: [...range(740, 759), ...range(771, 790)] },
  fr: { code: '33', prefixes: ['61', '62', '64', '65', '66', '67', '68', '73', '74', '75', '76', '77', '78'] },
};
const landlines: Record<Locale, string[]> = { ru: ['7495', '7812', '7843'], en: ['44161'], fr: ['331'] };

/** A mobile number of this client alone; null beyond the numbers that the country has. */
export function callerNumber(locale: Locale, clientId: number, random: Random): GeneratedPhone | null {
  const { code, prefixes } = mobiles[locale];
  const prefix = prefixes[Math.floor(clientId / BLOCK)];
  if (prefix === undefined) return null;
  const rest = String(((clientId % BLOCK) * SPREAD) % BLOCK).padStart(7, '0');
  return typed(code, prefix, rest, random);
}

/** A switchboard number, which many may share. */
export function landlineNumber(locale: Locale, random: Random): GeneratedPhone {
  const prefix = random.pick(landlines[locale]);
  const code = mobiles[locale].code;
  const length = { ru: 7, en: 7, fr: 8 }[locale];
  return typed(code, prefix.slice(code.length), String(random.between(2_000_000, 7_999_999)).padStart(length, '2'), random);
}

// People type numbers in many ways; with the country code they mean the same everywhere.
function typed(code: string, prefix: string, rest: string, random: Random): GeneratedPhone {
  const digits = `${code}${prefix}${rest}`;
  const tail = `${rest.slice(0, -4)}-${rest.slice(-4, -2)}-${rest.slice(-2)}`;
  const number = [`+${digits}`, `+${code} ${prefix} ${tail}`, `+${code} (${prefix}) ${tail}`][random.between(0, 2)] as string;
  return { number, digits };
}
