// Ranges of words: what of the index of postings belongs to a token.
import { compareWords } from './fold.js';

/** One beside the other, none inside another; the upper ends are not included. */
export interface Ranges {
  readonly lows: string[];
  readonly highs: string[];
}

type Range = readonly [low: string, high: string];

/** Sorts after every character of a word, as a space sorts before. */
const LAST = '\u{10ffff}';
const AFTER_DIGITS = ':';
const FIRST_CYRILLIC = 'а';

export const wordRange = (word: string): Range => [word, `${word} `];
export const startRange = (start: string): Range => [start, start + LAST];
/** Words that begin so and go on. */
export const longerRange = (start: string): Range => [`${start} `, start + LAST];

/**
 * The order in which words are read: by code point, but beginning with the script of what is searched, and with numbers last
 * unless digits are searched. Half of a dictionary may be numbers, and reading through them to the first fitting word took 30 ms.
 */
export class WordOrder {
  readonly #parts: readonly Range[];

  constructor(searched: string) {
    const digits: Range = ['', AFTER_DIGITS];
    const script = searched >= FIRST_CYRILLIC ? FIRST_CYRILLIC : AFTER_DIGITS;
    const letters: Range[] = [[script, LAST], [AFTER_DIGITS, script]];
    const kept = letters.filter(([low, high]) => low < high);
    this.#parts = /^[0-9]+$/.test(searched) ? [digits, [AFTER_DIGITS, LAST]] : [...kept, digits];
  }

  compare(a: string, b: string): number {
    return this.part(a) - this.part(b) || compareWords(a, b);
  }

  /** The parts of the dictionary, in order. */
  parts(): readonly Range[] {
    return this.#parts;
  }

  ranges(all: readonly Range[]): Ranges {
    const sorted = [...all].sort((a, b) => this.compare(a[0], b[0]) || this.compare(b[1], a[1]));
    const kept: Range[] = [];
    for (const range of sorted) {
      const last = kept[kept.length - 1];
      if (!last || this.compare(last[1], range[1]) < 0) kept.push(range);
    }
    return { lows: kept.map(([low]) => low), highs: kept.map(([, high]) => high) };
  }

  /** What is left after a word: the range that it lies in begins there. */
  from(word: string, { lows, highs }: Ranges): Ranges {
    const start = highs.findIndex((high) => this.compare(word, high) < 0);
    if (start < 0) return { lows: [], highs: [] };
    const first = lows[start] as string;
    return { lows: [this.compare(first, word) < 0 ? word : first, ...lows.slice(start + 1)], highs: highs.slice(start) };
  }

  /** Which of the parts a word is in. */
  part(word: string): number {
    return this.#parts.findIndex(([low, high]) => compareWords(low, word) <= 0 && compareWords(word, high) < 0);
  }
}
