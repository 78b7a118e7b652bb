// Types of the wire (commonapi.md §1.7): everything that a client may write, and what it becomes.
import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { decodeForm } from '../../src/common-api/decode.js';
import { isSignedBy, sign } from '../../src/common-api/signature.js';
import { attributeValues, bool, datetime, day, id, integer, integers, money, names, number, phoneList, phones, type Reader, text, toWireDay, toWireMoney, toWireTime, WrongValue } from '../../src/common-api/values.js';

const ZONE = 'Europe/Moscow';
const read = <T>(reader: Reader<T>, value: unknown): T => reader.read(value, ZONE);
const refuses = (reader: Reader<unknown>, values: readonly unknown[]) => {
  for (const value of values) expect(() => read(reader, value), JSON.stringify(value)).to.throw(WrongValue);
};

describe('money of CommonAPI', () => {
  it('is read exactly, however it is written: plain, with a fraction, in scientific notation, with a lost plus', () => {
    const cases: [unknown, bigint][] = [
      ['1', 100n], ['0.01', 1n], ['1e+06', 100_000_000n], ['1e 06', 100_000_000n], ['1e06', 100_000_000n], ['1E6', 100_000_000n], ['1.23456725e+06', 123_456_725n], ['1.2345e-05', 0n],
      ['5e-3', 1n], ['0.005', 1n], ['0.0049999', 0n], ['-0.005', -1n], ['1234567.255', 123_456_726n], ['.5', 50n], ['5.', 500n], [' 12 ', 1_200n], ['+3', 300n],
      [1, 100n], [0.1, 10n], [1e6, 100_000_000n], [1e-7, 0n], [123456789012.34, 12_345_678_901_234n], ['0', 0n], ['0e400', 0n],
    ];
    for (const [given, kopecks] of cases) expect(read(money, given), String(given)).to.equal(kopecks);
    refuses(money, ['', 'x', '1,5', '1.2.3', 'e5', '1e', '--1', '0x10', 'NaN', 'Infinity', '1e17', '1e999', `1${'0'.repeat(500)}`, true, null, {}, [1], '1 000']);
  });

  it('in Go’s notation is the same sum as in plain digits (property)', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), (kopecks) => {
      const plain = `${kopecks / 100n}.${String(kopecks % 100n).padStart(2, '0')}`;
      const exponential = Number(plain).toExponential().replace(/e\+(\d)$/, 'e+0$1');
      expect(read(money, plain)).to.equal(kopecks);
      expect(read(money, exponential)).to.equal(kopecks);
      expect(read(money, Number(plain))).to.equal(kopecks);
      expect(toWireMoney(kopecks)).to.equal(Number(plain));
      expect(toWireMoney(-kopecks)).to.equal(kopecks === 0n ? 0 : -Number(plain));
    }));
  });
});

describe('other types of CommonAPI', () => {
  it('ints: digits, numeric strings in JSON; no fractions, no words', () => {
    for (const [given, value] of [['5', 5], [5, 5], ['0', 0], [-0, 0], ['007', 7], ['-3', -3], ['2147483647', 2_147_483_647]] as const) expect(read(integer(), given)).to.equal(value);
    refuses(integer(), ['', '1.5', 1.5, '1e3', 'x', true, [], {}, '2147483648', 9e15, '0x1', ' ']);
    refuses(id, [-1, '-1']);
  });

  it('bools: any case, 1 and 0', () => {
    for (const given of [true, 'true', 'True', 'TRUE', '1', 1, ' true ']) expect(read(bool, given)).to.equal(true);
    for (const given of [false, 'false', 'False', '0', 0]) expect(read(bool, given)).to.equal(false);
    refuses(bool, ['yes', '', 2, [true], {}, 'truee']);
  });

  it('datetimes: 14 digits in the zone of the installation, the other way round the same (property)', () => {
    expect(read(datetime, '20250131235959').toISOString()).to.equal('2025-01-31T20:59:59.000Z');
    expect(read(datetime, 20250131235959).toISOString()).to.equal('2025-01-31T20:59:59.000Z');
    refuses(datetime, ['2025013123595', '20250230000000', '20250131246060', '2025-01-31', '', 'x', '00000000000000', {}, true]);
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), fc.constantFrom('Asia/Kolkata', 'Asia/Tokyo', 'UTC'), (seconds, zone) => {
      const wire = toWireTime(new Date(seconds * 1_000), zone);
      expect(wire).to.match(/^\d{14}$/).and.equal(DateTime.fromSeconds(seconds, { zone }).toFormat('yyyyMMddHHmmss'));
      expect(datetime.read(wire, zone).getTime()).to.equal(seconds * 1_000);
    }));
  });

  it('birthdays: 14 digits, 8 digits, DD.MM.YYYY', () => {
    for (const given of ['19800521000000', '19800521235959', '19800521', '21.05.1980', '1980-05-21', 19800521]) expect(read(day, given)).to.equal('1980-05-21');
    refuses(day, ['1980052', '31.02.1980', '21/05/1980', '05.21.1980', 'x', true]);
    expect([toWireDay('1980-05-21'), toWireDay(null)]).to.deep.equal(['19800521000000', '']);
  });

  it('lists: ";" between ints, "," between phones and names, arrays in JSON', () => {
    expect(read(integers, '1;2;;2')).to.deep.equal([1, 2]);
    expect(read(integers, [1, '2'])).to.deep.equal([1, 2]);
    expect(read(phoneList, ' 79991112233, 8 (999) 222-33-44,,')).to.deep.equal(['79991112233', '8 (999) 222-33-44']);
    expect([...read(names, ' name , number,,')]).to.deep.equal(['name', 'number']);
    refuses(integers, ['1;x', {}, [1.5], '1,2', Array.from({ length: 1_001 }, (_, index) => index)]);
    refuses(phoneList, ['no digits', `${'1,'.repeat(101)}`, {}]);
  });

  it('phones and attribute values: members may be missing or null, ids and flags may be text', () => {
    expect(read(phones, [{ phone: '1' }, { phone: 79991112233, is_default: 'True', use_for_call: null }])).to.deep.equal([
      { phone: '1', is_default: false, use_for_call: false }, { phone: '79991112233', is_default: true, use_for_call: false },
    ]);
    refuses(phones, ['1', [{}], [null], ['1'], [{ phone: 'x' }], [{ phone: '1', is_default: 'maybe' }]]);
    expect(read(attributeValues, [{ id: '3', bool_value: true, num_value: null }, { id: 4, num_value: 1.5 }, { id: 5, str_value: '' }])).to.deep.equal([
      { id: 3, bool_value: true }, { id: 4, num_value: 1.5 }, { id: 5, str_value: '' },
    ]);
    refuses(attributeValues, [{}, [{}], [{ id: 'x' }], [{ id: 1, num_value: 'x' }]]);
  });

  it('texts: a length in characters, no NUL, no half of a surrogate pair', () => {
    expect(read(text(3), '👍👍👍')).to.equal('👍👍👍');
    expect(read(text(5), 12)).to.equal('12');
    refuses(text(3), ['abcd', 'a\0', '\ud800', {}, []]);
  });

  it('numbers are numbers', () => {
    expect([read(number, '5.5e 01'), read(number, '-37.5'), read(number, 3)]).to.deep.equal([55, -37.5, 3]);
    refuses(number, ['x', '', true, '1e999']);
  });
});

describe('the signature and the form', () => {
  it('sign the raw bytes with the key at the end, hex of any case; one other bit is another signature (property)', () => {
    expect(sign(Buffer.from(''), 'key')).to.equal('3c6e0b8a9c15224a8228b9a98ca1531d');
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.string(), fc.nat(), (bytes, key, at) => {
      const signature = sign(bytes, key);
      expect(isSignedBy(bytes, key, signature)).to.equal(true);
      expect(isSignedBy(bytes, key, signature.toUpperCase())).to.equal(true);
      const other = bytes.slice();
      other[at % other.length] = (other[at % other.length] as number) ^ 1;
      expect(isSignedBy(other, key, signature)).to.equal(false);
    }));
  });

  it('decode what every encoder writes (property)', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })), (fields) => {
      const decoded = decodeForm(Buffer.from(new URLSearchParams(fields).toString()));
      expect(Object.fromEntries(decoded)).to.deep.equal({ ...fields });
      const percent = Object.entries(fields).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
      expect(Object.fromEntries(decodeForm(Buffer.from(percent)))).to.deep.equal({ ...fields });
    }));
  });
});
