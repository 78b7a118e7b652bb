import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { changeClient, createClient } from '../../src/clients/clients.js';
import { buildClient, tester } from '../support/build.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

describe('dispatcher socket', () => {
  const server = useServer();
  const open: TestSocket[] = [];
  const connect = async (auth: Record<string, unknown> = { token: server.get().token }) => {
    const socket = await openSocket(server.get().url, auth);
    open.push(socket);
    return socket;
  };
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close();
  });

  it('refuses a connection without a valid token', async () => {
    for (const auth of [{}, { token: 'x'.repeat(43) }, { token: 5 }]) {
      const error = await connect(auth).then(() => null, (caught: Error & { data?: { code: string } }) => caught);
      expect(error?.data?.code).to.equal('auth.required');
    }
  });

  it('runs any operation by its operationId, with path and query parameters together', async () => {
    const socket = await connect();
    const created = await socket.call('createClient', {}, { name: 'By socket' });
    if (!created.ok) throw new Error(JSON.stringify(created.problem));
    const { id } = created.result as { id: number };
    const card = await socket.call('getClient', { id });
    expect(card).to.have.nested.property('result.name', 'By socket');
    const list = await socket.call('listClients', { scope: 'roots', limit: 1 });
    expect(list).to.have.nested.property('result.items').with.length(1);
  });

  it('gives the same problems as HTTP', async () => {
    const socket = await connect();
    const problems = [
      [await socket.call('getClient', { id: 2_000_000_000 }), 'client.not_found'],
      [await socket.call('getClient', { id: 'five' }), 'request.invalid'],
      [await socket.call('createClient', {}, { name: 5 }), 'request.invalid'],
      [await socket.call('noSuchOperation'), 'request.not_found'],
    ] as const;
    for (const [answer, code] of problems) expect(answer).to.have.nested.property('problem.code', code);
  });

  it('pushes a change made over HTTP with id, version, action and the list row', async () => {
    const socket = await connect();
    const { body: client } = await server.get().call('POST', '/clients', { name: 'Watched' });
    const event = await socket.until(({ id, action }) => id === client.id && action === 'client.created');
    expect(event).to.include({ entity: 'client', version: 1 });
    expect(event.view).to.include({ id: client.id, name: 'Watched', childCount: 0 });
  });

  it('S-11 catches up after a lost line: nothing missed, nothing twice, in order', async () => {
    const { db } = server.get().context;
    const id = await buildClient(db);
    const first = await connect();
    await db.transaction((tx) => changeClient(tx, tester, id, { comment: '0' }, null));
    const seen = await first.until((event) => event.id === id && event.version === 2);
    first.close();
    for (let number = 1; number <= 20; number += 1) await db.transaction((tx) => changeClient(tx, tester, id, { comment: String(number) }, null));
    const second = await connect({ token: server.get().token, seq: seen.seq });
    await db.transaction((tx) => changeClient(tx, tester, id, { comment: 'last' }, null));
    await second.until((event) => event.id === id && event.version === 23);
    expect(second.events.filter((event) => event.id === id).map(({ version }) => version)).to.deep.equal(Array.from({ length: 21 }, (_, index) => index + 3));
  });

  it('S-11 catches up while others keep writing', async () => {
    const { db } = server.get().context;
    const id = await buildClient(db);
    let version = 1;
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await db.transaction((tx) => changeClient(tx, tester, id, { comment: `v${version}` }, null));
        version += 1;
      }
    })();
    const watcher = await connect();
    const start = await watcher.until((event) => event.id === id);
    watcher.close();
    await sleep(100);
    for (let round = 0; round < 5; round += 1) {
      const again = await connect({ token: server.get().token, seq: start.seq });
      await again.until((event) => event.id === id && (event.version ?? 0) >= version);
      const versions = again.events.filter((event) => event.id === id).map((event) => event.version as number);
      expect(versions).to.deep.equal(versions.map((_, index) => (start.version as number) + 1 + index));
      again.close();
    }
    writing = false;
    await writer;
  });

  it('says resync to a place that is no place, or too long ago', async () => {
    const socket = await connect({ token: server.get().token, seq: 'nonsense' });
    expect(socket.resyncs).to.have.length(1);
  });

  it('merges a bulk change into one event for the tree', async () => {
    const { db } = server.get().context;
    const root = await buildClient(db);
    const socket = await connect();
    await db.transaction(async (tx) => {
      for (let number = 0; number < 30; number += 1) await createClient(tx, tester, { name: `Bulk ${number}`, parentId: root });
    });
    await socket.until((event) => event.action === 'client.subtree_changed' && event.id === root);
    expect(socket.events.filter(({ action, id }) => action === 'client.created' && id !== root)).to.have.length(0);
  });

  it('pushes nothing to those without the right to see it', async () => {
    const blind = await connect({ token: await server.get().operatorWith(['history.see']) });
    const seeing = await connect();
    const { body: client } = await server.get().call('POST', '/clients', { name: 'Secret' });
    await seeing.until(({ id, entity }) => id === client.id && entity === 'client');
    await sleep(100);
    expect(blind.events).to.have.length(0);
    expect(await blind.call('getClient', { id: client.id })).to.have.nested.property('problem.code', 'auth.forbidden');
  });

  it('rights taken away hold at once on an open socket', async () => {
    const token = await server.get().operatorWith(['client.view']);
    const { user } = (await server.get().call('GET', '/sessions/current', undefined, { token })).body;
    const socket = await connect({ token });
    expect(await socket.call('listClients')).to.have.property('ok', true);
    await server.get().call('PATCH', `/operators/${user.id}`, { roleIds: [] });
    expect(await socket.call('listClients')).to.have.nested.property('problem.code', 'auth.forbidden');
    const watcher = await connect();
    const { body: client } = await server.get().call('POST', '/clients', { name: 'After' });
    await watcher.until(({ id }) => id === client.id);
    await sleep(100);
    expect(socket.events.some(({ id }) => id === client.id)).to.equal(false);
  });

  it('an operator who is switched off is disconnected', async () => {
    const token = await server.get().operatorWith(['client.view']);
    const { user } = (await server.get().call('GET', '/sessions/current', undefined, { token })).body;
    const { socket } = await connect({ token });
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    await server.get().call('PATCH', `/operators/${user.id}`, { active: false });
    await gone;
  });
});
