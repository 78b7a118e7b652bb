// O-3: each refusal by example, the same in the question and in making an order, naming the client that causes it.
import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

describe('refusals of orders', () => {
  const server = useServer();
  const { call, must, tree, order, set, fill, ownAccount, budget, item } = ordering(server);
  let ids: Record<string, number>;
  const ref = (name: string) => ({ id: ids[name], name });
  const codes = (reasons: { code: string; client: unknown }[]) => reasons.map(({ code, client }) => [code, client]);

  /** What POST /orders and POST /resolve say against it; both the same, and no order made. */
  async function against(body: object): Promise<unknown[]> {
    const { sum, clientId, employeeId, crewGroupId, at, pay } = body as Record<string, unknown>;
    const asked = (await must(call('POST', '/resolve', Object.fromEntries(Object.entries({ sum, clientId, employeeId, crewGroupId, at, pay }).filter(([, value]) => value !== undefined))))).verdict;
    const refused = await order(body);
    expect([refused.status, refused.body.code], JSON.stringify(refused.body)).to.deep.equal([409, 'order.refused']);
    for (const { message, remedy } of refused.body.reasons) expect([message, remedy].every((text) => text.length > 5)).to.equal(true);
    expect(codes(asked.reasons)).to.deep.equal(codes(refused.body.reasons.filter(({ code }: { code: string }) => !code.startsWith('password'))));
    expect((await call('GET', `/orders?clientId=${ids.Firm}`)).body.items).to.deep.equal([]);
    return codes(refused.body.reasons);
  }

  beforeEach(async () => {
    ids = await tree('Firm(Dept(Clerk),Own(Staff))');
    await ownAccount(ids.Own);
    await fill(ids.Firm, '1000');
  });

  it('deleted client or superior', async () => {
    await must(call('POST', `/clients/${ids.Dept}/delete`, {}));
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['client.deleted', ref('Dept')]]);
  });

  it('blocked client, and blocked employee, each with who is blocked', async () => {
    await must(call('POST', `/clients/${ids.Firm}/block`, { reason: 'debts' }));
    await must(call('POST', `/clients/${ids.Clerk}/block`, {}));
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['client.blocked', ref('Firm')], ['employee.blocked', ref('Clerk')]]);
    await must(call('POST', `/clients/${ids.Firm}/unblock`, {}));
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['employee.blocked', ref('Clerk')]]);
    await must(call('POST', `/clients/${ids.Own}/block`, {}));
    expect(await against({ clientId: ids.Own, sum: rub('0') })).to.deep.equal([['client.blocked', ref('Own')]]);
  });

  it('a contract that has ended, where the setting says so; else it is a warning', async () => {
    await must(call('PATCH', `/clients/${ids.Firm}`, { contractTo: '2031-05-31' }));
    const late = { clientId: ids.Clerk, sum: rub('1'), at: '2031-05-31T21:30:00Z' };
    const { verdict } = await must(call('POST', '/resolve', late));
    expect([verdict.allowed, codes(verdict.warnings)]).to.deep.equal([true, [['contract.expired', ref('Firm')]]]);
    await set(ids.Firm, 'expiredContract', 'refuse');
    expect(await against(late)).to.deep.equal([['contract.expired', ref('Firm')]]);
    expect((await must(call('POST', '/resolve', { ...late, at: '2031-05-31T20:30:00Z' }))).verdict.allowed).to.equal(true);
  });

  it('the password is missing, wrong, or locked after five wrong tries; the right one lets pass', async () => {
    await must(call('PUT', `/clients/${ids.Firm}/order-password`, { password: '4711' }));
    const body = { clientId: ids.Clerk, sum: rub('1') };
    expect((await must(call('POST', '/resolve', body))).passwordNeeded).to.deep.equal(ref('Firm'));
    expect(await against(body)).to.deep.equal([['password.missing', ref('Firm')]]);
    expect((await order({ ...body, password: '4711' })).status).to.equal(201);
    for (let tries = 1; tries < 5; tries += 1) expect(codes((await order({ ...body, password: 'guess' })).body.reasons)).to.deep.equal([['password.wrong', ref('Firm')]]);
    await order({ ...body, password: 'guess' });
    expect(codes((await order({ ...body, password: '4711' })).body.reasons)).to.deep.equal([['password.locked', ref('Firm')]]);
    expect((await must(call('POST', '/resolve', { clientId: ids.Staff }))).passwordNeeded, 'the payer Own has none').to.equal(null);
  });

  it('a crew group that somebody on the way does not allow', async () => {
    const [vip, plain] = [await item('/crew-groups', { name: 'VIP' }), await item('/crew-groups', { name: 'Plain' })];
    await set(ids.Dept, 'crewGroups', [plain]);
    expect(await against({ clientId: ids.Clerk, crewGroupId: vip, sum: rub('1') })).to.deep.equal([['crew_group.not_allowed', ref('Dept')]]);
    expect((await order({ clientId: ids.Clerk, crewGroupId: plain, sum: rub('1') })).body.crewGroup).to.deep.equal({ id: plain, name: 'Plain' });
    expect((await order({ clientId: ids.Clerk, crewGroupId: 99_999 })).body.errors[0]).to.include({ code: 'order.reference_not_found', path: 'body/crewGroupId' });
  });

  it('a tariff that is not active', async () => {
    const tariff = await item('/tariffs', { name: 'Old', active: false });
    await set(ids.Dept, 'tariff', tariff);
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['tariff.not_active', ref('Dept')]]);
  });

  it('funds short, negative, below the minimum; bonuses short; cash forbidden', async () => {
    expect(await against({ clientId: ids.Clerk, sum: rub('1000.01') })).to.deep.equal([['funds.short', ref('Firm')]]);
    expect(await against({ clientId: ids.Clerk, sum: rub('10'), pay: { bonus: rub('5'), useCashless: true } })).to.deep.equal([['bonus.short', ref('Firm')]]);
    await set(ids.Firm, 'balanceFloor', null);
    await set(ids.Firm, 'minBalanceForCashless', rub('1000.01'));
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['funds.below_minimum', ref('Firm')]]);
    await must(call('POST', `/clients/${ids.Firm}/operations`, { type: 'expense', sum: rub('1001') }));
    expect(await against({ clientId: ids.Clerk, sum: rub('1') })).to.deep.equal([['funds.negative', ref('Firm')]]);
    await set(ids.Dept, 'cashForbidden', true);
    expect(await against({ clientId: ids.Clerk, sum: rub('1'), pay: {} })).to.deep.equal([['cash.forbidden', ref('Dept')]]);
  });

  it('every budget on the way', async () => {
    await budget(ids.Firm, 'month', '100');
    await budget(ids.Dept, 'day', '50');
    const body = { clientId: ids.Clerk, sum: rub('50.01') };
    expect(await against(body)).to.deep.equal([['budget.exceeded', ref('Dept')]]);
    expect(await against({ ...body, sum: rub('100.01') })).to.deep.equal([['budget.exceeded', ref('Firm')], ['budget.exceeded', ref('Dept')]]);
    expect((await must(call('POST', '/resolve', body))).budgets.map(({ client, left }: { client: object; left: object }) => [client, left])).to.deep.equal([[ref('Firm'), rub('100.00')], [ref('Dept'), rub('50.00')]]);
  });

  it('everything at once, in the order of O-3', async () => {
    const group = await item('/crew-groups', { name: 'None' });
    await set(ids.Firm, 'expiredContract', 'refuse');
    await set(ids.Dept, 'crewGroups', []);
    await set(ids.Clerk, 'tariff', await item('/tariffs', { name: 'Off', active: false }));
    await must(call('PATCH', `/clients/${ids.Dept}`, { contractTo: '2020-01-01' }));
    await must(call('PUT', `/clients/${ids.Clerk}/order-password`, { password: '4711' }));
    await must(call('POST', `/clients/${ids.Dept}/block`, {}));
    await must(call('POST', `/clients/${ids.Firm}/block`, {}));
    await budget(ids.Firm, 'quarter', '5');
    await must(call('POST', `/clients/${ids.Clerk}/delete`, {}));
    expect(await against({ clientId: ids.Clerk, crewGroupId: group, sum: rub('5000') })).to.deep.equal([
      ['client.deleted', ref('Clerk')], ['client.blocked', ref('Firm')], ['employee.blocked', ref('Dept')], ['contract.expired', ref('Dept')], ['password.missing', ref('Clerk')],
      ['crew_group.not_allowed', ref('Dept')], ['tariff.not_active', ref('Clerk')], ['funds.short', ref('Firm')], ['budget.exceeded', ref('Firm')],
    ]);
  });
});
