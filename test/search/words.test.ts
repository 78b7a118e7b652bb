import { expect } from 'chai';
import { listClients } from '../../src/clients/list.js';
import { verifySearch } from '../../src/search/search.js';
import { buildClient } from '../support/build.js';
import { useDatabase } from '../support/database.js';

describe('the words of clients', () => {
  const test = useDatabase();
  const run = (text: string, values: unknown[] = []) => test.db.withConnection(async (client) => (await client.query(text, values)).rows);
  const textOf = async (id: number) => (await run('select words from client_texts where client_id = $1', [id]))[0]?.words;
  const problems = () => verifySearch(test.db);

  it('follow every way of writing clients', async () => {
    const id = await buildClient(test.db, { name: 'Первый второй второй', number: 'A-1' });
    expect(await textOf(id)).to.equal(' 1 a a1 второи первыи ');
    await run(`update clients set name = 'Третий' where id = $1`, [id]);
    expect(await textOf(id)).to.equal(' 1 a a1 третии ');
    await run('update clients set number = null where id = $1', [id]);
    expect(await textOf(id)).to.equal(' третии ');
    await run(`insert into clients (group_id, kind, name, uses_own_account) select 1, 'person', 'Много ' || i, true from generate_series(1, 50) as i`);
    await run(`update clients set name = name || ' раз' where name like 'Много%'`);
    expect(await problems()).to.deep.equal([]);
    await run('delete from clients where id = $1', [id]);
    expect(await textOf(id)).to.equal(undefined);
    expect(await problems()).to.deep.equal([]);
    await run('delete from clients');
    expect(await run('select count(*)::integer as number from client_words')).to.deep.equal([{ number: 0 }]);
    expect(await problems()).to.deep.equal([]);
  });

  it('two transactions with the same new word do not wait for each other, and both are found', async () => {
    await test.db.withConnection(async (first) => {
      await first.query('begin');
      await first.query(`insert into clients (group_id, kind, name, uses_own_account) values (1, 'person', 'Единственный один', true)`);
      await test.db.withConnection(async (second) => {
        await second.query(`set statement_timeout = '2s'`);
        await second.query(`insert into clients (group_id, kind, name, uses_own_account) values (1, 'person', 'Единственный два', true)`);
        await second.query('reset statement_timeout');
      });
      await first.query('commit');
    });
    const found = await listClients(test.db, { q: 'динственн' }, '2026-11-21');
    expect(found.items.map((item) => item.name)).to.deep.equal(['Единственный один', 'Единственный два']);
    expect(await problems()).to.deep.equal([]);
  });

  it('verifySearch tells what is wrong', async () => {
    const id = await buildClient(test.db, { name: 'Проверка слов' });
    await run(`update client_texts set words = ' чужое ' where client_id = $1`, [id]);
    await run(`delete from client_words where client_id = $1 and word = 'слов'`, [id]);
    await run(`insert into client_words (word, client_id) values ('лишнее', 999999)`);
    await run(`delete from search_words where word = 'проверка'`);
    const found = (await problems()).join('\n');
    expect(found).to.match(/the text of 1 clients is wrong/).and.match(/2 words of clients are missing or too many/).and.match(/1 words are missing from the dictionary, the first is "проверка"/);
  });

  describe('with many clients', () => {
    const all = async (filter: { q?: string; phone?: string }, limit: number) => {
      const ids: number[] = [];
      for (let cursor: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof listClients>> = await listClients(test.db, { ...filter, limit, ...(cursor !== null && { cursor }) }, '2026-11-21');
        ids.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
        if (cursor === null) return ids;
      }
    };
    const insert = (names: string, count: number) =>
      run(`insert into clients (group_id, kind, name, uses_own_account) select 1, 'person', ${names}, true from generate_series(1, ${count}) as i`);

    before(async () => {
      await run('delete from clients');
      await insert(`'Алексеев' || i || ' Борис'`, 1_500);
      await insert(`'Вера Дмитриева' || i`, 1_500);
      await insert(`'Алексеева' || i || ' Дмитриева'`, 3);
      await insert(`'Уши' || chr(1072 + i % 32) || chr(1072 + i / 32) || 'фрагмент' || i`, 900);
      await run(`insert into client_phones (client_id, number, digits) select c.id, 'n', '7903' || lpad((c.id * 37 % 10000000)::text, 7, '0') from clients c`);
      await run('analyze');
    });

    it('two frequent words that meet rarely are found together', async () => {
      expect(await all({ q: 'алекс дмитр' }, 2)).to.have.length(3);
      expect(await all({ q: 'лексеев митриев' }, 2)).to.have.length(3);
    });

    it('a fragment inside of very many words gives all of them, none twice', async () => {
      const found = await all({ q: 'рагмент' }, 130);
      expect(found).to.have.length(900);
      expect(new Set(found).size).to.equal(900);
    });

    it('D-23 every part of a number gives all clients that have it, none twice', async () => {
      await run(`insert into client_phones (client_id, number, digits) select c.id, 'n', '7495' || lpad(c.id::text, 7, '0') from clients c where c.id % 3 = 0`);
      for (const phone of ['7', '49', '000', '0001', '8903000', '12']) {
        const digits = phone === '8903000' ? '7903000' : phone;
        const [row] = await run('select count(distinct client_id)::integer as number from client_phones where digits like $1', [phone === '8903000' ? `${digits}%` : `%${digits}%`]);
        const found = await all({ phone }, 170);
        expect(found.length, phone).to.equal(row.number);
        expect(new Set(found).size, phone).to.equal(found.length);
      }
    });
  });
});
