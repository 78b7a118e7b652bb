import { expect } from 'chai';
import { systemActor } from '../../src/auth/actor.js';
import { changeClient } from '../../src/clients/clients.js';
import { buildClient } from '../support/build.js';
import { useServer } from '../support/server.js';

describe('history (directory.md §6)', () => {
  const server = useServer();
  const latest = async (id: number) => (await server.get().call('GET', `/clients/${id}/history?limit=1`)).body.items[0];

  it('says who, through which channel, and on whose behalf', async () => {
    const { db } = server.get().context;
    const id = await buildClient(db);
    const actor = { ...systemActor('Анна', 'cabinet'), onBehalfOf: 'ООО «Магнит»' };
    await db.transaction((tx) => changeClient(tx, actor, id, { comment: 'x' }, null));
    expect(await latest(id)).to.include({ actorName: 'Анна', channel: 'cabinet', onBehalfOf: 'ООО «Магнит»', action: 'client.changed' });
  });

  it('has every field that the seed names, old → new', async () => {
    const { call } = server.get();
    const parent = (await call('POST', '/clients', { name: 'Parent' })).body.id;
    const { id } = (await call('POST', '/clients', { name: 'Child', parentId: parent })).body;
    expect((await latest(parent)).changes).to.deep.equal({ employees: [null, { id, name: 'Child' }] });
    const crew = (await call('POST', '/crew-groups', { name: 'Comfort' })).body.id;
    const steps: [string, string, unknown, string, unknown, unknown][] = [
      ['PATCH', '', { phones: [{ number: '+7 903 000-00-01' }] }, 'phones', [], undefined],
      ['PATCH', '', { name: 'Renamed' }, 'name', 'Child', 'Renamed'],
      ['PATCH', '', { address: 'Lenina 1' }, 'address', null, 'Lenina 1'],
      ['POST', '/move', { parentId: null }, 'parentId', parent, null],
      ['POST', '/block', { reason: 'debt' }, 'blockReason', null, 'debt'],
      ['POST', '/unblock', {}, 'blocked', true, false],
      ['POST', '/move', { parentId: parent }, 'parentId', null, parent],
      ['PATCH', '', { usesOwnAccount: false }, 'usesOwnAccount', true, false],
      ['PATCH', '', { useEmail: true }, 'useEmail', false, true],
      ['PATCH', '', { email: 'a@example.org' }, 'email', null, 'a@example.org'],
      ['PATCH', '', { comment: 'note' }, 'comment', null, 'note'],
      ['PATCH', '', { apiLogin: 'child' }, 'apiLogin', null, 'child'],
      ['PUT', '/settings/crewGroups', { value: [crew] }, 'settings.crewGroups', null, { value: [crew] }],
      ['PUT', '/settings/defaultCrewGroup', { value: crew }, 'settings.defaultCrewGroup', null, { value: crew }],
      ['PUT', '/settings/bankDetails', { value: { bankName: 'B' } }, 'settings.bankDetails', null, { value: { bankName: 'B' } }],
      ['DELETE', '/settings/bankDetails', undefined, 'settings.bankDetails', { value: { bankName: 'B' } }, null],
      ['POST', '/delete', {}, 'deleted', false, true],
      ['POST', '/restore', {}, 'deleted', true, false],
    ];
    for (const [method, path, body, field, before, after] of steps) {
      const answer = await call(method, `/clients/${id}${path}`, body);
      expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).to.be.lessThan(300);
      const { changes } = await latest(id);
      expect(changes[field]?.[0], field).to.deep.equal(before);
      if (after !== undefined) expect(changes[field]?.[1], field).to.deep.equal(after);
    }
    expect((await latest(parent)).changes).to.deep.equal({ employees: [null, { id, name: 'Renamed' }] });
  });

  it('of somebody who is not there is not found; the whole history pages backwards', async () => {
    const { call } = server.get();
    expect((await call('GET', '/clients/2000000000/history')).body.code).to.equal('client.not_found');
    const ids: number[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = (await call('GET', `/history?limit=7${cursor && `&cursor=${cursor}`}`)).body;
      ids.push(...items.map((row: { id: number }) => row.id));
      cursor = nextCursor;
    } while (cursor);
    expect(ids).to.deep.equal([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
