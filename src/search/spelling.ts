// Other ways in which the same thing may have been typed: the wrong keyboard layout, the other script, one typo.
// All of it depends on the text alone, never on the data, so that the pages of one search agree with each other.

const LATIN_KEYS = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?';
const RUSSIAN_KEYS = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,';
const toRussian = keyMap(LATIN_KEYS, RUSSIAN_KEYS);
const toLatin = keyMap(RUSSIAN_KEYS, LATIN_KEYS);

function keyMap(from: string, to: string): Map<string, string> {
  return new Map([...from].map((key, index) => [key, to[index] as string]));
}

const HAS_LATIN = /[a-z]/i;
const HAS_CYRILLIC = /[а-яё]/i;

/** What the same keys write in the other layout: ghbdtn ↔ привет. б, ю, ж, э, х, ъ, ё are on keys with signs. */
export function otherLayout(text: string): string {
  const map = HAS_LATIN.test(text) || !HAS_CYRILLIC.test(text) ? toRussian : toLatin;
  return [...text].map((key) => map.get(key) ?? key).join('');
}

// The first spelling is the usual one; each step to a later one makes a form less likely. й is и and ё is е after folding.
const latinToCyrillic = spellings(`
  shch щ|sch щ сч ш|iya ия|iyu ию|sh ш|ch ч х|zh ж|kh х|ts ц тс|tz ц|ck к|ph ф|th т|ya я ья|ia ия я ья|ja я|yu ю ью|iu ю ию|ju ю|yo е ье|io е ио|jo е|
  ye е ье|ie ие ье|je е|iy ии|yy ыи|ii ии|ij ии|y и ы ии|j и дж ж|a а|b б|c к ц с|d д дь|e е э|f ф|g г|h х г|i и|k к|l л ль|m м|n н нь|o о|p п|q к|
  r р рь|s с сь|t т ть|u у|v в|w в у|x кс|z з|ee и ее|oo у оо`);
const cyrillicToLatin = spellings(`
  дж j dzh|кс x ks|ия ia iya|ья ya ia|ии y ii iy i|еи ei ey|а a|б b|в v w|г g h|д d|е e ye yo|ж zh j|з z s|и i y j|к k c|л l|м m|н n|о o|п p|р r|с s c|
  т t th|у u w|ф f ph|х kh h|ц ts c tz|ч ch|ш sh sch|щ shch sch|ъ _|ы y i|ь _|э e|ю yu iu ju|я ya ia ja`);

function spellings(table: string): Map<string, string[]> {
  const lines = table.split('|').map((line) => line.trim().split(' '));
  return new Map(lines.map(([chunk = '', ...written]) => [chunk, written.map((text) => (text === '_' ? '' : text))]));
}

const LONGEST_CHUNK = 4;
const MAX_FORMS = 24;

/** A folded word written in the other script, the likeliest form first; at most 24, none for digits. */
export function inOtherScript(word: string): string[] {
  const table = HAS_LATIN.test(word) ? latinToCyrillic : HAS_CYRILLIC.test(word) ? cyrillicToLatin : null;
  if (table === null) return [];
  let forms = [{ text: '', unlikely: 0 }];
  for (let at = 0; at < word.length; ) {
    const [length, written] = chunkAt(word, at, table);
    at += length;
    forms = forms.flatMap((form) => written.map((text, index) => ({ text: form.text + text, unlikely: form.unlikely + index })));
    forms = forms.sort((a, b) => a.unlikely - b.unlikely).slice(0, MAX_FORMS);
  }
  return [...new Set(forms.map((form) => form.text))].filter((text) => text !== '' && text !== word);
}

function chunkAt(word: string, at: number, table: Map<string, string[]>): [number, string[]] {
  for (let length = LONGEST_CHUNK; length >= 1; length -= 1) {
    const written = table.get(word.slice(at, at + length));
    if (written) return [length, written];
  }
  return [1, [word.charAt(at)]];
}

const LATIN_LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const CYRILLIC_LETTERS = 'абвгдежзиклмнопрстуфхцчшщъыьэюяіє';
const SHORTEST_WITH_TYPO = 3;
const LONGEST_WITH_TYPO = 20;

/**
 * Every word at one typo from this one: a letter too many, too few, wrong, or two swapped. About 66 for each letter; looked up
 * one by one in the index of words (3 µs each) they need no index of their own, and find beginnings of words as well.
 * `lastPlace`: so many letters at the beginning may be right.
 */
export function withOneTypo(word: string, lastPlace = word.length): string[] {
  if (word.length < SHORTEST_WITH_TYPO || word.length > LONGEST_WITH_TYPO || /[0-9]/.test(word)) return [];
  const letters = HAS_CYRILLIC.test(word) ? CYRILLIC_LETTERS : LATIN_LETTERS;
  const found = new Set<string>();
  for (let at = 0; at <= lastPlace; at += 1) {
    const before = word.slice(0, at);
    const [first, second] = [word.charAt(at), word.charAt(at + 1)];
    for (const letter of letters) {
      found.add(before + letter + word.slice(at));
      if (first !== '') found.add(before + letter + word.slice(at + 1));
    }
    if (first !== '') found.add(before + word.slice(at + 1));
    if (second !== '') found.add(before + second + first + word.slice(at + 2));
  }
  found.delete(word);
  return [...found];
}
