// The dictionary of different words: which forms exist, how many postings they have, which words contain a fragment.
import { loadSql, queryRow, queryRows } from '../db/sql.js';
import { Level, mistakable, needles, type Reading, takesTypoStart, type Token } from './readings.js';
import { longerRange, type Ranges, startRange, WordOrder, wordRange } from './ranges.js';
import type { SearchDb } from './request.js';
import { withOneTypo } from './spelling.js';

const sql = loadSql(import.meta.url);

/** What of the forms there is in the dictionary. */
export interface Known {
  /** The form is a word. */
  readonly words: Set<string>;
  /** Words begin with the form. */
  readonly starts: Set<string>;
  /** Words begin with the form and go on. */
  readonly longer: Set<string>;
  /** Words that contain the fragment; null if there are too many to name them. Filled by findInside. */
  readonly inside: Map<string, string[] | null>;
}

export async function lookUp(db: SearchDb, readings: readonly Reading[]): Promise<Known> {
  const forms = [...new Set(readings.flatMap(({ tokens }) => tokens.flatMap((token) => token.forms)))];
  const rows = await queryRows<{ word: string | null; next: string | null }>(db, sql('first_words'), { forms });
  const kept = (test: (form: string, row: { word: string | null; next: string | null }) => boolean | undefined) =>
    new Set(forms.filter((form, index) => test(form, rows[index] as { word: string | null; next: string | null })));
  return {
    words: kept((form, { word }) => word === form),
    starts: kept((form, { word }) => word?.startsWith(form)),
    longer: kept((form, { next }) => next?.startsWith(form)),
    inside: new Map(),
  };
}

// Words with a rare fragment come from the trigram index. It cannot give them in order, so where there are too many to sort
// here, they are met soon when the dictionary is read in order; as are those with fragments too short for trigrams.

const TRIGRAM = /[a-z0-9абвгдежзиклмнопрстуфхцчшщъыьэюяіґє]{3}/;
const MAX_WORDS = 400;

export const fragmentsOf = (readings: readonly Reading[]) => [...new Set(readings.flatMap(({ tokens }) => tokens.flatMap((token) => token.inside)))];

/** One statement for all fragments of all readings. */
export async function findInside(db: SearchDb, readings: readonly Reading[], known: Known): Promise<void> {
  const fragments = fragmentsOf(readings);
  for (const fragment of fragments) known.inside.set(fragment, null);
  const forms = fragments.filter((fragment) => TRIGRAM.test(fragment));
  if (forms.length === 0) return;
  const found = await queryRows<{ form: string; words: string[] }>(db, sql('find_words'), { forms, wanted: MAX_WORDS + 1 });
  for (const { form, words } of found) if (words.length <= MAX_WORDS) known.inside.set(form, [...new Set(words)]);
}

/** Fills in which words are one typo away; gives how many could be. */
export async function addTypoWords(db: SearchDb, { tokens }: Reading): Promise<number> {
  const variants = tokens.map((token) => withOneTypo(mistakable(token)));
  const forms = [...new Set(variants.flat())];
  if (forms.length === 0) return 0;
  const words = new Set((await queryRows<{ word: string }>(db, sql('existing_words'), { forms })).map((row) => row.word));
  tokens.forEach((token, index) => {
    token.typoWords = (variants[index] as string[]).filter((form) => words.has(form));
  });
  return forms.length;
}

/** Fills in which beginnings of words are one typo away; gives how many could be. */
export async function addTypoStarts(db: SearchDb, { tokens }: Reading): Promise<number> {
  const mistaken = tokens.map((token) => (takesTypoStart(token) ? mistakable(token) : ''));
  // A typo leaves what stands before it: where no word begins so, none of the hundreds of variants can be one.
  const beginnings = await startsOfWords(db, mistaken.flatMap(beginningsOf));
  const variants = mistaken.map((word) => withOneTypo(word, beginningsOf(word).filter((start) => beginnings.has(start)).length));
  const starts = await startsOfWords(db, variants.flat());
  tokens.forEach((token, index) => {
    token.typoStarts = (variants[index] as string[]).filter((form) => starts.has(form));
  });
  return new Set(variants.flat()).size;
}

const beginningsOf = (word: string) => Array.from({ length: word.length }, (_, end) => word.slice(0, end + 1));

async function startsOfWords(db: SearchDb, all: readonly string[]): Promise<Set<string>> {
  const forms = [...new Set(all)];
  if (forms.length === 0) return new Set();
  const rows = await queryRows<{ form: string; word: string | null }>(db, sql('existing_starts'), { forms });
  return new Set(rows.filter(({ form, word }) => word?.startsWith(form)).map(({ form }) => form));
}

/**
 * Where the postings of the token are at the level; null if they are too many words to name. `only`: without those that fit at
 * the level before.
 */
export function rangesAt(token: Token, level: Level, known: Known, only: boolean): Ranges | null {
  const order = new WordOrder(token.forms[0] as string);
  if (level === Level.Exact) return order.ranges(token.forms.filter((form) => known.words.has(form)).map(wordRange));
  if (level === Level.Prefix && only) return order.ranges(token.forms.filter((form) => known.longer.has(form)).map(longerRange));
  const starts = token.forms.filter((form) => known.starts.has(form)).map(startRange);
  if (level === Level.Prefix) return order.ranges(starts);
  const typos = level === Level.Typo || !only ? token.typoWords : [];
  const typoStarts = level === Level.TypoPrefix ? token.typoStarts : [];
  const inside = only && level > Level.Contains ? [] : wordsInside(token, known);
  if (inside === null) return null;
  const lower = only ? needles(token, (level - 1) as Level) : [];
  const words = [...inside, ...(level >= Level.Typo ? typos : [])].filter((word) => !lower.some((needle) => ` ${word} `.includes(needle)));
  return order.ranges([...(only ? [] : starts), ...words.map(wordRange), ...typoStarts.map(startRange)]);
}

function wordsInside(token: Token, known: Known): string[] | null {
  const lists = token.inside.map((fragment) => known.inside.get(fragment) ?? null);
  return lists.some((list) => list === null) ? null : (lists as string[][]).flat();
}

/** Number of postings for each, not counted further than `upTo` a range. */
export async function countPostings(db: SearchDb, ranges: readonly Ranges[], upTo: number): Promise<number[]> {
  const parameters = {
    tokens: ranges.flatMap(({ lows }, token) => lows.map(() => token)),
    lows: ranges.flatMap(({ lows }) => lows),
    highs: ranges.flatMap(({ highs }) => highs),
    up_to: upTo,
  };
  const rows = await queryRows<{ token: number; number: number }>(db, sql('count_postings'), parameters);
  return ranges.map((_, token) => rows.find((row) => row.token === token)?.number ?? 0);
}

// ── Frequent fragments: read on in the dictionary ───────────────────────────────────────────────

/** 0.3 µs each. What is frequent enough for this is met soon, so little at first. */
const SCAN_FIRST = 2_000;
const SCAN_NEXT = 12_000;
/** A page rarely needs more, and each is a descent into the index of postings. */
const WORDS_AT_ONCE = 100;

export interface ScannedWords {
  words: string[];
  /** From where on there may be more; null at the end. */
  next: string | null;
  scanned: number;
}

/** The next words for the token at the level, from `from` (null: the first) on; perhaps none, although there are more. */
export async function scanWords(db: SearchDb, token: Token, level: Level, only: boolean, from: string | null, first: boolean): Promise<ScannedWords> {
  const scan = first ? SCAN_FIRST : SCAN_NEXT;
  const order = new WordOrder(token.forms[0] as string);
  const like = (at: Level) => needles(token, at).map((needle) => `%${needle}%`);
  const parts = order.parts();
  const index = from === null ? 0 : order.part(from);
  const [low, high] = parts[index] as (typeof parts)[number];
  const row = await queryRow<{ scanned: number; last: string | null; words: string[] }>(db, sql('scan_words'), {
    low: from ?? low, high, scan, wanted: WORDS_AT_ONCE, patterns: like(level), not_patterns: only ? like((level - 1) as Level) : [],
  });
  const { words, scanned } = row;
  if (words.length === WORDS_AT_ONCE) return { words, next: `${words[words.length - 1]} `, scanned };
  if (scanned === scan) return { words, next: `${row.last} `, scanned };
  return { words, next: parts[index + 1]?.[0] ?? null, scanned };
}
