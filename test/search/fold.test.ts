import { expect } from 'chai';
import fc from 'fast-check';
import { compareWords, wordsIn } from '../../src/search/fold.js';
import { useDatabase } from '../support/database.js';

// Blocks that have not changed since Unicode 10, which is what the server's ICU knows.
const blocks: [number, number][] = [
  [0x01, 0x7f], [0x80, 0x24f], [0x300, 0x36f], [0x370, 0x3ff], [0x400, 0x52f], [0x531, 0x58f], [0x5be, 0x5f4], [0x600, 0x6ff],
  [0x900, 0x97f], [0x1100, 0x11ff], [0x1e00, 0x1fff], [0x2000, 0x206f], [0x2100, 0x214f], [0x2460, 0x24ff], [0x3000, 0x30ff], [0x4e00, 0x4fff],
  [0xac00, 0xad00], [0xfb00, 0xfb06], [0xfe00, 0xfe0f], [0xff00, 0xffef], [0x10400, 0x1044f], [0x1d400, 0x1d454], [0x1f600, 0x1f64f],
];
const character = fc.oneof(...blocks.map(([from, to]) => fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code))));
const text = fc.array(fc.oneof({ weight: 3, arbitrary: character }, fc.constantFrom(' ', "'", '-', 'Σ', 'İ', 'ё', 'Й', 'я', 'A', '7')), { maxLength: 40 }).map((parts) => parts.join(''));

describe('folding', () => {
  const test = useDatabase();
  const inDatabase = (name: string, number: string | null) =>
    test.db.withConnection(async (client) => (await client.query<{ words: string }>('select search_text($1, $2) as words', [name, number])).rows[0]?.words ?? '');

  it('is the same in the database and in the program', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.option(text), async (name, number) => {
        const words = [...wordsIn(name), ...wordsIn(number ?? '')];
        const compact = [...wordsIn(number ?? '').join('')].slice(0, 64).join('');
        const sorted = [...new Set([...words, compact])].filter((word) => word !== '').sort(compareWords);
        expect(await inDatabase(name, number)).to.equal(sorted.length ? ` ${sorted.join(' ')} ` : '');
      }),
      { numRuns: Number(process.env.RUNS ?? 400) },
    );
  });

  it('takes away case, accents, ё and й, and what is not part of a word', () => {
    expect(wordsIn('ООО «Ёлка-Йод» (Città) ΣΊΣΥΦΟΣ № 5, O’Brien')).to.deep.equal(['ооо', 'елка', 'иод', 'citta', 'σισυφοσ', 'no', '5', 'obrien']);
  });

  it('cuts a word at 64 characters, so that every name fits into the index', async () => {
    const long = '𐐀'.repeat(500);
    expect(await inDatabase(long, long)).to.equal(` ${'𐐨'.repeat(64)} `);
  });

  it('keeps the words of a contract number and its compact form', async () => {
    expect(await inDatabase('Кафе', 'Д-2024/00123')).to.equal(' 00123 2024 д д202400123 кафе ');
  });

  it('orders words as the index does, by code point', async () => {
    const words = ['я', 'z', '9', '𐐨', '｡', 'яя', 'a1', 'a'];
    const { rows } = await test.db.withConnection((client) => client.query<{ word: string }>('select word from unnest($1::text[]) as word order by word collate "C"', [words]));
    expect([...words].sort(compareWords)).to.deep.equal(rows.map((row) => row.word));
  });
});
