// What the product is measured against, each as short as it can be: the same SQL without sign-in, rights, validation,
// inheritance and logging. bareNode: node:http and the product's own pipelined driver, prepared. expressAsShipped:
// Express and pg the way their documentation shows them. plainWs: one ws server that sends to all.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import express from 'express';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { PipelinedReads } from '../../src/db/pipelined-reads.js';
import { loadSql } from '../../src/db/sql.js';

const connectionString = process.env.DATABASE_URL as string;
const resolution = loadSql(new URL('../../src/resolution/data.ts', import.meta.url).href)('select_resolution');
const childrenPage = loadSql(import.meta.url)('children_page');

function bareNode() {
  const reads = new PipelinedReads({ connectionString, connections: 2, slowConnections: 1, onError: console.error });
  return createServer((request, response) => {
    // /effective/ID or /children/PARENT/NAME/ID
    const [, what, first, name, id] = (request.url as string).split('/');
    const rows = what === 'effective' ? reads.run(resolution, [[Number(first)]]) : reads.run(childrenPage, [Number(first), decodeURIComponent(name as string), Number(id)]);
    rows.then((found) => {
      const text = JSON.stringify(found);
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Content-Length', Buffer.byteLength(text));
      response.end(text);
    }, (error: Error) => {
      response.statusCode = 500;
      response.end(error.message);
    });
  });
}

function expressAsShipped() {
  const pool = new pg.Pool({ connectionString });
  const app = express();
  app.get('/effective/:id', async (request, response) => {
    const { rows } = await pool.query(resolution.text, [[Number(request.params.id)]]);
    response.json(rows);
  });
  return createServer(app);
}

/** GET /?count=N&bytes=B sends N messages of B bytes to everybody. */
function plainWs() {
  const server = createServer(async (request, response) => {
    const query = new URL(request.url as string, 'http://localhost').searchParams;
    const payload = 'x'.repeat(Number(query.get('bytes')));
    for (let sent = 0; sent < Number(query.get('count')); sent += 1) {
      for (const client of sockets.clients) if (client.readyState === WebSocket.OPEN) client.send(payload);
      await setImmediate();
    }
    response.end();
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  return server;
}

const server = { bareNode, expressAsShipped, plainWs }[process.env.KIND as 'bareNode']();
server.listen(0, '127.0.0.1', () => console.log(`ready at http://localhost:${(server.address() as AddressInfo).port}/`));
process.on('SIGTERM', () => process.exit(0));
