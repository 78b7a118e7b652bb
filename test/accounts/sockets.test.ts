// Money over the socket: the same operations, with the same answers, keys and refusals as over HTTP.
import { expect } from 'chai';
import { ordering, rub } from '../orders/support.js';
import { useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

describe('money over the socket', () => {
  const server = useServer({ PAYMENT_GATEWAY: 'simulated' });
  const { must, call, tree, fill, ownAccount, set } = ordering(server);
  let socket: TestSocket;
  let ids: Record<string, number>;

  before(async () => {
    socket = await openSocket(server.get().url, { token: server.get().token });
  });
  after(() => socket.close());
  beforeEach(async () => {
    ids = await tree('Firm(Own,Staff)');
    await ownAccount(ids.Own);
    await fill(ids.Firm, '500');
  });

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  const done = async (op: string, params: Record<string, unknown>, body?: unknown): Promise<any> => {
    const answer = await socket.call(op, params, body);
    expect(answer.ok, JSON.stringify(answer)).to.equal(true);
    return answer.ok && answer.result;
  };
  const refused = async (op: string, params: Record<string, unknown>, body?: unknown) => {
    const answer = await socket.call(op, params, body);
    return answer.ok ? null : answer.problem;
  };
  const amounts = async () => (await Promise.all(['Firm', 'Own'].map((name) => must(call('GET', `/clients/${ids[name]}/accounts`))))).map(({ items: [main] }) => [main.balance.amount, main.held.amount]);

  it('books, transfers and cancels, once for each key on both doors', async () => {
    const receipt = { type: 'receipt', sum: rub('10') };
    const key = `both-${ids.Firm}`;
    const booked = await done('bookOperation', { id: ids.Firm, idempotencyKey: key }, receipt);
    expect(await must(call('POST', `/clients/${ids.Firm}/operations`, receipt, { 'Idempotency-Key': key }))).to.deep.equal(booked);
    expect(await must(call('GET', `/operations/${booked.id}`))).to.deep.equal(booked);
    const moved = await done('createTransfer', {}, { fromClientId: ids.Firm, toClientId: ids.Own, sum: rub('110') });
    expect(moved).to.deep.include({ kind: 'transfer', balanceAfter: rub('400.00') });
    expect(await done('cancelOperation', { id: moved.id }, {})).to.deep.include({ kind: 'cancellation', cancels: moved.id });
    expect(await amounts()).to.deep.equal([['510.00', '0.00'], ['0.00', '0.00']]);
  });

  it('holds and charges orders', async () => {
    const order = await done('createOrder', {}, { clientId: ids.Staff, sum: rub('120'), pay: { useCashless: true } });
    expect((await amounts())[0]).to.deep.equal(['500.00', '120.00']);
    const ended = await Promise.all(Array.from({ length: 20 }, () => done('changeOrderState', { id: order.id }, { state: 'finished', sum: rub('130') })));
    expect(new Set(ended.map(({ state, parts }) => `${state} ${parts.cashless.amount}`))).to.deep.equal(new Set(['finished 130.00']));
    expect((await amounts())[0]).to.deep.equal(['370.00', '0.00']);
    expect(await done('getOrder', { id: order.id })).to.deep.equal(await must(call('GET', `/orders/${order.id}`)));
  });

  it('starts top-ups', async () => {
    await set(ids.Firm, 'cardTopUp', 'allow');
    const started = await done('startTopUp', { id: ids.Own, idempotencyKey: `card-${ids.Own}` }, { sum: rub('5') });
    expect(await must(call('POST', `/clients/${ids.Own}/top-ups`, { sum: rub('5') }, { 'Idempotency-Key': `card-${ids.Own}` }))).to.deep.equal(started);
  });

  it('refuses with the same problem', async () => {
    const cases: [op: string, params: Record<string, unknown>, method: string, path: string, body: unknown][] = [
      ['bookOperation', { id: ids.Firm }, 'POST', `/clients/${ids.Firm}/operations`, { type: 'expense', sum: rub('501') }],
      ['bookOperation', { id: ids.Staff }, 'POST', `/clients/${ids.Staff}/operations`, { type: 'receipt', sum: rub('1') }],
      ['createTransfer', {}, 'POST', '/transfers', { fromClientId: ids.Own, toClientId: ids.Firm, sum: rub('1') }],
      ['createOrder', {}, 'POST', '/orders', { clientId: ids.Staff, sum: rub('501'), pay: { useCashless: true } }],
      ['startTopUp', { id: ids.Own }, 'POST', `/clients/${ids.Own}/top-ups`, { sum: rub('5') }],
      ['cancelOperation', { id: 2_000_000_000 }, 'POST', '/operations/2000000000/cancel', {}],
    ];
    for (const [op, params, method, path, body] of cases) {
      const { instance: _, ...overHttp } = (await call(method, path, body)).body;
      const { instance: __, ...overSocket } = (await refused(op, params, body)) as Record<string, unknown>;
      expect(overHttp.code, op).to.be.a('string');
      expect(overSocket, op).to.deep.equal(overHttp);
    }
    expect(await amounts()).to.deep.equal([['500.00', '0.00'], ['0.00', '0.00']]);
  });
});
