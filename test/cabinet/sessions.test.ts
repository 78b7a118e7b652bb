import { expect } from 'chai';
import { TOTP, Secret } from 'otpauth';
import { testClock } from '../support/clock.js';
import { useServer } from '../support/server.js';

const PASSWORD = 'a quiet morning';

describe('Sign-in to the cabinet (C-1)', () => {
  const clock = testClock();
  const server = useServer({}, { clock });
  const call = (method: string, path: string, body?: unknown, token?: string | null) => server.get().call(method, path, body, token === undefined ? {} : { token });
  let number = 0;
  const clientWithLogin = async (parentId: number | null = null) => {
    number += 1;
    const login = `client${number}`;
    const { body } = await call('POST', '/clients', { name: `Клиент ${number}`, parentId, apiLogin: login });
    expect((await call('PUT', `/clients/${body.id}/api-password`, { password: PASSWORD })).status).to.equal(200);
    return { id: body.id as number, login };
  };
  const signIn = (login: string, more: object = {}) => call('POST', '/cabinet/sessions', { login, password: PASSWORD, ...more }, null);

  it('opens a session for login and password, tells who it is, and ends it', async () => {
    const { id, login } = await clientWithLogin();
    const { status, body } = await signIn(login.toUpperCase());
    expect(status).to.equal(201);
    expect(body.client).to.deep.equal({ id, name: `Клиент ${number}` });
    const me = await call('GET', '/cabinet/me', undefined, body.token);
    expect(me.body).to.include({ id, login, blocked: false, usesOwnAccount: true, secondFactor: false });
    expect((await call('DELETE', '/cabinet/sessions/current', undefined, body.token)).status).to.equal(204);
    expect((await call('GET', '/cabinet/me', undefined, body.token)).status).to.equal(401);
  });

  it('says the same for a wrong login and a wrong password', async () => {
    const { login } = await clientWithLogin();
    const wrongPassword = await call('POST', '/cabinet/sessions', { login, password: 'no' }, null);
    const wrongLogin = await call('POST', '/cabinet/sessions', { login: 'nobody-has-it', password: 'no' }, null);
    expect(wrongPassword.status).to.equal(401);
    expect({ ...wrongPassword.body, instance: '' }).to.deep.equal({ ...wrongLogin.body, instance: '' });
  });

  it("is no door for operators, and the operators' is none for clients", async () => {
    const { login } = await clientWithLogin();
    const { body } = await signIn(login);
    expect((await call('GET', '/clients', undefined, body.token)).status).to.equal(401);
    expect((await call('GET', '/cabinet/me', undefined, server.get().token)).status).to.equal(401);
  });

  it('ends with a new password, without the login, and when the client or a superior is deleted', async () => {
    const root = await clientWithLogin();
    const unit = await clientWithLogin(root.id);
    const open = async () => (await signIn(unit.login)).body.token as string;
    const isOpen = async (token: string) => (await call('GET', '/cabinet/me', undefined, token)).status === 200;
    let token = await open();
    await call('PUT', `/clients/${unit.id}/api-password`, { password: PASSWORD });
    expect(await isOpen(token), 'new password').to.equal(false);
    token = await open();
    await call('PATCH', `/clients/${unit.id}`, { apiLogin: `${unit.login}-other` });
    expect(await isOpen(token), 'another login').to.equal(false);
    await call('PATCH', `/clients/${unit.id}`, { apiLogin: unit.login });
    token = await open();
    await call('POST', `/clients/${root.id}/delete`, {});
    expect(await isOpen(token), 'superior deleted').to.equal(false);
    expect((await signIn(unit.login)).status).to.equal(401);
    await call('POST', `/clients/${root.id}/restore`, {});
    expect(await isOpen(token), 'restored').to.equal(true);
  });

  it('shows sessions, and ends one or all others; those of others do not exist', async () => {
    const mine = await clientWithLogin();
    const other = await clientWithLogin();
    const [first, second] = [(await signIn(mine.login)).body.token, (await signIn(mine.login)).body.token];
    const foreign = (await signIn(other.login)).body.token;
    const { body: theirs } = await call('GET', '/cabinet/sessions', undefined, foreign);
    expect((await call('DELETE', `/cabinet/sessions/${theirs.items[0].id}`, undefined, first)).status).to.equal(404);
    const { body: listed } = await call('GET', '/cabinet/sessions', undefined, first);
    expect(listed.items).to.have.length(2);
    expect(listed.items.filter(({ current }: { current: boolean }) => current)).to.have.length(1);
    expect((await call('POST', '/cabinet/sessions/end-others', {}, first)).body).to.deep.equal({ ended: 1 });
    expect((await call('GET', '/cabinet/me', undefined, second)).status).to.equal(401);
    expect((await call('GET', '/cabinet/me', undefined, foreign)).status).to.equal(200);
  });

  it('asks for a code of the second factor, takes each code once, and a recovery code once', async () => {
    const { login } = await clientWithLogin();
    const { body: session } = await signIn(login);
    const { body: factor } = await call('POST', '/cabinet/second-factor', {}, session.token);
    const totp = new TOTP({ secret: Secret.fromBase32(factor.secret) });
    const codeNow = () => totp.generate({ timestamp: clock.now().toMillis() });
    expect((await signIn(login)).status, 'not asked for before it is confirmed').to.equal(201);
    expect((await call('POST', '/cabinet/second-factor/confirm', { code: '000000' }, session.token)).status).to.equal(422);
    const confirmed = await call('POST', '/cabinet/second-factor/confirm', { code: codeNow() }, session.token);
    expect(confirmed.body.recoveryCodes).to.have.length(10);
    expect((await signIn(login)).body.code).to.equal('auth.second_factor');
    clock.advance(60_000);
    const code = codeNow();
    expect((await signIn(login, { code })).status).to.equal(201);
    expect((await signIn(login, { code })).body.code, 'used').to.equal('auth.code_wrong');
    const recovery = confirmed.body.recoveryCodes[3];
    expect((await signIn(login, { code: recovery })).status).to.equal(201);
    expect((await signIn(login, { code: recovery })).body.code).to.equal('auth.code_wrong');
    clock.advance(60_000);
    expect((await call('POST', '/cabinet/second-factor/remove', { code: codeNow() }, session.token)).status).to.equal(204);
    expect((await signIn(login)).status).to.equal(201);
  });

  it('locks after ten wrong codes for a minute, and no longer', async () => {
    const { login } = await clientWithLogin();
    const { body: session } = await signIn(login);
    const { body: factor } = await call('POST', '/cabinet/second-factor', {}, session.token);
    const totp = new TOTP({ secret: Secret.fromBase32(factor.secret) });
    await call('POST', '/cabinet/second-factor/confirm', { code: totp.generate({ timestamp: clock.now().toMillis() }) }, session.token);
    clock.advance(60_000);
    for (let tries = 0; tries < 10; tries += 1) await signIn(login, { code: '123 456' });
    expect((await signIn(login, { code: totp.generate({ timestamp: clock.now().toMillis() }) })).status).to.equal(429);
    clock.advance(61_000);
    expect((await signIn(login, { code: totp.generate({ timestamp: clock.now().toMillis() }) })).status).to.equal(201);
  });

  // Last: the operators' sessions end with it too.
  it('ends after 12 hours without use and after 30 days in any case', async () => {
    const { login } = await clientWithLogin();
    const { body } = await signIn(login);
    clock.advance(11 * 3_600_000);
    expect((await call('GET', '/cabinet/me', undefined, body.token)).status).to.equal(200);
    clock.advance(13 * 3_600_000);
    expect((await call('GET', '/cabinet/me', undefined, body.token)).status).to.equal(401);
  });
});
