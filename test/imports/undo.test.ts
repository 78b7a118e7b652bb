import { expect } from 'chai';
import { buildClient } from '../support/build.js';
import { useServer } from '../support/server.js';
import { allRows, breaches, importFile, NO_BREACHES, snapshot, step, treeOf } from './support.js';

describe('imports: the undo', () => {
  const server = useServer({ JOBS: '1' });
  const db = () => server.get().context.db;
  const idOf = async (importId: number, externalId: string) => (await allRows(server.get(), importId)).find((row) => row.externalId === externalId)?.clientId as number;
  const undoOf = async (importId: number) => Object.fromEntries((await allRows(server.get(), importId)).map(({ externalId, undo, undoReason }) => [externalId, [undo, undoReason]]));

  afterEach(async () => expect(await breaches(db())).to.deep.equal(NO_BREACHES));

  it('D-30 brings back every changed field, phone, setting and place', async () => {
    const tariff = (await server.get().call('POST', '/tariffs', { name: 'Day' })).body.id as number;
    const group = (await server.get().call('POST', '/groups', { name: 'Hotels', type: 'legal' })).body.id as number;
    const firm = await buildClient(db(), { name: 'Firm', externalId: 'firm', groupId: group, phones: [{ number: '+7 495 000-00-01', main: true, identifiesCaller: true }, { number: '+7 495 000-00-02' }] });
    await server.get().call('PUT', `/clients/${firm}/settings/right.transfer`, { value: 'allow' });
    await buildClient(db(), { name: 'Unit', externalId: 'unit', parentId: firm, kind: 'department', contractFrom: '2026-01-01', contractTo: '2026-12-31', tags: ['a'] });
    await buildClient(db(), { name: 'Holding', externalId: 'holding' });
    const before = await snapshot(db());
    const content = 'id,parent,name,phone,tags,contract from,tariff\nholding,,Holding,,,,\nfirm,holding,Firm,+7 495 000-00-02; +7 495 000-00-03,,,day\nunit,,Unit,,b,2026-02-01,\nnew,unit,New,,,,\n';
    const committed = await importFile(server.get(), content);
    expect(committed.counts).to.deep.include({ move: 2, create: 1, unchanged: 1, error: 0 });
    const moved = (await server.get().call('GET', `/clients/${firm}`)).body;
    expect(moved).to.deep.include({ ownGroupId: null, settings: { tariff } });
    expect(moved.phones.map(({ digits, main }: { digits: string; main: boolean }) => [digits, main])).to.deep.equal([['74950000002', true], ['74950000003', false]]);
    const undone = await step(server.get(), committed.id, 'undo');
    expect(undone.undoCounts).to.deep.equal({ removed: 1, deleted: 0, restored: 2, kept: 0 });
    expect(await snapshot(db())).to.deep.equal(before);
    const history = (await server.get().call('GET', `/clients/${firm}/history`)).body.items as { channel: string; importId: number }[];
    expect(history.slice(0, 2).every(({ channel, importId }) => channel === 'import' && importId === committed.id)).to.equal(true);
  });

  it('leaves alone what somebody changed since, field by field, and says so', async () => {
    const id = await buildClient(db(), { name: 'Shared', externalId: 'shared', comment: 'old', address: 'old' });
    const committed = await importFile(server.get(), 'id,name,comment,address\nshared,Shared,new,new\n');
    await server.get().call('PATCH', `/clients/${id}`, { comment: 'by hand' });
    await step(server.get(), committed.id, 'undo');
    expect((await server.get().call('GET', `/clients/${id}`)).body).to.include({ comment: 'by hand', address: 'old' });
    expect(await undoOf(committed.id)).to.deep.equal({ shared: ['restored', 'Changed since, and left so: comment.'] });
  });

  it('removes what it made; marks deleted what was changed since; keeps what others put clients under', async () => {
    const committed = await importFile(server.get(), 'id,parent,name\no,,Origin\no1,o,Plain\no2,o,Touched\no3,o,Adopting\no4,o3,Inside\n');
    await server.get().call('PATCH', `/clients/${await idOf(committed.id, 'o2')}`, { comment: 'mine' });
    const adopted = await buildClient(db(), { name: 'Adopted', parentId: await idOf(committed.id, 'o3'), kind: 'employee' });
    await step(server.get(), committed.id, 'undo');
    expect(await undoOf(committed.id)).to.deep.equal({
      o: ['kept', 'It stays: there are subordinate clients below it that the import did not make, or that had to stay.'],
      o1: ['removed', null],
      o2: ['deleted', 'It was only marked deleted, as somebody changed it since.'],
      o3: ['kept', 'It stays: there are subordinate clients below it that the import did not make, or that had to stay.'],
      o4: ['removed', null],
    });
    expect(await treeOf(db())).to.include.members(['Origin #o', 'Origin #o / Adopting #o3', 'Origin #o / Adopting #o3 / Adopted']);
    expect((await server.get().call('GET', `/clients/${adopted}`)).body.deleted).to.equal(false);
  });

  it('D-6 marks deleted, with the reason, what other tables refer to', async () => {
    const committed = await importFile(server.get(), 'id,parent,name\nu,,Used\nu1,u,Quoted\n');
    const quoted = await idOf(committed.id, 'u1');
    await db().withConnection(async (client) => {
      await client.query('create table quotations (id integer primary key, client_id integer not null references clients (id))');
      await client.query('insert into quotations values (1, $1)', [quoted]);
    });
    try {
      await step(server.get(), committed.id, 'undo');
      expect(await undoOf(committed.id)).to.deep.equal({
        u: ['deleted', 'It was only marked deleted, as deleted clients below it had to stay.'],
        u1: ['deleted', 'It was only marked deleted, as it is in use: quotations.'],
      });
    } finally {
      await db().withConnection((client) => client.query('drop table quotations'));
    }
  });

  it('after an undo the same import can be tried and committed again, with the right counts', async () => {
    const before = await snapshot(db());
    const committed = await importFile(server.get(), 'id,parent,name\nw,,Wave\nw1,w,Ripple\n');
    await step(server.get(), committed.id, 'undo');
    expect(await snapshot(db())).to.deep.equal(before);
    expect((await step(server.get(), committed.id, 'dry-run')).counts).to.include({ create: 2, unchanged: 0 });
    expect((await step(server.get(), committed.id, 'commit')).counts).to.include({ create: 2, error: 0 });
    expect(await treeOf(db())).to.include('Wave #w / Ripple #w1');
  });
});
