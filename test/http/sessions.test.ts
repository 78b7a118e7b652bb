// Signing in and out, from outside.
import { expect } from 'chai';
import { DateTime } from 'luxon';
import type { Clock } from '../../src/lib/clock.js';
import { expectProblem } from '../support/problems.js';
import { type Answer, type TestServer, useServer } from '../support/server.js';

/** A clock that tests can put forward. */
function movableClock(): Clock & { forward(duration: { seconds?: number; hours?: number; days?: number }): void } {
  let offset = 0;
  return {
    now: () => DateTime.utc().plus({ milliseconds: offset }),
    forward(duration) {
      offset += DateTime.utc().plus(duration).diffNow().toMillis();
    },
  };
}

describe('sessions over HTTP', () => {
  const clock = movableClock();
  const server = useServer({}, { clock });
  const call: TestServer['call'] = (...parameters) => server.get().call(...parameters);
  const signIn = (login: string, password: string): Promise<Answer> => call('POST', '/sessions', { login, password }, { token: null });
  let numbers = 0;

  async function newOperator(): Promise<{ id: number; login: string; password: string; token: string }> {
    numbers += 1;
    const login = `person_${numbers}`;
    const { body } = await call('POST', '/operators', { login, password: 'first-password', roleIds: [] }, { token: (await signIn('admin', 'admin-password')).body.token });
    return { id: body.id as number, login, password: 'first-password', token: (await signIn(login, 'first-password')).body.token as string };
  }

  it('gives a token of at least 128 bits and an HttpOnly cookie, and the token works on every call', async () => {
    const answer = await signIn('admin', 'admin-password');
    expect(answer.status).to.equal(201);
    expect(Buffer.from(answer.body.token, 'base64url').length).to.be.at.least(16);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.find((cookie) => cookie.startsWith('treeline_session='))).to.match(/HttpOnly/).and.to.match(/SameSite=Strict/);
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect((await call('GET', '/sessions/current', undefined, { token: null, headers: { authorization: `${scheme} ${answer.body.token}` } })).status, scheme).to.equal(200);
    }
  });

  it('keeps only the hash of a token', async () => {
    const { token } = (await signIn('admin', 'admin-password')).body;
    const rows = await server.get().context.db.withConnection((client) => client.query('select to_jsonb(s)::text as row from sessions s'));
    expect(rows.rows.some(({ row }) => row.includes(token) || row.includes(Buffer.from(token).toString('hex')))).to.equal(false);
  });

  it('answers an unknown login and a wrong password alike', async () => {
    const answers = [await signIn('nobody-at-all', 'some-password'), await signIn('admin', 'wrong-password')];
    for (const answer of answers) {
      expectProblem(answer, 'createSession');
      delete answer.body.instance;
    }
    expect(answers[0]?.body).to.deep.equal(answers[1]?.body);
    expect(answers[0]?.status).to.equal(401);
  });

  it('takes a login as it is, but for its case: no wildcards', async () => {
    const { login } = await newOperator();
    expect((await signIn(login.toUpperCase(), 'first-password')).status).to.equal(201);
    for (const wild of [login.replace('_', '%'), `${login.slice(0, -1)}_`, '%', login.replace('_', 'x'), '\\', `${login}\\`]) expect((await signIn(wild, 'first-password')).status, wild).to.equal(401);
  });

  it('locks an operator for a minute after ten wrong passwords, and no longer', async () => {
    const { login, password } = await newOperator();
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await signIn(login, 'wrong-password')).status).to.equal(401);
    const locked = await signIn(login, password);
    expectProblem(locked, 'createSession');
    expect(locked.body.code).to.equal('auth.locked');
    expect(Number(locked.headers.get('retry-after'))).to.be.within(1, 60);
    expect((await signIn('admin', 'admin-password')).status).to.equal(201);
    clock.forward({ seconds: 61 });
    expect((await signIn(login, password)).status).to.equal(201);
  });

  it('locks a login that nobody has in the same way, so that the lock tells nothing', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await signIn('nobody-has-this', 'wrong-password')).status).to.equal(401);
    const locked = await signIn('Nobody-has-this', 'wrong-password');
    expect([locked.status, locked.body.code]).to.deep.equal([429, 'auth.locked']);
    clock.forward({ seconds: 61 });
    expect((await signIn('nobody-has-this', 'wrong-password')).status).to.equal(401);
  });

  it('ends a session after 12 hours without use and after 7 days in any case', async () => {
    const { token } = await newOperator();
    const isIn = async () => (await call('GET', '/sessions/current', undefined, { token })).status === 200;
    for (let half = 0; half < 13; half += 1) {
      expect(await isIn(), `after ${half * 11} hours`).to.equal(true);
      clock.forward({ hours: 11 });
    }
    expect(await isIn()).to.equal(true);
    clock.forward({ days: 1.1 });
    expect(await isIn()).to.equal(false);
    const another = (await signIn('admin', 'admin-password')).body.token as string;
    clock.forward({ hours: 12.1 });
    expect((await call('GET', '/sessions/current', undefined, { token: another })).status).to.equal(401);
  });

  it('ends the token when it signs out, and only that one', async () => {
    const { login, password, token } = await newOperator();
    const other = (await signIn(login, password)).body.token as string;
    expect((await call('DELETE', '/sessions/current', undefined, { token })).status).to.equal(204);
    expect((await call('GET', '/sessions/current', undefined, { token })).status).to.equal(401);
    expect((await call('GET', '/sessions/current', undefined, { token: other })).status).to.equal(200);
  });

  it('ends all sessions with a new password, with switching off, and with removal', async () => {
    const admin = (await signIn('admin', 'admin-password')).body.token as string;
    for (const change of [{ password: 'second-password' }, { active: false }]) {
      const { id, token } = await newOperator();
      expect((await call('PATCH', `/operators/${id}`, change, { token: admin })).status).to.equal(200);
      expect((await call('GET', '/sessions/current', undefined, { token })).status, JSON.stringify(change)).to.equal(401);
    }
    const { id, token } = await newOperator();
    expect((await call('DELETE', `/operators/${id}`, undefined, { token: admin })).status).to.equal(204);
    expect((await call('GET', '/sessions/current', undefined, { token })).status).to.equal(401);
  });

  it('takes a cookie for reading, and for changing only together with X-CSRF-Token', async () => {
    const cookies = (await signIn('admin', 'admin-password')).headers.getSetCookie().map((cookie) => cookie.split(';')[0] as string);
    const csrf = cookies.find((cookie) => cookie.startsWith('treeline_csrf='))?.slice('treeline_csrf='.length) as string;
    const withCookie = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => call(method, path, body, { token: null, headers: { cookie: cookies.join('; '), ...more } });
    expect((await withCookie('GET', '/clients')).status).to.equal(200);
    expect((await withCookie('HEAD', '/clients')).status).to.equal(200);
    for (const headers of [{}, { 'x-csrf-token': 'guess' }, { 'x-csrf-token': `${csrf}x` }]) {
      const refused = await withCookie('POST', '/tariffs', { name: 'By cookie' }, headers as Record<string, string>);
      expectProblem(refused, 'createTariff');
      expect(refused.body.code).to.equal('request.csrf');
    }
    expect((await withCookie('POST', '/tariffs', { name: 'By cookie' }, { 'x-csrf-token': csrf })).status).to.equal(201);
  });

  it('gives no right by a cookie when the Authorization header is wrong', async () => {
    const cookies = (await signIn('admin', 'admin-password')).headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    expect((await call('GET', '/clients', undefined, { token: null, headers: { cookie: cookies, authorization: 'Basic YWRtaW46YWRtaW4=' } })).status).to.equal(401);
  });

  it('lets rights hold from the next call on', async () => {
    const admin = (await signIn('admin', 'admin-password')).body.token as string;
    const { id, token } = await newOperator();
    expect((await call('GET', '/clients', undefined, { token })).status).to.equal(403);
    const role = (await call('POST', '/roles', { name: 'Reader', rights: ['client.view'] }, { token: admin })).body.id as number;
    await call('PATCH', `/operators/${id}`, { roleIds: [role] }, { token: admin });
    expect((await call('GET', '/clients', undefined, { token })).status).to.equal(200);
    await call('PATCH', `/roles/${role}`, { rights: [] }, { token: admin });
    expect((await call('GET', '/clients', undefined, { token })).status).to.equal(403);
  });
});
