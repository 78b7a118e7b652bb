import { expect } from 'chai';
import fc from 'fast-check';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { useServer } from '../support/server.js';

describe('Groups and attributes kept in memory (D-16)', () => {
  const server = useServer();
  const call = (method: string, path: string, body?: unknown) => server.get().call(method, path, body);
  const create = async (path: string, body: object) => (await call('POST', path, body)).body.id as number;
  const settings = async (id: number) => (await call('GET', `/clients/${id}/effective`)).body.settings;
  let client: number;
  let group: number;

  beforeEach(async () => {
    group = await create('/groups', { name: 'Группа', type: 'legal' });
    client = await create('/clients', { name: 'Сеть', groupId: group });
    await settings(client);
  });

  it('an answer after a change has it: settings and name of the group, names of items, attributes', async () => {
    const tariff = await create('/tariffs', { name: 'Эконом' });
    const crewGroup = await create('/crew-groups', { name: 'Такси' });
    await call('PUT', `/groups/${group}/settings/tariff`, { value: tariff });
    await call('PUT', `/groups/${group}/settings/crewGroups`, { value: [crewGroup] });
    expect((await settings(client)).tariff.value).to.deep.equal({ id: tariff, name: 'Эконом' });
    await call('PATCH', `/tariffs/${tariff}`, { name: 'Стандарт' });
    expect((await settings(client)).tariff.value.name).to.equal('Стандарт');
    await call('PATCH', `/crew-groups/${crewGroup}`, { name: 'Минивэны' });
    expect((await settings(client)).crewGroups.value).to.deep.equal([{ id: crewGroup, name: 'Минивэны' }]);
    await call('PATCH', `/groups/${group}`, { name: 'Другая' });
    expect((await settings(client)).group.value.name).to.equal('Другая');
    expect((await settings(client)).tariff.source.name).to.equal('Другая');
    const attribute = await create('/attributes', { name: 'Багаж', type: 'flag' });
    expect(await settings(client)).to.have.property(`attribute.${attribute}`);
    await call('DELETE', `/groups/${group}/settings/tariff`);
    expect((await settings(client)).tariff.source.kind).to.equal('default');
  });

  it('a change that is rolled back is seen inside its transaction only, and its epoch never comes again', async () => {
    const { db } = server.get().context;
    const floor = async (run: Parameters<typeof effectiveSettings>[0]) => (await effectiveSettings(run, [client], false))[0]?.settings.prizeEvery?.value;
    const rolledBack = await db.transaction(async (tx) => {
      await tx.prisma.groupSetting.create({ data: { groupId: group, key: 'prizeEvery', value: 7 } });
      expect(await floor(tx)).to.equal(7);
      expect(await floor(db)).to.equal(null);
      throw new Error('on purpose');
    }).catch((error: Error) => error.message);
    expect(rolledBack).to.equal('on purpose');
    expect(await floor(db)).to.equal(null);
    await call('PUT', `/groups/${group}/settings/prizeEvery`, { value: 9 });
    expect(await floor(db)).to.equal(9);
  });

  it('answers as the statement that reads everything, whoever changes what in between', async () => {
    const { db } = server.get().context;
    const below = await create('/clients', { name: 'Магазин', parentId: client });
    const tariffs = [await create('/tariffs', { name: 'A' }), await create('/tariffs', { name: 'B' })];
    const step = fc.oneof(
      fc.record({ kind: fc.constant('group' as const), value: fc.constantFrom(...tariffs, null) }),
      fc.record({ kind: fc.constant('own' as const), on: fc.constantFrom(client, below), value: fc.constantFrom(...tariffs, null) }),
      fc.record({ kind: fc.constant('rename' as const), id: fc.constantFrom(...tariffs), name: fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom('x', 'y', 'z') }) }),
      fc.record({ kind: fc.constant('clear' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        for (const each of steps) {
          if (each.kind === 'group') await call('PUT', `/groups/${group}/settings/tariff`, { value: each.value });
          else if (each.kind === 'own') await call('PUT', `/clients/${each.on}/settings/tariff`, { value: each.value });
          else if (each.kind === 'rename') await call('PATCH', `/tariffs/${each.id}`, { name: each.name });
          else await call('DELETE', `/groups/${group}/settings/tariff`);
          const [kept, read] = await Promise.all([effectiveSettings(db, [below], true), db.transaction((tx) => effectiveSettings(tx, [below], true))]);
          expect(kept).to.deep.equal(read);
        }
      }),
      { numRuns: 15 },
    );
  });
});
