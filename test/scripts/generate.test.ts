import { expect } from 'chai';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { generateDirectory } from '../../src/generate/generate.js';
import { callerNumber, landlineNumber } from '../../src/generate/phones.js';
import { seededRandom } from '../../src/generate/random.js';
import { benchShape, ordinaryShape, placesOf, type Shape } from '../../src/generate/shape.js';
import { parsePhone } from '../../src/lib/phone.js';
import { buildClient } from '../support/build.js';
import { createDatabase, useDatabase } from '../support/database.js';
import type { Db } from '../../src/db/database.js';

const CONTENT = `select md5(string_agg(line, '|' order by line)) as content from (
  select c::text as line from clients c
  union all select s::text from client_settings s
  union all select (p.client_id, p.position, p.number, p.digits, p.main, p.identifies_caller)::text from client_phones p
  union all select (g.id, g.name)::text from client_groups g
  union all select s::text from group_settings s
) as lines`;
const DEFINITIONS = `
  select pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace and i.indisvalid
  union all
  select c.conrelid::regclass || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) from pg_constraint c where c.connamespace = 'public'::regnamespace and c.convalidated
  order by 1`;

async function rows<Row>(db: Db, text: string): Promise<Row[]> {
  return db.withConnection(async (client) => (await client.query(text)).rows as Row[]);
}

describe('a synthetic directory', () => {
  const test = useDatabase();

  it('is the same for a seed, and another for another seed', async () => {
    const contents = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const database = await createDatabase();
        await generateDirectory(database.db, { shape: ordinaryShape(500, 4), seed });
        const [content] = await rows<{ content: string }>(database.db, CONTENT);
        await database.drop();
        return content?.content;
      }),
    );
    expect(contents[0]).to.equal(contents[1]);
    expect(contents[0]).not.to.equal(contents[2]);
  });

  it('is added to what is there, takes no caller number away, and leaves indexes and constraints as they were', async () => {
    const before = await rows(test.db, DEFINITIONS);
    // The numbers that the first generated clients would have.
    const taken = [2, 3, 4, 5, 6, 7].flatMap((id) => (['ru', 'en', 'fr'] as const).map((locale) => callerNumber(locale, id, seededRandom(1))?.number as string));
    const owner = await buildClient(test.db, { phones: taken.map((number) => ({ number, identifiesCaller: true })) });
    const { firstId, clients } = await generateDirectory(test.db, { shape: { clients: 12_000, depth: 5, organisationSize: 400, chains: [300] }, seed: 3 });
    expect({ firstId, clients }).to.deep.equal({ firstId: owner + 1, clients: 12_000 });
    const doubles = await rows(test.db, 'select p.digits from client_phones p where p.identifies_caller group by p.digits having count(*) > 1');
    expect(doubles).to.deep.equal([]);
    expect(await rows(test.db, DEFINITIONS)).to.deep.equal(before);
    expect(await buildClient(test.db)).to.equal(firstId + clients);
    expect((await effectiveSettings(test.db, [firstId + 299], true))[0]?.settings.payer).to.have.nested.property('source.kind');
  });

  it('leaves nothing behind when it fails', async () => {
    const [before] = await rows<{ count: string }>(test.db, 'select count(*) from clients');
    const failing = generateDirectory(test.db, { shape: ordinaryShape(25_000), seed: 1, onProgress: (done) => { if (done >= 20_000) throw new Error('stop'); } });
    expect(await failing.then(() => null, (error: Error) => error.message)).to.equal('stop');
    expect((await rows<{ count: string }>(test.db, 'select count(*) from clients'))[0]).to.deep.equal(before);
  });
});

describe('the shape of a synthetic directory', () => {
  const measure = (shape: Shape) => {
    const places = [...placesOf(shape, seededRandom(5))];
    const below = new Array<number>(places.length).fill(1);
    const children = new Array<number>(places.length).fill(0);
    for (const { index, parent } of places.toReversed()) {
      if (parent === null) continue;
      if (parent >= index) throw new Error(`the parent ${parent} comes after its child ${index}`);
      below[parent] = (below[parent] as number) + (below[index] as number);
      children[parent] = (children[parent] as number) + 1;
    }
    return { places, below, children };
  };

  it('has exactly as many clients as asked for, none deeper than asked for', () => {
    for (const clients of [1, 2, 7, 100, 3_333]) {
      const { places } = measure(ordinaryShape(clients, 4));
      expect(places.length).to.equal(clients);
      expect(Math.max(...places.map(({ level }) => level))).to.be.at.most(4);
    }
  });

  it('has for benchmarks a tree of a tenth of all, with a branch of a fifth and a unit with a tenth of that tree, and two chains', () => {
    const { places, below, children } = measure(benchShape(100_000));
    const roots = places.filter(({ parent }) => parent === null).map(({ index }) => below[index]);
    expect(roots.slice(0, 3)).to.deep.equal([100, 1_000, 10_000]);
    const units = places.filter(({ parent }) => parent === 1_100).map(({ index }) => [below[index], children[index]]);
    expect(units[0]?.[0]).to.equal(2_000);
    expect(units[1]).to.deep.equal([1_001, 1_000]);
    const ordinary = roots.slice(3, -1).filter((size) => (size as number) > 1) as number[];
    expect(ordinary.reduce((sum, size) => sum + size, 0) / ordinary.length).to.be.within(850, 1_150);
  });
});

describe('synthetic phone numbers', () => {
  it('are read to the digits that are stored with them', () => {
    const random = seededRandom(9);
    for (let id = 1; id < 120_000_000; id = Math.ceil(id * 1.03)) {
      for (const locale of ['ru', 'en', 'fr'] as const) {
        for (const phone of [callerNumber(locale, id, random), landlineNumber(locale, random)]) {
          if (phone) expect(parsePhone(phone.number, 'RU'), phone.number).to.deep.equal({ digits: phone.digits, isE164: true });
        }
      }
    }
  });
});
