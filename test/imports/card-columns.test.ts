import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { allRows, importFile } from './support.js';

const ROSTER = [
  'id,name,contact person,mark,use sms,api login',
  'a,First,Анна,good,no,first',
  'b,Second,,splendid,yes,second',
  'c,Third,,,,first',
].join('\n');

describe('imports: columns of the whole card', () => {
  const server = useServer({ JOBS: '1' });

  it('fills them, leaves out what is no value, and reports a login that is taken', async () => {
    const done = await importFile(server.get(), ROSTER);
    expect(done.counts).to.include({ create: 2, error: 1 });
    const rows = await allRows(server.get(), done.id);
    const byKey = (key: string) => rows.find(({ externalId }) => externalId === key);
    const card = async (key: string) => (await server.get().call('GET', `/clients/${byKey(key)?.clientId}`)).body;
    expect(await card('a')).to.include({ contactPerson: 'Анна', mark: 'good', useSms: false, useCalls: true, apiLogin: 'first' });
    expect(await card('b')).to.include({ contactPerson: null, mark: 'ordinary', useSms: true, apiLogin: 'second' });
    expect(byKey('b')?.warnings[0]).to.include({ field: 'mark', value: 'splendid' });
    expect(byKey('c')).to.include({ outcome: 'error' });
    const again = await importFile(server.get(), ROSTER);
    expect(again.counts).to.include({ unchanged: 2 });
  });
});
