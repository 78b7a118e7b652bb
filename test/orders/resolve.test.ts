import { expect } from 'chai';
import { buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';

const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('resolve', () => {
  const server = useServer();
  let ids: Record<string, number>;
  const call = (method: string, path: string, body?: unknown, token?: string) => server.get().call(method, path, body, token ? { token } : {});
  const resolve = async (body: object) => (await call('POST', '/resolve', body)).body;
  const set = (name: string, key: string, value: unknown) => call('PUT', `/clients/${ids[name]}/settings/${key}`, { value });
  const item = async (path: string, body: object) => (await call('POST', path, body)).body.id as number;

  beforeEach(async () => {
    ids = await buildTree(server.get().context.db, 'Firm(Own(Staff),Branch(Clerk))');
    await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: true });
  });

  it('O-1, O-2 names the customer, the payer, the superiors, the notes of all of them, the money', async () => {
    await call('PATCH', `/clients/${ids.Firm}`, { driverNote: 'call reception first', address: 'Lenina 1' });
    await call('PATCH', `/clients/${ids.Clerk}`, { driverNote: 'wheelchair' });
    await call('POST', `/clients/${ids.Firm}/operations`, { type: 'receipt', sum: rub('1000') });
    const answer = await resolve({ clientId: ids.Clerk, sum: rub('300') });
    expect(answer).to.deep.include({
      customer: { id: ids.Clerk, name: 'Clerk' }, payer: { id: ids.Firm, name: 'Firm' }, pickUpAddress: 'Lenina 1', passwordNeeded: null,
      path: [{ id: ids.Firm, name: 'Firm' }, { id: ids.Branch, name: 'Branch' }],
      parts: { bonus: rub('0.00'), cashless: rub('300.00'), cash: rub('0.00'), card: rub('0.00') },
      verdict: { allowed: true, needsConfirmation: false, reasons: [], warnings: [] },
    });
    expect(answer.notes.map(({ text }: { text: string }) => text)).to.deep.equal(['call reception first', 'wheelchair']);
    expect(answer.money[0]).to.deep.include({ kind: 'main', balance: rub('1000.00'), available: rub('1000.00') });
    expect((await resolve({ clientId: ids.Staff })).payer).to.deep.equal({ id: ids.Own, name: 'Own' });
    expect((await resolve({ clientId: ids.Firm, employeeId: ids.Staff })).payer).to.deep.equal({ id: ids.Firm, name: 'Firm' });
    expect((await call('POST', '/resolve', { clientId: ids.Own, employeeId: ids.Clerk })).body.code).to.equal('order.employee_not_below');
    const blind = await server.get().operatorWith(['client.view']);
    expect((await call('POST', '/resolve', { clientId: ids.Clerk }, blind)).body).to.include({ money: null, budgets: null });
  });

  it('O-1 finds the caller by the number that identifies, else by any number; asks where there are several; says that nobody has it', async () => {
    const number = (tail: number) => `8 900 000-${String(ids.Firm).padStart(2, '0').slice(-2)}-${String(tail).padStart(2, '0')}`;
    await call('PATCH', `/clients/${ids.Staff}`, { phones: [{ number: number(1), identifiesCaller: true }, { number: number(2) }] });
    await call('PATCH', `/clients/${ids.Clerk}`, { phones: [{ number: number(1) }, { number: number(2) }, { number: number(3) }] });
    expect((await resolve({ phone: number(1).replace(/^8/, '+7') })).customer.id).to.equal(ids.Staff);
    expect((await resolve({ phone: number(3) })).customer.id).to.equal(ids.Clerk);
    const several = await resolve({ phone: number(2) });
    expect([several.customer, several.verdict.reasons[0].code, several.candidates.map(({ id }: { id: number }) => id).sort()]).to.deep.equal([null, 'client.ambiguous', [ids.Staff, ids.Clerk].sort()]);
    const nobody = await resolve({ phone: number(9) });
    expect([nobody.verdict.allowed, nobody.verdict.reasons[0].code, nobody.unknownPhone]).to.deep.equal([false, 'client.unknown', { phone: number(9), creates: null }]);
    expect((await call('POST', '/resolve', {})).body.errors[0].path).to.equal('body/clientId');
    expect((await call('POST', '/resolve', { clientId: 2_000_000_000 })).status).to.equal(404);
  });

  it('O-5 takes the tariff of the shift that holds at the time asked about, over midnight too', async () => {
    const [day, night] = [await item('/tariffs', { name: 'Day', fare: { minimum: '100' } }), await item('/tariffs', { name: 'Night', fare: { minimum: '150', perKmInTown: '20', includedKm: 2 } })];
    const shift = await item('/tariff-shifts', { name: 'Shift', entries: [{ tariffId: night, from: '22:00', to: '06:00' }, { tariffId: day }] });
    await set('Firm', 'tariffShift', shift);
    const at = async (time: string) => (await resolve({ clientId: ids.Clerk, at: `2031-03-05T${time}:00+03:00`, distance: { kmInTown: 5 } })) as { terms: { tariff: object }; estimate: object };
    expect((await at('23:30')).terms.tariff).to.deep.include({ id: night, name: 'Night', shift: { id: shift, name: 'Shift' }, source: { kind: 'ancestor', id: ids.Firm, name: 'Firm' } });
    expect((await at('05:59')).terms.tariff).to.deep.include({ id: night });
    expect((await at('05:59')).estimate).to.deep.include({ total: rub('210.00') });
    expect((await at('06:00')).terms.tariff).to.deep.include({ id: day });
  });
});
