// HTTP itself: methods, media types, sizes, unknown addresses, versions, cursors.
import { expect } from 'chai';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { buildApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/context.js';
import { errorCatalogue } from '../../src/contract/errors.js';
import { allOperations } from '../../src/routes.js';
import { buildClient } from '../support/build.js';
import { sampleRequest } from '../support/fixtures.js';
import { expectProblem } from '../support/problems.js';
import { type Answer, startServer, type TestServer, useServer } from '../support/server.js';

describe('HTTP', () => {
  const server = useServer();
  const call: TestServer['call'] = (...parameters) => server.get().call(...parameters);
  const json = { 'content-type': 'application/json' };

  it('answers 404 to unknown addresses, whatever the method', async () => {
    for (const path of ['/nothing', '/clients/1/nothing', '/Clients', '/clients/1/move/again', '/../clients', '//clients', '/api/v2/clients', '/.git/config', '/openapi.yaml']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await call(method, path);
        expectProblem(answer, undefined, path);
        expect(answer.body.code, path).to.equal('request.not_found');
      }
    }
  });

  it('answers 400 to an address that cannot be decoded', async () => {
    for (const path of ['/clients/%ZZ', '/clients/%C3', '/clients/%']) expectProblem(await call('GET', path), undefined, path);
  });

  it('answers 405 to a method that the address does not have, with Allow', async () => {
    const matches = (path: string, method: string, concrete: string) =>
      allOperations.some(({ spec }) => spec.method === method && new RegExp(`^${spec.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(concrete) && (spec.path === path || spec.path.includes('{')));
    for (const path of new Set(allOperations.map(({ spec }) => spec.path))) {
      const concrete = path.replaceAll('{id}', '1').replaceAll('{key}', 'tariff').replaceAll(/\{\w+\}/g, '1');
      for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
        if (matches(path, method, concrete)) continue;
        const answer = await call(method.toUpperCase(), concrete, method === 'get' ? undefined : {});
        expectProblem(answer, undefined, `${method} ${concrete}`);
        expect(answer.body.code, `${method} ${concrete}`).to.equal('request.method_not_allowed');
        const allowed = answer.headers.get('allow')?.toLowerCase().split(', ');
        expect(allowed, concrete).to.include('options').and.to.not.include(method);
      }
      expectProblem(await call('PROPFIND', concrete), undefined, concrete);
    }
  });

  it('answers HEAD like GET without a body, and OPTIONS with what is allowed', async () => {
    const id = await buildClient(server.get().context.db);
    const [get, head] = [await call('GET', `/clients/${id}`), await call('HEAD', `/clients/${id}`)];
    expect(head.status).to.equal(200);
    expect(head.body).to.equal('');
    for (const name of ['content-type', 'content-length', 'cache-control']) expect(head.headers.get(name), name).to.equal(get.headers.get(name));
    expect((await call('HEAD', '/clients', undefined, { token: null })).status).to.equal(401);
    const options = await call('OPTIONS', `/clients/${id}`, undefined, { token: null });
    expect(options.status).to.equal(204);
    expect(options.headers.get('allow')?.split(', ').sort()).to.deep.equal(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH']);
    expect(options.headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('answers 400 to malformed JSON and 415 to other types', async () => {
    for (const body of ['{', '{"name": }', "{'name': 'x'}", '\u0000', '[1,]', '{"name": "x"} trailing', 'NaN', '']) {
      if (body === '') continue;
      const answer = await call('POST', '/tariffs', body);
      expectProblem(answer, 'createTariff', body);
      expect(answer.body.code, body).to.equal('request.malformed');
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp', 'nonsense', 'application/json; charset=klingon']) {
      const answer = await call('POST', '/tariffs', '{"name": "x"}', { headers: { 'content-type': type } });
      expectProblem(answer, 'createTariff', type);
      expect(answer.body.code, type).to.equal('request.media_type');
    }
    expectProblem(await call('POST', '/tariffs', '{"name": "x"}', { headers: { ...json, 'content-encoding': 'klingon' } }), 'createTariff');
  });

  it('takes merge-patch and charset spellings of JSON', async () => {
    for (const type of ['application/json; charset=UTF-8', 'application/merge-patch+json', 'Application/JSON']) {
      expect((await call('POST', '/tariffs', '{"name": "typed"}', { headers: { 'content-type': type } })).status, type).to.equal(201);
    }
  });

  it('answers 413 to a body over 1 MiB, and to a small one that unpacks to more', async () => {
    const big = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    for (const [body, headers] of [[big, {}], [gzipSync(big), { 'content-encoding': 'gzip' }]] as const) {
      const response = await fetch(`${server.get().url}/api/v1/tariffs`, { method: 'POST', body, headers: { ...json, authorization: `Bearer ${server.get().token}`, ...headers } });
      expect(response.status).to.equal(413);
      expect(((await response.json()) as { code: string }).code).to.equal('request.too_large');
    }
  });

  it('takes headers of any kind without failing', async () => {
    for (const headers of [{ 'x-request-id': 'x'.repeat(5_000) }, { 'x-request-id': '<script>' }, { 'user-agent': 'ÿ'.repeat(2_000) }, { cookie: 'treeline_session=%00; a=b; =; ;;' }, { accept: 'text/html' }, { 'accept-language': '*' }, { authorization: 'Bearer' }, { authorization: '' }]) {
      const answer = await call('GET', '/clients?limit=1', undefined, { headers });
      expect(answer.status, JSON.stringify(headers).slice(0, 60)).to.be.oneOf([200, 401]);
      expect(answer.headers.get('x-request-id')).to.match(/^[\w.-]{1,64}$/);
    }
  });

  it('never lets an answer be cached or its type be guessed', async () => {
    const { headers } = await call('GET', '/clients');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('etag')).to.equal(null);
    expect(headers.get('x-powered-by')).to.equal(null);
    expect(headers.get('content-security-policy')).to.include("script-src 'self'");
  });

  it('refuses forged and foreign cursors with 422, for every list', async () => {
    const parent = await buildClient(server.get().context.db, { name: 'Parent' });
    for (let index = 0; index < 3; index += 1) await buildClient(server.get().context.db, { parentId: parent });
    const nonsense = ['x', '%00', 'bnVsbA', 'W10', Buffer.from('["tree"]').toString('base64url'), Buffer.from('{"a":1}').toString('base64url'), 'A'.repeat(8_000)];
    const wrong: unknown[] = [null, true, -1, 1.5, 1e300, 2_147_483_648, '', 'x', '2026-13-99', '\u0000', '\ud800', [], {}, [null], ['x'], [2_147_483_648], [[]]];
    const queries = ['/clients?limit=1&scope=subtree&', ...['name', '-name', 'number', 'id', '-id'].map((sort) => `/clients?limit=1&scope=all&sort=${sort}&`), '/clients?limit=1&q=cli&', '/clients?limit=1&scope=all&state=deleted&'].map((path) => (path.includes('subtree') ? `${path}parentId=${parent}&` : path));
    const others = await Promise.all(
      allOperations.filter(({ spec }) => (spec.query as { properties?: object } | undefined)?.properties && 'cursor' in ((spec.query as unknown as { properties: object }).properties) && spec.id !== 'listClients').map(async (operation) => {
        const { params } = await sampleRequest(server.get(), operation);
        return `${operation.spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name]))}?limit=1&`;
      }),
    );
    let forged = 0;
    for (const path of [...queries, ...others]) {
      for (const cursor of nonsense) expectProblem(await call('GET', `${path}cursor=${cursor}`), undefined, `${path}${cursor}`);
      const first = await call('GET', path);
      expect(first.status, `${path} ${JSON.stringify(first.body)}`).to.be.below(500);
      const { nextCursor } = first.body as { nextCursor?: string };
      if (!nextCursor) continue;
      const parts = JSON.parse(Buffer.from(nextCursor, 'base64url').toString('utf8')) as unknown[];
      for (const [index] of parts.entries()) {
        for (const value of wrong) {
          const cursor = Buffer.from(JSON.stringify(parts.map((part, at) => (at === index ? value : part)))).toString('base64url');
          const answer = await call('GET', `${path}cursor=${cursor}`);
          expect(answer.status, `${path} with ${JSON.stringify(value)} as part ${index} of ${JSON.stringify(parts)}: ${JSON.stringify(answer.body).slice(0, 200)}`).to.be.below(500);
          forged += 1;
        }
      }
    }
    expect(forged).to.be.above(100);
  });

  it('finds nothing, and fails at nothing, for odd texts in q, phone and tag', async () => {
    await buildClient(server.get().context.db, { name: '100 % sure_thing \\ "quoted"', tags: ["o'tag", 'a,b', '{}'], phones: [{ number: '+7 (495) 123-45-67' }] });
    for (const text of ['%', '_', '\\', "'", '"', '\\\\', '%%%', 'e_t', '100 %', '😀', 'a'.repeat(200), '\u202e', '(', '[a-z]', '.*', '&', '|', '!', ':*', "a' | 'b", '   x   ', '\t']) {
      const answer = await call('GET', `/clients?q=${encodeURIComponent(text)}`);
      expect(answer.status, text).to.equal(200);
    }
    for (const text of ['%5%', '+7 495', '(495)', '5\\', "5'", '٣5', '5'.repeat(60)]) expect((await call('GET', `/clients?phone=${encodeURIComponent(text)}`)).status, text).to.equal(200);
    for (const tag of ["o'tag", 'a,b', '{}']) expect((await call('GET', `/clients?scope=all&tag=${encodeURIComponent(tag)}`)).body.items.length, tag).to.equal(1);
    for (const tag of ['{a}', '"', '\\', 'x'.repeat(60)]) expect((await call('GET', `/clients?scope=all&tag=${encodeURIComponent(tag)}`)).body.items.length, tag).to.equal(0);
    expectProblem(await call('GET', '/clients?phone=no-digit'), 'listClients');
  });

  it('takes an id of the history only together with its entity, instead of showing everything', async () => {
    for (const query of ['entityId=1', 'entity=1', 'action=created', 'from=yesterday']) expectProblem(await call('GET', `/history?${query}`), 'listHistory', query);
    for (const id of [1, 99_999]) expect((await call('GET', `/history?entity=tariff&entityId=${id}`)).status).to.equal(200);
  });

  it('answers for the same client asked for twice', async () => {
    const id = await buildClient(server.get().context.db);
    const { status, body } = await call('POST', '/clients/effective', { ids: [id, id, id] });
    expect(status).to.equal(200);
    expect(body.items.map((item: { id: number }) => item.id)).to.deep.equal([id, id, id]);
  });

  describe('versions (D-8)', () => {
    const patch = (id: number, body: unknown, ifMatch?: string): Promise<Answer> => call('PATCH', `/clients/${id}`, body, { headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

    it('lets a change with the present version through, as a header or in the body', async () => {
      const id = await buildClient(server.get().context.db, { name: 'First' });
      expect((await patch(id, { name: 'Second' }, '1')).body.version).to.equal(2);
      expect((await patch(id, { name: 'Third' }, '"2"')).body.version).to.equal(3);
      expect((await patch(id, { name: 'Fourth' }, 'W/"3"')).body.version).to.equal(4);
      expect((await patch(id, { name: 'Fifth', version: 4 })).body.version).to.equal(5);
      expect((await patch(id, { name: 'Fifth', version: 5 })).body.version, 'nothing differs').to.equal(5);
    });

    it('lets two change different fields from the same version', async () => {
      const id = await buildClient(server.get().context.db, { name: 'First' });
      expect((await patch(id, { comment: 'theirs' }, '1')).status).to.equal(200);
      const mine = await patch(id, { address: 'mine' }, '1');
      expect(mine.status).to.equal(200);
      expect(mine.body).to.include({ comment: 'theirs', address: 'mine', version: 3 });
    });

    it('refuses the same field with mine, theirs and before, and changes nothing', async () => {
      const id = await buildClient(server.get().context.db, { name: 'Before' });
      await patch(id, { name: 'Between' }, '1');
      await patch(id, { name: 'Theirs' }, '2');
      const answer = await patch(id, { name: 'Mine', comment: 'also mine' }, '1');
      expectProblem(answer, 'changeClient');
      expect(answer.body).to.deep.include({ code: 'conflict.version', version: 3, conflicts: [{ field: 'name', mine: 'Mine', theirs: 'Theirs', before: 'Before' }] });
      expect((await call('GET', `/clients/${id}`)).body).to.include({ name: 'Theirs', comment: null, version: 3 });
    });

    it('sees conflicts between a move, a block and a setting too', async () => {
      const id = await buildClient(server.get().context.db);
      const other = await buildClient(server.get().context.db);
      const third = await buildClient(server.get().context.db);
      await call('POST', `/clients/${id}/move`, { parentId: other, version: 1 });
      expect((await call('POST', `/clients/${id}/move`, { parentId: third, version: 1 })).body).to.include({ code: 'conflict.version' });
      expect((await call('POST', `/clients/${id}/block`, { reason: 'x', version: 1 })).status).to.equal(200);
      expect((await call('POST', `/clients/${id}/block`, { reason: 'y', version: 1 })).body.code).to.equal('conflict.version');
      expect((await call('PUT', `/clients/${id}/settings/greetingSign`, { value: 'a', version: 1 })).status).to.equal(200);
      const conflict = await call('PUT', `/clients/${id}/settings/greetingSign`, { value: 'b', version: 1 });
      expect(conflict.body.conflicts).to.deep.equal([{ field: 'settings.greetingSign', mine: { value: 'b' }, theirs: { value: 'a' }, before: null }]);
      expect((await call('DELETE', `/clients/${id}/settings/greetingSign`, undefined, { headers: { 'if-match': '1' } })).body.code).to.equal('conflict.version');
    });

    it('refuses nonsense, and versions that are still to come', async () => {
      const id = await buildClient(server.get().context.db);
      for (const header of ['*', 'x', '0', '-1', '1.5', '"', '""', '1, 2', '99999999999', 'W/1"2']) {
        const answer = await patch(id, { name: 'Never' }, header);
        expectProblem(answer, 'changeClient', header);
        expect(answer.body.code, header).to.equal('request.invalid');
      }
      expectProblem(await patch(id, { name: 'Never', version: 2 }), 'changeClient');
      expectProblem(await patch(id, { name: 'Never' }, '2147483647'), 'changeClient');
      expect((await call('GET', `/clients/${id}`)).body.version).to.equal(1);
    });
  });
});

describe('/openapi.json', () => {
  const server = useServer();

  it('is a valid OpenAPI 3.1 document with every operation and no other', async () => {
    const document = (await server.get().call('GET', `${server.get().url}/openapi.json`)).body as { openapi: string; paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>> };
    const result = await new Validator().validate(structuredClone(document));
    expect(result.valid, JSON.stringify(result).slice(0, 2_000)).to.equal(true);
    expect(document.openapi).to.match(/^3\.1\./);
    const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`));
    expect(described.sort()).to.deep.equal(allOperations.map(({ spec }) => `${spec.id} ${spec.method} ${spec.path}`).sort());
    expect(new Set(allOperations.map(({ spec }) => spec.id)).size, 'operation ids are unique').to.equal(allOperations.length);
    for (const methods of Object.values(document.paths)) {
      for (const { operationId, responses } of Object.values(methods)) expect(Object.keys(responses).some((status) => status.startsWith('2')), operationId).to.equal(true);
    }
  });

  it('has only codes of the catalogue, each under its status', () => {
    for (const { spec } of allOperations) for (const code of spec.errors ?? []) expect(errorCatalogue, spec.id).to.have.property(code);
  });
});

describe('both constructions of the HTTP server', () => {
  it('answer alike: ours, and Express as shipped', async () => {
    const ours = await startServer();
    const shipped = http.createServer(buildApp(ours.context)).listen(0, '127.0.0.1');
    try {
      await once(shipped, 'listening');
      const id = await buildClient(ours.context.db, { name: 'Ünïcode 🚕', phones: [{ number: '+7 495 123-45-67' }] });
      const other = `http://127.0.0.1:${(shipped.address() as AddressInfo).port}`;
      const requests: [string, string, (string | undefined)?, Record<string, string>?][] = [
        ['GET', '/healthz'], ['GET', '/readyz'], ['GET', '/openapi.json'], ['GET', '/api/docs'], ['GET', '/api/docs/'], ['GET', '/api/docs/swagger-ui.css'], ['HEAD', '/api/docs/swagger-ui.css'],
        ['GET', '/'], ['GET', '/nothing'], ['GET', '/api/v1/clients'], ['GET', `/api/v1/clients/${id}`], ['HEAD', `/api/v1/clients/${id}`], ['OPTIONS', `/api/v1/clients/${id}`], ['PUT', `/api/v1/clients/${id}`],
        ['GET', `/api/v1/clients/${id}/effective`], ['GET', `/api/v1/clients/${id}/why/tariff`], ['GET', '/api/v1/clients/0'], ['GET', '/api/v1/clients/%ZZ'], ['GET', '/api/v1/clients?limit=x'],
        ['POST', '/api/v1/clients', '{'], ['POST', '/api/v1/clients', '{}'], ['POST', '/api/v1/clients', 'x', { 'content-type': 'text/plain' }], ['PATCH', `/api/v1/clients/${id}`, '{"comment":"same"}'],
        ['POST', '/api/v1/sessions', '{"login":"nobody","password":"nobody-at-all"}'], ['GET', '/api/v1/clients', undefined, { authorization: 'Bearer nonsense' }],
      ];
      for (const [method, path, body, headers] of requests) {
        const [first, second] = await Promise.all([ours.url, other].map((base) => exchange(`${base}${path}`, method, body, { authorization: `Bearer ${ours.token}`, ...headers })));
        expect(second, `${method} ${path}`).to.deep.equal(first);
      }
    } finally {
      shipped.closeAllConnections();
      shipped.close();
      await ours.stop();
    }
  });
});

async function exchange(url: string, method: string, body: string | undefined, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(url, { method, redirect: 'manual', headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, ...(body !== undefined && { body }) });
  const text = (await response.text()).replaceAll(/"(instance|updatedAt)":"[^"]*"/g, '"$1":""').replaceAll(/"version":\d+/g, '"version":0');
  const kept = [...response.headers].filter(([name]) => !['date', 'x-request-id', 'content-length', 'last-modified'].includes(name));
  return { status: response.status, headers: Object.fromEntries(kept), text };
}

describe('the log', () => {
  it('has no password, token or hash, at any level', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = createLogger({ ...readConfig({}), logLevel: 'trace' }, stream);
    const server = await startServer({}, { logger });
    try {
      const { call, token } = server;
      const wrong = await call('POST', '/sessions', { login: 'admin', password: 'a-wrong-secret' }, { token: null });
      expect(wrong.status).to.equal(401);
      const right = await call('POST', '/sessions', { login: 'admin', password: 'admin-password' }, { token: null });
      await call('POST', '/operators', { login: 'logged', password: 'another-secret' });
      await call('POST', '/operators', { login: 'logged', password: 'third-secret' });
      await call('POST', '/operators', '{"login": "x", "password": "fourth-secret"');
      await call('POST', '/operators', { login: 'y', password: ['fifth-secret'] });
      await call('GET', `/clients?q=x&token=${right.body.token}`);
      await server.context.db.withConnection((client) => client.query('alter table operators rename to operators_gone'));
      const failed = await call('POST', '/sessions', { login: 'admin', password: 'sixth-secret' }, { token: null });
      expect(failed.status).to.equal(500);
      const all = lines.join('');
      expect(lines.length).to.be.above(5);
      expect(all).to.include('request failed');
      for (const secret of ['a-wrong-secret', 'admin-password', 'another-secret', 'third-secret', 'fourth-secret', 'fifth-secret', 'sixth-secret', token, right.body.token, '$argon2']) expect(all.includes(secret), secret).to.equal(false);
      await server.context.db.withConnection((client) => client.query('alter table operators_gone rename to operators'));
    } finally {
      await server.stop();
    }
  });
});
