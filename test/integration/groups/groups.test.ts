import { expect } from 'chai';
import { buildClient } from '../../support/build.js';
import { expectProblem } from '../../support/problems.js';
import { type TestServer, useServer } from '../../support/server.js';

describe('client groups', () => {
  const server = useServer();
  const call: TestServer['call'] = (...parameters) => server.get().call(...parameters);
  const create = async (body: object = {}) => (await call('POST', '/groups', { name: 'Group', type: 'legal', ...body })).body as { id: number; isDefault: boolean; version: number };
  const defaultOf = async (type: string) => (await call('GET', '/groups')).body.items.find((group: { type: string; isDefault: boolean }) => group.type === type && group.isDefault) as { id: number; version: number };

  it('one group of each type is the default one: another takes its place, with a history row of both', async () => {
    const before = await defaultOf('legal');
    const { id } = await create();
    expect((await call('PATCH', `/groups/${id}`, { isDefault: true })).body.isDefault).to.equal(true);
    expect((await call('GET', `/groups/${before.id}`)).body).to.include({ isDefault: false, version: before.version + 1 });
    expect((await call('GET', `/history?entity=group&entityId=${before.id}`)).body.items[0].changes).to.deep.equal({ isDefault: [true, false] });
    expectProblem(await call('PATCH', `/groups/${id}`, { isDefault: false }), 'changeGroup');
    await call('PATCH', `/groups/${before.id}`, { isDefault: true });
  });

  it('saying that a group is not the default one changes nothing where it is not', async () => {
    const { id } = await create();
    const answer = await call('PATCH', `/groups/${id}`, { name: 'Renamed', isDefault: false });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(answer.body).to.include({ name: 'Renamed', isDefault: false });
  });

  it('a group in use, or a default one, cannot be removed; another can', async () => {
    const { id } = await create();
    const client = await buildClient(server.get().context.db, { groupId: id });
    const refused = await call('DELETE', `/groups/${id}`);
    expectProblem(refused, 'removeGroup');
    expect(refused.body.inTheWay).to.deep.equal([{ what: 'clients', count: 1 }]);
    await call('PATCH', `/clients/${client}`, { groupId: (await defaultOf('legal')).id });
    expect((await call('DELETE', `/groups/${id}`)).status).to.equal(204);
    expectProblem(await call('DELETE', `/groups/${(await defaultOf('legal')).id}`), 'removeGroup');
  });

  it('refuses settings that do not exist or do not fit, naming them, and creates nothing', async () => {
    const { length } = (await call('GET', '/groups')).body.items;
    for (const settings of [{ nothing: 1 }, { tariff: 999_999 }, { tariff: 'x' }, { 'right.employees': null }, { 'attribute.999': true }, { constructor: 1 }, JSON.parse('{"__proto__": {"tariff": 1}}'), { ['x'.repeat(300)]: 1 }]) {
      const answer = await call('POST', '/groups', { name: 'Wrong', type: 'legal', settings });
      expectProblem(answer, 'createGroup', JSON.stringify(settings));
      expect(answer.body.errors[0].path, JSON.stringify(settings)).to.include('body/settings');
    }
    expect((await call('GET', '/groups')).body.items.length).to.equal(length);
  });

  it('names the field when a client is given a group that does not exist', async () => {
    const id = await buildClient(server.get().context.db);
    for (const [method, path, body] of [['POST', '/clients', { name: 'x', groupId: 999_999 }], ['PATCH', `/clients/${id}`, { groupId: 999_999 }], ['POST', `/clients/${id}/move`, { parentId: null, groupId: 999_999 }]] as const) {
      const answer = await call(method, path, body);
      expect(answer.status, path).to.equal(422);
      expect(answer.body.code, path).to.equal('group.reference_not_found');
      expect(answer.body.errors?.[0]?.path, path).to.equal('body/groupId');
    }
  });
});
