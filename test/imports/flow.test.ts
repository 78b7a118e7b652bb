import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { allRows, breaches, importFile, NO_BREACHES, snapshot, step, treeOf, tryImport, upload } from './support.js';

const BANK = [
  'id,parent id,name,phone,email,tariff',
  'desk,b3,Cash desk,+7 495 123-45-67,desk@bank.example,',
  'b3,bank,Branch 3,,,',
  'bank,,Bank,8 (495) 765-43-21,info@bank.example,',
].join('\n');

describe('imports: from the file to the undo', () => {
  const server = useServer({ JOBS: '1' });
  const db = () => server.get().context.db;

  it('D-30 takes a file in, guesses its mapping, tries, commits, and takes it all back', async () => {
    const before = await snapshot(db());
    const created = (await upload(server.get(), BANK)).body;
    expect(created).to.include({ state: 'mapping', fileName: 'clients.csv', rowCount: 3 });
    expect(created.mapping).to.deep.equal([
      { column: 0, target: 'externalId' }, { column: 1, target: 'parentExternalId' }, { column: 2, target: 'name' }, { column: 3, target: 'phones' },
      { column: 4, target: 'email' }, { column: 5, target: 'settings.tariff' },
    ]);
    const tried = await step(server.get(), created.id, 'dry-run');
    expect(tried.error).to.equal(null);
    expect(tried).to.include({ state: 'checked' });
    expect(tried.counts).to.deep.equal({ create: 3, update: 0, move: 0, unchanged: 0, error: 0, warnings: 0 });
    expect(await snapshot(db()), 'a dry run writes nothing').to.deep.equal(before);
    const committed = await step(server.get(), created.id, 'commit');
    expect(committed).to.include({ state: 'committed', error: null });
    expect(await treeOf(db())).to.deep.equal(['Bank #bank', 'Bank #bank / Branch 3 #b3', 'Bank #bank / Branch 3 #b3 / Cash desk #desk']);
    expect(await breaches(db())).to.deep.equal(NO_BREACHES);
    const desk = (await allRows(server.get(), created.id)).find(({ externalId }) => externalId === 'desk');
    const card = (await server.get().call('GET', `/clients/${desk?.clientId}`)).body;
    expect(card).to.deep.include({ kind: 'employee', email: 'desk@bank.example' });
    expect(card.phones).to.deep.equal([{ number: '+7 495 123-45-67', digits: '74951234567', main: true, useForCalls: true, identifiesCaller: true }]);
    const history = (await server.get().call('GET', `/clients/${desk?.clientId}/history`)).body.items;
    expect(history).to.have.length(1);
    expect(history[0]).to.deep.include({ action: 'client.created', channel: 'import', importId: created.id, actorName: 'admin', version: 1 });
    const undone = await step(server.get(), created.id, 'undo');
    expect(undone).to.include({ state: 'undone', error: null });
    expect(undone.undoCounts).to.deep.equal({ removed: 3, deleted: 0, restored: 0, kept: 0 });
    expect(await snapshot(db())).to.deep.equal(before);
  });

  it('D-30 importing the same file twice changes nothing: no version, no history', async () => {
    await importFile(server.get(), BANK);
    const state = () => db().withConnection(async (client) => (await client.query(`select (select json_agg(c order by id) from clients c) as clients, (select count(*) from history where entity = 'client') as history`)).rows[0]);
    const before = await state();
    const again = await importFile(server.get(), BANK);
    expect(again.counts).to.deep.equal({ create: 0, update: 0, move: 0, unchanged: 3, error: 0, warnings: 0 });
    expect(await state()).to.deep.equal(before);
  });

  it('D-31 finds clients again by external id inside their root, and tells what it changed and moved', async () => {
    const changed = BANK.replace('Branch 3', 'Branch Three').replace('desk,b3,', 'desk,bank,');
    const tried = await tryImport(server.get(), changed);
    expect(tried.counts).to.deep.include({ create: 0, update: 1, move: 1, unchanged: 1, error: 0 });
    const before = await snapshot(db());
    await step(server.get(), tried.id, 'commit');
    expect(await treeOf(db())).to.deep.equal(['Bank #bank', 'Bank #bank / Branch Three #b3', 'Bank #bank / Cash desk #desk']);
    const undone = await step(server.get(), tried.id, 'undo');
    expect(undone.undoCounts).to.deep.include({ restored: 2, kept: 0 });
    expect(await snapshot(db())).to.deep.equal(before);
  });
});
