// C-2: one person, several organisations. A link is made by passwords, gives no more than they did, and ends with them.
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { accessChecks } from '../../src/verify/access.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { signInClient, type Signed, tokenOf } from '../support/cabinet.js';
import { testClock } from '../support/clock.js';
import { useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';

const PASSWORD = 'a quiet morning';

describe('Several organisations (C-2)', () => {
  const clock = testClock();
  const server = useServer({}, { clock });
  const call = (method: string, path: string, body?: unknown, token?: string | null) => server.get().call(method, path, body, token === undefined ? {} : { token });
  const make = async (name: string): Promise<Signed> => signInClient(server.get(), (await call('POST', '/clients', { name })).body.id);
  const add = (from: Signed, other: Signed, more: object = {}) => call('POST', '/cabinet/organisations', { login: other.login, password: PASSWORD, ...more }, from.token);
  const linked = async (one: Signed) => (await call('GET', '/cabinet/organisations', undefined, one.token)).body.items.map(({ id }: { id: number }) => id).sort((a: number, b: number) => a - b);
  const go = (token: string, id: number, more: object = {}) => call('POST', '/cabinet/sessions/switch', { clientId: id, ...more }, token);
  const who = async (token: string) => {
    const { status, body } = await call('GET', '/cabinet/me', undefined, token);
    return status === 200 ? (body.id as number) : status;
  };
  const actions = async (id: number): Promise<string[]> => (await call('GET', `/clients/${id}/history`, undefined, server.get().token)).body.items.map(({ action }: { action: string }) => action);
  const three = async (): Promise<[Signed, Signed, Signed]> => [await make('Bakery'), await make('Dairy'), await make('Brewery')];

  const broken = async () => (await verifyDatabase(server.get().context.db, undefined, accessChecks)).flatMap(({ first }) => first);
  afterEach(async () => {
    expect(await broken(), 'every invariant holds').to.deep.equal([]);
  });

  it('is added by its login and password, and switched to and back without them; both sides see it in their history', async () => {
    const [own, other] = await three();
    expect(await linked(own), 'nothing yet').to.deep.equal([]);
    expect((await add(own, { ...other, login: 'nobody' })).body.code).to.equal('auth.failed');
    expect((await add(own, other, { password: 'not this' })).body.code).to.equal('auth.failed');
    expect((await add(own, own)).body.code).to.equal('organisation.linked');
    expect((await add(own, other)).body.items.map(({ name, current }: { name: string; current: boolean }) => [name, current])).to.deep.equal([['Bakery', true], ['Dairy', false]]);
    expect((await add(own, other)).body.code).to.equal('organisation.linked');
    for (const one of [own, other]) expect((await actions(one.id))[0]).to.equal('client.organisation_linked');
    const there = await go(own.token, other.id);
    expect(there.body.client).to.deep.equal({ id: other.id, name: 'Dairy' });
    expect(await who(there.body.token)).to.equal(other.id);
    const back = await go(there.body.token, own.id);
    expect(await who(back.body.token)).to.equal(own.id);
    expect(await who(own.token), 'the token before is another one now').to.equal(401);
    const { body: seen } = await call('GET', '/cabinet/history', undefined, back.body.token);
    expect(JSON.stringify(seen), 'nobody outside is named in the cabinet').not.to.include('Dairy');
  });

  it('an operator sees on the card who is linked, and takes one out under its own name: what was opened through it ends', async () => {
    const [own, other, third] = await three();
    const seen = async (id: number) => (await call('GET', `/clients/${id}/organisations`)).body.items.map(({ name, current }: { name: string; current: boolean }) => (current ? `${name}!` : name));
    expect(await seen(own.id)).to.deep.equal([]);
    expect((await call('GET', '/clients/2000000000/organisations')).body.code).to.equal('client.not_found');
    await add(own, other);
    await add(own, third);
    expect(await seen(own.id)).to.deep.equal(['Bakery!', 'Brewery', 'Dairy']);
    const there = (await go(own.token, other.id)).body.token;
    const taken = await call('DELETE', `/clients/${own.id}/organisations/${other.id}`);
    expect([taken.status, taken.body.items.map(({ name }: { name: string }) => name)]).to.deep.equal([200, ['Bakery', 'Brewery']]);
    expect(await who(there), 'opened by switching').to.equal(401);
    expect(await who(other.token), 'opened by its own password').to.equal(other.id);
    for (const one of [own, other]) {
      const [row] = (await call('GET', `/clients/${one.id}/history`)).body.items;
      expect([row.action, row.actorName, row.channel]).to.deep.equal(['client.organisation_unlinked', 'admin', 'dispatcher']);
    }
    expect((await call('DELETE', `/clients/${own.id}/organisations/${other.id}`)).body.code, 'not linked any more').to.equal('client.not_found');
    expect((await call('DELETE', `/clients/${own.id}/organisations/${own.id}`)).body.items, 'the client itself').to.deep.equal([]);
    expect(await linked(third)).to.deep.equal([]);
    const view = await server.get().operatorWith(['client.view']);
    expect((await call('DELETE', `/clients/${own.id}/organisations/${third.id}`, undefined, view)).status).to.equal(403);
  });

  it('somebody else’s, unlinked and missing ones answer alike', async () => {
    const [own, other, third] = await three();
    await add(own, other);
    for (const id of [third.id, own.id, 2_000_000_000]) {
      expect((await go(own.token, id)).body.code).to.equal('client.not_found');
      expect((await call('DELETE', `/cabinet/organisations/${id}`, undefined, own.token)).body.code).to.equal('client.not_found');
    }
    expect(await linked(third)).to.deep.equal([]);
  });

  it('a session of each organisation is listed there, ends with the one that had the password, and with signing out', async () => {
    const [own, other] = await three();
    await add(own, other);
    const there = (await go(own.token, other.id)).body.token;
    const sessions = (await call('GET', '/cabinet/sessions', undefined, other.token)).body.items;
    expect(sessions).to.have.length(2);
    const again = await tokenOf(server.get(), own.login);
    const { body: mine } = await call('GET', '/cabinet/sessions', undefined, again);
    const origin = mine.items.find(({ current }: { current: boolean }) => !current);
    expect((await call('DELETE', `/cabinet/sessions/${origin.id}`, undefined, again)).status).to.equal(204);
    expect(await who(there)).to.equal(401);
    const then = (await go(again, other.id)).body.token;
    await call('DELETE', '/cabinet/sessions/current', undefined, then);
    expect([await who(then), await who(again)]).to.deep.equal([401, 401]);
    expect(await who(other.token), 'what the other password opened goes on').to.equal(other.id);
  });

  it('ends with a new password, another login, deletion, and erasure of either side, for open sessions and screens at once', async () => {
    const ends: [string, (one: Signed) => Promise<unknown>][] = [
      ['a new password', (one) => call('PUT', `/clients/${one.id}/api-password`, { password: 'a windy evening' })],
      ['another login', (one) => call('PATCH', `/clients/${one.id}`, { apiLogin: `${one.login}-new` })],
      ['deletion', (one) => call('POST', `/clients/${one.id}/delete`, {})],
      ['erasure', (one) => call('POST', `/clients/${one.id}/erase`, {})],
    ];
    for (const [turn, [what, end]] of ends.entries()) {
      for (const side of turn === 0 ? [0, 1] : [turn % 2]) {
        const pair = [await make('Bakery'), await make('Dairy')] as const;
        const [own, other] = pair;
        await add(own, other);
        const there = (await go(own.token, other.id)).body.token;
        const screen = await openSocket(server.get().url, { token: there }, 'cabinet');
        const out = new Promise((resolve) => screen.socket.once('signedOut', resolve));
        const answer = (await end(pair[side] as Signed)) as { status: number; body: unknown };
        expect(answer.status, `${what} ${JSON.stringify(answer.body)}`).to.be.below(300);
        await out;
        expect(await who(there), what).to.equal(401);
        for (const one of [own, other]) expect(await actions(one.id), what).to.include('client.organisation_unlinked');
        const left = pair[1 - side] as Signed;
        const token = await tokenOf(server.get(), left.login);
        expect(await linked({ ...left, token }), what).to.deep.equal([]);
        screen.close();
      }
    }
  });

  it('is taken out by either side; who stays stays together', async () => {
    const [own, other, third] = await three();
    await add(own, other);
    await add(other, third);
    expect(await linked(own)).to.deep.equal([own.id, other.id, third.id]);
    const there = (await go(own.token, third.id)).body.token;
    expect((await call('DELETE', `/cabinet/organisations/${other.id}`, undefined, third.token)).status).to.equal(204);
    expect(await linked(own)).to.deep.equal([own.id, third.id]);
    expect(await linked(other)).to.deep.equal([]);
    expect(await who(there), 'those two are linked all the same').to.equal(third.id);
    expect((await call('DELETE', `/cabinet/organisations/${third.id}`, undefined, own.token)).status).to.equal(204);
    expect(await who(there)).to.equal(401);
    expect(await linked(own)).to.deep.equal([]);
  });

  it('asks for the code of the other login when it is added and when it is switched to, unless one was given in this session', async () => {
    const [own, other] = await three();
    const { body: factor } = await call('POST', '/cabinet/second-factor', {}, other.token);
    const totp = new TOTP({ secret: Secret.fromBase32(factor.secret) });
    const codeNow = () => {
      clock.advance(60_000);
      return totp.generate({ timestamp: clock.now().toMillis() });
    };
    await call('POST', '/cabinet/second-factor/confirm', { code: codeNow() }, other.token);
    expect((await add(own, other)).body.code).to.equal('auth.second_factor');
    expect((await add(own, other, { code: '000000' })).body.code).to.equal('auth.code_wrong');
    expect((await add(own, other, { code: codeNow() })).status).to.equal(200);
    expect((await go(own.token, other.id)).body.code).to.equal('auth.second_factor');
    const there = (await go(own.token, other.id, { code: codeNow() })).body.token;
    const back = (await go(there, own.id)).body.token;
    expect((await go(back, other.id)).status, 'given before').to.equal(201);
    const strong = (await call('POST', '/cabinet/sessions', { login: other.login, password: PASSWORD, code: codeNow() }, null)).body.token;
    const away = (await go(strong, own.id)).body.token;
    expect((await go(away, other.id)).status).to.equal(201);
  });

  it('an operator in a client’s place neither sees, adds, takes out nor switches; a blocked client adds none, and may switch (B-16)', async () => {
    const [own, other, third] = await three();
    await add(own, other);
    const { body: opened } = await call('POST', `/clients/${own.id}/cabinet-session`, { reason: 'Asked for help', readOnly: false });
    const operator: Signed = { ...own, token: (await call('POST', '/cabinet/sessions/take', { ticket: opened.ticket }, null)).body.token };
    expect(await linked(operator)).to.deep.equal([]);
    expect((await add(operator, third)).body.code).to.equal('cabinet.read_only');
    expect((await go(operator.token, other.id)).body.code).to.equal('cabinet.read_only');
    expect((await call('DELETE', `/cabinet/organisations/${other.id}`, undefined, operator.token)).body.code).to.equal('cabinet.read_only');
    await call('POST', `/clients/${own.id}/block`, {});
    expect((await add(own, third)).body.code).to.equal('cabinet.blocked');
    expect((await go(own.token, other.id)).status).to.equal(201);
  });

  it('two links at once, from both sides or in a ring, and a password that changes meanwhile, leave whole persons', async () => {
    for (let round = 0; round < Number(process.env.RACE_ROUNDS ?? 2); round += 1) {
      const ring = [...(await three()), await make('Mill')];
      const answers = await Promise.all([
        ...ring.map((one, index) => add(one, ring[(index + 1) % ring.length] as Signed)),
        ...(round % 2 ? [call('PUT', `/clients/${ring[2]?.id}/api-password`, { password: 'a windy evening' })] : []),
      ]);
      for (const { status, body } of answers) expect(status, JSON.stringify(body)).to.be.below(500);
      if (round % 2 === 0) for (const one of ring) expect(await linked(one)).to.deep.equal(ring.map(({ id }) => id));
      const logins = await server.get().context.db.prisma.personLogin.findMany({ where: { clientId: { in: ring.map(({ id }) => id) } } });
      expect(new Set(logins.map(({ personId }) => personId)).size, 'one person').to.be.at.most(1);
      expect(await broken()).to.deep.equal([]);
    }
  });

  // Last: the operators' session ends in the day that goes by.
  it('no session outlives the first of its chain, and working in one keeps all of it awake', async () => {
    const [own, other] = await three();
    await add(own, other);
    const there = (await go(own.token, other.id)).body.token;
    for (let hours = 0; hours < 24; hours += 8) {
      clock.advance(8 * 3_600_000);
      expect(await who(there)).to.equal(other.id);
    }
    const back = (await go(there, own.id)).body.token;
    expect(await who(back)).to.equal(own.id);
    const rows = await server.get().context.db.prisma.clientSession.findMany({ where: { OR: [{ clientId: own.id }, { originId: { not: null }, clientId: other.id }] } });
    expect(new Set(rows.map(({ expiresAt }) => expiresAt.getTime())).size).to.equal(1);
  });
});
