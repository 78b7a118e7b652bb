// Cancelling the charge of an order gives money and budgets back, shows on the order, and lets it be charged again.
import { expect } from 'chai';
import { verifyDatabase } from '../../src/verify/verify.js';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

describe('charges of orders that are cancelled', () => {
  const server = useServer();
  const { call, must, tree, order, state, set, fill, budget, money, left } = ordering(server);
  let ids: Record<string, number>;
  let id: number;
  const chargeOf = async (orderId: number) => (await must(call('GET', `/clients/${ids.Firm}/operations?limit=100`))).items.find((one: { orderId: number; cancelledBy: number | null; kind: string }) => one.orderId === orderId && one.cancelledBy === null && one.kind !== 'cancellation');
  const cancel = async (headers: Record<string, string> = {}) => call('POST', `/operations/${(await chargeOf(id)).id}/cancel`, { comment: 'wrong car' }, headers);
  const again = (body: object = {}, headers: Record<string, string> = {}) => call('POST', `/orders/${id}/charge`, body, headers);
  const sound = async () => expect((await verifyDatabase(server.get().context.db)).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);

  beforeEach(async () => {
    ids = await tree('Firm(Dept(Clerk))');
    await fill(ids.Firm, '1000');
    await budget(ids.Firm, 'month', '500');
    await budget(ids.Dept, 'day', '400');
    id = (await must(order({ clientId: ids.Clerk, sum: rub('300') }))).id;
    await must(state(id, 'finished', { sum: rub('350') }));
  });

  it('money and budgets go back, the order shows it and keeps what it came to', async () => {
    expect(await must(call('GET', `/orders/${id}`))).to.deep.include({ chargeCancelledAt: null });
    expect((await cancel()).status).to.equal(201);
    expect(await money(ids.Firm)).to.deep.equal(['1000.00', '0.00']);
    expect([await left(ids.Firm, 'month'), await left(ids.Dept, 'day')]).to.deep.equal([['0.00', '0.00', '500.00'], ['0.00', '0.00', '400.00']]);
    const shown = await must(call('GET', `/orders/${id}`));
    expect([shown.state, shown.total, shown.parts.cashless, typeof shown.chargeCancelledAt]).to.deep.equal(['finished', rub('350.00'), rub('350.00'), 'string']);
    expect((await must(call('GET', `/clients/${ids.Clerk}/statistics`))).asCustomer[0].orders, 'the ride was there').to.equal(1);
    await sound();
  });

  it('is charged again once for each cancellation, with the same sums, however often and from how many lines it is said', async () => {
    expect((await again()).body.code).to.equal('order.state');
    for (const round of [1, 2]) {
      const cancelled = await Promise.all(Array.from({ length: 4 }, () => cancel()));
      expect(cancelled.filter(({ status }) => status === 201)).to.have.length(1);
      const answers = await Promise.all(Array.from({ length: 8 }, () => again()));
      expect(answers.filter(({ status }) => status === 200), `round ${round}: ${JSON.stringify(answers.map(({ body }) => body.code))}`).to.have.length(1);
      expect(await money(ids.Firm)).to.deep.equal(['650.00', '0.00']);
      expect([await left(ids.Firm, 'month'), await left(ids.Dept, 'day')]).to.deep.equal([['0.00', '350.00', '150.00'], ['0.00', '350.00', '50.00']]);
    }
    expect((await must(call('GET', `/orders/${id}`))).chargeCancelledAt).to.equal(null);
    await sound();
  });

  it('the same key gives the same answer, for both', async () => {
    const key = (name: string) => ({ 'Idempotency-Key': `${name}-${id}` });
    const charge = (await chargeOf(id)).id;
    const off = () => call('POST', `/operations/${charge}/cancel`, { comment: 'wrong car' }, key('off'));
    const first = await must(off());
    expect((await must(off())).id).to.equal(first.id);
    for (let tries = 0; tries < 3; tries += 1) expect((await again({}, key('on'))).body).to.include({ id, chargeCancelledAt: null });
    expect((await again({ pastFloorReason: 'other content' }, key('on'))).body.code).to.equal('request.key_reused');
    expect((await must(off())).id, 'late repetition').to.equal(first.id);
    expect(await money(ids.Firm)).to.deep.equal(['650.00', '0.00']);
    await sound();
  });

  it('M-6, M-12 floors and budgets hold for the new charge; past the floor only with the right and a reason', async () => {
    await must(cancel());
    await budget(ids.Dept, 'day', '349');
    expect((await again()).body).to.deep.include({ code: 'order.refused', clientId: ids.Dept });
    await budget(ids.Dept, 'day', '400');
    await set(ids.Firm, 'balanceFloor', rub('651'));
    expect((await again()).body.code).to.equal('ledger.below_floor');
    expect(await money(ids.Firm)).to.deep.equal(['1000.00', '0.00']);
    const token = await server.get().operatorWith(['operation.book']);
    expect((await server.get().call('POST', `/orders/${id}/charge`, { pastFloorReason: 'agreed' }, { token })).body.code).to.equal('auth.forbidden');
    expect((await again({ pastFloorReason: 'agreed by phone' })).status).to.equal(200);
    expect(await money(ids.Firm)).to.deep.equal(['650.00', '0.00']);
    await sound();
  });

  it('a penalty goes the same way', async () => {
    id = (await must(order({ clientId: ids.Clerk, sum: rub('10') }))).id;
    await must(state(id, 'aborted', { penalty: rub('7') }));
    expect(await money(ids.Firm)).to.deep.equal(['643.00', '0.00']);
    await must(cancel());
    expect(await money(ids.Firm)).to.deep.equal(['650.00', '0.00']);
    await must(again());
    expect(await money(ids.Firm)).to.deep.equal(['643.00', '0.00']);
    await sound();
  });
});
