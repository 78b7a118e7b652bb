// Notes where personal data is erased and exported, and what db:verify says of them.
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import pg from 'pg';
import { verifyDatabase } from '../../src/verify/verify.js';
import { findInDatabase } from '../personal-data/whole-database.js';
import { useServer } from '../support/server.js';
import { driving } from './support.js';

describe('notes as personal data', () => {
  const server = useServer();
  const { call, must, tree, note, crew, ride, acknowledge, state } = driving(server);
  const db = () => server.get().context.db;

  it('§7 an erasure clears the notes on the person, those that were removed too, their history and the field of the card', async () => {
    const texts = { note: 'zzq wheelchair', former: 'zzq walks with a stick', removed: 'zzq owes me a tenner', card: 'zzq call twice', formerCard: 'zzq call once', elsewhere: 'zzq of the firm' };
    const { Person: id, Firm: firm } = await tree('Person,Firm');
    await must(call('PATCH', `/clients/${id}`, { driverNote: texts.formerCard }));
    await must(call('PATCH', `/clients/${id}`, { driverNote: texts.card }));
    const [own, removed] = [await note(id, texts.former), await note(id, texts.removed)];
    await must(call('PATCH', `/clients/${id}/notes/${own}`, { text: texts.note, severity: 'warning' }));
    await must(call('DELETE', `/clients/${id}/notes/${removed}`));
    await note(firm, texts.elsewhere);
    const driver = await crew();
    const order = await ride(id, driver);
    await must(acknowledge(driver, own, order));
    await must(state(order, 'finished'));
    expect(await findInDatabase(db(), texts)).to.include.members(['note: client_notes.text', 'former: history.changes', 'removed: client_notes.text', 'card: clients.driver_note', 'formerCard: history.changes']);
    const erasure = await must(call('POST', `/clients/${id}/erase`, {}));
    expect(erasure).to.include({ notes: 2 });
    expect(erasure.fields).to.include('driverNote');
    expect(await findInDatabase(db(), texts)).to.deep.equal(['elsewhere: client_notes.text', 'elsewhere: history.changes']);
    expect((await must(call('GET', `/clients/${id}/notes`))).items).to.deep.equal([]);
    expect((await must(call('GET', `/orders/${order}/notes`))).acknowledgements).to.have.length(1);
    expect(await must(call('POST', `/clients/${id}/erase`, {}))).to.include({ notes: 0, historyRows: 0 });
    expect((await verifyDatabase(db())).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
  });

  it('§7 an erasure by the id of a client that was removed for good finds the history of its notes', async () => {
    const { Gone: id } = await tree('Gone');
    await note(id, 'zzr barking dog');
    await must(call('POST', `/clients/${id}/delete`, {}));
    await must(call('DELETE', `/clients/${id}`));
    expect(await findInDatabase(db(), { note: 'zzr barking dog' })).to.deep.equal(['note: history.changes']);
    await must(call('POST', `/clients/${id}/erase`, {}));
    expect(await findInDatabase(db(), { note: 'zzr barking dog' })).to.deep.equal([]);
  });

  it('§7 an export has the notes, the removed ones too, without who wrote them', async () => {
    const { Person: id } = await tree('Person');
    const removed = await note(id, 'old');
    await note(id, 'new', { severity: 'warning', to: '2031-12-31' });
    await must(call('DELETE', `/clients/${id}/notes/${removed}`));
    const response = await fetch(`${server.get().url}/api/v1/clients/${id}/personal-data-export`, { method: 'POST', headers: { authorization: `Bearer ${server.get().token}` } });
    const notes = JSON.parse(strFromU8(unzipSync(new Uint8Array(await response.arrayBuffer()))['notes.json'] as Uint8Array)) as Record<string, unknown>[];
    expect(notes.map(({ text, severity, to, removed: gone }) => [text, severity, to, gone])).to.deep.equal([['old', 'info', null, true], ['new', 'warning', '2031-12-31', false]]);
    expect(notes.flatMap(Object.keys)).to.not.include('author');
  });

  it('db:verify is silent about notes, crews and what crews did, and names what is wrong', async () => {
    const ids = await tree('Firm(Clerk)');
    const driver = await crew();
    const id = await note(ids.Firm, 'hello');
    const order = await ride(ids.Clerk, driver);
    await must(acknowledge(driver, id, order));
    expect((await verifyDatabase(db())).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
    const client = new pg.Client({ connectionString: server.get().context.config.databaseUrl ?? '' });
    await client.connect();
    const brokenBy = async (change: string, undo: string) => {
      await client.query(change);
      const broken = (await verifyDatabase(db())).filter(({ breaches }) => breaches > 0);
      await client.query(undo);
      return broken.map(({ check, first }) => [check.id, first[0]?.id]);
    };
    try {
      expect(await brokenBy(`update client_notes set version = 9 where id = ${id}`, `update client_notes set version = 1 where id = ${id}`)).to.deep.equal([['note-versions', id]]);
      expect(await brokenBy(`update note_acknowledgements set note_version = 9 where note_id = ${id}`, `update note_acknowledgements set note_version = 1 where note_id = ${id}`)).to.deep.equal([['acknowledgements', id]]);
      expect(await brokenBy(`update crews set version = 9 where id = ${driver.id}`, `update crews set version = 1 where id = ${driver.id}`)).to.deep.equal([['crew-versions', driver.id]]);
      expect(await brokenBy(`update crew_tokens set expires_at = issued_at - interval '1 day' where crew_id = ${driver.id}`, `update crew_tokens set expires_at = issued_at + interval '1 day' where crew_id = ${driver.id}`)).to.deep.equal([['crew-tokens', driver.id]]);
    } finally {
      await client.end();
    }
  });
});
