import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

describe('the life of an order', () => {
  const server = useServer();
  const { call, must, tree, order, state, set, fill, ownAccount, budget, item, money, left } = ordering(server);
  let ids: Record<string, number>;
  const make = async (body: object) => must(order({ clientId: ids.Clerk, ...body }));
  const totals = async (id: number | undefined) => (await server.get().context.db.prisma.clientTotal.findUnique({ where: { clientId: id as number } })) ?? { finishedOrders: 0, turnoverMinor: 0n };

  beforeEach(async () => {
    ids = await tree('Firm(Dept(Clerk),Own(Staff))');
    await ownAccount(ids.Own);
    await fill(ids.Firm, '1000');
  });

  it('M-7, O-9 holds when it is made, charges when it is finished, counts for customer and payer', async () => {
    const { id, parts } = await make({ sum: rub('300'), passenger: 'Anna', phone: '+7 900 111-22-33' });
    expect(parts.cashless).to.deep.equal(rub('300.00'));
    expect(await money(ids.Firm)).to.deep.equal(['1000.00', '300.00']);
    for (const step of ['driverAssigned', 'carAtPlace', 'clientInside']) expect((await must(state(id, step, { crewId: 7 }))).state).to.equal(step);
    const done = await must(state(id, 'finished', { sum: rub('350.50') }));
    expect(done).to.deep.include({ state: 'finished', total: rub('350.50'), crewId: 7, passenger: 'Anna' });
    expect(await money(ids.Firm)).to.deep.equal(['649.50', '0.00']);
    expect([await totals(ids.Clerk), await totals(ids.Firm)].map(({ finishedOrders, turnoverMinor }) => [finishedOrders, turnoverMinor])).to.deep.equal([[1, 35_050n], [1, 35_050n]]);
    const [charge] = (await must(call('GET', `/clients/${ids.Firm}/operations`))).items;
    expect(charge).to.deep.include({ kind: 'charge', type: 'expense', orderId: id, sum: rub('350.50') });
    const { asCustomer, asPayer, withEmployees } = await must(call('GET', `/clients/${ids.Firm}/statistics`));
    expect([asCustomer, asPayer.length, withEmployees[0].orders]).to.deep.equal([[], 1, 1]);
    expect((await must(call('GET', `/clients/${ids.Clerk}/statistics`))).asPayer, 'D-15').to.equal(null);
  });

  it('answers with just what is kept, whatever is said', async () => {
    const tariff = await item('/tariffs', { name: 'By hand', fare: { minimum: '70' } });
    for (const body of [{}, { sum: rub('5'), comment: 'x', costCentre: 'C1', phone: '+7 900 111-22-33', passenger: 'Anna', addresses: [{ address: 'A', latitude: 1, longitude: 2 }, { address: 'B' }], pay: { cashless: rub('2'), rest: 'card' }, at: '2035-01-01T10:00:00+05:00', source: 'telephony' }, { tariffId: tariff, distance: { kmInTown: 3 } }]) {
      const made = await make(body);
      expect(await must(call('GET', `/orders/${made.id}`))).to.deep.equal(made);
    }
  });

  it('O-9 finishing at once from twenty lines, with and without keys, charges once', async () => {
    const { id } = await make({ sum: rub('300') });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => state(id, 'finished', { sum: rub('200') }, index % 2 ? { 'Idempotency-Key': `end-${id}-${index % 4}` } : {})));
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    expect((await must(state(id, 'finished', { sum: rub('999') }))).total).to.deep.equal(rub('200.00'));
    expect(await money(ids.Firm)).to.deep.equal(['800.00', '0.00']);
    expect((await totals(ids.Firm)).finishedOrders).to.equal(1);
  });

  it('the same key makes one order, also from ten lines at once; with other content it is refused', async () => {
    const headers = { 'Idempotency-Key': `make-${ids.Firm}` };
    const answers = await Promise.all(Array.from({ length: 10 }, () => order({ clientId: ids.Clerk, sum: rub('600') }, headers)));
    expect(new Set(answers.map(({ body }) => body.id)).size, JSON.stringify(answers[0]?.body)).to.equal(1);
    expect(await money(ids.Firm)).to.deep.equal(['1000.00', '600.00']);
    expect((await order({ clientId: ids.Clerk, sum: rub('601') }, headers)).body.code).to.equal('request.key_reused');
  });

  it('O-8 goes forward, back only to new when a crew withdraws, and nowhere from its end', async () => {
    const { id } = await make({ sum: rub('10') });
    await must(state(id, 'carAtPlace', { crewId: 3, driver: 'Ivan', car: 'A001AA' }));
    expect(await must(state(id, 'new'))).to.deep.include({ state: 'new', crewId: null, driver: null });
    await must(state(id, 'clientInside'));
    expect((await state(id, 'driverAssigned')).body).to.include({ code: 'order.state', state: 'clientInside' });
    await must(state(id, 'aborted'));
    for (const step of ['new', 'finished', 'clientInside']) expect((await state(id, step)).body.code, step).to.equal('order.state');
    expect((await state(id, 'aborted')).status).to.equal(200);
    expect((await call('PATCH', `/orders/${id}`, { comment: 'late' })).body.code).to.equal('order.state');
  });

  it('O-13 aborting frees what was held, less the penalty of the group for that state, or the one that is said', async () => {
    const groupId = (await must(call('GET', `/clients/${ids.Firm}`))).groupId;
    await must(call('PUT', `/groups/${groupId}/penalties`, { items: [{ state: 'carAtPlace', sum: rub('70') }] }));
    const abort = async (before: string | null, more: object = {}) => {
      const { id } = await make({ sum: rub('100') });
      if (before) await must(state(id, before));
      return (await must(state(id, 'aborted', more))).penalty.amount;
    };
    expect([await abort(null), await abort('carAtPlace'), await abort('carAtPlace', { penalty: rub('0') }), await abort(null, { penalty: rub('5') })]).to.deep.equal(['0.00', '70.00', '0.00', '5.00']);
    expect(await money(ids.Firm)).to.deep.equal(['925.00', '0.00']);
    await must(call('PUT', `/groups/${groupId}/penalties`, { items: [] }));
  });

  it('O-13 says before what aborting would cost, by the rules or by another sum, and never more than is free on the account', async () => {
    const groupId = (await must(call('GET', `/clients/${ids.Firm}`))).groupId;
    await must(call('PUT', `/groups/${groupId}/penalties`, { items: [{ state: 'carAtPlace', sum: rub('70') }] }));
    await make({ sum: rub('890') });
    const { id } = await make({ sum: rub('60') });
    const costs = async (query = '') => (await must(call('GET', `/orders/${id}/penalty${query}`))).penalty;
    expect([await costs(), await costs('?amount=12.5')]).to.deep.equal([rub('0.00'), rub('12.50')]);
    await must(state(id, 'carAtPlace'));
    expect([await costs(), await costs('?amount=500')]).to.deep.equal([rub('70.00'), rub('110.00')]);
    expect((await must(state(id, 'aborted', { penalty: rub('500') }))).penalty).to.deep.equal(rub('110.00'));
    expect((await call('GET', `/orders/${id}/penalty`)).body.code).to.equal('order.state');
    await must(call('PUT', `/groups/${groupId}/penalties`, { items: [] }));
  });

  it('O-4 when funds are short: forbid, rest in cash, warn until confirmed, credit down to the floor', async () => {
    await set(ids.Firm, 'balanceFloor', rub('-500'));
    const sums = async (body: object) => {
      const { status, body: made } = await order({ clientId: ids.Clerk, ...body });
      if (status !== 201) return made.needsConfirmation ? 'confirm' : made.reasons[0].code;
      await must(state(made.id, 'aborted'));
      return [made.parts.cashless.amount, made.parts.cash.amount];
    };
    expect([await sums({ sum: rub('1000') }), await sums({ sum: rub('1200') })]).to.deep.equal([['1000.00', '0.00'], 'funds.short']);
    await set(ids.Firm, 'whenFundsShort', 'restInCash');
    expect(await sums({ sum: rub('1200') })).to.deep.equal(['1000.00', '200.00']);
    await set(ids.Clerk, 'cashForbidden', true);
    expect(await sums({ sum: rub('1200') })).to.equal('funds.short');
    await must(call('DELETE', `/clients/${ids.Clerk}/settings/cashForbidden`));
    await set(ids.Firm, 'whenFundsShort', 'warn');
    expect([await sums({ sum: rub('1200') }), await sums({ sum: rub('1200'), confirmed: true }), await sums({ sum: rub('1600'), confirmed: true })]).to.deep.equal(['confirm', ['1200.00', '0.00'], ['1500.00', '100.00']]);
    await set(ids.Firm, 'whenFundsShort', 'credit');
    expect([await sums({ sum: rub('1500') }), await sums({ sum: rub('1500.01') })]).to.deep.equal([['1500.00', '0.00'], 'funds.short']);
  });

  it('O-4 bonuses first, then cashless, then cash; fixed parts as they are said', async () => {
    await fill(ids.Firm, '40', 1);
    const parts = async (pay: object) => Object.values((await make({ sum: rub('100'), pay })).parts as Record<string, { amount: string }>).map(({ amount }) => amount);
    expect(await parts({ useBonus: true, useCashless: true })).to.deep.equal(['40.00', '60.00', '0.00', '0.00']);
    expect(await parts({ useBonus: true, cashless: rub('30'), rest: 'card' })).to.deep.equal(['0.00', '30.00', '0.00', '70.00']);
    expect(await parts({})).to.deep.equal(['0.00', '0.00', '100.00', '0.00']);
    const [first] = (await must(call('GET', `/orders?clientId=${ids.Firm}`))).items.slice(-1);
    await must(state(first.id, 'finished'));
    const [main, bonus] = (await must(call('GET', `/clients/${ids.Firm}/accounts`))).items;
    expect([main.balance, main.held, bonus.balance, bonus.held]).to.deep.equal([rub('940.00'), rub('30.00'), rub('0.00'), rub('0.00')]);
  });

  it('a ride that came to more than there is never takes the account under its floor: the rest is paid in cash', async () => {
    const { id } = await make({ sum: rub('900') });
    await make({ sum: rub('60') });
    expect((await must(state(id, 'finished', { sum: rub('1500') }))).parts).to.deep.equal({ bonus: rub('0.00'), cashless: rub('940.00'), cash: rub('560.00'), card: rub('0.00') });
    expect(await money(ids.Firm)).to.deep.equal(['60.00', '60.00']);
  });

  it('M-12 budgets are reserved with the hold, settled with the charge, freed by the end, moved with the time', async () => {
    await budget(ids.Dept, 'day', '500');
    await budget(ids.Firm, 'month', '700');
    const at = server.get().context.clock.now().setZone('Europe/Moscow').set({ hour: 12 });
    const first = await make({ sum: rub('200'), at: at.toISO() });
    expect([await left(ids.Dept, 'day'), await left(ids.Firm, 'month')]).to.deep.equal([['200.00', '0.00', '300.00'], ['200.00', '0.00', '500.00']]);
    await must(state(first.id, 'finished', { sum: rub('250') }));
    expect([await left(ids.Dept, 'day'), await left(ids.Firm, 'month')]).to.deep.equal([['0.00', '250.00', '250.00'], ['0.00', '250.00', '450.00']]);
    const second = await make({ sum: rub('250'), at: at.toISO() });
    await must(call('PATCH', `/orders/${second.id}`, { at: at.plus({ days: 1 }).toISO() }));
    expect(await left(ids.Dept, 'day')).to.deep.equal(['0.00', '250.00', '250.00']);
    await must(state(second.id, 'aborted'));
    expect(await left(ids.Dept, 'day')).to.deep.equal(['0.00', '250.00', '250.00']);
    const third = await make({ sum: rub('250'), at: at.toISO() });
    expect((await must(state(third.id, 'finished', { sum: rub('400') }))).parts, 'no budget is overrun by a longer ride').to.deep.include({ cashless: rub('250.00'), cash: rub('150.00') });
    await budget(ids.Own, 'week', '0');
    expect((await must(call('GET', `/clients/${ids.Own}/budgets`))).items[0]).to.deep.include({ left: rub('0.00') });
  });

  it('M-12 a new budget counts what was ordered in its period before, and follows those orders to their end', async () => {
    const open = await make({ sum: rub('100') });
    const done = await make({ sum: rub('30') });
    await must(state(done.id, 'finished'));
    await budget(ids.Firm, 'month', '50');
    expect(await left(ids.Firm, 'month')).to.deep.equal(['100.00', '30.00', '-80.00']);
    await must(state(open.id, 'finished'));
    expect(await left(ids.Firm, 'month')).to.deep.equal(['0.00', '130.00', '-80.00']);
    await must(call('DELETE', `/clients/${ids.Firm}/budgets/month`));
    expect((await call('DELETE', `/clients/${ids.Firm}/budgets/month`)).body.code).to.equal('budget.not_found');
  });

  it('changes details as they are and decides terms anew, with its own hold counted as free', async () => {
    const made = await make({ sum: rub('900') });
    const changed = await must(call('PATCH', `/orders/${made.id}`, { comment: 'gate 2', version: made.version }));
    expect(changed).to.deep.include({ comment: 'gate 2', version: 2, total: rub('900.00') });
    expect((await must(call('PATCH', `/orders/${made.id}`, { sum: rub('1000') }))).total).to.deep.equal(rub('1000.00'));
    expect(await money(ids.Firm)).to.deep.equal(['1000.00', '1000.00']);
    expect((await call('PATCH', `/orders/${made.id}`, { sum: rub('1000.01') })).body.code).to.equal('order.refused');
    expect((await call('PATCH', `/orders/${made.id}`, { sum: rub('5'), version: 1 })).body).to.deep.include({ code: 'conflict.version' });
    await fill(ids.Own, '20');
    expect((await must(call('PATCH', `/orders/${made.id}`, { clientId: ids.Staff, sum: rub('20') }))).payer.name).to.equal('Own');
    expect([await money(ids.Firm), await money(ids.Own)]).to.deep.equal([['1000.00', '0.00'], ['20.00', '20.00']]);
    await must(call('POST', `/clients/${ids.Staff}/block`, {}));
    expect((await must(call('PATCH', `/orders/${made.id}`, { passenger: 'Eve' }))).passenger).to.equal('Eve');
    expect((await call('PATCH', `/orders/${made.id}`, { sum: rub('1') })).body.reasons[0].code).to.equal('employee.blocked');
  });

  it('tells before a change what it would decide, with its own hold counted as free, and changes nothing', async () => {
    const { id, version } = await make({ sum: rub('1000') });
    const ask = (change: object) => must(call('POST', `/orders/${id}/resolve`, change));
    expect((await must(call('POST', '/resolve', { clientId: ids.Clerk, sum: rub('1000') }))).verdict.allowed, 'another order finds nothing left').to.equal(false);
    expect(await ask({})).to.deep.include({ parts: { bonus: rub('0.00'), cashless: rub('1000.00'), cash: rub('0.00'), card: rub('0.00') }, candidates: [] });
    expect((await ask({})).verdict).to.deep.include({ allowed: true, reasons: [] });
    expect((await ask({ sum: rub('1000.01') })).verdict.reasons[0].code).to.equal('funds.short');
    expect((await ask({ clientId: ids.Staff })).payer.name).to.equal('Own');
    expect((await must(call('GET', `/orders/${id}`)))).to.deep.include({ version, total: rub('1000.00') });
    await must(state(id, 'aborted'));
    expect((await call('POST', `/orders/${id}/resolve`, {})).body.code).to.equal('order.state');
  });

  it('O-10 keeps the superiors, the payer and the terms as they were, and is found by them', async () => {
    const tariff = await item('/tariffs', { name: 'Day', fare: { minimum: '100', perKmInTown: '10' } });
    const discount = await item('/discounts', { name: 'Ten', percent: 10 });
    await set(ids.Firm, 'tariff', tariff);
    await set(ids.Firm, 'discount', discount);
    const { id } = await make({ distance: { kmInTown: 10 } });
    await must(call('POST', `/clients/${ids.Clerk}/move`, { parentId: ids.Own }));
    await must(call('PATCH', `/tariffs/${tariff}`, { name: 'Night', fare: { minimum: '999' } }));
    const kept = await must(call('GET', `/orders/${id}`));
    expect(kept).to.deep.include({ price: rub('200.00'), discountSum: rub('20.00'), total: rub('180.00'), tariff: { id: tariff, name: 'Day' }, payer: { id: ids.Firm, name: 'Firm' } });
    expect(kept.path.map(({ name }: { name: string }) => name)).to.deep.equal(['Firm', 'Dept', 'Clerk']);
    expect((await must(state(id, 'finished', { distance: { kmInTown: 20 } }))).total).to.deep.equal(rub('270.00'));
    const found = async (query: string) => (await must(call('GET', `/orders?${query}`))).items.map((one: { id: number }) => one.id);
    expect([await found(`clientId=${ids.Dept}`), await found(`clientId=${ids.Own}`), await found(`payerId=${ids.Firm}&state=finished`), await found(`customerId=${ids.Clerk}&kind=current`)]).to.deep.equal([[id], [], [id], []]);
  });

  it('O-7 every Nth finished order of the payer is a prize order, with its tariff and discount', async () => {
    await set(ids.Firm, 'prizeEvery', 2);
    const prize = await item('/tariffs', { name: 'Prize', fare: { minimum: '50' } });
    await set(ids.Firm, 'prizeTariff', prize);
    await set(ids.Firm, 'prizeDiscount', await item('/discounts', { name: 'Free', percent: 100 }));
    const terms = async () => (await must(call('POST', '/resolve', { clientId: ids.Clerk }))).terms;
    expect((await terms()).prize).to.deep.equal({ every: 2, isPrize: false, remaining: 2 });
    await must(state((await make({ sum: rub('1') })).id, 'finished'));
    expect(await terms()).to.deep.include({ prize: { every: 2, isPrize: true, remaining: 1 } });
    expect(await make({})).to.deep.include({ prize: true, tariff: { id: prize, name: 'Prize' }, total: rub('0.00') });
  });

  it('D-25 an order from an unknown phone makes a client, where the rules say so; one client for two orders at once', async () => {
    const phone = `+7 901 000-${String(ids.Firm).padStart(4, '0').slice(-4, -2)}-${String(ids.Firm).slice(-2).padStart(2, '0')}`;
    expect((await order({ phone, sum: rub('5') })).body.reasons[0].code).to.equal('client.unknown');
    const { items } = await must(call('GET', '/groups'));
    const group = items.find(({ type }: { type: string }) => type === 'individual');
    await must(call('PUT', '/order-rules', { autoCreateGroupId: group.id }));
    expect((await must(call('POST', '/resolve', { phone }))).unknownPhone).to.deep.equal({ phone, creates: { group: { id: group.id, name: group.name } } });
    const [one, other] = await Promise.all([must(order({ phone, sum: rub('5'), passenger: 'New one' })), must(order({ phone, sum: rub('6'), passenger: 'New one' }))]);
    expect(one.customer).to.deep.equal(other.customer);
    expect(one.parts.cash, 'private persons pay in cash').to.deep.equal(rub('5.00'));
    expect((await must(call('GET', `/clients/${one.customer.id}`))).phones[0]).to.include({ identifiesCaller: true });
    await must(call('PUT', '/order-rules', { autoCreateGroupId: null }));
  });

  it('D-25 client and order come into being together: ten orders at once make one client, a repeated key none, a refused order nobody', async () => {
    const digits = String(ids.Firm).padStart(5, '0');
    const phone = `+7 902 00${digits.slice(0, 1)}-${digits.slice(1, 3)}-${digits.slice(3)}`;
    const group = await must(call('POST', '/groups', { name: `New ones ${ids.Firm}`, type: 'individual' }));
    await must(call('PUT', '/order-rules', { autoCreateGroupId: group.id }));
    const clients = async () => (await must(call('GET', `/clients?scope=all&groupId=${group.id}`))).items;
    const refused = await order({ phone, sum: rub('5'), pay: { useCashless: true } });
    expect([refused.body.code, refused.body.reasons[0].code]).to.deep.equal(['order.refused', 'funds.short']);
    expect(await clients()).to.deep.equal([]);
    const keyed = () => must(order({ phone, sum: rub('5') }, { 'Idempotency-Key': `new-${ids.Firm}` }));
    const made = await Promise.all([...Array.from({ length: 4 }, keyed), ...Array.from({ length: 6 }, (_, place) => must(order({ phone: phone.replaceAll(/[ -]/g, place % 2 ? '' : ' '), sum: rub('5') })))]);
    expect((await keyed()).id).to.equal(made[0].id);
    expect(new Set(made.map(({ id }) => id)).size).to.equal(7);
    expect(new Set(made.map(({ customer }) => customer.id)).size).to.equal(1);
    const [client, ...others] = await clients();
    expect(others).to.deep.equal([]);
    expect(client).to.deep.include({ id: made[0].customer.id, kind: 'person', parentId: null });
    // As the first of them wrote it.
    expect(client.name.replaceAll(/[ -]/g, '')).to.equal(phone.replaceAll(/[ -]/g, ''));
    await must(call('PUT', '/order-rules', { autoCreateGroupId: null }));
  });

  it('D-6 a client with orders cannot be removed for good', async () => {
    await make({ sum: rub('0') });
    await must(call('POST', `/clients/${ids.Clerk}/delete`, {}));
    expect((await call('DELETE', `/clients/${ids.Clerk}`)).body.inTheWay).to.deep.equal([{ what: 'orders', count: 1 }]);
  });

  it('O-12 passengers rate an order, drivers the client, each once', async () => {
    const { id } = await make({ sum: rub('1') });
    await must(call('POST', `/orders/${id}/feedback`, { author: 'passenger', stars: 5, comment: 'fine' }));
    await must(call('POST', `/orders/${id}/feedback`, { author: 'driver', stars: 3 }));
    expect((await call('POST', `/orders/${id}/feedback`, { author: 'driver', stars: 4 })).body.code).to.equal('order.reviewed');
    expect((await must(call('GET', `/orders/${id}/feedback`))).items.map(({ author, stars }: { author: string; stars: number }) => [author, stars])).to.deep.equal([['driver', 3], ['passenger', 5]]);
    expect((await must(call('GET', `/clients/${ids.Clerk}`))).rating).to.deep.include({ value: 3, count: 1 });
  });
});
