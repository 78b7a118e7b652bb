import { expect } from 'chai';
import fc from 'fast-check';
import { verifySearch } from '../../src/search/search.js';
import { startServer, type TestServer } from '../support/server.js';

/** What a browser can send. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

describe('search over HTTP', () => {
  let server: TestServer;
  const ids: Record<string, number> = {};
  const make = async (name: string, input: object = {}) => {
    const answer = await server.call('POST', '/clients', { name, ...input });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    ids[name] = answer.body.id;
    return answer.body.id as number;
  };
  const find = async (filter: string) => {
    const answer = await server.call('GET', `/clients?${filter}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return (answer.body.items as { name: string }[]).map((item) => item.name);
  };
  const q = (text: string, rest = '') => find(`q=${encodeURIComponent(text)}${rest}`);

  before(async () => {
    server = await startServer();
    const bank = await make('Банк «Развитие»', { number: 'Д-2024/00123' });
    const branch = await make('Филиал 3', { parentId: bank, kind: 'department' });
    await make('Иванов Пётр', { parentId: branch, kind: 'employee', phones: [{ number: '+7 903 123-45-67', main: true }, { number: '8 (495) 555-00-11' }] });
    await make('Иванова Анна', { parentId: branch, kind: 'employee', tags: ['vip'] });
    await make('Привет', { kind: 'person', phones: [{ number: '112' }] });
    await make("Smith & O'Brien", { number: 'A.17' });
    await make('Иван', { kind: 'person' });
    await make('Уволенный Иван', { parentId: branch, kind: 'employee' });
    const closed = await make('Закрытый отдел', { parentId: bank, kind: 'department' });
    await make('Иваненко', { parentId: closed, kind: 'employee', phones: [{ number: '+7 903 999-99-99' }] });
    await server.call('POST', `/clients/${ids['Уволенный Иван']}/delete`, {});
    await server.call('POST', `/clients/${closed}/delete`, {});
  });
  after(() => server.stop());

  it('D-22 finds in the name and in the contract number, in all units, not what is deleted or below something deleted', async () => {
    expect(await q('иван')).to.deep.equal(['Иван', 'Иванов Пётр', 'Иванова Анна']);
    expect(await q('азви')).to.deep.equal(['Банк «Развитие»']);
    for (const number of ['Д-2024/00123', 'д202400123', '2024/001', '00123', '24']) expect(await q(number), number).to.deep.equal(['Банк «Развитие»']);
  });

  it('D-24 ranks exact, then beginning, then inside', async () => {
    expect(await q('ива')).to.deep.equal(['Иван', 'Иванов Пётр', 'Иванова Анна']);
    expect((await q('иванова'))[0]).to.equal('Иванова Анна');
    expect(await q('ванов')).to.deep.equal(['Иванов Пётр', 'Иванова Анна']);
  });

  it('D-24 all words must be found, in any order, each as far as it was typed', async () => {
    expect(await q('анна иван')).to.deep.equal(['Иванова Анна']);
    expect(await q('петр иванов')).to.deep.equal(['Иванов Пётр']);
    expect(await q('иванов фёдор')).to.deep.equal([]);
    expect(await q('obrien')).to.deep.equal(["Smith & O'Brien"]);
  });

  it('D-24 forgives the wrong keyboard layout, the other script and one typo', async () => {
    for (const typed of ['ghbdtn', 'GHBD', 'privet', 'Привт', 'прривет', 'рпивет', 'пливет']) expect(await q(typed), typed).to.deep.equal(['Привет']);
    for (const typed of ['Ivanov Pyotr', 'bdfyjd gtnh', 'иваов петр', 'petr ivanov']) expect(await q(typed), typed).to.deep.equal(['Иванов Пётр']);
    for (const typed of ['ыьшер', 'смит', 'smiht']) expect(await q(typed), typed).to.deep.equal(["Smith & O'Brien"]);
  });

  it('D-24 one typo only, and only if nothing fits as typed', async () => {
    expect(await q('пррриввет')).to.deep.equal([]);
    expect(await q('иванов')).to.deep.equal(['Иванов Пётр', 'Иванова Анна']);
  });

  it('D-23 finds by any part of any number, main or not, however it is written', async () => {
    for (const phone of ['+7 903 123-45-67', '8 (903) 12', '903', '12345', '4955550011', '55500', '8495', '67', '790312']) {
      expect(await find(`phone=${encodeURIComponent(phone)}`), phone).to.include('Иванов Пётр').and.not.include('Иваненко');
    }
    expect(await find('phone=112')).to.deep.equal(['Привет']);
    expect(await find('phone=9123')).to.deep.equal([]);
  });

  it('D-23 text that looks like a number finds phones after names and contract numbers', async () => {
    expect(await q('123')).to.deep.equal(['Банк «Развитие»', 'Иванов Пётр']);
    expect(await q('8 (903) 123')).to.deep.equal(['Иванов Пётр']);
  });

  it('D-20 all filters hold together with the search', async () => {
    const bank = ids['Банк «Развитие»'];
    expect(await q('иван', '&scope=roots')).to.deep.equal(['Иван']);
    expect(await q('иван', `&parentId=${bank}`)).to.deep.equal([]);
    expect(await q('иван', `&parentId=${bank}&scope=subtree`)).to.deep.equal(['Иванов Пётр', 'Иванова Анна']);
    expect(await q('иван', `&parentId=${bank}&scope=subtree&tag=vip`)).to.deep.equal(['Иванова Анна']);
    expect(await q('иван', '&tag=vip')).to.deep.equal(['Иванова Анна']);
    expect(await q('иван', '&kind=person')).to.deep.equal(['Иван']);
    expect(await q('иван', '&groupId=1')).to.deep.equal(['Иван']);
    expect(await q('иван', '&blocked=true')).to.deep.equal([]);
    expect(await q('иван', '&ownAccount=true')).to.deep.equal(['Иван']);
    expect(await q('иван', '&contract=expired')).to.deep.equal([]);
    expect((await q('иван', '&state=deleted')).sort()).to.deep.equal(['Иваненко', 'Уволенный Иван']);
    expect(await q('иван', '&phone=903')).to.deep.equal(['Иванов Пётр']);
    expect(await find(`phone=903&parentId=${bank}&scope=subtree`)).to.deep.equal(['Иванов Пётр']);
    expect(await find('phone=903&scope=roots')).to.deep.equal([]);
    expect(await find('phone=903&state=deleted')).to.deep.equal(['Иваненко']);
  });

  it('pages go on where the last one ended, and a cursor of another search is refused', async () => {
    const first = await server.call('GET', `/clients?q=${encodeURIComponent('иван')}&limit=1`);
    const second = await server.call('GET', `/clients?q=${encodeURIComponent('иван')}&limit=1&cursor=${first.body.nextCursor}`);
    expect([first, second].map(({ body }) => body.items[0].name)).to.deep.equal(['Иван', 'Иванов Пётр']);
    const other = await server.call('GET', `/clients?q=other&cursor=${first.body.nextCursor}`);
    expect(other.body).to.include({ status: 422, code: 'request.cursor_invalid' });
  });

  it('a renamed client is found by its new name at once, and no longer by the old one', async () => {
    const id = await make('Старое имя');
    await server.call('PATCH', `/clients/${id}`, { name: 'Новейшее имя', number: 'Я-1' });
    expect(await q('новейшее')).to.deep.equal(['Новейшее имя']);
    expect(await q('я1')).to.deep.equal(['Новейшее имя']);
    expect(await q('старое')).to.deep.equal([]);
  });

  it('survives whatever is typed', async () => {
    const hostile = [
      '%', '_', '\\', "'", '"', '%%%___\\\\', "'; drop table clients; --", '🚕', '\u0001\u0002', '\t\n', '....', '()[]{}', '“”', '\ud83d', '\u0300\u0301', 'ё'.repeat(200), 'a '.repeat(100),
      'иван '.repeat(40), '1'.repeat(200), '-'.repeat(200), 'ﷺ'.repeat(200), '(.*)+$', '$1 $2', '::text', '{}', '+', '8', '\u200b', 'İİİ', 'ﬀﬀﬀ', '１２３',
    ];
    for (const text of hostile) {
      const started = Date.now();
      const answer = await server.call('GET', `/clients?q=${encodeURIComponent(wellFormed(text))}`);
      expect(answer.status, text).to.be.oneOf([200, 422]);
      expect(Date.now() - started, text).to.be.lessThan(5_000);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 20 }), async (text, phone) => {
        const filter = new URLSearchParams({ q: wellFormed(text), ...(phone && { phone: wellFormed(phone) }) });
        expect((await server.call('GET', `/clients?${filter}`)).status).to.be.oneOf([200, 422]);
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    );
  });

  it('refuses made-up cursors', async () => {
    const first = await server.call('GET', `/clients?q=${encodeURIComponent('иван')}&limit=1`);
    const [list] = JSON.parse(Buffer.from(first.body.nextCursor, 'base64url').toString());
    const pages = [[], ['everything'], ['set', 0, 'а', 1, 0, 'yes'], ['everything', -1, 'а', 1, 0, false], ['everything', 0, 7, 1, 0, false], ['other', 0, 'а', 1, 0, true], ['everything', 2 ** 31, 'а', 1, 0, true]];
    for (const page of pages) {
      const cursor = Buffer.from(JSON.stringify([list, ...page])).toString('base64url');
      expect((await server.call('GET', `/clients?q=${encodeURIComponent('иван')}&cursor=${cursor}`)).status, JSON.stringify(page)).to.equal(422);
    }
    for (const page of [['everything', 99, 'а', 1, 9, true], ['everything', 7, 'а', 1, 9, true], ['set', 14, '', 0, 3, false], ['everything', 12, '\u{10ffff}', 1, 0, false]]) {
      const cursor = Buffer.from(JSON.stringify([list, ...page])).toString('base64url');
      expect((await server.call('GET', `/clients?q=${encodeURIComponent('иван')}&cursor=${cursor}`)).status, JSON.stringify(page)).to.equal(200);
    }
  });

  it('the words are those of the names and numbers', async () => {
    expect(await verifySearch(server.context.db)).to.deep.equal([]);
  });
});
