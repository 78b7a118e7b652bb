// Which passwords are taken: length is the schema's matter, here is what everybody tries first. The list holds the
// 2,000 most common passwords of eight and more characters, in lower case.
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { fieldError } from '../lib/app-error.js';

export const NewPassword = Type.String({ minLength: 8, maxLength: 200, pattern: '^[^\\u0000]*$', description: 'At least 8 characters; common ones are refused' });

const common = new Set(JSON.parse(readFileSync(new URL('common-passwords.json', import.meta.url), 'utf8')) as string[]);
// Without the letters and digits that are read for each other.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 16;

const weaknesses = {
  common: 'is one of the most common passwords; choose another',
  repeats: 'repeats one or two characters; choose another',
  login: 'is the login; choose another',
} as const;

/** Why a password is guessed first; null: it is not. */
export function weaknessOf(password: string, login: string | null): keyof typeof weaknesses | null {
  const folded = password.normalize('NFKC').toLowerCase();
  if (common.has(folded)) return 'common';
  if (new Set(folded).size < 3) return 'repeats';
  return login !== null && folded === login.normalize('NFKC').toLowerCase() ? 'login' : null;
}

/** Throws password.too_weak for a password that is guessed first. `login` may not be the password either. */
export function refuseWeakPassword(password: string, login: string | null, path = 'body/password'): void {
  const weakness = weaknessOf(password, login);
  if (weakness !== null) throw fieldError('password.too_weak', path, weaknesses[weakness]);
}

/** 16 characters, 92 bits. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
