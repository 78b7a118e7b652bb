import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { useServer } from '../support/server.js';
import { allRows, importFile, settled, step, upload } from './support.js';

describe('imports: hostile uploads', () => {
  const server = useServer({ JOBS: '1' });

  const bodies: [string, string | Buffer][] = [
    ['nothing', ''], ['zero bytes', 'name\nA\u0000\n'], ['binary junk', Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * 131) % 256))],
    ['an empty workbook', Buffer.from('PK\u0003\u0004')], ['a packed nothing', gzipSync('')], ['a page', '<!doctype html><html><body>x</body></html>'],
    ['names of objects', '__proto__,constructor,name\n{"a":1},toString,A\n'], ['half a pair', Buffer.from('name\n\ud83d half\n')],
    ['long names', `name,id\n${'ж'.repeat(5_000)},${'x'.repeat(5_000)}\n`], ['formulas', 'name,comment\n=cmd|\' /C calc\'!A0,@SUM(1)\n'],
    ['statements', `id,parent,name\n'); drop table clients; --,,"'; delete from clients; --"\n$1,$name,\${name}\n`],
  ];
  for (const [what, content] of bodies) {
    it(`answers ${what} with a sentence or a report, never with a failure`, async () => {
      const { status, body } = await upload(server.get(), content, '../../etc/\u202epasswd.csv');
      expect(status, JSON.stringify(body)).to.be.oneOf([201, 422]);
      if (status === 422) return void expect(body.code).to.equal('import.file_unreadable');
      const tried = await server.get().call('POST', `/imports/${body.id}/dry-run`, { mapping: [{ column: body.columns.length - 1, target: 'name' }] });
      expect(tried.status).to.equal(202);
      expect(await settled(server.get(), body.id)).to.include({ state: 'checked', error: null });
      expect((await step(server.get(), body.id, 'commit')).error).to.equal(null);
    });
  }

  it('stores formulas and statements as the text that they are', async () => {
    const { id } = await importFile(server.get(), 'id,name\n=1+1,"=HYPERLINK(""x"")"\n"\'); drop table clients; --",Robert\n');
    expect((await allRows(server.get(), id)).map(({ name, externalId, outcome }) => [name, externalId, outcome])).to.deep.equal([
      ['=HYPERLINK("x")', '=1+1', 'create'], ['Robert', "'); drop table clients; --", 'create'],
    ]);
  });

  it('refuses what is no upload, and whoever has no right to import', async () => {
    expect((await server.get().call('POST', '/imports', { file: 'name' })).status).to.be.within(400, 422);
    const form = new FormData();
    form.set('note', 'no file');
    const empty = await fetch(`${server.get().url}/api/v1/imports`, { method: 'POST', headers: { authorization: `Bearer ${server.get().token}` }, body: form });
    expect(empty.status).to.equal(422);
    const token = await server.get().operatorWith(['client.view']);
    expect((await server.get().call('GET', '/imports', undefined, { token })).body.code).to.equal('auth.forbidden');
  });
});
