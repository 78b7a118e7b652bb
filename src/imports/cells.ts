// Text of a cell → value of a field. Each parser gives undefined for what it cannot read; the caller reports it.
import { DateTime } from 'luxon';
import type { ClientKind, Phone } from '../contract/clients.js';
import { parsePhone } from '../lib/phone.js';
import { fold } from './guess.js';

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'on', 'да', 'д', 'истина', 'oui', 'o', 'vrai']);
const NO = new Set(['no', 'n', 'false', '0', 'off', 'нет', 'н', 'ложь', 'non', 'faux']);
const SEXES: Readonly<Record<string, 'male' | 'female'>> = {
  male: 'male', m: 'male', man: 'male', м: 'male', муж: 'male', мужской: 'male', homme: 'male', h: 'male', masculin: 'male',
  female: 'female', f: 'female', woman: 'female', ж: 'female', жен: 'female', женский: 'female', femme: 'female', feminin: 'female',
};
const KINDS: Readonly<Record<string, ClientKind>> = {
  organisation: 'organisation', organization: 'organisation', company: 'organisation', организация: 'organisation', компания: 'organisation', societe: 'organisation', entreprise: 'organisation',
  department: 'department', unit: 'department', division: 'department', подразделение: 'department', отдел: 'department', филиал: 'department', departement: 'department', service: 'department', unite: 'department',
  employee: 'employee', staff: 'employee', сотрудник: 'employee', работник: 'employee', employe: 'employee', salarie: 'employee',
  person: 'person', private: 'person', individual: 'person', физлицо: 'person', физическоелицо: 'person', частноелицо: 'person', particulier: 'person', personne: 'person',
};

export function parseFlag(text: string): boolean | undefined {
  const word = text.trim() === '+' ? 'yes' : text.trim() === '-' ? 'no' : fold(text);
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

export const parseSex = (text: string) => SEXES[fold(text)];
export const parseKind = (text: string) => KINDS[fold(text)];

/** YYYY-MM-DD. Two-digit years are refused: nobody knows their century. */
export function parseDay(text: string, order: 'dmy' | 'mdy'): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?$/.exec(trimmed);
  const other = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: \d{1,2}:\d{2}.*)?$/.exec(trimmed);
  const [first, second] = [Number(other?.[1]), Number(other?.[2])];
  const american = order === 'mdy' && !trimmed.includes('.');
  const day = iso
    ? DateTime.utc(Number(iso[1]), Number(iso[2]), Number(iso[3]))
    : other
      ? DateTime.utc(Number(other[3]), american ? first : second, american ? second : first)
      : null;
  return day?.isValid && day.year >= 1000 ? day.toISODate() : undefined;
}

export function parseTags(text: string): string[] {
  return text.split(/[,;\n]/).map((tag) => tag.replaceAll(/\s+/g, ' ').trim()).filter(Boolean);
}

export interface ReadPhones {
  phones: Phone[];
  /** What could not be read, and what was read with a doubt. */
  remarks: { value: string; reason: string }[];
}

// Between numbers: signs, line breaks, "or" in three languages. A comma or slash only where a number follows.
const BETWEEN = /[;|\r\n]|[,/&](?=\s*[+(]?\d)|(?<![\p{L}])(?:or|and|ou|et|или|и)(?![\p{L}])/iu;
const LOCAL = /^[+\d][\d\s().\-–]*$/;
const MIN_DIGITS = 5;
const MAX_DIGITS = 15;
export const MAX_PHONES = 100;

/** The numbers in a cell. `identifiesCaller` is proposed for complete numbers; who else has them is looked at later. */
export function parsePhones(text: string, country: string): ReadPhones {
  const phones: Phone[] = [];
  const remarks: ReadPhones['remarks'] = [];
  for (const part of text.split(BETWEEN).map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const number = withoutLabels(part);
    const { digits, isE164 } = parsePhone(number, country);
    if (!isE164 && (!LOCAL.test(number) || digits.length < MIN_DIGITS || digits.length > MAX_DIGITS)) {
      remarks.push({ value: part, reason: 'It cannot be read as a phone number and was left out.' });
      continue;
    }
    if (!isE164) remarks.push({ value: part, reason: 'It is no complete phone number; it was kept as a contact number.' });
    if (phones.some((known) => known.digits === digits)) continue;
    phones.push({ number, digits, main: false, useForCalls: true, identifiesCaller: isE164 });
  }
  return { phones, remarks };
}

/** "T: 020 7147 2412 (office)" → "020 7147 2412". */
function withoutLabels(part: string): string {
  return part.replaceAll(/[\u0000-\u001f\u00a0]/g, ' ').replace(/^[^+(\d]+/, '').replace(/[^)\d]+$/, '').replace(/\s*\([^)\d]*\)$/, '').slice(0, 200);
}
