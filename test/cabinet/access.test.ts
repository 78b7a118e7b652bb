// How people come into the cabinet: invitations, forgotten passwords, another password, and operators in a client's place.
import { expect } from 'chai';
import { testClock } from '../support/clock.js';
import { makeOrganisation, signInClient } from '../support/cabinet.js';
import { useServer } from '../support/server.js';

describe('Access to the cabinet (C-1, D-14, B-16)', () => {
  const clock = testClock();
  const server = useServer({}, { clock });
  const call = (method: string, path: string, body?: unknown, token?: string | null) => server.get().call(method, path, body, token === undefined ? {} : { token });
  const links = async (clientId: number) => (await server.get().context.db.prisma.message.findMany({ where: { clientId, purpose: 'passwordLink' }, orderBy: { id: 'asc' } })) as unknown as { secret: string | null }[];
  const ticketOf = (secret: string | null) => /token=([\w-]+)/.exec(secret ?? '')?.[1] as string;

  it('a login that somebody else has is neither taken nor told', async () => {
    const top = await signInClient(server.get(), await makeOrganisation(server.get(), 'Second'));
    await call('PATCH', `/clients/${await makeOrganisation(server.get(), 'First')}`, { apiLogin: 'namesake@firm.example' }, server.get().token);
    const { body: person } = await call('POST', '/cabinet/clients', { name: 'Namesake', email: 'namesake@firm.example' }, top.token);
    const { body } = await call('POST', `/cabinet/clients/${person.id}/invite`, undefined, top.token);
    expect(body.login).to.equal(`namesake@firm.example-${person.id}`);
  });

  it('a forgotten password: the same answer for everybody, a link by login or e-mail address, not twice in five minutes', async () => {
    const id = await makeOrganisation(server.get(), 'Forgetful');
    const { login } = await signInClient(server.get(), id);
    await server.get().call('PATCH', `/clients/${id}`, { email: 'forgetful@firm.example' }, { token: server.get().token });
    const ask = async (text: string) => (await call('POST', '/cabinet/forgotten-password', { login: text }, null)).body;
    expect(await ask('nobody-has-this')).to.deep.equal(await ask(login));
    expect(await links(id)).to.have.length(1);
    await ask('FORGETFUL@firm.example');
    expect(await links(id), 'too early').to.have.length(1);
    clock.advance(6 * 60_000);
    await ask('FORGETFUL@firm.example');
    expect(await links(id)).to.have.length(2);
  });

  it('another password needs the old one, ends all sessions, and goes on with a new token', async () => {
    const top = await signInClient(server.get(), await makeOrganisation(server.get(), 'Careful'));
    const other = (await call('POST', '/cabinet/sessions', { login: top.login, password: 'a quiet morning' }, null)).body.token;
    const change = (password: string) => call('POST', '/cabinet/me/password', { password, newPassword: 'a windy evening' }, top.token);
    expect((await change('not this')).body).to.include({ code: 'request.invalid' });
    const { body } = await change('a quiet morning');
    expect((await call('GET', '/cabinet/me', undefined, body.token)).status).to.equal(200);
    for (const ended of [top.token, other]) expect((await call('GET', '/cabinet/me', undefined, ended)).status).to.equal(401);
  });

  it('an operator enters with a ticket that is good once, looks and changes nothing; the history names both', async () => {
    const id = await makeOrganisation(server.get(), 'Visited');
    const { token: admin } = server.get();
    const open = async (more: object = {}) => (await call('POST', `/clients/${id}/cabinet-session`, { reason: 'The client asked for help', ...more }, admin)).body;
    const take = (ticket: string) => call('POST', '/cabinet/sessions/take', { ticket }, null);
    const { ticket } = await open();
    expect((await call('GET', '/cabinet/me', undefined, ticket)).status, 'a ticket is no token').to.equal(401);
    const { body } = await take(ticket);
    expect((await take(ticket)).body.code).to.equal('password_link.invalid');
    expect((await call('GET', '/cabinet/me', undefined, body.token)).body).to.include({ id, readOnly: true });
    expect((await call('POST', '/cabinet/clients', { name: 'Nobody' }, body.token)).body.code).to.equal('cabinet.read_only');
    const late = await open();
    clock.advance(3 * 60_000);
    expect((await take(late.ticket)).body.code, 'late').to.equal('password_link.invalid');
    const writing = (await take((await open({ readOnly: false, minutes: 5 })).ticket)).body;
    const made = await call('POST', '/cabinet/clients', { name: 'Made for them' }, writing.token);
    const { body: history } = await call('GET', `/clients/${made.body.id}/history`, undefined, admin);
    expect(history.items[0]).to.include({ onBehalfOf: 'Visited', channel: 'cabinet' });
    expect((await call('GET', '/cabinet/history', undefined, writing.token)).body.items[0].by).to.deep.equal({ kind: 'service' });
    clock.advance(6 * 60_000);
    expect((await call('GET', '/cabinet/me', undefined, writing.token)).status).to.equal(401);
  });

  it('what the service has blocked stays blocked; what the client has blocked it takes back', async () => {
    const top = await signInClient(server.get(), await makeOrganisation(server.get(), 'Blocking'));
    const { body: person } = await call('POST', '/cabinet/clients', { name: 'Blocked' }, top.token);
    const act = (what: string) => call('POST', `/cabinet/clients/${person.id}/${what}`, {}, top.token);
    await call('POST', `/clients/${person.id}/block`, {}, server.get().token);
    expect((await act('unblock')).body.code).to.equal('cabinet.not_yours');
    await call('POST', `/clients/${person.id}/unblock`, {}, server.get().token);
    expect((await act('block')).body.blocked).to.equal(true);
    expect((await act('unblock')).body.blocked).to.equal(false);
  });

  // Last: the operators' session ends in the day that goes by.
  it('an invitation makes a login of the e-mail address, is listed until it is taken up, and its link sets the password', async () => {
    const top = await signInClient(server.get(), await makeOrganisation(server.get(), 'Inviting'));
    const { body: person } = await call('POST', '/cabinet/clients', { name: 'Invited', email: 'invited@firm.example' }, top.token);
    expect(person.access).to.equal('none');
    const { status, body } = await call('POST', `/cabinet/clients/${person.id}/invite`, undefined, top.token);
    expect(status).to.equal(202);
    expect(body).to.include({ login: 'invited@firm.example', channel: 'email' });
    const waiting = async () => (await call('GET', '/cabinet/clients/not-taken-up', undefined, top.token)).body.items.map(({ id, access }: { id: number; access: string }) => [id, access]);
    expect(await waiting()).to.deep.equal([[person.id, 'invited']]);
    clock.advance(25 * 3_600_000);
    const again = await call('POST', '/cabinet/sessions', { login: top.login, password: 'a quiet morning' }, null);
    top.token = again.body.token;
    expect(await waiting()).to.deep.equal([[person.id, 'expired']]);
    await call('POST', `/cabinet/clients/${person.id}/invite`, undefined, top.token);
    const secret = (await links(person.id)).at(-1)?.secret as string;
    expect((await call('POST', `/cabinet/password-links/${ticketOf(secret)}`, { password: 'a windy evening' }, null)).status).to.equal(200);
    expect(await waiting()).to.deep.equal([]);
    expect((await call('POST', '/cabinet/sessions', { login: 'invited@firm.example', password: 'a windy evening' }, null)).status).to.equal(201);
  });
});
