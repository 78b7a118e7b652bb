import { expect } from 'chai';
import { signatureOf } from '../../src/accounts/payment-gateway.js';
import { bookTerminalPayment, expireTopUps } from '../../src/accounts/top-ups.js';
import { AppError } from '../../src/lib/app-error.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { buildTree, tester } from '../support/build.js';
import { testClock } from '../support/clock.js';
import { useServer } from '../support/server.js';

const SECRET = 'known to the gateway and to us';
const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('paying in from outside', () => {
  const clock = testClock();
  const server = useServer({ PAYMENT_GATEWAY: 'simulated', PAYMENT_GATEWAY_SECRET: SECRET }, { clock });
  let ids: Record<string, number>;
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => server.get().call(method, path, body, { headers });
  const allow = (id: number | undefined, value: string) => call('PUT', `/clients/${id}/settings/cardTopUp`, { value });
  const start = (id: number | undefined, amount: string, headers: Record<string, string> = {}) => call('POST', `/clients/${id}/top-ups`, { sum: rub(amount) }, headers);
  const balance = async (id: number | undefined) => (await call('GET', `/clients/${id}/accounts`)).body.items[0].balance.amount;
  const notice = (paymentId: string, state: 'paid' | 'refused' | 'expired', amount: string, more: object = {}) => {
    const content = { paymentId, state, sum: rub(amount), at: clock.now().toISO() };
    return server.get().call('POST', '/payment-gateway/notices', { ...content, signature: signatureOf(SECRET, content), ...more }, { token: null });
  };

  beforeEach(async () => {
    ids = await buildTree(server.get().context.db, 'Root(Own(Staff),Shop)');
    await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: true });
    await allow(ids.Root, 'allow');
  });

  describe('M-10 by bank card', () => {
    it('is started, paid on the page of the gateway, and booked', async () => {
      const started = await start(ids.Own, '250.50');
      expect(started.status, JSON.stringify(started.body)).to.equal(201);
      expect(started.body).to.deep.include({ kind: 'card', state: 'waiting', sum: rub('250.50'), client: { id: ids.Own, name: 'Own' }, operationId: null });
      const { pathname } = new URL(started.body.paymentUrl);
      const address = `${server.get().url}${pathname}`;
      expect(await (await fetch(address)).text()).to.include('250.50 RUB').and.to.include('Pay</button>');
      const paid = await fetch(address, { method: 'POST', body: new URLSearchParams({ state: 'paid' }) });
      expect(await paid.text()).to.include('It was paid and booked.').and.not.to.include('</button>');
      expect(await balance(ids.Own)).to.equal('250.50');
      const { body } = await call('GET', `/top-ups/${started.body.id}`);
      expect(body).to.deep.include({ state: 'paid', paymentUrl: null });
      expect((await call('GET', `/operations/${body.operationId}`)).body).to.deep.include({ kind: 'receipt', sum: rub('250.50'), cash: false });
      const history = await call('GET', `/history?entity=topUp&entityId=${started.body.id}`);
      expect(history.body.items.map(({ action }: { action: string }) => action)).to.deep.equal(['topUp.paid', 'topUp.started']);
    });

    it('is booked once, also when twenty notices come at once', async () => {
      const { body } = await start(ids.Root, '10');
      const answers = await Promise.all(Array.from({ length: 20 }, () => notice(body.paymentId, 'paid', '10.00')));
      expect(answers.map(({ status, body: { state } }) => [status, state])).to.deep.equal(answers.map(() => [200, 'paid']));
      expect(await balance(ids.Root)).to.equal('10.00');
    });

    it('is not booked by a notice with a wrong signature, for another sum, or about nothing', async () => {
      const { body } = await start(ids.Root, '10');
      expect((await notice(body.paymentId, 'paid', '10.00', { signature: signatureOf('guessed', { paymentId: body.paymentId, state: 'paid', sum: rub('10.00'), at: clock.now().toISO() }) })).body.code).to.equal('top_up.signature');
      const refusedOnPaper = { paymentId: body.paymentId, state: 'refused' as const, sum: rub('10.00'), at: clock.now().toISO() };
      expect((await notice(body.paymentId, 'paid', '10.00', { signature: signatureOf(SECRET, refusedOnPaper) })).body.code, 'of another notice').to.equal('top_up.signature');
      expect((await notice(body.paymentId, 'paid', '1000.00')).body.code).to.equal('top_up.differs');
      expect((await notice('sim-nothing', 'paid', '10.00')).body.code).to.equal('top_up.not_found');
      expect([await balance(ids.Root), (await call('GET', `/top-ups/${body.id}`)).body.state]).to.deep.equal(['0.00', 'waiting']);
    });

    it('ends refused or expired; money that was taken after all is booked, and nothing follows that', async () => {
      const { body } = await start(ids.Root, '10');
      expect((await notice(body.paymentId, 'refused', '10.00')).body.state).to.equal('refused');
      expect((await notice(body.paymentId, 'expired', '10.00')).body.state).to.equal('refused');
      expect((await notice(body.paymentId, 'paid', '10.00')).body.state).to.equal('paid');
      expect((await notice(body.paymentId, 'refused', '10.00')).body.state).to.equal('paid');
      expect(await balance(ids.Root)).to.equal('10.00');
    });

    it('expires after half an hour', async () => {
      const { body } = await start(ids.Root, '10');
      await expireTopUps(server.get().context.db, tester);
      expect((await call('GET', `/top-ups/${body.id}`)).body.state).to.equal('waiting');
      clock.advance(31 * 60_000);
      await expireTopUps(server.get().context.db, tester);
      expect((await call('GET', `/top-ups/${body.id}`)).body).to.include({ state: 'expired', paymentUrl: null });
    });

    it('D-14 needs the right cardTopUp, which nobody below can widen, and an account', async () => {
      await allow(ids.Root, 'forbid');
      const refused = await start(ids.Own, '10');
      expect([refused.status, refused.body.code, refused.body.source]).to.deep.equal([409, 'top_up.not_allowed', { kind: 'ancestor', id: ids.Root, name: 'Root' }]);
      await allow(ids.Root, 'allow');
      await allow(ids.Own, 'forbid');
      expect((await start(ids.Own, '10')).body.code).to.equal('top_up.not_allowed');
      expect((await start(ids.Shop, '10')).body).to.deep.include({ code: 'account.none', payer: { id: ids.Root, name: 'Root' } });
    });

    it('is one payment for one key, also from twenty lines at once', async () => {
      const key = { 'Idempotency-Key': `top-up-${ids.Root}` };
      const answers = await Promise.all(Array.from({ length: 20 }, () => start(ids.Root, '10', key)));
      expect(new Set(answers.map(({ body }) => `${body.id} ${body.paymentId}`)).size).to.equal(1);
      expect((await start(ids.Root, '11', key)).body.code).to.equal('request.key_reused');
    });

    it('goes to who pays now, if the own account was given up meanwhile', async () => {
      const { body } = await start(ids.Own, '10');
      await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: false });
      expect((await notice(body.paymentId, 'paid', '10.00')).body.state).to.equal('paid');
      expect(await balance(ids.Root)).to.equal('10.00');
    });

    it('D-6 keeps a client from being removed for good', async () => {
      await start(ids.Own, '10');
      await call('DELETE', `/clients/${ids.Staff}`);
      for (const name of ['Staff', 'Own']) await call('POST', `/clients/${ids[name]}/delete`, {});
      await call('DELETE', `/clients/${ids.Staff}`);
      expect((await call('DELETE', `/clients/${ids.Own}`)).body).to.deep.include({ code: 'client.in_use', inTheWay: [{ what: 'topUps', count: 1 }] });
    });

    it('is listed newest first, in pages', async () => {
      for (const amount of ['1', '2', '3']) await start(ids.Root, amount);
      const first = await call('GET', `/clients/${ids.Root}/top-ups?limit=2`);
      const second = await call('GET', `/clients/${ids.Root}/top-ups?limit=2&cursor=${first.body.nextCursor}`);
      expect([...first.body.items, ...second.body.items].map(({ sum }) => sum.amount)).to.deep.equal(['3.00', '2.00', '1.00']);
      expect(second.body.nextCursor).to.equal(null);
    });
  });

  describe('M-10 at a terminal', () => {
    let payments = 0;
    const pay = (account: string, sumMinor: bigint, paymentId = `oper-${(payments += 1)}`, paymentSystem = 8) =>
      bookTerminalPayment(server.get().context.db, tester, { paymentSystem, paymentId, terminalAccount: account, sumMinor, at: clock.now().minus({ hours: 1 }).toJSDate() });
    const codeOf = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => (error as AppError).code);
    const give = (id: number | undefined, terminalAccount: string) => call('PATCH', `/clients/${id}`, { terminalAccount });

    it('finds the client by its terminal account, with or without the digits of the city, and says when it was paid', async () => {
      const account = `T${String(ids.Own).padStart(4, '0')}`;
      await give(ids.Own, account);
      await pay(account, 12_345n);
      const { operationId } = await pay(`77001${account}`, 55n);
      expect(await balance(ids.Own)).to.equal('124.00');
      expect((await call('GET', `/operations/${operationId}`)).body).to.deep.include({ cash: true, name: `Terminal 8, payment oper-${payments}`, at: clock.now().minus({ hours: 1 }).toISO() });
      expect(await codeOf(pay('nobody', 1n))).to.equal('top_up.account_not_found');
    });

    it('books a payment once, also when it comes twenty times at once; another system has other numbers', async () => {
      const account = `ONCE-${ids.Root}`;
      await give(ids.Root, account);
      const booked = await Promise.all(Array.from({ length: 20 }, () => pay(account, 500n, `same-${ids.Root}`)));
      expect(new Set(booked.map(({ operationId }) => operationId)).size).to.equal(1);
      await pay(account, 500n, `same-${ids.Root}`, 9);
      expect(await balance(ids.Root)).to.equal('10.00');
      expect(await codeOf(pay(account, 501n, `same-${ids.Root}`))).to.equal('top_up.differs');
    });

    it('a terminal account belongs to one client', async () => {
      await give(ids.Root, `ALONE-${ids.Root}`);
      expect((await give(ids.Own, `ALONE-${ids.Root}`)).body.code).to.equal('client.terminal_account_taken');
    });

    it('refuses money for a deleted client, so that the terminal can give it back', async () => {
      await give(ids.Own, `GONE-${ids.Own}`);
      await call('POST', `/clients/${ids.Own}/delete`, {});
      expect(await codeOf(pay(`GONE-${ids.Own}`, 100n))).to.equal('client.deleted');
    });
  });

  describe('afterwards', () => {
    it('M-10 leaves nothing that does not add up, and db:verify sees a top-up that was booked with another sum', async () => {
      const broken = async () => (await verifyDatabase(server.get().context.db)).filter(({ breaches }) => breaches > 0).map(({ check }) => check.id);
      expect(await broken()).to.deep.equal([]);
      await server.get().context.db.withConnection((client) => client.query(`update top_ups set sum_minor = sum_minor + 1 where id = (select min(id) from top_ups where state = 'paid')`));
      expect(await broken()).to.deep.equal(['top-ups']);
    });
  });
});

describe('without a payment gateway', () => {
  const server = useServer();

  it('M-10 top-ups by card are refused, and there is no page that takes play money', async () => {
    const { id } = (await server.get().call('POST', '/clients', { name: 'Firm' })).body;
    await server.get().call('PUT', `/clients/${id}/settings/cardTopUp`, { value: 'allow' });
    expect((await server.get().call('POST', `/clients/${id}/top-ups`, { sum: rub('1') })).body.code).to.equal('top_up.not_configured');
    expect((await fetch(`${server.get().url}/dev/payments/sim-1`)).status).to.equal(404);
  });
});
