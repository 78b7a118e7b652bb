// CommonAPI as its clients meet it: HTTPS with a self-signed certificate, raw requests, the answer as it stands on the wire.
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { type CommonApi, createCommonApi } from '../../src/common-api/serve.js';
import { listenCommonApi } from '../../src/common-api/server.js';
import { sign } from '../../src/common-api/signature.js';
import type { Clock } from '../../src/lib/clock.js';
import { startServer, type TestServer } from './server.js';

export const KEY = 'common-key';
export const TM_KEY = 'telephony-key';
export const TERM_KEY = 'terminal-key';

export interface WireAnswer {
  status: number;
  /** In lower case. */
  headers: Record<string, string>;
  text: string;
  code: number;
  descr: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  data: any;
}

export interface CallOptions {
  /** Instead of the right signature; null: none. */
  signature?: string | null;
  key?: string;
  headers?: Record<string, string>;
  method?: 'GET' | 'POST';
}

type Fields = Record<string, string | number | boolean | undefined>;

export interface TestCommonApi {
  readonly server: TestServer;
  readonly port: number;
  /** Signed, parameters in the query. `raw` text is sent as it stands. */
  get(name: string, parameters?: Fields | string, options?: CallOptions): Promise<WireAnswer>;
  /** Signed, parameters as a form. */
  form(name: string, parameters: Fields | string, options?: CallOptions): Promise<WireAnswer>;
  /** Signed, parameters as JSON. */
  json(name: string, parameters: unknown, options?: CallOptions): Promise<WireAnswer>;
  /** Bytes onto a TLS line; everything that comes back until it is closed. */
  raw(bytes: string | Buffer | readonly (string | Buffer)[]): Promise<string>;
  stop(): Promise<void>;
}

export function encodeFields(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])).toString();
}

export async function startCommonApi(environment: Record<string, string> = {}, overrides: { clock?: Clock } = {}): Promise<TestCommonApi> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'treeline-common-api-'));
  const server = await startServer(
    { DATA_DIR: dataDir, COMMON_API_KEY: KEY, TM_TAPI_KEY: TM_KEY, PAY_TERM_KEY: TERM_KEY, COMMON_API_RATE_PER_SECOND: '0', HOST: '127.0.0.1', ...environment },
    overrides,
  );
  const commonApi: CommonApi = createCommonApi(server.context);
  const secure: Server = await listenCommonApi(server.context, commonApi, 0);
  const { port } = secure.address() as AddressInfo;
  const open = new Set<tls.TLSSocket>();

  const raw: TestCommonApi['raw'] = (bytes) =>
    new Promise((resolve, reject) => {
      const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
      const received: Buffer[] = [];
      open.add(socket);
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('error', (error) => (received.length ? resolve(Buffer.concat(received).toString('utf8')) : reject(error)));
      socket.on('close', () => {
        open.delete(socket);
        resolve(Buffer.concat(received).toString('utf8'));
      });
      for (const piece of [bytes].flat() as (string | Buffer)[]) socket.write(piece);
    });

  const call = async (method: string, target: string, body: string | null, type: string | null, signed: string, options: CallOptions): Promise<WireAnswer> => {
    const { key = KEY, headers = {}, signature = sign(Buffer.from(signed), key) } = options;
    const lines = [
      `${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close',
      ...(type === null ? [] : [`Content-Type: ${type}`]),
      ...(body === null ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
      ...(signature === null ? [] : [`Signature: ${signature}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return parseAnswer(await raw(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`));
  };
  const address = (name: string) => (name.startsWith('/') ? name : `/common_api/1.0/${name}`);
  const asText = (parameters: Fields | string) => (typeof parameters === 'string' ? parameters : encodeFields(parameters));

  return {
    server,
    port,
    raw,
    get(name, parameters = '', options = {}) {
      const query = asText(parameters);
      return call(options.method ?? 'GET', query === '' ? address(name) : `${address(name)}?${query}`, null, null, query, options);
    },
    form(name, parameters, options = {}) {
      const body = asText(parameters);
      return call(options.method ?? 'POST', address(name), body, 'application/x-www-form-urlencoded', body, options);
    },
    json(name, parameters, options = {}) {
      const body = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
      return call(options.method ?? 'POST', address(name), body, 'application/json', body, options);
    },
    async stop() {
      for (const socket of open) socket.destroy();
      secure.closeAllConnections();
      await new Promise((resolve) => secure.close(resolve));
      await commonApi.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An answer off the wire. Whatever it says, it must have the form that every client relies on. */
export function parseAnswer(text: string): WireAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const body = rest.join('\r\n\r\n');
  const status = Number(statusLine.split(' ')[1]);
  expect(status, text.slice(0, 300)).to.equal(200);
  expect(headers['content-type']).to.equal('application/json; charset=utf-8');
  expect(headers['content-encoding']).to.equal(undefined);
  const answer = JSON.parse(body) as { code: number; descr: string; data: Record<string, unknown> };
  expect(Object.keys(answer), body).to.deep.equal(['code', 'descr', 'data']);
  expect(answer.code, body).to.satisfy(Number.isInteger);
  expect(answer.descr, body).to.be.a('string').and.not.equal('');
  expect(Object.prototype.toString.call(answer.data), body).to.equal('[object Object]');
  expect(answer.descr === 'OK', body).to.equal(answer.code === 0);
  return { status, headers, text: body, ...answer };
}

/** Gives the calling describe block a server with its HTTPS port: `const api = useCommonApi()`, then `api.get()`. */
export function useCommonApi(environment: Record<string, string> = {}, overrides: { clock?: Clock } = {}): { get(): TestCommonApi } {
  let api: TestCommonApi | undefined;
  before(async () => {
    api = await startCommonApi(environment, overrides);
  });
  after(() => api?.stop());
  return {
    get() {
      if (!api) throw new Error('the API is there inside tests and hooks only');
      return api;
    },
  };
}
