// Frames of our own making against socket.io's own client, over both ways that it can be connected.
import { createServer, type Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { emitTogether } from '../../src/realtime/broadcast.js';

describe('emitTogether', () => {
  let http: HttpServer;
  let server: Server;
  const clients: Socket[] = [];
  before(async () => {
    http = createServer();
    server = new Server(http, { perMessageDeflate: false, maxHttpBufferSize: 1_000_000 });
    server.of('/dispatcher').on('connection', (socket) => {
      if (socket.handshake.auth.room) void socket.join('directory');
      socket.emit('ready');
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  after(() => server.close());

  async function connect(transport: 'websocket' | 'polling', room = true): Promise<{ got: unknown[]; client: Socket }> {
    const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}/dispatcher`, { auth: { room }, transports: [transport], upgrade: false, forceNew: true, reconnection: false });
    clients.push(client);
    const got: unknown[] = [];
    client.on('change', (event) => got.push(event));
    await new Promise((resolve) => client.once('ready', resolve));
    return { got, client };
  }

  const end = (client: Socket) => new Promise((resolve) => client.once('end', resolve));

  it('brings events of every length of frame to everybody in the room, in order and between other messages, by both transports', async () => {
    const space = server.of('/dispatcher');
    const receivers = [await connect('websocket'), await connect('websocket'), await connect('polling')];
    const outside = await connect('websocket', false);
    // Around the sizes at which the length of a frame is written another way.
    const around = (text: string, seq: number) => `42/dispatcher,${JSON.stringify(['change', { seq, text }])}`.length;
    const events = [100, 125, 126, 127, 65_535, 65_536, 65_537, 200_000].map((size, seq) => ({ seq, text: 'x'.repeat(size - around('', seq)) }));
    events.push({ seq: events.length, text: 'Привет, 👋  «»' });
    const ended = [...receivers, outside].map(({ client }) => end(client));
    space.emit('change', 'first');
    emitTogether(space, 'directory', 'change', events);
    emitTogether(space, 'nobody', 'change', events);
    emitTogether(space, 'directory', 'change', []);
    space.emit('change', 'last');
    space.emit('end');
    await Promise.all(ended);
    for (const { got } of receivers) expect(got).to.deep.equal(['first', ...events, 'last']);
    expect(outside.got).to.deep.equal(['first', 'last']);
  });

  it('leaves a socket out that is gone', async () => {
    const space = server.of('/dispatcher');
    const [stays, goes] = [await connect('websocket'), await connect('websocket')];
    goes.client.close();
    const ended = end(stays.client);
    emitTogether(space, 'directory', 'change', [1, 2]);
    space.emit('end');
    await ended;
    expect(stays.got).to.deep.equal([1, 2]);
    expect(goes.got).to.deep.equal([]);
  });
});
