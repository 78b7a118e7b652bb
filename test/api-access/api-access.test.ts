import { expect } from 'chai';
import { DateTime } from 'luxon';
import { verifyPassword } from '../../src/auth/passwords.js';
import type { Clock } from '../../src/lib/clock.js';
import { listInbox } from '../../src/messages/messages.js';
import { useServer } from '../support/server.js';

let offset = 0;
const clock: Clock = { now: () => DateTime.utc().plus(offset) as DateTime<true> };

describe('API access of a client', () => {
  const server = useServer({}, { clock });
  const call = (...parameters: Parameters<ReturnType<typeof server.get>['call']>) => server.get().call(...parameters);
  const db = () => server.get().context.db;
  let logins = 0;

  async function newClient(more: Record<string, unknown> = {}): Promise<number> {
    logins += 1;
    const created = await call('POST', '/clients', { name: `Client ${logins}`, kind: 'person', apiLogin: `login${logins}`, email: `login${logins}@example.org`, ...more });
    expect(created.status, JSON.stringify(created.body)).to.equal(201);
    return created.body.id as number;
  }
  const send = (id: number) => call('POST', `/clients/${id}/api-access/send`);
  /** The token in the newest message, as the receiver reads it. */
  async function newestToken(): Promise<string> {
    const [newest] = await listInbox(db(), ['email', 'sms'], 1);
    return /set-password\?token=([\w-]+)/.exec(newest?.body ?? '')?.[1] as string;
  }
  const useLink = (token: string, password = 'a decent password') => call('POST', `/cabinet/password-links/${token}`, { password }, { token: null });
  const passwordOf = async (id: number) => (await db().prisma.client.findUniqueOrThrow({ where: { id }, select: { apiPasswordHash: true } })).apiPasswordHash;

  describe('password by an operator', () => {
    it('is set as typed, and the history says only that it changed', async () => {
      const id = await newClient();
      const answer = await call('PUT', `/clients/${id}/api-password`, { password: 'typed-by-operator', version: 1 });
      expect(answer.body).to.deep.equal({ version: 2, generated: null });
      expect(await verifyPassword(await passwordOf(id), 'typed-by-operator')).to.equal(true);
      const { body } = await call('GET', `/clients/${id}/history`);
      expect(body.items[0]).to.deep.include({ action: 'client.api_password_changed', version: 2, changes: { apiPassword: [null, 'changed'] } });
      expect(JSON.stringify(body)).not.to.contain('typed-by-operator').and.not.to.contain('argon2');
    });

    it('is generated and shown once', async () => {
      const id = await newClient();
      const { body } = await call('PUT', `/clients/${id}/api-password`, { generate: true });
      expect(body.generated).to.match(/^[A-Za-z2-9]{16}$/);
      expect(await verifyPassword(await passwordOf(id), body.generated)).to.equal(true);
      const card = await call('GET', `/clients/${id}`);
      expect(JSON.stringify(card.body)).not.to.contain(body.generated).and.not.to.contain('argon2');
    });

    it('is refused if everybody tries it first, naming the field', async () => {
      const id = await newClient({ apiLogin: 'Same-As-Login' });
      for (const password of ['password', 'Qwertyuiop', '12345678', 'aaaaaaaaaa', 'same-as-login', 'ПАРОЛЬ123']) {
        const { status, body } = await call('PUT', `/clients/${id}/api-password`, { password });
        expect([status, body.code, body.errors[0].path], password).to.deep.equal([422, 'password.too_weak', 'body/password']);
      }
      for (const wrong of [{ password: 'short' }, {}, { password: 'long enough', generate: true }, { generate: false }]) {
        const { status, body } = await call('PUT', `/clients/${id}/api-password`, wrong);
        expect([status, body.code, body.errors[0].path], JSON.stringify(wrong)).to.deep.equal([422, 'request.invalid', 'body/password']);
      }
      expect(await passwordOf(id)).to.equal(null);
    });

    it('D-8 conflicts with a password that somebody else set meanwhile, and with nothing else', async () => {
      const id = await newClient();
      await call('PATCH', `/clients/${id}`, { comment: 'x', version: 1 });
      expect((await call('PUT', `/clients/${id}/api-password`, { password: 'first password', version: 1 })).status).to.equal(200);
      const late = await call('PUT', `/clients/${id}/api-password`, { password: 'second password', version: 2 });
      expect([late.status, late.body.code]).to.deep.equal([409, 'conflict.version']);
      expect(JSON.stringify(late.body)).not.to.contain('password"]');
    });

    it('ends open links', async () => {
      const id = await newClient();
      await send(id);
      const token = await newestToken();
      await call('PUT', `/clients/${id}/api-password`, { generate: true });
      expect((await useLink(token)).status).to.equal(404);
    });
  });

  describe('one-time link', () => {
    it('goes by e-mail, shows nowhere but in the message, and sets the password once', async () => {
      const id = await newClient({ name: 'Анна', language: 'ru', phones: [{ number: '+7 916 123-45-67', main: true }] });
      const sent = await send(id);
      expect(sent.status).to.equal(202);
      expect(sent.body).to.include({ channel: 'email', recipient: `login${logins}@example.org` });
      const token = await newestToken();
      expect(token).to.have.length(43);
      for (const path of [`/clients/${id}/messages`, `/clients/${id}/history`, '/messages', '/history']) expect(JSON.stringify((await call('GET', path)).body), path).not.to.contain(token);
      const owner = await call('GET', `/cabinet/password-links/${token}`, undefined, { token: null });
      expect(owner.body).to.deep.equal({ login: `login${logins}`, name: 'Анна' });
      const set = await useLink(token, 'chosen by Anna');
      expect([set.status, set.body]).to.deep.equal([200, { login: `login${logins}`, name: 'Анна' }]);
      expect(await verifyPassword(await passwordOf(id), 'chosen by Anna')).to.equal(true);
      const { body } = await call('GET', `/clients/${id}/history?limit=1`);
      expect(body.items[0]).to.deep.include({ action: 'client.api_password_changed', channel: 'cabinet', changes: { apiPassword: [null, 'changed'] } });
      expect((await useLink(token, 'second attempt')).status).to.equal(404);
      expect(await verifyPassword(await passwordOf(id), 'chosen by Anna')).to.equal(true);
    });

    it('goes by SMS to the main phone where there is no e-mail', async () => {
      const id = await newClient({ email: null, phones: [{ number: '495 000-00-00' }, { number: '8 (916) 123-45-68', main: true }] });
      expect((await send(id)).body).to.include({ channel: 'sms', recipient: '+79161234568' });
    });

    it('is refused with a sentence where it cannot go, or there is no login', async () => {
      const refusals = [
        [await newClient({ email: null }), 'client.no_contact', 'The client has neither an e-mail address nor a main phone. Enter one of them first.'],
        [await newClient({ email: null, phones: [{ number: '12-34', main: true }] }), 'client.no_contact', 'The client has no e-mail address, and its main phone 12-34 is no number that an SMS can go to.'],
        [await newClient({ apiLogin: null }), 'client.no_api_login', 'The client has no API login. Give it one, then send the link.'],
      ] as const;
      for (const [id, code, detail] of refusals) {
        const { status, body } = await send(id);
        expect([status, body.code, body.detail]).to.deep.equal([409, code, detail]);
      }
      expect((await send(2_000_000_000)).body.code).to.equal('client.not_found');
    });

    it('answers the same for an unknown, a used, an ended and an expired link, and for one of a deleted client', async () => {
      const id = await newClient();
      await send(id);
      const ended = await newestToken();
      await send(id);
      const used = await newestToken();
      expect((await useLink(used)).status).to.equal(200);
      await send(id);
      const expired = await newestToken();
      offset = 24 * 3_600_000 + 1;
      const answers = [];
      for (const token of ['A'.repeat(43), 'short', ended, used, expired]) answers.push(await useLink(token), await call('GET', `/cabinet/password-links/${token}`, undefined, { token: null }));
      offset = 0;
      const other = await newClient();
      await send(other);
      await call('POST', `/clients/${other}/delete`, {});
      answers.push(await useLink(await newestToken()));
      const told = answers.map(({ status, body }) => JSON.stringify([status, body.code, body.title, body.detail, body.errors]));
      expect(new Set(told).size, told.join('\n')).to.equal(1);
      expect(answers[0]?.body.code).to.equal('password_link.invalid');
    });

    it('used twice at once works once', async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await newClient();
        await send(id);
        const token = await newestToken();
        const passwords = Array.from({ length: 6 }, (_, index) => `password number ${index}`);
        const answers = await Promise.all(passwords.map((password) => useLink(token, password)));
        const winners = passwords.filter((_, index) => answers[index]?.status === 200);
        expect(winners).to.have.length(1);
        expect(answers.filter(({ status }) => status === 404)).to.have.length(5);
        expect(await verifyPassword(await passwordOf(id), winners[0] as string)).to.equal(true);
        expect((await db().prisma.client.findUniqueOrThrow({ where: { id }, select: { version: true } })).version).to.equal(2);
      }
    });

    it('takes the place of an older one that still waits to be sent', async () => {
      const id = await newClient();
      const first = await send(id);
      await send(id);
      const { body } = await call('GET', `/clients/${id}/messages`);
      expect(body.items.map(({ status, lastError }: Record<string, unknown>) => [status, lastError])).to.deep.equal([['waiting', null], ['failed', 'A newer link took its place.']]);
      expect((await call('POST', `/messages/${first.body.messageId}/retry`)).body.code).to.equal('message.state');
    });
  });

  describe('page behind the link', () => {
    const page = (path: string, form?: Record<string, string>) =>
      fetch(new URL(path, server.get().url), form ? { method: 'POST', body: new URLSearchParams(form) } : {}).then(async (response) => ({ status: response.status, headers: response.headers, text: await response.text() }));

    it('shows a form without script, says what is wrong, and sets the password', async () => {
      const id = await newClient({ apiLogin: '<b>"x"&' });
      await send(id);
      const token = await newestToken();
      const shown = await page(`/cabinet/set-password?token=${token}`);
      expect(shown.status).to.equal(200);
      expect(shown.text).to.contain('&#60;b&#62;&#34;x&#34;&#38;').and.not.to.contain('<b>"x"').and.not.match(/<script|style=| on\w+=/);
      expect(shown.headers.get('content-security-policy')).to.contain("form-action 'self'").and.not.contain('unsafe-inline');
      expect([shown.headers.get('referrer-policy'), shown.headers.get('cache-control')]).to.deep.equal(['no-referrer', 'no-store']);
      const mistakes = [
        [{ password: 'short', again: 'short' }, 'The password must have at least 8 characters.'],
        [{ password: 'long enough', again: 'another one' }, 'The two passwords differ.'],
        [{ password: 'password', again: 'password' }, 'The password is one of the most common passwords; choose another.'],
        [{}, 'The password must have at least 8 characters.'],
      ] as const;
      for (const [form, sentence] of mistakes) {
        const answer = await page('/cabinet/set-password', { token, ...form });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.contain(`<p role="alert" id="wrong">${sentence}</p>`);
      }
      expect((await page('/cabinet/set-password', { token, password: 'set on the page', again: 'set on the page' })).text).to.contain('Your password is set');
      expect(await verifyPassword(await passwordOf(id), 'set on the page')).to.equal(true);
      for (const path of [`/cabinet/set-password?token=${token}`, '/cabinet/set-password', '/cabinet/set-password?token=%00&token=x']) {
        const invalid = await page(path);
        expect([invalid.status, /<p role="alert">([^<]+)/.exec(invalid.text)?.[1]], path).to.deep.equal([404, 'The link is unknown, was used already, or is older than a day. Ask for a new one.']);
      }
    });
  });

  describe('development inbox', () => {
    const inbox = (headers: Record<string, string>) => fetch(new URL('/dev/inbox', server.get().url), { headers }).then(async (response) => ({ status: response.status, text: await response.text(), headers: response.headers }));

    it('shows what nobody delivers, newest first, with its links, to those who manage operators', async () => {
      const id = await newClient({ name: '<img src=x>' });
      await send(id);
      const token = await newestToken();
      for (const headers of [{ authorization: `Bearer ${server.get().token}` }, { cookie: `treeline_session=${server.get().token}` }]) {
        const { status, text, headers: given } = await inbox(headers as Record<string, string>);
        expect(status).to.equal(200);
        expect(text).to.contain(`<a href="${server.get().context.config.publicUrl}/cabinet/set-password?token=${token}"`);
        expect(text).to.contain('Hello &#60;img src=x&#62;').and.not.to.contain('<img').and.not.match(/<script|style=/);
        expect(given.get('cache-control')).to.equal('no-store');
        const ids = [...text.matchAll(/id="message-(\d+)"/g)].map((match) => Number(match[1]));
        expect(ids.length).to.be.greaterThan(1);
        expect(ids).to.deep.equal([...ids].sort((a, b) => b - a));
      }
    });

    it('is closed to everybody else', async () => {
      const other = await server.get().operatorWith(['client.view', 'client.change']);
      expect((await inbox({})).status).to.equal(401);
      const refused = await inbox({ authorization: `Bearer ${other}` });
      expect(refused.status).to.equal(403);
      expect(refused.text).to.contain('operator.manage').and.not.to.contain('token=');
    });
  });
});

describe('development inbox with mail and SMS delivered', () => {
  const server = useServer({ SMTP_URL: 'smtp://127.0.0.1:1', SMS_URL: 'http://127.0.0.1:1/' });

  it('does not exist', async () => {
    const { url, token } = server.get();
    expect((await fetch(new URL('/dev/inbox', url), { headers: { authorization: `Bearer ${token}` } })).status).to.equal(404);
  });
});
