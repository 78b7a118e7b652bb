import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { driving, textsOf } from './support.js';

describe('notes of clients', () => {
  const server = useServer();
  const { call, must, tree, note, crew, ride, feed, acknowledge, state } = driving(server);
  let ids: Record<string, number>;
  const effective = async (id: number | undefined, query = '') => (await must(call('GET', `/clients/${id}/notes/effective${query}`))).items.map(({ text }: { text: string }) => text);

  beforeEach(async () => {
    ids = await tree('Firm(Branch(Clerk),Other)');
  });

  it('N-2 stack from the root to the customer, each with its author client, audience, severity and dates', async () => {
    await note(ids.Clerk, 'wheelchair', { severity: 'warning', audience: 'both' });
    await note(ids.Firm, 'call reception first', { severity: 'mustAcknowledge', from: '2020-01-01', to: '2099-12-31' });
    await note(ids.Branch, 'pays late', { audience: 'dispatcher' });
    await note(ids.Other, 'of somebody else');
    const { items } = await must(call('GET', `/clients/${ids.Clerk}/notes/effective`));
    expect(items.map(({ id: _, ...item }: { id: number }) => item)).to.deep.equal([
      { client: { id: ids.Firm, name: 'Firm' }, version: 1, text: 'call reception first', audience: 'driver', severity: 'mustAcknowledge', from: '2020-01-01', to: '2099-12-31' },
      { client: { id: ids.Branch, name: 'Branch' }, version: 1, text: 'pays late', audience: 'dispatcher', severity: 'info', from: null, to: null },
      { client: { id: ids.Clerk, name: 'Clerk' }, version: 1, text: 'wheelchair', audience: 'both', severity: 'warning', from: null, to: null },
    ]);
    expect(await effective(ids.Clerk, '?audience=driver')).to.deep.equal(['call reception first', 'wheelchair']);
    expect(await effective(ids.Clerk, '?audience=dispatcher')).to.deep.equal(['pays late', 'wheelchair']);
    const resolved = await must(call('POST', '/resolve', { clientId: ids.Clerk }));
    expect(resolved.notes).to.deep.equal(items);
  });

  it('N-1 the field of the card counts as a note for drivers, and is written in one place only', async () => {
    await must(call('PATCH', `/clients/${ids.Branch}`, { driverNote: ' by the back door ' }));
    const own = await note(ids.Branch, 'ring twice');
    const { items } = await must(call('GET', `/clients/${ids.Branch}/notes`));
    expect(items.map(({ id, text, audience, severity }: Record<string, unknown>) => [id, text, audience, severity])).to.deep.equal([[null, 'by the back door', 'driver', 'info'], [own, 'ring twice', 'driver', 'info']]);
    expect(await effective(ids.Clerk)).to.deep.equal(['by the back door', 'ring twice']);
    await must(call('PATCH', `/clients/${ids.Branch}`, { driverNote: null }));
    expect(await effective(ids.Clerk)).to.deep.equal(['ring twice']);
  });

  it('N-2 hold on their days, by the time zone of the client that they sit on', async () => {
    await must(call('PATCH', `/clients/${ids.Firm}`, { timeZone: 'Asia/Vladivostok' }));
    await must(call('PATCH', `/clients/${ids.Clerk}`, { timeZone: 'America/New_York' }));
    await note(ids.Branch, 'holiday there', { from: '2031-05-01', to: '2031-05-01' });
    await note(ids.Clerk, 'holiday here', { from: '2031-05-01', to: '2031-05-01' });
    const at = (instant: string) => effective(ids.Clerk, `?at=${encodeURIComponent(instant)}`);
    // Midnight in Vladivostok is 14:00 UTC of the day before; in New York 04:00 UTC.
    expect(await at('2031-04-30T13:59:59Z')).to.deep.equal([]);
    expect(await at('2031-04-30T14:00:00Z')).to.deep.equal(['holiday there']);
    expect(await at('2031-05-01T04:00:00Z')).to.deep.equal(['holiday there', 'holiday here']);
    expect(await at('2031-05-01T14:00:00Z')).to.deep.equal(['holiday here']);
    expect(await at('2031-05-02T04:00:00Z')).to.deep.equal([]);
    const resolved = await must(call('POST', '/resolve', { clientId: ids.Clerk, at: '2031-04-30T14:00:00Z' }));
    expect(resolved.notes.map(({ text }: { text: string }) => text)).to.deep.equal(['holiday there']);
  });

  it('D-8 refuse a change of what somebody else has changed, and take one of something else', async () => {
    const id = await note(ids.Firm, 'first');
    const path = `/clients/${ids.Firm}/notes/${id}`;
    await must(call('PATCH', path, { text: 'second', version: 1 }));
    const refused = await call('PATCH', path, { text: 'third', version: 1 });
    expect([refused.body.code, refused.body.conflicts]).to.deep.equal(['conflict.version', [{ field: 'text', mine: 'third', theirs: 'second', before: 'first' }]]);
    expect((await call('PATCH', path, { severity: 'warning', version: 1 })).body).to.include({ text: 'second', severity: 'warning', version: 3 });
    expect((await call('PATCH', path, { to: '2031-01-01', from: '2031-01-02' })).body).to.include({ code: 'note.dates' });
    expect((await call('PATCH', path, { from: '2031-01-02' })).status).to.equal(200);
    expect((await call('PATCH', path, { to: '2031-01-01' })).body).to.include({ code: 'note.dates' });
    expect((await call('PATCH', `/clients/${ids.Other}/notes/${id}`, { text: 'not mine' })).body).to.include({ code: 'note.not_found' });
    expect((await call('POST', `/clients/${ids.Firm}/notes`, { text: ' \n\t ' })).body).to.include({ code: 'request.invalid' });
  });

  it('are removed by a flag, which can be taken back, and every change is in the history, with who, old and new', async () => {
    const id = await note(ids.Firm, 'first');
    const path = `/clients/${ids.Firm}/notes/${id}`;
    await must(call('PATCH', path, { text: 'second' }));
    expect((await must(call('DELETE', path))).removed).to.equal(true);
    await must(call('DELETE', path));
    expect(await effective(ids.Clerk)).to.deep.equal([]);
    expect((await call('PATCH', path, { text: 'third' })).body.code).to.equal('note.not_found');
    expect((await must(call('GET', `/clients/${ids.Firm}/notes?removed=true`))).items[0]).to.include({ id, text: 'second', removed: true, author: 'admin' });
    await must(call('POST', `${path}/restore`));
    expect(await effective(ids.Clerk)).to.deep.equal(['second']);
    const { items } = await must(call('GET', `/history?entity=clientNote&entityId=${id}`));
    expect(items.map(({ action, version, changes }: Record<string, unknown>) => [action, version, changes])).to.deep.equal([
      ['clientNote.restored', 4, { removed: [true, false] }], ['clientNote.removed', 3, { removed: [false, true] }], ['clientNote.changed', 2, { text: ['first', 'second'] }],
      ['clientNote.created', 1, { client: [null, ids.Firm], text: [null, 'first'], audience: [null, 'driver'], severity: [null, 'info'] }],
    ]);
    const ofClient = (await must(call('GET', `/clients/${ids.Firm}/history`))).items;
    expect(ofClient.slice(0, 2).map(({ action, changes }: Record<string, unknown>) => [action, changes])).to.deep.equal([['client.note_restored', { note: [id, id] }], ['client.note_removed', { note: [id, null] }]]);
  });

  it('D-6 cannot be written on deleted clients, nor below them; a client has at most 100', async () => {
    await must(call('POST', `/clients/${ids.Branch}/delete`, {}));
    expect((await call('POST', `/clients/${ids.Clerk}/notes`, { text: 'late' })).body).to.include({ code: 'client.deleted' });
    for (let number = 0; number < 100; number += 1) await note(ids.Other, `note ${number}`);
    expect((await call('POST', `/clients/${ids.Other}/notes`, { text: 'one more' })).body).to.include({ code: 'note.too_many' });
  });

  it('N-3 acknowledgements are kept: which crew, when, for which order, which version; the dispatcher sees them', async () => {
    const id = await note(ids.Firm, 'no smoking', { severity: 'mustAcknowledge' });
    const driver = await crew();
    const order = await ride(ids.Clerk, driver);
    expect((await feed(driver)).body.items[0].notes[0]).to.include({ id, severity: 'mustAcknowledge', acknowledgedAt: null });
    const first = await acknowledge(driver, id, order, { version: 1 });
    expect(first.body).to.include({ noteId: id, orderId: order, version: 1 });
    expect((await acknowledge(driver, id, order)).body).to.deep.equal(first.body);
    expect((await feed(driver)).body.items[0].notes[0].acknowledgedAt).to.equal(first.body.at);
    await must(call('PATCH', `/clients/${ids.Firm}/notes/${id}`, { text: 'no smoking, no food' }));
    expect((await feed(driver)).body.items[0].notes[0]).to.include({ version: 2, acknowledgedAt: null });
    expect((await acknowledge(driver, id, order, { version: 1 })).body).to.include({ code: 'conflict.version', version: 2 });
    await must(acknowledge(driver, id, order, { version: 2 }));
    await must(state(order, 'finished'));
    await must(call('DELETE', `/clients/${ids.Firm}/notes/${id}`));
    const { items, acknowledgements } = await must(call('GET', `/orders/${order}/notes`));
    expect(items).to.deep.equal([]);
    expect(acknowledgements.map(({ at: _, crew: { id: by }, ...rest }: Record<string, never> & { crew: { id: number } }) => ({ ...rest, by }))).to.deep.equal([{ noteId: id, version: 1, by: driver.id }, { noteId: id, version: 2, by: driver.id }]);
    expect((await must(call('GET', `/clients/${ids.Firm}/notes?removed=true`))).items[0].acknowledgements).to.equal(2);
    const history = (await must(call('GET', `/history?entity=order&entityId=${order}`))).items.filter(({ action }: { action: string }) => action === 'order.note_acknowledged');
    expect(history.map(({ actorKind, actorId, channel, changes }: Record<string, unknown>) => [actorKind, actorId, channel, changes])).to.deep.equal([2, 1].map((version) => ['crew', driver.id, 'driverApp', { acknowledged: [null, { noteId: id, version }] }]));
  });

  it('N-3 a crew acknowledges only what it sees: not for other orders, not of other audiences, not after the end', async () => {
    const driver = await crew();
    const stranger = await crew();
    const id = await note(ids.Firm, 'for drivers');
    const inner = await note(ids.Firm, 'for dispatchers', { audience: 'dispatcher' });
    const order = await ride(ids.Clerk, driver);
    const other = await ride(ids.Clerk, stranger);
    const codes = [acknowledge(stranger, id, order), acknowledge(driver, id, other), acknowledge(driver, inner, order), acknowledge(driver, 2_000_000_000, order), acknowledge(driver, id, 2_000_000_000)];
    for (const answer of await Promise.all(codes)) expect(answer.body.code).to.equal('note.not_found');
    await must(state(order, 'aborted'));
    expect((await acknowledge(driver, id, order)).body.code).to.equal('note.not_found');
    expect(textsOf((await feed(driver)).body)).to.deep.equal({});
  });
});
