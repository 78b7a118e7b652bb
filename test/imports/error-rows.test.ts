import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { allRows, step, tryImport, upload } from './support.js';

const ROSTER = [
  'id,parent id,name,comment',
  'a,,Alpha,=1+1',
  'b,nobody,Beta,"two, words"',
  'c,a,,',
  'd,a,Delta,',
].join('\n');

describe('imports: the refused rows as a file', () => {
  const server = useServer({ JOBS: '1' });

  it('D-30 gives the refused rows with their cells and reasons, ready to be corrected and imported again', async () => {
    const tried = await tryImport(server.get(), ROSTER);
    const errors = await allRows(server.get(), tried.id, '&outcome=error');
    expect(errors.map(({ row }) => row)).to.deep.equal([3, 4]);
    const response = await fetch(`${server.get().url}/api/v1/imports/${tried.id}/errors`, { headers: { authorization: `Bearer ${server.get().token}` } });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-disposition')).to.contain('clients-errors.csv');
    const text = await response.text();
    const lines = text.replace('\ufeff', '').trim().split('\r\n');
    expect(lines[0]).to.equal('id,parent id,name,comment,Row in the file,Import error');
    expect(lines).to.have.length(3);
    expect(lines[1]).to.match(/^b,nobody,Beta,"two, words",3,/);
    expect(lines[1]).to.contain((errors[0]?.reason as string).slice(0, 20));
    const again = (await upload(server.get(), text.replace('nobody', 'a').replace('c,a,,', 'c,a,Gamma,'))).body;
    expect(again.mapping.map(({ target }: { target: string }) => target)).to.deep.equal(['externalId', 'parentExternalId', 'name', 'comment']);
    await step(server.get(), tried.id, 'commit');
    const corrected = await step(server.get(), again.id, 'dry-run');
    expect(corrected.counts).to.deep.include({ create: 2, error: 0 });
  });
});
