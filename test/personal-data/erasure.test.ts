import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { listScheduled, scheduleChange } from '../../src/schedule/schedule.js';
import { tester } from '../support/build.js';
import { useServer } from '../support/server.js';
import { countRows, findInDatabase } from './whole-database.js';

/** Texts of one person that occur nowhere else. */
function secretsOf(number: number) {
  const mark = `zzq${number}x`;
  return {
    name: `Vasilisa${mark} Premudraya${mark}`, formerName: `Lyagushka${mark}`, email: `${mark}@skazka.example`, formerEmail: `${mark}-old@skazka.example`, login: `login-${mark}`,
    address: `Izbushka ${mark}`, member: `Ivan${mark}`, birthDate: `${1800 + number}-03-04`, formerBirthDate: `${1800 + number}-04-03`,
  };
}

describe('erasure of personal data', () => {
  const server = useServer();
  const call = (...parameters: Parameters<ReturnType<typeof server.get>['call']>) => server.get().call(...parameters);
  const db = () => server.get().context.db;
  let marks = 0;
  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).to.be.lessThan(300);
    return answer.body;
  };
  const found = (texts: Record<string, string>) => findInDatabase(db(), texts);

  /** A person whose texts are in as many places as there are. */
  async function person(more: Record<string, unknown> = {}) {
    marks += 1;
    const texts = secretsOf(marks);
    const { id } = await ok('POST', '/clients', { name: texts.formerName, kind: 'person', email: texts.formerEmail, birthDate: texts.formerBirthDate, apiLogin: texts.login, phones: [{ number: `+7916000000${marks % 10}`, main: true }], ...more });
    await ok('PATCH', `/clients/${id}`, {
      name: texts.name, email: texts.email, birthDate: texts.birthDate, useEmail: true, favouriteAddresses: [{ address: texts.address }], favouriteCrews: [71], unwantedCrews: [72],
      familyMembers: [{ name: texts.member, phone: '+79160000099' }], comment: 'owes 500',
      ...(more.parentId === undefined && { terminalAccount: `term-${id}`, referralCode: `ref-${id}` }),
    });
    await ok('POST', `/clients/${id}/api-access/send`);
    await ok('PUT', `/clients/${id}/api-password`, { generate: true });
    await ok('POST', `/clients/${id}/api-access/send`);
    return { id: id as number, texts };
  }

  it('§7 leaves nothing of the erased texts in any table, the history included', async () => {
    const { id, texts } = await person();
    expect(await found(texts)).to.include.members(['name: clients.name', 'formerName: history.changes', 'email: messages.recipient', 'member: clients.family_members', 'formerEmail: history.changes']);
    const { body: erasure } = await call('POST', `/clients/${id}/erase`, {});
    expect(erasure).to.deep.include({ dryRun: false, clientId: id, historyRows: 2, messages: 2, links: 2 });
    expect(erasure.fields).to.have.members(['name', 'birthDate', 'email', 'useEmail', 'useSms', 'useCalls', 'favouriteAddresses', 'favouriteCrews', 'unwantedCrews', 'familyMembers', 'apiLogin', 'apiPassword']);
    expect(await found(texts)).to.deep.equal([]);
  });

  it('§7 clears the listed fields, stamps the date, and leaves the rest, so that a debt cannot be wiped', async () => {
    const { id } = await person();
    const before = await ok('GET', `/clients/${id}`);
    const erasure = await ok('POST', `/clients/${id}/erase`, {});
    const card = await ok('GET', `/clients/${id}`);
    const cleared = {
      name: `Erased person ${id}`, birthDate: null, email: null, useEmail: false, useSms: false, useCalls: false, favouriteAddresses: [], favouriteCrews: [], unwantedCrews: [],
      familyMembers: [], apiLogin: null, hasApiPassword: false, erasedAt: erasure.erasedAt, version: before.version + 1, updatedAt: erasure.erasedAt,
    };
    expect(card).to.deep.equal({ ...before, ...cleared });
    expect(card).to.include({ comment: 'owes 500', terminalAccount: `term-${id}`, referralCode: `ref-${id}` });
    expect(card.phones).to.have.length(1);
  });

  it('§7 counts stay: no row goes but one-time links and words of the search', async () => {
    const { id } = await person();
    const before = await countRows(db());
    const { links } = await ok('POST', `/clients/${id}/erase`, {});
    const { client_words: _, search_words: __, ...after } = await countRows(db());
    expect({ ...before, ...after }).to.deep.equal({ ...before, history: (before.history as number) + 1, password_links: (before.password_links as number) - links });
  });

  it('§7 balances stay, and documents are kept (B-3)', async () => {
    const { id, texts } = await person();
    await ok('POST', `/clients/${id}/operations`, { type: 'receipt', sum: { amount: '500.00', currency: 'RUB' } });
    await ok('POST', `/clients/${id}/operations`, { type: 'expense', sum: { amount: '620.25', currency: 'RUB' }, pastFloorReason: 'agreed by phone' });
    const money = async () => [await ok('GET', `/clients/${id}/accounts`), await ok('GET', `/clients/${id}/operations`), await ok('GET', `/clients/${id}/balance-with-employees`)];
    const before = await money();
    expect(before[0].items[0].balance).to.deep.equal({ amount: '-120.25', currency: 'RUB' });
    await ok('POST', `/clients/${id}/invoices`, { sum: { amount: '120.25', currency: 'RUB' } });
    await ok('POST', `/clients/${id}/erase`, {});
    expect(await money()).to.deep.equal(before);
    expect(await found(texts)).to.deep.equal(['name: invoices.payer']);
  });

  it('§7 the history keeps that it happened, not what was there', async () => {
    const { id } = await person();
    const erasure = await ok('POST', `/clients/${id}/erase`, {});
    const { items } = await ok('GET', `/clients/${id}/history?limit=100`);
    const [erased, ...earlier] = items;
    expect(erased).to.deep.include({ action: 'client.personal_data_erased', version: erasure.version, actorName: 'admin' });
    expect(erased.changes.name).to.deep.equal([{ erased: true }, `Erased person ${id}`]);
    expect(erased.changes.email).to.deep.equal([{ erased: true }, null]);
    const changed = earlier.find(({ action }: { action: string }) => action === 'client.changed');
    expect(changed.changes.name).to.deep.equal([{ erased: true }, { erased: true }]);
    expect(changed.changes.favouriteAddresses[1]).to.deep.equal({ erased: true });
    expect(changed.changes.comment).to.deep.equal([null, 'owes 500']);
    const created = earlier.find(({ action }: { action: string }) => action === 'client.created');
    expect(created.changes.email).to.deep.equal([null, { erased: true }]);
    expect(created.changes.phones[1]).to.have.length(1);
  });

  it('§7 an employee of a legal entity keeps the name, everywhere', async () => {
    const { id: root } = await ok('POST', '/clients', { name: 'Erasing Ltd' });
    const { id, texts } = await person({ kind: 'employee', parentId: root });
    const erasure = await ok('POST', `/clients/${id}/erase`, {});
    expect(erasure.fields).not.to.include('name');
    const { name, formerName, ...others } = texts;
    expect((await ok('GET', `/clients/${id}`)).name).to.equal(name);
    expect(await found(others)).to.deep.equal([]);
    expect(await found({ name, formerName })).to.include.members(['name: clients.name', 'formerName: history.changes']);
  });

  it('§7 finds the name of a former employee in the history of the former superior', async () => {
    const { id: root } = await ok('POST', '/clients', { name: 'Former superior' });
    const { id: other } = await ok('POST', '/clients', { name: 'Somebody else', parentId: root });
    const { id, texts } = await person({ kind: 'employee', parentId: root });
    await ok('POST', `/clients/${id}/move`, { parentId: null });
    await ok('PATCH', `/clients/${id}`, { kind: 'person' });
    expect(await found({ name: texts.name })).to.include('name: history.changes');
    await ok('POST', `/clients/${id}/erase`, {});
    expect(await found(texts)).to.deep.equal([]);
    const { items } = await ok('GET', `/clients/${root}/history`);
    const lists = items.map(({ changes }: { changes: { employees?: unknown } }) => changes.employees).filter(Boolean);
    expect(lists).to.deep.equal([[{ id, name: `Erased person ${id}` }, null], [null, { id, name: `Erased person ${id}` }], [null, { id: other, name: 'Somebody else' }]]);
  });

  it('takes the words of the name out of the search, but not those of others', async () => {
    const { id, texts } = await person();
    const { id: namesake } = await ok('POST', '/clients', { name: `${texts.name.split(' ')[0]} Namesake` });
    await ok('POST', `/clients/${id}/erase`, {});
    const { items } = await ok('GET', `/clients?q=${texts.name.split(' ')[0]}`);
    expect(items.map((item: { id: number }) => item.id)).to.deep.equal([namesake]);
    expect(await found({ second: texts.name.split(' ')[1] as string })).to.deep.equal([]);
  });

  it('leaves the words of the search complete while others write the same words', async () => {
    const shared = 'Zzsharedword';
    const ids = await Promise.all(Array.from({ length: 6 }, async (_, index) => (await ok('POST', '/clients', { name: `${shared} ${index}`, kind: 'person' })).id as number));
    const writers = Array.from({ length: 12 }, (_, index) => ok('POST', '/clients', { name: `${shared} Other ${index}` }).then(({ id }) => ok('PATCH', `/clients/${id}`, { name: `Renamed ${shared} ${index}` })));
    await Promise.all([...ids.map((id) => ok('POST', `/clients/${id}/erase`, {})), ...writers]);
    const missing = await db().withConnection((client) => client.query('select w.word from client_words w where not exists (select 1 from search_words s where s.word = w.word)'));
    expect(missing.rows).to.deep.equal([]);
  });

  it('waits for an import that writes names, but not for ever', async () => {
    const { id } = await person();
    await db().withConnection(async (client) => {
      await client.query('begin');
      await client.query('lock table search_words in row exclusive mode');
      const waiting = call('POST', `/clients/${id}/erase`, {});
      await sleep(500);
      await client.query('commit');
      expect((await waiting).status).to.equal(200);
    });
    const { id: other, texts } = await person();
    await db().withConnection(async (client) => {
      await client.query('begin');
      await client.query('lock table search_words in row exclusive mode');
      const refused = await call('POST', `/clients/${other}/erase`, {});
      await client.query('rollback');
      expect([refused.status, refused.body.code]).to.deep.equal([409, 'conflict.busy']);
    });
    expect((await ok('GET', `/clients/${other}`)).name).to.equal(texts.name);
  });

  it('ends one-time links and the password at once', async () => {
    const { id } = await person();
    const { secret } = await db().prisma.message.findFirstOrThrow({ where: { clientId: id, secret: { not: null } }, select: { secret: true } });
    const token = new URL(secret as string).searchParams.get('token') as string;
    expect((await call('GET', `/cabinet/password-links/${token}`)).status).to.equal(200);
    await ok('POST', `/clients/${id}/erase`, {});
    expect((await call('GET', `/cabinet/password-links/${token}`)).status).to.equal(404);
    expect((await call('POST', `/cabinet/password-links/${token}`, { password: 'long enough for it' })).status).to.equal(404);
  });

  it('erases what is to be sent later, and does not send it', async () => {
    const { id } = await person();
    await ok('POST', `/clients/${id}/erase`, {});
    const { items } = await ok('GET', `/clients/${id}/messages`);
    for (const message of items) expect(message).to.include({ recipient: '', subject: null, body: '', purpose: 'erased', status: 'failed' });
    expect((await call('POST', `/messages/${items[0].id}/retry`)).body).to.include({ code: 'message.state', detail: 'The message was erased with the personal data of its client.' });
  });

  it('takes personal data out of changes with a date, and cancels those of which nothing is left', async () => {
    const { id, texts } = await person();
    const later = (fields: Record<string, unknown>) => db().transaction((tx) => scheduleChange(tx, tester, id, { at: '2100-01-01T00:00:00Z', change: { kind: 'fields', fields } }));
    const [mixed, only] = [await later({ email: `later-${texts.email}`, comment: 'stays' }), await later({ email: `later-${texts.email}` })];
    const erasure = await ok('POST', `/clients/${id}/erase`, {});
    expect(erasure.scheduledChanges).to.equal(2);
    expect(await found(texts)).to.deep.equal([]);
    const { items } = await listScheduled(db(), { hiddenAttributes: true }, id, {});
    expect(items.find((item) => item.id === mixed.id)).to.deep.include({ status: 'pending', change: { kind: 'fields', fields: { comment: 'stays' } } });
    expect(items.find((item) => item.id === only.id)).to.deep.include({ status: 'cancelled' });
  });

  it('dryRun tells the same and changes nothing', async () => {
    const { id, texts } = await person();
    const places = await found(texts);
    const preview = await ok('POST', `/clients/${id}/erase`, { dryRun: true });
    expect(await found(texts)).to.deep.equal(places);
    const { dryRun, erasedAt, ...done } = await ok('POST', `/clients/${id}/erase`, {});
    expect(preview).to.deep.include({ ...done, dryRun: true });
    expect([dryRun, typeof erasedAt]).to.deep.equal([false, 'string']);
  });

  it('a second time finds nothing and changes nothing', async () => {
    const { id } = await person();
    const first = await ok('POST', `/clients/${id}/erase`, {});
    const second = await ok('POST', `/clients/${id}/erase`, {});
    expect(second).to.deep.equal({ dryRun: false, clientId: id, version: first.version, erasedAt: first.erasedAt, fields: [], historyRows: 0, importRows: 0, notes: 0, orders: 0, messages: 0, links: 0, scheduledChanges: 0 });
    expect((await ok('GET', `/clients/${id}`)).version).to.equal(first.version);
  });

  it('D-8 does not erase what somebody else changed meanwhile without being seen', async () => {
    const { id } = await person();
    const { version } = await ok('GET', `/clients/${id}`);
    await ok('PATCH', `/clients/${id}`, { email: 'new@skazka.example' });
    const refused = await call('POST', `/clients/${id}/erase`, { version });
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'conflict.version']);
    await ok('PATCH', `/clients/${id}`, { comment: 'another field' });
    await ok('POST', `/clients/${id}/erase`, { version: version + 1 });
  });

  it('D-8 a change of an erased field by somebody who saw the card before is a conflict', async () => {
    const { id } = await person();
    const { version } = await ok('GET', `/clients/${id}`);
    await ok('POST', `/clients/${id}/erase`, {});
    const late = await call('PATCH', `/clients/${id}`, { email: 'back@skazka.example', version });
    expect([late.status, late.body.code, late.body.conflicts[0].theirs]).to.deep.equal([409, 'conflict.version', null]);
  });

  it('reaches a client that was removed for good: only its history is left', async () => {
    const { id, texts } = await person();
    const at = new Date().toISOString();
    await ok('POST', `/clients/${id}/delete`, {});
    await ok('DELETE', `/clients/${id}`);
    expect(await found({ name: texts.name })).to.include('name: history.changes');
    const erasure = await ok('POST', `/clients/${id}/erase`, {});
    expect(erasure).to.deep.include({ version: null, erasedAt: null, fields: [] });
    expect(await found(texts)).to.deep.equal([]);
    expect((await ok('GET', `/history?entity=client&entityId=${id}`)).items[0]).to.include({ action: 'client.personal_data_erased' });
    expect(await ok('GET', `/clients/${id}?at=${encodeURIComponent(at)}`)).to.deep.include({ email: null, favouriteAddresses: [], comment: 'owes 500' });
  });

  it('the state at a past instant shows nothing of it either', async () => {
    const { id, texts } = await person();
    const at = encodeURIComponent(new Date().toISOString());
    expect(JSON.stringify(await ok('GET', `/clients/${id}?at=${at}`))).to.contain(texts.email);
    await ok('POST', `/clients/${id}/erase`, {});
    const past = await ok('GET', `/clients/${id}?at=${at}`);
    expect(past).to.deep.include({ name: `Erased person ${id}`, email: null, comment: 'owes 500', favouriteAddresses: [] });
  });

  it('is refused without the right, and says that there is no such client', async () => {
    const { id } = await person();
    const token = await server.get().operatorWith(['client.view', 'client.change', 'client.delete']);
    expect((await call('POST', `/clients/${id}/erase`, {}, { token })).status).to.equal(403);
    expect((await call('POST', '/clients/2000000000/erase', {})).body.code).to.equal('client.not_found');
  });
});
