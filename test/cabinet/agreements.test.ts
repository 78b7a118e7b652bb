// C-10: a published user agreement is accepted before anything else works, by HTTP and socket alike; B-12: an operator may
// accept for a client, unseen in the cabinet.
import { expect } from 'chai';
import type { TSchema } from 'typebox';
import { audiences } from '../../src/routes.js';
import { accessChecks } from '../../src/verify/access.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { signInClient, type Signed, tokenOf } from '../support/cabinet.js';
import { addressOf, send } from '../support/fixtures.js';
import { sampleOf } from '../support/samples.js';
import { useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';

const operations = (audiences.find(({ name }) => name === 'cabinet')?.operations ?? []).filter(({ spec }) => spec.permission !== 'public');
const TEXTS = { textEn: 'Be kind.', textRu: 'Будьте добры.', textFr: 'Soyez aimables.' };
const OPEN_BEFORE = ['cabinetSignOut', 'cabinetListOrganisations', 'cabinetSwitchOrganisation', 'cabinetGetMe', 'cabinetGetAgreement', 'cabinetAcceptAgreement', 'cabinetChooseLanguage'];

describe('The user agreement (C-10, B-12)', function () {
  this.timeout(60_000);
  const server = useServer();
  const call = (method: string, path: string, body?: unknown, token?: string | null) => server.get().call(method, path, body, token === undefined ? {} : { token });
  const client = async (): Promise<Signed> => signInClient(server.get(), (await call('POST', '/clients', { name: 'Baker' })).body.id);
  const draft = async (more: object = {}): Promise<number> => (await call('POST', '/agreements', { name: 'Agreement', ...TEXTS, ...more })).body.id;
  const publish = async (more: object = {}): Promise<number> => (await call('POST', `/agreements/${await draft(more)}/publish`, {})).body.number;
  const mustAccept = async (one: Signed) => (await call('GET', '/cabinet/me', undefined, one.token)).body.mustAccept as boolean;
  const accept = (one: Signed, number: number) => call('POST', '/cabinet/agreement/accept', { number }, one.token);
  const accepted = async (one: Signed) => (await call('GET', `/clients/${one.id}/agreements`)).body.items;

  afterEach(async () => {
    const results = await verifyDatabase(server.get().context.db, undefined, accessChecks);
    expect(results.flatMap(({ first }) => first), 'every invariant holds').to.deep.equal([]);
  });

  it('drafts ask nobody; a version needs its text in every language, and stays as it is once published', async () => {
    const one = await client();
    const id = await draft({ textFr: ' ' });
    expect(await mustAccept(one)).to.equal(false);
    expect((await call('GET', '/cabinet/agreement', undefined, one.token)).body).to.deep.equal({ mustAccept: false, agreement: null, acceptedAt: null });
    expect((await accept(one, 1)).body.code).to.equal('agreement.none');
    expect((await call('POST', `/agreements/${id}/publish`, {})).body.errors[0].path).to.equal('body/textFr');
    await call('PATCH', `/agreements/${id}`, { textFr: TEXTS.textFr });
    const { body: tried } = await call('POST', `/agreements/${id}/publish`, { dryRun: true });
    expect(tried).to.deep.equal({ dryRun: true, number: 1, asked: 1 });
    expect(await mustAccept(one), 'tried only').to.equal(false);
    await call('POST', `/agreements/${id}/publish`, {});
    expect(await mustAccept(one)).to.equal(true);
    expect((await call('PATCH', `/agreements/${id}`, { textEn: 'Be rude.' })).body.code).to.equal('agreement.published');
    expect((await call('DELETE', `/agreements/${id}`)).body.code).to.equal('item.in_use');
    expect((await call('POST', `/agreements/${id}/publish`, {})).body.code).to.equal('agreement.published');
    await call('POST', `/agreements/${id}/withdraw`, {});
    expect(await mustAccept(one), 'withdrawn').to.equal(false);
    expect((await call('POST', `/agreements/${id}/withdraw`, {})).body.code).to.equal('agreement.not_published');
  });

  it('before it is accepted every operation of the cabinet but these answers 403, by HTTP and by socket', async () => {
    expect(operations.filter(({ spec }) => (spec as { beforeAgreement?: boolean }).beforeAgreement).map(({ spec }) => spec.id).sort()).to.deep.equal([...OPEN_BEFORE].sort());
    // The agreement is asked for before anything is looked up: ids need not exist.
    const sampled = (schema: TSchema | undefined) => (schema ? (sampleOf(schema) as Record<string, unknown>) : {});
    const requests = operations.filter(({ spec }) => !OPEN_BEFORE.includes(spec.id)).map((operation) => ({
      operation, request: { params: sampled(operation.spec.params), query: sampled(operation.spec.query), body: operation.spec.body ? sampleOf(operation.spec.body) : undefined },
    }));
    const number = await publish();
    const one = await client();
    for (const right of ['right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews', 'cardTopUp']) await call('PUT', `/clients/${one.id}/settings/${right}`, { value: 'allow' });
    const socket = await openSocket(server.get().url, { token: one.token }, 'cabinet');
    for (const { operation, request } of requests) {
      const { spec } = operation;
      const { status, body } = await send(server.get(), operation, request, one.token);
      expect([status, body.code], `${spec.id} ${addressOf(operation, request)}`).to.deep.equal([403, 'agreement.not_accepted']);
      if (spec.takesFile || spec.download) continue;
      const said = await socket.call(spec.id, { ...request.params, ...request.query }, request.body);
      expect((said as { problem: { code: string } }).problem.code, `${spec.id} by socket`).to.equal('agreement.not_accepted');
    }
    expect((await call('PUT', '/cabinet/me/language', { language: 'fr' }, one.token)).status).to.equal(204);
    expect((await accept(one, number)).status).to.equal(200);
    expect((await socket.call('cabinetListClients')).ok).to.equal(true);
    socket.close();
  });

  it('the acceptance is logged: version, time, login, channel, address; a version that asks again asks again, another does not', async () => {
    const number = await publish();
    const one = await client();
    expect((await accept(one, number + 1)).body.code).to.equal('agreement.outdated');
    const answers = await Promise.all([accept(one, number), accept(one, number), accept(one, number)]);
    for (const { status } of answers) expect(status).to.equal(200);
    expect(await accepted(one)).to.have.length(1);
    expect((await accepted(one))[0]).to.include({ number, login: one.login, operator: null, channel: 'cabinet', name: 'Agreement' });
    expect((await accepted(one))[0].ip).to.match(/127\.0\.0\.1/);
    const quiet = await publish({ asksAgain: false });
    expect(await mustAccept(one)).to.equal(false);
    const fresh = await client();
    expect((await accept(fresh, number)).body.code, 'who comes now accepts the newest').to.equal('agreement.outdated');
    expect((await accept(fresh, quiet)).status).to.equal(200);
    const loud = await publish();
    expect([await mustAccept(one), await mustAccept(fresh)]).to.deep.equal([true, true]);
    expect((await accept(one, quiet)).body.code).to.equal('agreement.outdated');
    expect((await accept(one, loud)).status).to.equal(200);
  });

  it('an open screen hears of a new version at once', async () => {
    const one = await client();
    await accept(one, await publish());
    const socket = await openSocket(server.get().url, { token: one.token }, 'cabinet');
    await publish();
    await socket.until(({ entity }) => entity === 'self');
    expect((await socket.call('cabinetListClients')).ok).to.equal(false);
    socket.close();
  });

  it('an operator accepts for the client under its own name, which the cabinet does not show; in the client’s place nobody accepts', async () => {
    const number = await publish();
    const one = await client();
    const { body: opened } = await call('POST', `/clients/${one.id}/cabinet-session`, { reason: 'Asked for help', readOnly: false });
    const operator = (await call('POST', '/cabinet/sessions/take', { ticket: opened.ticket }, null)).body.token;
    expect((await call('GET', '/cabinet/me', undefined, operator)).body.mustAccept).to.equal(false);
    expect((await call('POST', '/cabinet/agreement/accept', { number }, operator)).body.code).to.equal('cabinet.read_only');
    expect(await mustAccept(one)).to.equal(true);
    const socket = await openSocket(server.get().url, { token: one.token }, 'cabinet');
    const { status, body } = await call('POST', `/clients/${one.id}/agreements`, {});
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body.items[0]).to.include({ number, operator: 'admin', login: null, channel: 'dispatcher' });
    expect(await mustAccept(one)).to.equal(false);
    await socket.until(({ id }) => id === one.id);
    const seen = [await call('GET', '/cabinet/agreement', undefined, one.token), await call('GET', '/cabinet/history', undefined, one.token)].map((answer) => JSON.stringify(answer.body)).join() + JSON.stringify(socket.events);
    expect(seen).not.to.include('admin').and.not.include('agreement_accepted');
    expect((await call('GET', `/clients/${one.id}/history`)).body.items[0].action).to.equal('client.agreement_accepted_for');
    socket.close();
  });

  it('a blocked client accepts; erasure keeps that it was accepted, and forgets from where', async () => {
    const number = await publish();
    const one = await client();
    await call('POST', `/clients/${one.id}/block`, {});
    expect((await accept(one, number)).status).to.equal(200);
    expect((await call('POST', `/clients/${one.id}/erase`, {})).status).to.equal(200);
    expect((await accepted(one))[0]).to.include({ number, login: null, ip: null });
  });

  it('who may not manage it makes none; who may change clients accepts for them; signing in goes on as before', async () => {
    const one = await client();
    await publish();
    const manager = await server.get().operatorWith(['client.view', 'client.change']);
    expect((await call('POST', '/agreements', { name: 'Mine', ...TEXTS }, manager)).body.right).to.equal('agreement.manage');
    expect((await call('POST', `/clients/${one.id}/agreements`, {}, manager)).status).to.equal(200);
    expect(await tokenOf(server.get(), one.login)).to.be.a('string');
  });
});
