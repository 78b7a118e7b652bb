// The same operations through the socket's `call`: the same answers, the same refusals, and nothing that a message can break.
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { dispatcherOperations } from '../../src/routes.js';
import { buildClient } from '../support/build.js';
import { digestOf } from '../support/digest.js';
import { addressOf, sampleRequest } from '../support/fixtures.js';
import { expectProblemBody } from '../support/problems.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

describe('operations over the socket', () => {
  const server = useServer();
  let socket: TestSocket;

  before(async () => {
    socket = await openSocket(server.get().url, { token: server.get().token });
  });
  after(() => socket.close());

  it('each one is there but for files, and refuses what HTTP refuses, with the same problem', async () => {
    const nobody = await server.get().operatorWith([]);
    const weak = await openSocket(server.get().url, { token: nobody });
    const before = await digestOf(server.get().context.db);
    for (const operation of dispatcherOperations) {
      const { spec } = operation;
      const answer = await weak.call(spec.id, { id: 1, key: 'tariff', surprise: true }, {});
      if (spec.takesFile || spec.download) expect(answer, spec.id).to.have.nested.property('problem.code', 'request.not_found');
      else if (spec.permission === 'public' || spec.permission === 'signedIn') expectProblemBody((answer as { problem: Record<string, unknown> }).problem, 422, spec.id);
      else expect(answer, spec.id).to.have.nested.property('problem.code', 'auth.forbidden');
    }
    weak.close();
    expect(await digestOf(server.get().context.db)).to.deep.equal(before);
  });

  it('reads give what HTTP gives', async () => {
    await buildClient(server.get().context.db, { name: 'Ünïcode 🚕', phones: [{ number: '+7 495 123-45-67', main: true }], tags: ['a'] });
    for (const operation of dispatcherOperations) {
      if (operation.spec.method !== 'get' || operation.spec.download) continue;
      const { params, query } = await sampleRequest(server.get(), operation);
      const overHttp = await server.get().call('GET', addressOf(operation, { params, query }));
      const answer = await socket.call(operation.spec.id, { ...params, ...query });
      if (answer.ok) expect(answer.result, operation.spec.id).to.deep.equal(overHttp.body);
      else expect(answer.problem.code, operation.spec.id).to.equal(overHttp.body.code);
    }
  });

  it('ids are numbers or plain digits, nothing that could be read as one', async () => {
    const id = await buildClient(server.get().context.db);
    for (const good of [id, String(id)]) expect(await socket.call('getClient', { id: good })).to.have.property('ok', true);
    for (const bad of [true, null, [id], { id }, `${id} `, '1e0', 1.5, -1, 0, 2_147_483_648, 1e300, '', '\ud800', '\u0000', '٣']) {
      const answer = await socket.call('getClient', { id: bad });
      expect(answer.ok, JSON.stringify(bad)).to.equal(false);
      if (!answer.ok) expectProblemBody(answer.problem, 422, JSON.stringify(bad));
    }
  });

  it('a version counts in params as in the body', async () => {
    const id = await buildClient(server.get().context.db, { name: 'Before' });
    await socket.call('changeClient', { id, version: 1 }, { name: 'Theirs' });
    for (const answer of [await socket.call('changeClient', { id, version: 1 }, { name: 'Mine' }), await socket.call('changeClient', { id }, { name: 'Mine', version: 1 })]) expect(answer).to.have.nested.property('problem.code', 'conflict.version');
    for (const version of [0, -1, '1', 1.5, null, {}]) expect(await socket.call('changeClient', { id, version }, { name: 'Mine' })).to.have.nested.property('problem.code', 'request.invalid');
  });

  it('an unknown operation is not found, whatever its name', async () => {
    for (const op of ['nothing', '', 'constructor', '__proto__', 'getclient', 'x'.repeat(100_000)]) expect(await socket.call(op)).to.have.nested.property('problem.code', 'request.not_found');
  });

  it('messages of any other shape are refused, and those without a callback do nothing', async () => {
    const { socket: raw } = socket;
    const before = await digestOf(server.get().context.db);
    for (const message of [null, undefined, 5, 'text', [], {}, { op: 5 }, { op: 'getClient', params: [] }, { op: 'getClient', params: null }, { op: 'getClient', params: 'id' }, { op: ['getClient'] }, Buffer.from('getClient'), { op: 'createTariff', body: Buffer.from('{}') }]) {
      const answer = (await raw.timeout(5_000).emitWithAck('call', message)) as { ok: boolean; problem: Record<string, unknown> };
      expect(answer.ok).to.equal(false);
      expectProblemBody(answer.problem, answer.problem.status as number);
      expect(answer.problem.status).to.be.below(500);
    }
    raw.emit('call', { op: 'createTariff', body: { name: 'Without callback' } });
    raw.emit('call', { op: 'createTariff', body: { name: 'Not a callback' } }, 'callback');
    raw.emit('call');
    raw.emit('change', { entity: 'client' });
    raw.emit('nothing', 1, 2, 3);
    await sleep(100);
    expect(await socket.call('getCurrentSession')).to.have.property('ok', true);
    expect(await digestOf(server.get().context.db)).to.deep.equal(before);
  });

  it('a token that has ended ends the calls of its socket', async () => {
    const token = await server.get().operatorWith(['client.view']);
    const other = await openSocket(server.get().url, { token });
    expect(await other.call('getCurrentSession')).to.have.property('ok', true);
    await server.get().call('DELETE', '/sessions/current', undefined, { token });
    expect(await other.call('getCurrentSession')).to.have.nested.property('problem.code', 'auth.required');
    expect(await other.call('listClients')).to.have.nested.property('problem.code', 'auth.required');
    other.close();
  });
});
