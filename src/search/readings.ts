// What was typed, as it may be meant. A reading is one way to take the whole text: as typed, as typed in the other
// keyboard layout, or in the other script. Its tokens must all be found in a client's words; a token has several forms
// only where one script has several spellings for the other.
//
// How well a client fits is its level, then the reading. Levels only grow: what fits at one fits at all later ones.
import { wordsIn } from './fold.js';
import { inOtherScript, otherLayout } from './spelling.js';

export const Level = {
  Exact: 0,
  Prefix: 1,
  Contains: 2,
  /** Every token found at least inside a word, or one typo from a whole word. */
  Typo: 3,
  /** … or one typo from the beginning of a word. */
  TypoPrefix: 4,
} as const;
export type Level = (typeof Level)[keyof typeof Level];

export interface Token {
  readonly forms: readonly string[];
  /** The forms that are looked for inside words. */
  readonly inside: readonly string[];
  /** Words at one typo from a form that exist; known only from Level.Typo on. */
  typoWords: readonly string[];
  typoStarts: readonly string[];
}

export interface Reading {
  readonly tokens: readonly Token[];
}

/** More words than this do not make a search narrower, only slower: the rest of the text is not looked at. */
const MAX_TOKENS = 8;
/** Less likely spellings are found at the beginning of a word only. */
const MAX_INSIDE = 3;
/** Shorter pieces of what only may have been meant are inside of nearly everything. */
const SHORTEST_INSIDE = 3;
/** A typo in a shorter token would fit the beginnings of far too many words. */
const SHORTEST_TYPO_START = 5;

/** In order of preference: as typed, other layout, other script. Empty if there are no words. */
export function readingsOf(text: string): Reading[] {
  const typed = tokensIn(text);
  if (typed.length === 0 && !/\S/.test(text)) return [];
  const readings = [typed.map((word) => token([word], 1))];
  const swapped = /[0-9]/.test(text) && !/\p{L}/u.test(text) ? [] : tokensIn(otherLayout(text));
  // б, ю, ж, э, х, ъ swapped to signs would cut a word into letters, which are the beginnings of very many words.
  const cut = swapped.some((word) => word.length === 1) && !typed.some((word) => word.length === 1);
  if (!cut && swapped.join(' ') !== typed.join(' ')) readings.push(swapped.map((word) => token([word], SHORTEST_INSIDE)));
  const written = typed.map((word) => token([word, ...inOtherScript(word)], SHORTEST_INSIDE));
  if (written.some((one) => one.forms.length > 1)) readings.push(written);
  return readings.filter((tokens) => tokens.length > 0).map((tokens) => ({ tokens }));
}

function tokensIn(text: string): string[] {
  return [...new Set(wordsIn(text))].slice(0, MAX_TOKENS);
}

function token(forms: string[], shortestInside: number): Token {
  return { forms, inside: forms.filter((form) => form.length >= shortestInside).slice(0, MAX_INSIDE), typoWords: [], typoStarts: [] };
}

/** The form in which a typo is looked for: in the other script the likeliest. */
export function mistakable({ forms }: Token): string {
  return forms[1] ?? (forms[0] as string);
}

export function takesTypoStart({ forms }: Token): boolean {
  return (forms[0] as string).length >= SHORTEST_TYPO_START;
}

/** Pieces of a client's text (" word word "), any of which makes the token found at the level. */
export function needles(token: Token, level: Level): string[] {
  if (level === Level.Exact) return token.forms.map((form) => ` ${form} `);
  const found = token.forms.map((form) => ` ${form}`);
  if (level >= Level.Contains) found.push(...token.inside);
  if (level >= Level.Typo) found.push(...token.typoWords.map((word) => ` ${word} `));
  if (level >= Level.TypoPrefix) found.push(...token.typoStarts.map((word) => ` ${word}`));
  return found;
}

export function fits(text: string, { tokens }: Reading, level: Level): boolean {
  return tokens.every((one) => needles(one, level).some((needle) => text.includes(needle)));
}
