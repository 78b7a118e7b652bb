// Small helpers: money, phones, cursors, canonical JSON, sentences about schemas, SQL blocks, the catalogue of errors.
import { expect } from 'chai';
import fc from 'fast-check';
import { Type } from 'typebox';
import { type ErrorCode, errorCatalogue } from '../../src/contract/errors.js';
import { closed, nullable } from '../../src/contract/primitives.js';
import { parseBlocks, positionalValues } from '../../src/db/sql.js';
import { AppError, fieldError } from '../../src/lib/app-error.js';
import { canonical } from '../../src/lib/canonical.js';
import { decodeCursor, encodeCursor } from '../../src/lib/cursor.js';
import { fromMinor, normaliseMoney, toMinor } from '../../src/lib/money.js';
import { onlyDigits, parsePhone } from '../../src/lib/phone.js';
import { compileCoercing, compileSchema, describeErrors } from '../../src/lib/schema-check.js';

describe('money', () => {
  it('goes from text to minor units and back without loss, at any size', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (minor) => toMinor(fromMinor(minor)) === minor));
  });

  it('reads one, two or no decimals, and signs', () => {
    for (const [text, minor] of [['0', 0n], ['-0', 0n], ['0.5', 50n], ['-0.05', -5n], ['12', 1200n], ['-12.3', -1230n], ['999999999999999.99', 99999999999999999n], ['007.10', 710n]] as const) expect(toMinor(text), text).to.equal(minor);
    for (const [minor, text] of [[0n, '0.00'], [5n, '0.05'], [-5n, '-0.05'], [-100n, '-1.00'], [123456n, '1234.56']] as const) expect(fromMinor(minor)).to.equal(text);
  });

  it('writes equal sums alike', () => {
    for (const amount of ['1', '1.0', '1.00', '01']) expect(normaliseMoney({ amount, currency: 'RUB' })).to.deep.equal({ amount: '1.00', currency: 'RUB' });
    expect(normaliseMoney({ amount: '-0', currency: 'RUB' }).amount).to.equal('0.00');
  });
});

describe('phones', () => {
  it('are E.164 digits where they can be read so, whatever the spelling', () => {
    for (const typed of ['8 (495) 123-45-67', '+7 495 1234567', '84951234567', '4951234567', ' +7-495-123-45-67 ', '+7(495)123 45 67 ext. 12']) expect(parsePhone(typed, 'RU'), typed).to.deep.equal({ digits: '74951234567', isE164: true });
    expect(parsePhone('+33 1 42 68 53 00', 'RU').digits).to.equal('33142685300');
    expect(parsePhone('01 42 68 53 00', 'FR').digits).to.equal('33142685300');
  });

  it('are their own digits where they cannot, also in a country that does not exist', () => {
    for (const [typed, digits] of [['12-34', '1234'], ['*100#', '100'], ['no digits', ''], ['+7 000', '7000'], ['1'.repeat(200), '1'.repeat(200)]] as const) expect(parsePhone(typed, 'RU'), typed).to.deep.equal({ digits, isE164: false });
    expect(parsePhone('8 495 123-45-67', 'XX').digits).to.equal('84951234567');
    expect(onlyDigits('a1 b2-3')).to.equal('123');
  });

  it('never fail on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => /^[0-9]*$/.test(parsePhone(typed, 'RU').digits)));
  });
});

describe('cursors', () => {
  it('come back as they were, for their own list only', () => {
    const cursor = encodeCursor('all:name', ['Ünïcode 🚕', 5]);
    expect(cursor).to.match(/^[\w-]+$/);
    expect(decodeCursor(cursor, 'all:name', ['text', 'id'])).to.deep.equal(['Ünïcode 🚕', 5]);
    for (const attempt of [() => decodeCursor(cursor, 'all:-name', ['text', 'id']), () => decodeCursor(cursor, 'all:name', ['id', 'id']), () => decodeCursor(cursor, 'all:name', ['text']), () => decodeCursor(`${cursor}x`, 'other')]) {
      expect(attempt).to.throw(AppError).with.property('code', 'request.cursor_invalid');
    }
  });

  it('are refused, and never fail otherwise, for any text and any content', () => {
    const refuse = (cursor: string) => {
      try {
        decodeCursor(cursor, 'list', ['id', 'text', 'ids', 'texts', 'flag']);
        return false;
      } catch (error) {
        return error instanceof AppError && error.code === 'request.cursor_invalid';
      }
    };
    fc.assert(fc.property(fc.string(), refuse));
    fc.assert(fc.property(fc.jsonValue(), (value) => refuse(Buffer.from(JSON.stringify(value)).toString('base64url'))));
    fc.assert(fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), (values) => refuse(encodeCursor('list', [...values, null]))));
  });
});

describe('canonical', () => {
  it('is equal for equal records, whatever the order of their members', () => {
    expect(canonical({ b: 1, a: { d: [1, { y: 1, x: 2 }], c: null } })).to.equal(canonical({ a: { c: null, d: [1, { x: 2, y: 1 }] }, b: 1 }));
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => canonical(record) === canonical(Object.fromEntries(Object.entries(record).reverse()))));
  });

  it('differs for different values', () => {
    expect(new Set([canonical([1, 2]), canonical([2, 1]), canonical('1'), canonical(1), canonical(null), canonical(false), canonical({}), canonical([])]).size).to.equal(8);
    expect(canonical(undefined)).to.equal(canonical(null));
  });
});

describe('sentences about input', () => {
  const schema = closed({
    name: Type.String({ minLength: 1, maxLength: 3, pattern: '^[a-z]*$' }), count: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })), kind: Type.Optional(nullable(Type.Enum(['a', 'b']))),
    day: Type.Optional(Type.String({ format: 'date' })), list: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 2, uniqueItems: true })), inner: Type.Optional(closed({ 'a/b~c': Type.Optional(Type.Boolean()) })),
  });
  const validate = compileSchema(schema);
  const say = (value: unknown) => (validate(value) ? [] : describeErrors(validate.errors ?? [], 'body').map(({ path, message }) => `${path} ${message}`));

  const cases: [unknown, string[]][] = [
    [{}, ['body/name is missing']],
    [{ name: '' }, ['body/name must not be empty']],
    [{ name: 'abcd' }, ['body/name must have at most 3 characters']],
    [{ name: 'A' }, ['body/name has characters or a form that are not allowed here']],
    [{ name: 5 }, ['body/name must be string']],
    [{ name: 'a', more: 1 }, ['body/more is not known here']],
    [{ name: 'a', count: 0 }, ['body/count must be at least 1']],
    [{ name: 'a', count: 6 }, ['body/count must be at most 5']],
    [{ name: 'a', kind: 'c' }, ['body/kind must be one of "a", "b", null']],
    [{ name: 'a', day: '2026-02-30' }, ['body/day must be a valid date']],
    [{ name: 'a', list: [] }, ['body/list must have at least 1 entries']],
    [{ name: 'a', list: [1, 1] }, ['body/list must not have the same entry twice']],
    [{ name: 'a', list: [1, 2, 3] }, ['body/list must have at most 2 entries']],
    [{ name: 'a', inner: { 'a/b~c': 1 } }, ['body/inner/a~1b~0c must be boolean']],
    [{ count: 'x' }, ['body/name is missing', 'body/count must be integer']],
    [null, ['body must be object']],
  ];
  for (const [value, sentences] of cases) it(`${JSON.stringify(value)}: ${sentences.join('; ')}`, () => expect(say(value)).to.deep.equal(sentences));

  it('are at most 50, each once', () => {
    const many = compileSchema(Type.Array(Type.Integer()));
    expect(many(Array.from({ length: 500 }, () => 'x'))).to.equal(false);
    expect(describeErrors(many.errors ?? [], 'body').length).to.equal(50);
  });

  it('a body is taken as it is, parameters are read from text', () => {
    expect(compileSchema(Type.Integer())('5')).to.equal(false);
    const parameters = { limit: '5', on: 'true' };
    expect(compileCoercing(closed({ limit: Type.Integer(), on: Type.Boolean() }))(parameters)).to.equal(true);
    expect(parameters).to.deep.equal({ limit: 5, on: true });
  });
});

describe('parseBlocks', () => {
  const source = `-- A file.\n\n-- BLOCK first_one\nselect $a::integer, $b::text, $a::integer, 'x'::text\nwhere c = $client_id::integer;\n\n-- BLOCK second slow\nselect 1 -- a comment\n`;

  it('reads blocks with named parameters in the order in which they first occur', () => {
    const blocks = parseBlocks(source, 'clients/file');
    expect([...blocks.keys()]).to.deep.equal(['first_one', 'second']);
    expect(blocks.get('first_one')).to.deep.include({ name: 'clients/file.first_one', text: `select $1::integer, $2::text, $1::integer, 'x'::text\nwhere c = $3::integer`, parameters: ['a', 'b', 'client_id'], slow: false });
    expect(blocks.get('second')).to.include({ slow: true });
  });

  it('leaves dollar quotes and positional parameters alone, and keeps names of statements short', () => {
    expect(parseBlocks('-- BLOCK a\nselect $$ $x $$, $1\n', 'p').get('a')?.parameters).to.deep.equal(['x']);
    expect(parseBlocks('-- BLOCK last\nselect 1\n', 'x'.repeat(100)).get('last')?.name).to.have.length(63).and.match(/\.last$/);
  });

  it('refuses a block without a name', () => {
    expect(() => parseBlocks('-- BLOCK \nselect 1\n', 'p')).to.throw('a block without a name in p');
    expect(() => parseBlocks('-- BLOCK a b c\nselect 1\n', 'p')).to.throw();
  });

  it('a missing or unknown parameter is a mistake of ours and throws', () => {
    const block = parseBlocks(source, 'f').get('first_one') as never;
    expect(positionalValues(block, { client_id: 3, b: null, a: 1 })).to.deep.equal([1, null, 3]);
    expect(() => positionalValues(block, { a: 1, b: 2 })).to.throw('f.first_one needs the parameter client_id');
    expect(() => positionalValues(block, { a: 1, b: 2, client_id: 3, d: 4 })).to.throw('f.first_one has no parameter d');
  });
});

describe('the catalogue of errors', () => {
  it('has a plain title and a proper status for every code', () => {
    for (const [code, { status, title }] of Object.entries(errorCatalogue)) {
      expect(code).to.match(/^[a-zA-Z_]+\.[a-z_]+$/);
      expect(status, code).to.be.within(400, 599);
      expect(title, code).to.match(/^[A-Z].{5,}[^.!]$/);
    }
  });

  it('makes a problem: the sentence about the case is detail, and more members come along', () => {
    expect(new AppError('client.cycle').toProblem('id-1')).to.deep.equal({ type: 'urn:treeline:client.cycle', title: errorCatalogue['client.cycle'].title, status: 409, instance: 'id-1', code: 'client.cycle' });
    expect(fieldError('request.invalid', 'body/name', 'is wrong', { more: 1 }).toProblem()).to.deep.include({ detail: 'is wrong', more: 1, errors: [{ path: 'body/name', code: 'request.invalid', message: 'is wrong' }] });
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) expect(new AppError(code).status).to.equal(errorCatalogue[code].status);
  });
});
