// The wire of CommonAPI as raw HTTP over TLS (commonapi.md §1, §13): what every known client does, and what none should.
import http from 'node:http';
import { expect } from 'chai';
import { sign } from '../../src/common-api/signature.js';
import { KEY, parseAnswer, TERM_KEY, useCommonApi } from '../support/common-api.js';
import { digestOf } from '../support/digest.js';

const md5 = (text: string | Buffer, key = KEY) => sign(Buffer.from(text as string), key);
const request = (line: string, headers: string[] = [], body = '') => `${[line, 'Host: h', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${body}`;

describe('the wire of CommonAPI', () => {
  const api = useCommonApi();
  const raw = async (text: string | Buffer) => parseAnswer(await api.get().raw(text));

  it('pings without a signature, by GET and by POST, with and without a trailing "?", and with a wrong signature', async () => {
    for (const line of ['GET /common_api/1.0/ping HTTP/1.1', 'GET /common_api/1.0/ping? HTTP/1.1', 'POST /common_api/1.0/ping HTTP/1.1']) {
      for (const headers of [[], ['Signature: 00'], [`Signature: ${md5('')}`]]) {
        const more = line.startsWith('POST') ? ['Content-Length: 0'] : [];
        expect((await raw(request(line, [...headers, ...more]))).text, line).to.equal('{"code":0,"descr":"OK","data":{}}');
      }
    }
  });

  it('takes signatures in upper and lower case, a trailing "?", and every header case', async () => {
    const signature = md5('');
    for (const headers of [`Signature: ${signature}`, `signature: ${signature.toUpperCase()}`, `SIGNATURE: ${signature}`]) {
      for (const target of ['get_uds_list', 'get_uds_list?']) {
        expect((await raw(request(`GET /common_api/1.0/${target} HTTP/1.1`, [headers, 'Content-Type: application/x-www-form-urlencode']))).code).to.equal(0);
      }
    }
  });

  it('hashes raw bytes: neither order nor encoding of parameters matters, and nothing is sorted', async () => {
    for (const query of ['text=%D0%B0+b&fields=name%2Cnumber', 'fields=name,number&text=%d0%b0%20b', 'z=1&text=%7E*&a=%2A~', 'text=a%26b', 'text=x&&&', 'text']) {
      expect((await api.get().get('get_clients_info', query)).code, query).to.equal(0);
      expect((await api.get().get('get_clients_info', query, { signature: md5(decodeURIComponent(query)) })).code).to.equal(decodeURIComponent(query) === query ? 0 : 4);
    }
  });

  it('tells a missing, a wrong and a short signature apart from nothing: code 4', async () => {
    for (const signature of [null, '', 'x', md5('other'), md5('', 'other-key'), md5('').slice(1), `${md5('')}0`, 'я'.repeat(16)]) {
      expect((await api.get().get('get_uds_list', '', { signature })).code, String(signature)).to.equal(4);
    }
    expect((await api.get().get('get_uds_list', '', { key: TERM_KEY })).code, 'each API has its own key').to.equal(4);
  });

  it('checks in the order of the format: 2, 5, 3, 6, 7, 4, 13, 14, 8, 9', async () => {
    const bad = { signature: 'wrong' };
    expect((await api.get().get('/other_api/9.9/nothing', '', bad)).code).to.equal(2);
    expect((await api.get().get('/', '', bad)).code).to.equal(2);
    expect((await api.get().get('/common_api/9.9/nothing', '', bad)).code).to.equal(5);
    expect((await api.get().get('/common_api/1.0/nothing', '', bad)).code).to.equal(6);
    expect((await api.get().get('/common_api/1.0/get_car_info', '', bad)).code, 'of vehicles and drivers nothing is served').to.equal(6);
    expect((await api.get().form('get_uds_list', '', bad)).code).to.equal(7);
    expect((await api.get().get('register_client', 'name=x', bad)).code).to.equal(7);
    expect((await api.get().get('check_authorization', '', bad)).code).to.equal(4);
    expect((await api.get().get('check_authorization', '', { headers: { 'X-User-Id': '99' } })).code).to.equal(13);
    expect((await api.get().get('check_authorization', '')).code).to.equal(8);
    expect((await api.get().get('check_authorization', `login=${'x'.repeat(61)}`)).descr, 'what is missing comes before what is wrong').to.include('password');
    const wrong = await api.get().get('check_authorization', `login=${'x'.repeat(61)}&password=x`);
    expect(wrong.code).to.equal(9);
    expect(wrong.descr).to.include('login');
  });

  it('answers other methods with code 7, and what it refuses leaves nothing behind', async () => {
    const before = await digestOf(api.get().server.context.db);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) expect((await raw(request(`${method} /common_api/1.0/get_uds_list HTTP/1.1`))).code, method).to.equal(7);
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });

  it('reads a POST without a body from the query, and signs that', async () => {
    const query = 'phone=79990000000&message=hello';
    const answer = await raw(request(`POST /common_api/1.0/send_sms?${query} HTTP/1.1`, [`Signature: ${md5(query)}`, 'Content-Length: 0']));
    expect(answer.code).to.not.be.oneOf([4, 7, 8]);
  });

  it('waits for nothing that curl expects: 100-continue', async () => {
    const body = 'phone=79990000000&message=hello';
    const text = await api.get().raw(request('POST /common_api/1.0/send_sms HTTP/1.1', ['Expect: 100-continue', `Content-Length: ${body.length}`, `Signature: ${md5(body)}`], body));
    expect(text).to.match(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it('answers the same at PORT over plain HTTP', async () => {
    const { url } = api.get().server;
    const answer = await fetch(`${url}/common_api/1.0/get_uds_list`, { headers: { Signature: md5('') } });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(await answer.text()).to.equal('{"code":0,"descr":"OK","data":{"uds":[]}}');
    expect((await fetch(`${url}/common_api/1.0/nothing`)).status).to.equal(200);
    expect((await fetch(`${url}/pay_term_api/9/x`).then((one) => one.json() as Promise<{ code: number }>)).code).to.equal(5);
  });

  it('keeps a line open, and does not compress', async () => {
    const one = request('GET /common_api/1.0/ping HTTP/1.1').replace('Connection: close', 'Accept-Encoding: gzip, deflate, br');
    const text = await api.get().raw(one + one + request('GET /common_api/1.0/ping HTTP/1.1'));
    expect(text.split('{"code":0,"descr":"OK","data":{}}').length - 1).to.equal(3);
    expect(text).to.not.match(/content-encoding/i);
  });

  it('refuses bodies over 1 MiB with code 9, whether their length is told or not, and goes on', async () => {
    const body = `phone=79990000000&message=${'x'.repeat(1_200_000)}`;
    const told = await api.get().form('send_sms', body);
    expect(told.code).to.equal(9);
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect((await raw(request('POST /common_api/1.0/send_sms HTTP/1.1', ['Transfer-Encoding: chunked', `Signature: ${md5(body)}`], chunked))).code).to.equal(9);
    expect((await api.get().get('ping')).code).to.equal(0);
  });

  it('survives bytes that are no text, no JSON, too deep, or too many', async () => {
    const hostile = ['{', '[]', '"x"', 'null', '{"client_id":', '\ufeff{}', `{"client_id":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, '{"__proto__":{"client_id":1}}', `{"name":"\\u0000","client_id":1}`, '{"client_id":1e400,"name":"x"}'];
    for (const body of hostile) expect((await api.get().json('create_client_employee', body)).code, body.slice(0, 60)).to.be.oneOf([8, 9]);
    for (const query of ['login=%ff%fe&password=x', 'login=%D0&password=x', 'login=a%00b&password=x', 'login=%u0041%&password=%zz', `${'a=1&'.repeat(3_000)}login=x`]) {
      expect((await api.get().get('check_authorization', query)).code, query.slice(0, 60)).to.be.oneOf([8, 9, 100]);
    }
    const windows1251 = Buffer.concat([Buffer.from('phone=79990000000&message='), Buffer.from([0xcf, 0xf0, 0xe8])]);
    const head = Buffer.from(request('POST /common_api/1.0/send_sms HTTP/1.1', [`Content-Length: ${windows1251.length}`, `Signature: ${sign(windows1251, KEY)}`]));
    expect((await raw(Buffer.concat([head, windows1251]))).code).to.equal(9);
  });

  it('is one of many on a server: 200 calls at once are all answered', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
    const { url } = api.get().server;
    const codes = await Promise.all(Array.from({ length: 200 }, (_, index) => new Promise<number>((resolve, reject) => {
      http.get(`${url}/common_api/1.0/get_uds_list?n=${index}`, { agent, headers: { Signature: md5(`n=${index}`) } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece)).on('end', () => resolve((JSON.parse(text) as { code: number }).code));
      }).on('error', reject);
    })));
    agent.destroy();
    expect(new Set(codes)).to.deep.equal(new Set([0]));
  });
});

describe('CommonAPI without keys', () => {
  const api = useCommonApi({ COMMON_API_KEY: '', TM_TAPI_KEY: '', PAY_TERM_KEY: '' });

  it('is switched off: code 3, after an unknown API and version and before everything else', async () => {
    expect((await api.get().get('get_uds_list')).code).to.equal(3);
    expect((await api.get().get('nothing')).code).to.equal(3);
    expect((await api.get().get('/other/1.0/x')).code).to.equal(2);
    expect((await api.get().get('/common_api/2.0/x')).code).to.equal(5);
  });
});

describe('CommonAPI with lenient methods', () => {
  const api = useCommonApi({ COMMON_API_LENIENT_METHODS: '1' });

  it('takes what is due as a form from the query of a GET, and nothing else', async () => {
    expect((await api.get().get('send_sms', 'phone=79990000000&message=x')).code).to.equal(0);
    expect((await api.get().get('create_client_employee', 'client_id=1')).code).to.equal(7);
    expect((await api.get().form('get_uds_list', '')).code).to.equal(7);
  });
});

describe('CommonAPI with a limit of calls', () => {
  const api = useCommonApi({ COMMON_API_RATE_PER_SECOND: '5' });

  it('answers code 1 to signed calls beyond it; a ping and a wrong signature count for nothing', async () => {
    for (let turn = 0; turn < 20; turn += 1) expect((await api.get().get('get_uds_list', '', { signature: 'x' })).code).to.equal(4);
    const answers = await Promise.all(Array.from({ length: 12 }, () => api.get().get('get_uds_list')));
    expect(answers.filter(({ code }) => code === 0)).to.have.length(5);
    expect(answers.filter(({ code }) => code === 1)).to.have.length(7);
    expect(answers.find(({ code }) => code === 1)?.descr).to.include('слишком много запросов');
    expect((await api.get().get('ping')).code).to.equal(0);
  });
});
