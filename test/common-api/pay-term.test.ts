// Terminal top-ups on the wire (commonapi.md §11).
import { expect } from 'chai';
import { TERM_KEY, KEY, useCommonApi } from '../support/common-api.js';
import { ordering } from '../orders/support.js';

const ADDRESS = '/pay_term_api/1.0/add_term_operation';

describe('pay_term_api', () => {
  const api = useCommonApi({ TIME_ZONE: 'Europe/Moscow' });
  const { must, call, tree } = ordering({ get: () => api.get().server });
  let ids: Record<string, number>;
  let account: string;
  let payments = 0;
  const pay = (more: Record<string, string | number> = {}, options: { key?: string; headers?: Record<string, string> } = {}) =>
    api.get().form(ADDRESS, { pay_system_type: 8, account, oper_id: `p-${(payments += 1)}`, sum: 100, oper_time: '20260101120000', ...more }, { key: TERM_KEY, ...options });
  const balance = async () => (await must(call('GET', `/clients/${ids.Firm}/accounts`))).items[0].balance.amount;

  beforeEach(async () => {
    ids = await tree('Firm');
    account = String(ids.Firm).padStart(5, '0');
    await must(call('PATCH', `/clients/${ids.Firm}`, { terminalAccount: account }));
  });

  it('books a payment by the terminal account, with the digits of the city before it or not', async () => {
    expect((await pay()).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    expect((await pay({ account: `77001${account}`, sum: '1.05e+03', pay_system_type: 0, test: 1 })).code).to.equal(0);
    expect(await balance()).to.equal('1150.00');
    const { items } = await must(call('GET', `/clients/${ids.Firm}/operations`));
    expect(items[1]).to.deep.include({ kind: 'receipt', channel: 'commonApi', cash: true, at: '2026-01-01T09:00:00.000Z' });
    expect((await must(call('GET', `/clients/${ids.Firm}/top-ups`))).items[0]).to.include({ kind: 'terminal', state: 'paid', paymentSystem: 'terminal-0' });
  });

  it('books once, however often the payment is told, also twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay({ oper_id: `once-${ids.Firm}` })));
    expect(answers.map(({ code }) => code)).to.deep.equal(answers.map(() => 0));
    expect(await balance()).to.equal('100.00');
    expect((await pay({ oper_id: `once-${ids.Firm}`, sum: 101 })).code, 'the same payment over another sum').to.equal(101);
    expect(await balance()).to.equal('100.00');
  });

  it('tells mistakes by their numbers, and books nothing', async () => {
    expect((await pay({ account: 'nobody' })).code).to.equal(100);
    for (const more of [{ sum: 0 }, { sum: -5 }, { sum: 'x' }, { oper_time: 'x' }, { pay_system_type: -1 }, { sum: '1e20' }]) expect((await pay(more)).code, JSON.stringify(more)).to.equal(9);
    for (const name of ['pay_system_type', 'account', 'oper_id', 'sum', 'oper_time']) expect((await pay({ [name]: '' })).code, name).to.equal(8);
    expect((await pay({}, { key: KEY })).code, 'it has a key of its own').to.equal(4);
    expect((await pay({}, { headers: { 'X-User-Id': '99' } })).code, 'users are of common_api').to.equal(0);
    expect((await api.get().get(ADDRESS, 'x=1', { key: TERM_KEY })).code).to.equal(7);
    await must(call('POST', `/clients/${ids.Firm}/delete`, {}));
    expect((await pay()).code).to.equal(102);
    expect(await balance()).to.equal('100.00');
  });
});
