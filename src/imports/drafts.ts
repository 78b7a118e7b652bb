// A row of the file → what it wants of one client. The rules are those of createClient: a bad value of an optional
// field is reported and left out, a bad key makes the row an error.
import { IANAZone } from 'luxon';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { CreateClientInput, type Phone } from '../contract/clients.js';
import type { ColumnMapping, ImportOptions, ImportWarning } from '../contract/imports.js';
import { compileSchema, describeErrors } from '../lib/schema-check.js';
import { MAX_PHONES, parseDay, parseFlag, parseKind, parsePhones, parseSex, parseTags, type ReadPhones } from './cells.js';
import type { SourceRow } from './read/table.js';
import { clip } from './text.js';

export interface Draft {
  source: string | null;
  row: number | null;
  name: string;
  externalId: string | null;
  /** The external id of the superior unit; '' if the cell is empty, null if no column says. */
  parentRef: string | null;
  /** Names of all superior units from the top; null if no column says. */
  superiors: string[] | null;
  /** Plain fields; absent = leave, null = clear. */
  fields: Record<string, unknown>;
  phones: Phone[] | null;
  /** Of clients that have none of their own, so that their numbers are read alike later. */
  assumedCountry: string | null;
  kind: string | null;
  /** As in the file: id or name. */
  group: string | null;
  /** Key → text of the cell; '' = back to inherited. */
  settings: Record<string, string>;
  warnings: ImportWarning[];
  error: string | null;
}

export interface DraftRules {
  mapping: readonly ColumnMapping[];
  options: ImportOptions;
  phoneCountry: string;
}

const validators = new Map<string, ValidateFunction>();
function validatorOf(field: string): ValidateFunction {
  let validate = validators.get(field);
  if (!validate) {
    const schema = (CreateClientInput.properties as unknown as Record<string, Parameters<typeof compileSchema>[0]>)[field];
    if (!schema) throw new Error(`a client has no field ${field}`);
    validators.set(field, (validate = compileSchema(schema)));
  }
  return validate;
}

/** Why a value cannot be stored; null if it can. */
function refusal(field: string, value: unknown): string | null {
  const validate = validatorOf(field);
  if (validate(value)) return null;
  return describeErrors(validate.errors ?? [], field).map(({ message }) => message).join('; ') || 'is not valid';
}

const LINE = new Set(['number', 'language', 'country', 'timeZone', 'email', 'contactPerson', 'mark', 'apiLogin']);
const DAYS = new Set(['contractFrom', 'contractTo', 'birthDate']);
const FLAGS = new Set(['useEmail', 'useSms', 'useCalls', 'usesOwnAccount']);
const JOINED: Readonly<Record<string, string>> = { comment: '\n', driverNote: '\n', address: ', ' };

/** Gives the function that reads rows; it remembers phone cells, as switchboard numbers repeat by the hundred. */
export function rowReader({ mapping, options, phoneCountry }: DraftRules): (row: SourceRow) => Draft {
  const columnsOf = new Map<string, number[]>();
  for (const { column, target } of mapping) columnsOf.set(target, [...(columnsOf.get(target) ?? []), column]);
  const knownPhones = new Map<string, ReadPhones>();
  const usual = options.phoneCountry ?? phoneCountry;
  const assumedCountry = usual === phoneCountry || columnsOf.has('country') ? null : usual;
  const readPhones = (cell: string, country: string): ReadPhones => {
    const key = `${country} ${cell}`;
    let read = knownPhones.get(key);
    if (!read) knownPhones.set(key, (read = parsePhones(cell, country)));
    return read;
  };

  return ([row, cells, remarks]) => {
    const draft = emptyDraft(row, remarks?.source ?? null);
    draft.warnings.push(...(remarks?.warnings ?? []));
    draft.error = remarks?.error ?? null;
    const text = (target: string): string | null => {
      const columns = columnsOf.get(target);
      if (!columns) return null;
      return columns.map((column) => tidy(cells[column] ?? '')).filter((cell) => cell !== '').join(JOINED[target] ?? ' ');
    };
    readKeys(draft, text, options);
    for (const target of columnsOf.keys()) {
      if (target === 'phones') continue;
      if (target.startsWith('settings.')) addSetting(draft, target.slice('settings.'.length), text(target) ?? '', options);
      else addField(draft, target, text(target) ?? '', options);
    }
    const country = (draft.fields.country as string | null | undefined) ?? usual;
    addPhones(draft, (columnsOf.get('phones') ?? []).map((column) => cells[column] ?? ''), (cell) => readPhones(cell, country), options);
    draft.assumedCountry = assumedCountry;
    checkDates(draft);
    reportLostCharacters(draft, cells, mapping);
    return draft;
  };
}

export function emptyDraft(row: number | null, source: string | null): Draft {
  return {
    source, row, name: '', externalId: null, parentRef: null, superiors: null, fields: {}, phones: null, assumedCountry: null, kind: null, group: null, settings: {}, warnings: [],
    error: null,
  };
}

function tidy(cell: string): string {
  return cell.replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim();
}

function readKeys(draft: Draft, text: (target: string) => string | null, options: ImportOptions): void {
  const path = text('path');
  const parts = path === null ? null : path.split(options.pathSeparator ?? '/').map((part) => oneLine(part)).filter(Boolean);
  const includesName = options.pathIncludesName ?? text('name') === null;
  const last = parts && includesName ? parts.pop() : undefined;
  draft.superiors = parts;
  draft.name = oneLine(text('name') ?? '') || (last ?? '');
  draft.externalId = oneLine(text('externalId') ?? '') || null;
  const parentRef = text('parentExternalId');
  draft.parentRef = parentRef === null ? null : oneLine(parentRef);
  const wrong = (field: string, sentence: string) => {
    draft.error ??= `${field} ${sentence}.`;
  };
  const name = draft.name === '' ? 'is missing' : refusal('name', draft.name);
  if (name) wrong('The name', name);
  const externalId = draft.externalId === null ? null : refusal('externalId', draft.externalId);
  if (externalId) wrong('The external id', externalId);
  const superior = draft.superiors?.find((part) => refusal('name', part) !== null);
  if (superior !== undefined) wrong('A superior unit in the path', refusal('name', superior) ?? '');
}

/** Line breaks inside a name or a key are layout of the sheet. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function addField(draft: Draft, target: string, text: string, options: ImportOptions): void {
  const report = (reason: string) => draft.warnings.push({ field: target, value: clip(text, 200), reason });
  if (target === 'kind') {
    const kind = parseKind(text);
    if (kind) draft.kind = kind;
    else if (text !== '') report('It is no kind of client; it was left out.');
    return;
  }
  if (target === 'group') {
    draft.group = text === '' ? null : text;
    return;
  }
  if (!(DAYS.has(target) || FLAGS.has(target) || LINE.has(target) || target in JOINED || target === 'sex' || target === 'tags')) return;
  if (text === '') {
    if (options.emptyCells === 'clear' && !FLAGS.has(target) && target !== 'mark') draft.fields[target] = target === 'tags' ? [] : null;
    return;
  }
  const value = valueOf(target, text, options);
  if (value === undefined) return void report('It cannot be read; it was left out.');
  if (target === 'email' && refusal(target, value)) return void report('It is no e-mail address; it was left out.');
  const reason = refusal(target, value) ?? (target === 'timeZone' && !IANAZone.isValidZone(text) ? 'is not a time zone that we know' : null);
  if (reason) return void report(`It ${reason}; it was left out.`);
  draft.fields[target] = value;
}

function valueOf(target: string, text: string, options: ImportOptions): unknown {
  if (DAYS.has(target)) return parseDay(text, options.dates ?? 'dmy');
  if (FLAGS.has(target)) return parseFlag(text);
  if (target === 'sex') return parseSex(text);
  if (target === 'tags') return [...new Set(parseTags(text))];
  if (target === 'country') return text.toUpperCase();
  return LINE.has(target) ? oneLine(text) : text;
}

function addSetting(draft: Draft, key: string, text: string, options: ImportOptions): void {
  if (text !== '' || options.emptyCells === 'clear') draft.settings[key] = text;
}

function addPhones(draft: Draft, cells: readonly string[], read: (cell: string) => ReadPhones, options: ImportOptions): void {
  const phones = new Map<string, Phone>();
  for (const cell of cells) {
    if (cell.trim() === '') continue;
    const found = read(cell);
    for (const { value, reason } of found.remarks) draft.warnings.push({ field: 'phones', value: clip(value, 200), reason });
    for (const phone of found.phones) if (!phones.has(phone.digits)) phones.set(phone.digits, phone);
  }
  const list = [...phones.values()];
  if (list.length > MAX_PHONES) draft.warnings.push({ field: 'phones', value: `${list.length} numbers`, reason: `A client has at most ${MAX_PHONES}; the others were left out.` });
  const kept = list.slice(0, MAX_PHONES).map((phone, place) => ({ ...phone, main: place === 0, identifiesCaller: phone.identifiesCaller && options.phonesIdentifyCaller !== false }));
  if (kept.length > 0 || (options.emptyCells === 'clear' && cells.length > 0 && cells.every((cell) => cell.trim() === ''))) draft.phones = kept;
}

function checkDates(draft: Draft): void {
  const { contractFrom, contractTo } = draft.fields;
  if (typeof contractFrom !== 'string' || typeof contractTo !== 'string' || contractFrom <= contractTo) return;
  draft.warnings.push({ field: 'contractTo', value: contractTo, reason: 'The contract would end before it begins; the end was left out.' });
  delete draft.fields.contractTo;
}

/** U+FFFD stands where somebody read the text in a wrong encoding before us. */
function reportLostCharacters(draft: Draft, cells: readonly string[], mapping: readonly ColumnMapping[]): void {
  for (const { column, target } of mapping) {
    const cell = cells[column] ?? '';
    if (target !== 'ignore' && cell.includes('\ufffd')) {
      draft.warnings.push({ field: target, value: clip(cell, 200), reason: 'Some of its characters were lost before (\ufffd); it was taken as it is.' });
    }
  }
}
