// Hostile values in every parameter of every request: an answer of the right form each time, never code 10, nothing in the log
// that stands still; clients that go away, and many at once.
import net from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { apiRequests } from '../../src/common-api/requests.js';
import type { ApiRequest } from '../../src/common-api/request.js';
import { sign } from '../../src/common-api/signature.js';
import { KEY, parseAnswer, useCommonApi, type WireAnswer } from '../support/common-api.js';
import { hostileTexts, someHostileValues } from '../support/samples.js';

// What passes the readers of most parameters, so that the values get as far as they can.
const samples: Record<string, unknown> = {
  int: 1, id: 1, 'number (деньги)': '10.5', number: 1.5, bool: true, 'Phone[]': [{ phone: '79990001122', is_default: true, use_for_call: true }], 'AttributeValue[]': [{ id: 1, bool_value: true }],
  'int[] («;»)': '1;2', 'номера телефонов («,»)': '79990001122', 'список имён («,»)': 'name', 'datetime yyyyMMddHHmmss': '20260131120000',
};

function sampleOf(type: string): unknown {
  if (type in samples) return samples[type];
  if (type.startsWith('datetime')) return '20260131120000';
  if (type.includes(' | ')) return type.split(' | ')[0];
  return '79990001122';
}

describe('hostile values', function hostile() {
  this.timeout(60_000);
  const api = useCommonApi();
  const requests = apiRequests.filter((request) => request.api === 'common_api' && !request.open);

  before(async () => {
    await api.get().server.call('POST', '/clients', { name: 'Клиент' });
    await api.get().server.call('POST', '/attributes', { name: 'Флаг', boundTo: ['client', 'order'] });
  });

  const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');

  async function send(request: ApiRequest, values: Record<string, unknown>): Promise<WireAnswer> {
    if (request.kind === 'JSON') return api.get().json(request.name, values);
    const text = Object.entries(values).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(asText(value).replace(/\p{Surrogate}/gu, '?'))}`).join('&');
    return request.kind === 'GET' ? api.get().get(request.name, text.slice(0, 8_000)) : api.get().form(request.name, text);
  }

  for (const request of requests) {
    it(`of ${request.name} are taken or refused, and never fail inside`, async () => {
      const valid = Object.fromEntries(Object.entries(request.params).filter(([, { required }]) => required).map(([name, { reader }]) => [name, sampleOf(reader.type)]));
      for (const [turn, name] of Object.keys(request.params).entries()) {
        for (const value of someHostileValues(turn)) {
          const answer = await send(request, { ...valid, [name]: value });
          expect(answer.code, `${name} = ${JSON.stringify(value)?.slice(0, 80)}: ${answer.text}`).to.not.equal(10);
          expect(answer.code < 15 || request.codes[answer.code] !== undefined, answer.text).to.equal(true);
          expect(answer.text, 'nothing of the inside is told').to.not.match(/node_modules|\bat .*\.[jt]s:\d+|select |insert into|prisma/i);
        }
      }
    });
  }

  it('any bytes as query and body get an answer (property)', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...requests), fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 60 }), fc.json(), fc.constantFrom(...hostileTexts)), async (request, text) => {
      const body = request.kind === 'GET' ? encodeURI(text.replace(/\p{Surrogate}/gu, '')).replaceAll('#', '') : text.replace(/\p{Surrogate}/gu, '');
      const answer = request.kind === 'GET' ? await api.get().get(request.name, body) : await api.get().form(request.name, body);
      expect(answer.code).to.not.equal(10);
    }), { numRuns: 60 });
  });

  it('a client that goes away in the middle of a body leaves the server as it was', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const socket = net.connect(Number(new URL(api.get().server.url).port), '127.0.0.1');
      await new Promise((resolve) => socket.write('POST /common_api/1.0/send_sms HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nphone=', resolve));
      socket.destroy();
    }
    expect((await api.get().get('get_uds_list')).code).to.equal(0);
  });

  it('large bodies without a right signature are bounded in number, and code 4, 9 or 1', async () => {
    const body = JSON.stringify({ client_id: 1, client_photo: 'A'.repeat(5_000_000) });
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.get().json('update_client_info2', body, { signature: 'x' }).catch(() => null)));
    for (const answer of answers) expect(answer === null || [1, 4].includes(answer.code), answer?.text).to.equal(true);
    const signed = await api.get().json('update_client_info2', body);
    expect(signed.code, signed.text).to.equal(9);
  });

  it('the same login at once: one registration, the others are 101, none is half done', async () => {
    const one = (turn: number) => api.get().form('register_client', { name: `К${turn}`, login: 'same-login', password: 'a-long-password', phones: `7997000000${turn}` });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, turn) => one(turn)));
    expect(answers.map(({ code }) => code).sort()).to.deep.equal([0, 101, 101, 101, 101, 101]);
    const found = await api.get().server.context.db.withConnection(async (client) => (await client.query(`select count(*)::integer as count from clients where name ~ '^К[0-9]$'`)).rows[0].count as number);
    expect(found).to.equal(1);
  });

  it('an address that ends with a slash is understood at PORT too', async () => {
    const { url } = api.get().server;
    for (const path of ['//common_api/1.0/ping', '/common_api//1.0/ping/', '/common_api/1.0/ping/?']) {
      expect(await (await fetch(url + path)).text(), path).to.equal('{"code":0,"descr":"OK","data":{}}');
    }
    const text = await api.get().raw(`GET //common_api/1.0/get_uds_list HTTP/1.1\r\nHost: h\r\nConnection: close\r\nSignature: ${sign(Buffer.alloc(0), KEY)}\r\n\r\n`);
    expect(parseAnswer(text).code).to.equal(0);
  });
});
