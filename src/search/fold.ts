// How text becomes words. The same as search_fold and search_spaced in the migration; a test holds them equal.

/** Accents and points; soft hyphens, joiners, direction marks; apostrophes, so that O'Brien is one word. */
const REMOVED =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff'`\u00b4\u02b9-\u02bf\u2018-\u201b\u2032]/g;

const BETWEEN_WORDS = new RegExp(
  '[\\u0000-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u02c2-\\u02df\\u0375\\u037e\\u0387\\u055a-\\u055f\\u0589\\u058a\\u05be\\u05c0\\u05c3\\u05c6' +
    '\\u05f3\\u05f4\\u060c\\u061b\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u2000-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u3004\\u3008-\\u3020\\u3030\\ufff0-\\uffff]+',
  'u',
);

const MAX_WORD = 64;

/** Lower case without accents; ё is е and й is и by that. */
export function fold(text: string): string {
  // Half a surrogate pair reaches the database as U+FFFD.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
  return whole.normalize('NFKD').replace(REMOVED, '').toLowerCase().replaceAll('ς', 'σ');
}

/** The words of a text in their order, cut as in the index. */
export function wordsIn(text: string): string[] {
  const words = fold(text).split(BETWEEN_WORDS).filter((word) => word !== '');
  return words.map((word) => (word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join('')));
}

/** Order of the "C" collation: by code point, which is not the order of UTF-16. */
export function compareWords(a: string, b: string): number {
  if (a === b) return 0;
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const astral = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    if (astral(x) !== astral(y)) return astral(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}
