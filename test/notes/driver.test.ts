// What crews see over REST and the socket (N-3): the right notes within a second, and nothing of anybody else.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ChangeEvent } from '../../src/contract/events.js';
import { systemClock } from '../../src/lib/clock.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';
import { driving, type TestCrew, textsOf } from './support.js';

const SECOND = 1_000;

describe('driver app', () => {
  let offset = 0;
  const server = useServer({}, { clock: { now: () => systemClock.now().plus(offset) } });
  const { call, must, tree, note, crew, ride, feed, state, listen, closeAll, order } = driving(server);
  let ids: Record<string, number>;
  let first: TestCrew;
  let second: TestCrew;

  beforeEach(async () => {
    ids = await tree('Firm(Branch(Clerk),Other)');
    [first, second] = [await crew(), await crew()];
  });
  afterEach(() => {
    offset = 0;
    closeAll();
  });

  const shows = (socket: TestSocket, notes: Record<number, string[]>) => socket.until(({ view }) => JSON.stringify(textsOf(view)) === JSON.stringify(notes), SECOND);

  describe('over REST', () => {
    it('N-3 shows a crew the notes for drivers of its current orders, by order, and no others', async () => {
      await note(ids.Firm, 'call reception first');
      await note(ids.Clerk, 'wheelchair', { audience: 'both' });
      await note(ids.Clerk, 'pays late', { audience: 'dispatcher' });
      await note(ids.Other, 'barking dog');
      const [mine, theirs] = [await ride(ids.Clerk, first), await ride(ids.Other, second)];
      const unassigned = (await must(order({ clientId: ids.Clerk }))).id;
      const { body } = await feed(first);
      expect(textsOf(body)).to.deep.equal({ [mine]: ['call reception first', 'wheelchair'] });
      expect(body.items[0]).to.deep.include({ greetingSign: `/api/v1/driver/orders/${mine}/greeting-sign.png` });
      expect(JSON.stringify(body)).to.not.match(/dispatcher|pays late|barking/);
      expect(textsOf((await feed(second)).body)).to.deep.equal({ [theirs]: ['call reception first', 'barking dog'] });
      await must(state(unassigned, 'driverAssigned', { crewId: first.id }));
      await must(state(mine, 'finished'));
      expect(textsOf((await feed(first)).body)).to.deep.equal({ [unassigned]: ['call reception first', 'wheelchair'] });
    });

    it('N-1 shows nothing at all without the right of the group, or without a group', async () => {
      await note(ids.Firm, 'call reception first');
      const blind = await crew(false);
      await ride(ids.Clerk, blind);
      expect((await feed(blind)).body).to.deep.equal({ items: [] });
      await must(call('PATCH', `/crew-groups/${blind.groupId}`, { seesDriverNotes: true }));
      expect((await feed(blind)).body.items).to.have.length(1);
      await must(call('PATCH', `/crews/${blind.id}`, { crewGroupId: null }));
      expect((await feed(blind)).body).to.deep.equal({ items: [] });
    });

    it('N-2 holds notes against the day of the order, where their client is', async () => {
      await note(ids.Firm, 'in May', { from: '2031-05-01', to: '2031-05-31' });
      await note(ids.Firm, 'in June', { from: '2031-06-01' });
      const late = await ride(ids.Clerk, first, { at: '2031-05-31T20:59:00Z' });
      const later = await ride(ids.Clerk, first, { at: '2031-05-31T21:00:00Z' });
      expect(textsOf((await feed(first)).body)).to.deep.equal({ [late]: ['in May'], [later]: ['in June'] });
    });

    it('finds a crew by its number where it has one, else by its id', async () => {
      await note(ids.Firm, 'hello');
      await must(call('PATCH', `/crews/${first.id}`, { number: 70_001 }));
      const { id } = await must(order({ clientId: ids.Clerk }));
      await must(state(id, 'driverAssigned', { crewId: 70_001 }));
      expect(textsOf((await feed(first)).body)).to.deep.equal({ [id]: ['hello'] });
      expect((await call('POST', '/crews', { name: 'Doubled', number: 70_001 })).body).to.include({ code: 'item.name_taken' });
      expect((await call('POST', '/crews', { name: 'Nowhere', crewGroupId: 2_000_000_000 })).body).to.include({ code: 'setting.reference_not_found' });
    });
  });

  describe('tokens', () => {
    it('hold for one audience only: an operator is no crew, a crew no operator', async () => {
      expect((await server.get().call('GET', '/driver/notes')).body.code).to.equal('auth.required');
      for (const path of ['/clients', '/sessions/current', `/orders`]) expect((await server.get().call('GET', path, undefined, { token: first.token })).body.code, path).to.equal('auth.required');
      const cookie = await server.get().call('GET', '/driver/notes', undefined, { token: null, headers: { cookie: `treeline_session=${first.token}` } });
      expect(cookie.body.code).to.equal('auth.required');
    });

    it('have at least 128 bits and are kept as hashes; a new one ends the old, one that is withdrawn or expired is nobody\'s', async () => {
      expect(Buffer.from(first.token, 'base64url').length).to.be.at.least(16);
      const stored = await server.get().context.db.withConnection(async (client) => (await client.query('select t.*, h.changes::text from crew_tokens t cross join history h')).rows);
      expect(JSON.stringify(stored)).to.not.include(first.token);
      const { token } = await must(call('POST', `/crews/${first.id}/token`, { days: 2 }));
      expect((await feed(first)).body.code).to.equal('auth.required');
      const renewed = { ...first, token };
      expect((await feed(renewed)).status).to.equal(200);
      expect((await must(call('GET', `/crews/${first.id}/token`))).token).to.include({ issuedBy: 'admin' }).and.to.not.have.property('token');
      offset = 2 * 86_400_000 - 60_000;
      expect((await feed(renewed)).status).to.equal(200);
      offset = 2 * 86_400_000;
      expect((await feed(renewed)).body.code).to.equal('auth.required');
      offset = 0;
      await must(call('DELETE', `/crews/${first.id}/token`));
      expect((await feed(renewed)).body.code).to.equal('auth.required');
      expect((await must(call('GET', `/crews/${first.id}/token`))).token).to.equal(null);
      await must(call('PATCH', `/crews/${second.id}`, { active: false }));
      expect((await feed(second)).body.code).to.equal('auth.required');
    });

    it('need the right to manage crews', async () => {
      const token = await server.get().operatorWith(['client.view', 'tariff.manage']);
      expect((await server.get().call('POST', `/crews/${first.id}/token`, {}, { token })).body).to.include({ code: 'auth.forbidden', right: 'crew.manage' });
    });
  });

  describe('over the socket', () => {
    it('refuses everybody but crews, and crews everywhere else', async () => {
      const refused = async (token: string, namespace: string) => openSocket(server.get().url, { token }, namespace).then(() => null, (error: Error & { data?: { code: string } }) => error.data?.code);
      expect(await refused(server.get().token, 'driver')).to.equal('auth.required');
      expect(await refused(first.token, 'dispatcher')).to.equal('auth.required');
      expect(await refused('x'.repeat(43), 'driver')).to.equal('auth.required');
    });

    it('runs the operations of drivers, and no others', async () => {
      const id = await note(ids.Firm, 'hello');
      const mine = await ride(ids.Clerk, first);
      const socket = await listen(first);
      expect(await socket.call('listDriverNotes')).to.have.nested.property('result.items').with.length(1);
      expect(await socket.call('acknowledgeNote', { id }, { orderId: mine })).to.have.nested.property('result.version', 1);
      for (const op of ['listClients', 'getOrder', 'listOrders', 'createNote']) expect(await socket.call(op, { id: 1 })).to.have.nested.property('problem.code', 'request.not_found');
    });

    it('N-3 pushes within a second: assignment, a new note, an edit, its removal, the field of the card, the end of the order', async () => {
      const socket = await listen(first);
      await shows(socket, {});
      const id = await note(ids.Firm, 'one');
      const mine = await ride(ids.Clerk, first);
      await shows(socket, { [mine]: ['one'] });
      await must(call('PATCH', `/clients/${ids.Firm}/notes/${id}`, { text: 'two' }));
      await shows(socket, { [mine]: ['two'] });
      await must(call('PATCH', `/clients/${ids.Clerk}`, { driverNote: 'three' }));
      await shows(socket, { [mine]: ['two', 'three'] });
      await must(call('DELETE', `/clients/${ids.Firm}/notes/${id}`));
      await shows(socket, { [mine]: ['three'] });
      socket.events.length = 0;
      await must(state(mine, 'finished'));
      await shows(socket, {});
    });

    it('N-3 pushes another superior: a move of the client, and of one above it', async () => {
      await note(ids.Branch, 'of the branch');
      await note(ids.Other, 'of the other');
      const mine = await ride(ids.Clerk, first);
      const socket = await listen(first);
      await shows(socket, { [mine]: ['of the branch'] });
      await must(call('POST', `/clients/${ids.Branch}/move`, { parentId: ids.Other }));
      await shows(socket, { [mine]: ['of the other', 'of the branch'] });
      await must(call('POST', `/clients/${ids.Clerk}/move`, { parentId: ids.Firm }));
      await shows(socket, { [mine]: [] });
    });

    it('N-3 empties the list at once when the right is withdrawn, and fills it when it is given again', async () => {
      await note(ids.Firm, 'secret');
      const mine = await ride(ids.Clerk, first);
      const socket = await listen(first);
      await shows(socket, { [mine]: ['secret'] });
      socket.events.length = 0;
      await must(call('PATCH', `/crew-groups/${first.groupId}`, { seesDriverNotes: false }));
      const event = await shows(socket, {});
      expect(event).to.deep.include({ entity: 'driverNotes', id: first.id, view: { items: [] } });
      await must(call('PATCH', `/crew-groups/${first.groupId}`, { seesDriverNotes: true }));
      await shows(socket, { [mine]: ['secret'] });
      await must(call('PATCH', `/crews/${first.id}`, { crewGroupId: second.groupId }));
      await must(call('PATCH', `/crew-groups/${second.groupId}`, { seesDriverNotes: false }));
      await socket.until((pushed) => pushed !== event && JSON.stringify(textsOf(pushed.view)) === '{}', SECOND);
    });

    it('N-3 tells a crew nothing of other crews: an order that goes to another one leaves one list and enters the other', async () => {
      await note(ids.Clerk, 'wheelchair');
      await note(ids.Other, 'barking dog');
      const [socket, other, blind] = [await listen(first), await listen(second), await listen(await crew(false))];
      const mine = await ride(ids.Clerk, first);
      await shows(socket, { [mine]: ['wheelchair'] });
      const theirs = await ride(ids.Other, second);
      await shows(other, { [theirs]: ['barking dog'] });
      await must(call('PATCH', `/clients/${ids.Other}`, { driverNote: 'two of them' }));
      await shows(other, { [theirs]: ['two of them', 'barking dog'] });
      await sleep(100);
      expect(JSON.stringify(socket.events)).to.not.match(/barking|two of them/).and.to.not.include(`"id":${theirs},"state"`);
      await must(state(mine, 'driverAssigned', { crewId: second.id }));
      await Promise.all([socket.until((event) => event !== socket.events[0] && JSON.stringify(textsOf(event.view)) === '{}', SECOND), other.until(({ view }) => String(mine) in textsOf(view), SECOND)]);
      const views = blind.events.map(({ view }: ChangeEvent) => view);
      expect(views).to.deep.equal([{ items: [] }]);
    });

    it('ends with its token', async () => {
      const { socket } = await listen(first);
      const gone = new Promise((resolve) => socket.once('disconnect', resolve));
      await must(call('DELETE', `/crews/${first.id}/token`));
      await gone;
    });

    it('misses nothing that happens while it connects', async () => {
      const mine = await ride(ids.Clerk, first);
      let written = 0;
      let writing = true;
      const writer = (async () => {
        const id = await note(ids.Clerk, '0');
        while (writing) {
          written += 1;
          await must(call('PATCH', `/clients/${ids.Clerk}/notes/${id}`, { text: String(written) }));
        }
      })();
      const sockets = [];
      for (let round = 0; round < 10; round += 1) sockets.push(await listen(first));
      writing = false;
      await writer;
      for (const socket of sockets) await shows(socket, { [mine]: [String(written)] });
    });
  });
});
