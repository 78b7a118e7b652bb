import { expect } from 'chai';
import { forgetCalls } from '../../src/telephony/incoming-calls.js';
import { testClock } from '../support/clock.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

describe('calls that come in (S-6)', () => {
  const clock = testClock();
  const server = useServer({}, { clock });
  const open: TestSocket[] = [];
  const connect = async (token: string, auth: object = {}) => {
    const socket = await openSocket(server.get().url, { token, ...auth });
    open.push(socket);
    return socket;
  };
  const ringsAt = (socket: TestSocket, id: number) => socket.events.some((event) => event.entity === 'call' && event.id === id);
  const kept = () => server.get().context.db.prisma.incomingCall.count();
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close();
  });

  it('rings with its number at everybody who takes orders, and at nobody else', async () => {
    const [first, second, other] = [await connect(server.get().token), await connect(await server.get().operatorWith(['order.manage'])), await connect(await server.get().operatorWith(['client.view']))];
    const { status, body: call } = await server.get().call('POST', '/calls', { phone: ' +7 916 000-00-17 ', line: 'city' });
    expect(status).to.equal(201);
    for (const socket of [first, second]) {
      const event = await socket.until(({ entity, id }) => entity === 'call' && id === call.id);
      expect(event).to.include({ action: 'call.reported', version: null });
      expect(event.call).to.include({ id: call.id, phone: '+7 916 000-00-17', line: 'city', operatorId: null });
    }
    // A change that everybody hears of comes after the call: who has not heard of the call by then never will.
    const { body: client } = await server.get().call('POST', '/clients', { name: 'After the call' });
    await other.until(({ entity, id }) => entity === 'client' && id === client.id);
    expect(ringsAt(other, call.id)).to.equal(false);
  });

  it('rings only at the operator whom it names, by id or login', async () => {
    const token = await server.get().operatorWith(['order.manage', 'client.view']);
    const [named, other] = [await connect(token), await connect(server.get().token)];
    const { user } = (await server.get().call('GET', '/sessions/current', undefined, { token })).body;
    for (const whom of [{ operatorId: user.id }, { login: user.login }]) {
      const { body: call } = await server.get().call('POST', '/calls', { phone: '8 916 000 00 18', ...whom });
      expect((await named.until(({ entity, id }) => entity === 'call' && id === call.id)).call).to.include({ operatorId: user.id });
      const { body: client } = await server.get().call('POST', '/clients', { name: 'After the call' });
      await other.until(({ entity, id }) => entity === 'client' && id === client.id);
      expect(ringsAt(other, call.id)).to.equal(false);
    }
  });

  it('refuses operators who are not there, and both ways to name one', async () => {
    for (const [whom, path] of [[{ operatorId: 2_000_000_000 }, 'body/operatorId'], [{ login: 'nobody' }, 'body/login'], [{ operatorId: 1, login: 'admin' }, 'body/login']] as const) {
      const { status, body } = await server.get().call('POST', '/calls', { phone: '89160000019', ...whom });
      expect([status, body.errors[0].path]).to.deep.equal([422, path]);
    }
  });

  it('is told again to a screen that comes back within a minute, and not later', async () => {
    const before = await connect(server.get().token);
    before.close();
    const { body: call } = await server.get().call('POST', '/calls', { phone: '89160000020' });
    const soon = await connect(server.get().token, { seq: before.readySeq });
    await soon.until(({ entity, id }) => entity === 'call' && id === call.id);
    clock.advance(61_000);
    const late = await connect(server.get().token, { seq: before.readySeq });
    const { body: client } = await server.get().call('POST', '/clients', { name: 'After the call' });
    await late.until(({ entity, id }) => entity === 'client' && id === client.id);
    expect(ringsAt(late, call.id)).to.equal(false);
  });

  it('keeps no number longer than five minutes, and none in the history', async () => {
    await server.get().call('POST', '/calls', { phone: '89160000021' });
    const { body: history } = await server.get().call('GET', '/history?limit=5');
    expect(JSON.stringify(history)).not.to.contain('160000021');
    expect(await kept()).to.be.above(0);
    clock.advance(301_000);
    await forgetCalls(server.get().context.db);
    expect(await kept()).to.equal(0);
  });
});
