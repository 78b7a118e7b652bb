// Search against a model that goes through all clients: the same clients, none twice, better ones first, page by page.
import { expect } from 'chai';
import fc from 'fast-check';
import { listClients } from '../../src/clients/list.js';
import type { ListClientsQuery } from '../../src/contract/clients.js';
import type { Db } from '../../src/db/database.js';
import { wordsIn } from '../../src/search/fold.js';
import { readingsOf } from '../../src/search/readings.js';
import { verifySearch } from '../../src/search/search.js';
import { useDatabase } from '../support/database.js';
import { distance } from './distance.js';

interface Row {
  id: number;
  parent: number | null;
  name: string;
  number: string | null;
  deleted: boolean;
}

const word = fc.oneof(
  fc.constantFrom('Иван', 'Иванов', 'Иванова', 'Ива', 'нов', 'Йод', 'Ёлка', 'ООО', 'Ivan', 'Ivanov', 'Anna', 'Анна', 'ьо', 'П', 'Петр', 'Петров', '12', '2024', '024'),
  // One script a word: a wrong letter is looked for in the word's own alphabet.
  fc.string({ unit: fc.constantFrom(...'абв'), minLength: 1, maxLength: 5 }),
  fc.string({ unit: fc.constantFrom(...'aiv'), minLength: 1, maxLength: 5 }),
);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const number = fc.option(fc.constantFrom('Д-2024/001', 'Д 2024', '12/5', '2024001', 'A.12'), { freq: 2 });
const row = fc.record({ name, number, deleted: fc.boolean(), parent: fc.option(fc.nat()) });
const directory = fc.array(row, { minLength: 1, maxLength: 25 }).map((rows) =>
  rows.map((one, index): Row => ({ ...one, id: index + 1, deleted: one.deleted && index % 4 === 0, parent: one.parent === null || index === 0 ? null : (one.parent % index) + 1 })));
const query = fc.oneof(
  name,
  word,
  fc.constantFrom('bdfyjd', 'шмфт', 'ivanov', 'yod', 'иван пет', 'ivan анна', 'д2024001', '24/0', 'ванов', 'а', 'ив', 'ИВАНОВ  иван', 'ьо', 'anna ivanov'),
  fc.constantFrom('ивнов', 'иввнов', 'иавнов', 'петрр', 'аннс иван', 'iavnov', 'иваннов пертов'),
);

/** How well a client fits, smaller is better: null if not at all. As the specification says it, word by word. */
function rank({ name: of, number: contract }: Row, text: string, typos: boolean): number | null {
  const words = [...wordsIn(of), ...wordsIn(contract ?? ''), wordsIn(contract ?? '').join('')].filter((one) => one !== '');
  const readings = readingsOf(text);
  const tests: ((form: string, found: string) => boolean)[] = [(form, found) => found === form, (form, found) => found.startsWith(form)];
  for (let level = 0; level < (typos ? 5 : 3); level += 1) {
    for (const [index, { tokens }] of readings.entries()) {
      const fits = tokens.every((token) => {
        const mistaken = token.forms[1] ?? (token.forms[0] as string);
        const forgiving = mistaken.length >= 3 && !/\d/.test(mistaken);
        const starts = (token.forms[0] as string).length >= 5;
        return words.some((found) =>
          token.forms.some((form) => tests[Math.min(level, 1)]?.(form, found)) ||
          (level >= 2 && token.inside.some((form) => found.includes(form))) ||
          (level >= 3 && forgiving && distance(mistaken, found) === 1) ||
          (level >= 4 && forgiving && starts && [...found].some((_, end) => distance(mistaken, found.slice(0, end + 1)) === 1)));
      });
      if (fits) return level * 3 + index;
    }
  }
  return null;
}

function expected(rows: readonly Row[], text: string): Map<number, number> {
  const live = rows.filter((one) => {
    for (let at: Row | undefined = one; at; at = rows.find(({ id }) => id === at?.parent)) if (at.deleted) return false;
    return true;
  });
  const ranked = (typos: boolean) => new Map(live.flatMap((one): [number, number][] => {
    const found = rank(one, text, typos);
    return found === null ? [] : [[one.id, found]];
  }));
  const found = ranked(false);
  return found.size ? found : ranked(true);
}

async function fill(db: Db, rows: readonly Row[]): Promise<void> {
  await db.withConnection(async (client) => {
    await client.query('delete from clients');
    await client.query(
      `insert into clients (id, parent_id, group_id, kind, name, number, uses_own_account, deleted)
       select r.id, r.parent, case when r.parent is null then 1 end, case when r.parent is null then 'organisation' else 'employee' end, r.name, r.number, r.parent is null, r.deleted
       from jsonb_to_recordset($1) as r (id integer, parent integer, name text, number text, deleted boolean)`,
      [JSON.stringify(rows)],
    );
  });
}

async function allPages(db: Db, filter: ListClientsQuery, between: (page: number) => Promise<void> = async () => undefined): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = null, page = 0; page < 200; page += 1) {
    const result: Awaited<ReturnType<typeof listClients>> = await listClients(db, { ...filter, ...(cursor !== null && { cursor }) }, '2026-11-21');
    ids.push(...result.items.map((item) => item.id));
    cursor = result.nextCursor;
    if (cursor === null) return ids;
    await between(page);
  }
  throw new Error('the pages do not end');
}

describe('search against a model', () => {
  const test = useDatabase();
  const numRuns = Number(process.env.RUNS ?? 60);

  it('D-22, D-24 gives every match once, better ones first, over everything', async () => {
    await fc.assert(
      fc.asyncProperty(directory, fc.array(query, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 6 }), async (rows, texts, limit) => {
        await fill(test.db, rows);
        for (const q of texts) {
          const model = expected(rows, q);
          const found = await allPages(test.db, { q, limit });
          expect(found.map((id) => model.get(id)), q).to.deep.equal([...model.values()].sort((a, b) => a - b));
          expect([...found].sort((a, b) => a - b), q).to.deep.equal([...model.keys()].sort((a, b) => a - b));
        }
      }),
      { numRuns },
    );
  });

  it('D-20, D-22 gives the same among few: the subtree of a unit, its children, the roots', async () => {
    await fc.assert(
      fc.asyncProperty(directory, query, fc.nat(), fc.integer({ min: 1, max: 6 }), async (rows, q, which, limit) => {
        await fill(test.db, rows);
        const top = rows[which % rows.length] as Row;
        const isBelow = ({ parent }: Row): boolean => parent === top.id || rows.some((one) => one.id === parent && isBelow(one));
        const scopes: [ListClientsQuery, (one: Row) => boolean][] = [
          [{ scope: 'subtree', parentId: top.id }, isBelow],
          [{ scope: 'children', parentId: top.id }, (one) => one.parent === top.id],
          [{ scope: 'roots' }, (one) => one.parent === null],
        ];
        for (const [filter, belongs] of scopes) {
          const hidden = rows.map((one) => (belongs(one) ? one : { ...one, name: '-', number: null }));
          const model = expected(hidden, q);
          const found = await allPages(test.db, { ...filter, q, limit });
          expect(found.map((id) => model.get(id)), q).to.deep.equal([...model.values()].sort((a, b) => a - b));
          expect(new Set(found).size).to.equal(model.size);
        }
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    );
  });

  it('D-24 gives untouched clients exactly once while others come, go and are renamed between the pages', async () => {
    const change = fc.record({ kind: fc.constantFrom('add', 'rename', 'delete'), which: fc.nat(), name });
    await fc.assert(
      fc.asyncProperty(directory, query, fc.array(change, { minLength: 1, maxLength: 10 }), async (given, q, changes) => {
        const rows = given.map((one) => ({ ...one, parent: null }));
        await fill(test.db, rows);
        const model = expected(rows, q);
        const touched = new Set<number>();
        const found = await allPages(test.db, { q, limit: 2 }, async (page) => {
          const next = changes[page];
          if (!next) return;
          const id = (next.which % rows.length) + 1;
          touched.add(next.kind === 'add' ? 1_000 + page : id);
          await test.db.withConnection((client) =>
            next.kind === 'add'
              ? client.query(`insert into clients (id, group_id, kind, name, uses_own_account) values ($1, 1, 'person', $2, true)`, [1_000 + page, next.name])
              : next.kind === 'rename'
                ? client.query('update clients set name = $2, number = null where id = $1', [id, next.name])
                : client.query('delete from clients where id = $1', [id]));
        });
        const untouched = (ids: Iterable<number>) => [...ids].filter((id) => !touched.has(id)).sort((a, b) => a - b);
        // Whether typos are forgiven is decided by the first page, which no change precedes.
        expect(untouched(found)).to.deep.equal(untouched(model.keys()));
      }),
      { numRuns },
    );
    expect(await verifySearch(test.db)).to.deep.equal([]);
  });
});
