import { expect } from 'chai';
import { deflateRawSync, gzipSync } from 'node:zlib';
import writeXlsxFile from 'write-excel-file/node';
import { readFile } from '../../src/imports/read/read-source.js';
import { readTable } from '../../src/imports/read/reader.js';
import { MAX_ROWS, type Table } from '../../src/imports/read/table.js';

const read = (text: string | Buffer) => readFile(Buffer.from(text));
const cells = ({ rows }: Table) => rows.map(([, row]) => row);

async function refusal(content: Buffer): Promise<{ code: string; message: string }> {
  try {
    await readTable({ kind: 'file', content });
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('the file was read');
}

/** A zip with one packed entry, whatever it claims about its size. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

describe('imports: reading files', () => {
  for (const [sign, name] of [[',', 'comma'], [';', 'semicolon'], ['\t', 'tab'], ['|', 'bar']] as const) {
    it(`D-30 guesses the ${name} as the delimiter`, async () => {
      const table = await read([['id', 'name', 'address'], ['1', '"A, B; C | D"', 'x'], ['2', 'E', 'y']].map((row) => row.join(sign)).join('\n'));
      expect(table.columns).to.deep.equal(['id', 'name', 'address']);
      expect(cells(table)).to.deep.equal([['1', 'A, B; C | D', 'x'], ['2', 'E', 'y']]);
    });
  }

  it('reads UTF-8 with and without its mark, UTF-16, and both old Windows encodings', async () => {
    const russian = 'имя,адрес\nБанк «Ёлка»,ул. Мира\n';
    const french = 'nom,adresse\nSociété générale,12 allée des Chênes à Sète\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(russian, 'utf16le')]);
    const cp1251 = Buffer.from([...russian].map((sign) => {
      const special: Record<string, number> = { Ё: 0xa8, ё: 0xb8, '«': 0xab, '»': 0xbb };
      const code = sign.charCodeAt(0);
      return special[sign] ?? (code < 128 ? code : code - 0x410 + 0xc0);
    }));
    for (const content of [Buffer.from(russian), Buffer.from(`\ufeff${russian}`), utf16, cp1251]) {
      const table = await readFile(content);
      expect(table.columns).to.deep.equal(['имя', 'адрес']);
      expect(cells(table)).to.deep.equal([['Банк «Ёлка»', 'ул. Мира']]);
    }
    expect(cells(await readFile(Buffer.from(french, 'latin1')))).to.deep.equal([['Société générale', '12 allée des Chênes à Sète']]);
  });

  it('keeps quoted line breaks, and counts rows as a spreadsheet does', async () => {
    const table = await read('\nname,comment\n\nA,"two\nlines, ""quoted"""\n,\nB,\n');
    expect(table.rows).to.deep.equal([[4, ['A', 'two\nlines, "quoted"']], [6, ['B', '']]]);
  });

  it('marks rows with a wrong number of cells and keeps the others', async () => {
    const { rows } = await read('id,name\n1,A\n2\n3,C,more\n4,D,\n');
    expect(rows.map(([row, , remarks]) => [row, remarks?.error])).to.deep.equal([
      [2, undefined], [3, 'It has 1 cells, the header has 2.'], [4, 'It has 3 cells, the header has 2.'], [5, undefined],
    ]);
  });

  it('reads packed CSV', async () => {
    const { columns, rowCount, head } = await readTable({ kind: 'file', content: gzipSync('name\nA\nB\n') });
    expect({ columns, rowCount, head }).to.deep.equal({ columns: ['name'], rowCount: 2, head: [[2, ['A']], [3, ['B']]] });
  });

  it('reads XLSX: days as days, long numbers as their digits, rows where they stand', async () => {
    const day = { value: new Date(Date.UTC(2026, 1, 3)), type: Date, format: 'dd.mm.yyyy' };
    const instant = { value: new Date(Date.UTC(2026, 1, 3, 10, 30)), type: Date, format: 'dd.mm.yyyy hh:mm' };
    const content = await writeXlsxFile([
      ['name', 'phone', 'day', 'instant', 'share', 'flag', 'formula'].map((value) => ({ value })),
      [null],
      [{ value: ' A ' }, { value: 79161234567 }, day, instant, { value: 0.1 + 0.2 }, { value: true }, { value: '=1+1' }],
    ] as never).toBuffer();
    const { head } = await readTable({ kind: 'file', content });
    expect(head).to.deep.equal([[3, [' A ', '79161234567', '2026-02-03', '2026-02-03T10:30:00.000Z', '0.3', 'true', '=1+1']]]);
  });

  it('reads in blocks when there are many rows', async () => {
    const { rowCount, blocks } = await readTable({ kind: 'file', content: Buffer.from(`name\n${'A row like others\n'.repeat(12_345)}`) });
    expect(rowCount).to.equal(12_345);
    expect(blocks.map((block) => (JSON.parse(block) as unknown[]).length)).to.deep.equal([...Array.from({ length: 12 }, () => 1_000), 345]);
  });

  const hostile: [string, () => Buffer][] = [
    ['nothing', () => Buffer.alloc(0)],
    ['blank lines', () => Buffer.from('\n\n , \n')],
    ['zero bytes', () => Buffer.from('name\nA\u0000B\n')],
    ['binary junk', () => Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 256))],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a cell of 10 MB', () => Buffer.from(`name\n"${'x'.repeat(10_000_000)}"\n`)],
    ['a quote that is never closed', () => Buffer.from(`name,comment\nA,"never closed\n${'row,row\n'.repeat(500_000)}`)],
    ['201 columns', () => Buffer.from(`${Array.from({ length: 201 }, (_, index) => `c${index}`).join(',')}\n`)],
    ['more rows than allowed', () => Buffer.from(`name\n${'A\n'.repeat(MAX_ROWS + 1)}`)],
    ['a damaged workbook', () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 7)])],
    ['a zip that is no workbook', () => zip('hello.txt', Buffer.from('hello'))],
    ['a workbook that unpacks to 300 MB', () => zip('xl/worksheets/sheet1.xml', Buffer.alloc(300 * 1024 * 1024, 'a'))],
    ['a packed file that unpacks to 300 MB', () => gzipSync(Buffer.alloc(300 * 1024 * 1024, 'a'))],
    ['a damaged packed file', () => gzipSync('name\nA\n').subarray(0, 15)],
  ];
  for (const [what, content] of hostile) {
    it(`refuses ${what} with a sentence`, async () => {
      const { code, message } = await refusal(content());
      expect(code, message).to.equal('import.file_unreadable');
      expect(message).to.match(/^(The|At).{10,}/);
    });
  }
});
