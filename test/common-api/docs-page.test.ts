// The page for developers of integrations: what it says comes from the list that is served, and its script signs rightly.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { docsScript } from '../../src/common-api/docs-script.js';
import { apiRequests } from '../../src/common-api/requests.js';
import { runs } from '../support/arbitraries.js';
import { useServer } from '../support/server.js';

const PATH = '/api/docs/common-api';

describe('the page for developers of integrations', () => {
  const server = useServer({ COMMON_API_KEY: 'a secret key' });
  const demo = useServer({ COMMON_API_KEY: 'demo-key' });
  const get = async (path: string, from = server) => {
    const response = await fetch(from.get().url + path);
    return { response, text: await response.text() };
  };

  it('is there without internet: its script and style are its own files, and nothing is inline', async () => {
    const { response, text } = await get(PATH);
    expect(response.status).to.equal(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).to.include("script-src 'self'").and.to.include("style-src 'self'").and.not.to.include('unsafe-inline');
    const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address as string);
    expect(addresses.every((address) => address.startsWith('/'))).to.equal(true);
    for (const address of addresses) expect((await get(address)).response.status, address).to.equal(200);
    expect(text).to.not.match(/<script>|<style>| on\w+=| style=/);
    expect((await get(`${PATH}/page.js`)).response.headers.get('content-type')).to.include('text/javascript');
  });

  it('lists every request that is served with its parameters and codes, and no other', async () => {
    const { text } = await get(PATH);
    const rows = [...text.matchAll(/<tr id="([^"]+)">/g)].map(([, id]) => id);
    expect(rows).to.deep.equal(apiRequests.map(({ api, name }) => `${api}-${name}`));
    for (const { params, codes } of apiRequests) {
      for (const name of Object.keys(params)) expect(text).to.include(`<code>${name}</code>`);
      for (const code of Object.keys(codes)) expect(text).to.include(`${code} — `);
    }
  });

  it('shows how to sign in five languages, and never a key but that of the demo', async () => {
    const { text } = await get(PATH);
    for (const language of ['curl', 'Go', 'PHP', 'Python', 'JavaScript']) expect(text).to.match(new RegExp(`<h3>${language}`));
    expect(text).to.not.include('a secret key');
    expect((await get(PATH, demo)).text).to.include('value="demo-key"');
  });

  it('works out signatures in the page as the server does', () => {
    const { md5, signatureOf } = vm.runInNewContext(`${docsScript}; ({ md5, signatureOf })`, { TextEncoder, Uint8Array, DataView, ArrayBuffer }) as {
      md5: (bytes: Uint8Array) => string;
      signatureOf: (raw: string, key: string) => string;
    };
    for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1_000]) {
      const bytes = new Uint8Array(length).map((_, index) => (index * 31) & 255);
      expect(md5(bytes), `${length} bytes`).to.equal(createHash('md5').update(bytes).digest('hex'));
    }
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (raw, key) => {
      expect(signatureOf(raw, key)).to.equal(createHash('md5').update(new TextEncoder().encode(raw + key)).digest('hex'));
    }), runs(200));
  });

  it('README names the requests that are served, and no other', () => {
    const readme = readFileSync('README.md', 'utf8');
    const section = /### Served requests([\s\S]*?)\n#/.exec(readme)?.[1] ?? '';
    const named = [...section.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name as string).filter((name) => !/_api$|^tm_tapi$/.test(name));
    expect(named.sort()).to.deep.equal(apiRequests.map(({ name }) => name).sort());
  });
});
