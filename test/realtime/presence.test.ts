import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { buildApp, createHttpServer } from '../../src/app.js';
import type { Viewers } from '../../src/contract/events.js';
import { mountSockets } from '../../src/realtime/sockets.js';
import { audiences } from '../../src/routes.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

describe('presence (S-12)', () => {
  const server = useServer();
  const open: TestSocket[] = [];
  const said = new Map<TestSocket, Viewers[]>();
  const connect = async (token = server.get().token, url = server.get().url) => {
    const socket = await openSocket(url, { token });
    open.push(socket);
    said.set(socket, []);
    socket.socket.on('viewers', (viewers: Viewers) => said.get(socket)?.push(viewers));
    return socket;
  };
  const until = async (socket: TestSocket, fits: (viewers: Viewers) => boolean, within = 3_000) => {
    for (const end = Date.now() + within; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const last = said.get(socket)?.at(-1);
      if (last && fits(last)) return last;
    }
    return expect.fail(`not told so: ${JSON.stringify(said.get(socket))}`);
  };
  const names = ({ viewers }: Viewers) => viewers.map(({ name }) => name);
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close();
  });

  it('tells everybody who shows the same card who else does, and who types', async () => {
    const [anna, boris] = [await connect(), await connect(await server.get().operatorWith(['client.view']))];
    anna.socket.emit('viewing', { entity: 'client', id: 5, editing: false });
    await until(anna, (viewers) => names(viewers).length === 1);
    boris.socket.emit('viewing', { entity: 'client', id: 5, editing: false });
    expect(await until(anna, (viewers) => names(viewers).length === 2)).to.include({ entity: 'client', id: 5 });
    await until(boris, (viewers) => names(viewers).length === 2);
    boris.socket.emit('viewing', { entity: 'client', id: 5, editing: true });
    const { viewers } = await until(anna, (all) => all.viewers.some(({ editing }) => editing));
    expect(viewers.find(({ editing }) => editing)?.key).to.equal(boris.socket.id);
    boris.socket.emit('viewing', { entity: 'client', id: 6, editing: false });
    await until(anna, (all) => names(all).length === 1);
    boris.socket.emit('viewing', { entity: 'client', id: 5, editing: false });
    await until(anna, (all) => names(all).length === 2);
    boris.close();
    await until(anna, (all) => names(all).length === 1);
  });

  it('believes nothing that is not a view, and nobody who may not see clients', async () => {
    const [anna, carl] = [await connect(), await connect(await server.get().operatorWith(['import.run']))];
    carl.socket.emit('viewing', { entity: 'client', id: 7, editing: true });
    for (const message of [null, 5, {}, { entity: 'client' }, { entity: 'client', id: -1 }, { entity: "client'; drop", id: 1 }, { entity: 'client', id: 2 ** 40 }]) anna.socket.emit('viewing', message);
    anna.socket.emit('viewing', { entity: 'client', id: 7, editing: false });
    const { viewers } = await until(anna, ({ id }) => id === 7);
    expect(viewers).to.have.length(1);
    expect(said.get(anna)).to.have.length(1);
  });

  it('reaches the sockets of another process within two seconds, and forgets a process that was killed', async () => {
    const { context, outbox } = server.get();
    const other = createHttpServer(buildApp(context));
    const sockets = mountSockets(context, other, outbox, audiences);
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const anna = await connect();
      const dora = await connect(server.get().token, `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
      anna.socket.emit('viewing', { entity: 'client', id: 9, editing: false });
      dora.socket.emit('viewing', { entity: 'client', id: 9, editing: true });
      await until(anna, (all) => names(all).length === 2 && all.viewers.some(({ editing }) => editing), 2_000);
      await until(dora, (all) => names(all).length === 2, 2_000);
      await context.db.withConnection((client) => client.query("update presence set seen_at = seen_at - interval '1 hour' where socket_id = $1", [dora.socket.id]));
      await until(anna, (all) => names(all).length === 1, 2_000);
    } finally {
      for (const socket of open.splice(0)) socket.close();
      await sockets.close();
    }
  });
});
