import { expect } from 'chai';
import pg from 'pg';
import { buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';

const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('accounts and the ledger', () => {
  const server = useServer();
  let ids: Record<string, number>;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}, token?: string) => server.get().call('POST', path, body, { headers, ...(token && { token }) });
  const book = (id: number | undefined, type: string, amount: string, more: object = {}, headers: Record<string, string> = {}) => post(`/clients/${id}/operations`, { type, sum: rub(amount), ...more }, headers);
  const accounts = async (id: number | undefined) => (await server.get().call('GET', `/clients/${id}/accounts`)).body.items;
  beforeEach(async () => {
    const { context, call } = server.get();
    ids = await buildTree(context.db, 'Root(Own(Staff),Shop,Gone)');
    for (const name of ['Own', 'Shop', 'Gone']) await call('PATCH', `/clients/${ids[name]}`, { usesOwnAccount: true });
  });

  it('M-5 books a receipt and an expense, and says who, when, through which channel', async () => {
    const receipt = await book(ids.Root, 'receipt', '1234.5', { name: 'Invoice 7', comment: 'paid', at: '2026-01-02T03:04:05Z', cash: true });
    expect(receipt.status, JSON.stringify(receipt.body)).to.equal(201);
    expect(receipt.body).to.deep.include({ type: 'receipt', kind: 'receipt', sum: rub('1234.50'), balanceAfter: rub('1234.50'), at: '2026-01-02T03:04:05.000Z', cash: true, name: 'Invoice 7', actorName: 'admin', channel: 'dispatcher' });
    const expense = await book(ids.Root, 'expense', '0.50');
    expect(expense.body).to.deep.include({ type: 'expense', sum: rub('0.50'), balanceAfter: rub('1234.00') });
    const { items } = (await server.get().call('GET', `/clients/${ids.Root}/operations`)).body;
    expect(items.map(({ id }: { id: number }) => id)).to.deep.equal([expense.body.id, receipt.body.id]);
  });

  it('M-5 the same key with the same content gives the first result; with other content it is refused', async () => {
    const key = { 'Idempotency-Key': `k-${ids.Root}` };
    const first = await book(ids.Root, 'receipt', '10', {}, key);
    const again = await book(ids.Root, 'receipt', '10', {}, key);
    expect(again.body).to.deep.equal(first.body);
    const other = await book(ids.Root, 'receipt', '11', {}, key);
    expect([other.status, other.body.code]).to.deep.equal([422, 'request.key_reused']);
    expect((await accounts(ids.Root))[0].balance).to.deep.equal(rub('10.00'));
  });

  it('M-5 the same key from twenty lines at once books once', async () => {
    const key = { 'Idempotency-Key': `at-once-${ids.Root}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(ids.Root, 'receipt', '10', {}, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1);
    expect((await accounts(ids.Root))[0].balance).to.deep.equal(rub('10.00'));
  });

  it('M-6 nothing takes the balance under the floor; a refused key can be used again', async () => {
    await server.get().call('PUT', `/clients/${ids.Root}/settings/balanceFloor`, { value: rub('-100') });
    const key = { 'Idempotency-Key': `floor-${ids.Root}` };
    const refused = await book(ids.Root, 'expense', '100.01', {}, key);
    expect([refused.status, refused.body.code, refused.body.available]).to.deep.equal([409, 'ledger.below_floor', rub('100.00')]);
    await book(ids.Root, 'receipt', '0.01');
    expect((await book(ids.Root, 'expense', '100.01', {}, key)).status).to.equal(201);
    expect((await accounts(ids.Root))[0]).to.deep.include({ balance: rub('-100.00'), available: rub('0.00') });
  });

  it('M-6 two spends at the same moment never both pass on money that is there once', async () => {
    await server.get().call('PUT', `/clients/${ids.Root}/settings/balanceFloor`, { value: rub('0') });
    await book(ids.Root, 'receipt', '100');
    const answers = await Promise.all(Array.from({ length: 30 }, () => book(ids.Root, 'expense', '30')));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(3);
    expect((await accounts(ids.Root))[0].balance).to.deep.equal(rub('10.00'));
  });

  it('M-6 past the floor only with the right and a reason, which the book shows', async () => {
    await server.get().call('PUT', `/clients/${ids.Root}/settings/balanceFloor`, { value: rub('0') });
    const clerk = await server.get().operatorWith(['operation.book', 'balance.see']);
    const past = { type: 'expense', sum: rub('5'), pastFloorReason: 'agreed with the chief' };
    expect((await post(`/clients/${ids.Root}/operations`, past, {}, clerk)).body.code).to.equal('auth.forbidden');
    expect((await post(`/clients/${ids.Root}/operations`, past)).body).to.deep.include({ pastFloorReason: 'agreed with the chief', balanceAfter: rub('-5.00') });
  });

  it('M-4 a cancellation is a counter-operation, the two name each other, and it happens once', async () => {
    const { body: receipt } = await book(ids.Root, 'receipt', '50');
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(`/operations/${receipt.id}/cancel`, { comment: 'mistake' })));
    const [done] = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ body }) => body.code === 'operation.cancelled')).to.have.length(9);
    expect(done?.body).to.deep.include({ kind: 'cancellation', cancels: receipt.id, balanceAfter: rub('0.00') });
    expect((await server.get().call('GET', `/operations/${receipt.id}`)).body.cancelledBy).to.equal(done?.body.id);
    expect((await post(`/operations/${done?.body.id}/cancel`, {})).body.code).to.equal('operation.cancelled');
  });

  it('M-8 transfers move money inside one organisation, both sides or none', async () => {
    await server.get().call('PUT', `/clients/${ids.Root}/settings/balanceFloor`, { value: rub('0') });
    await book(ids.Root, 'receipt', '100');
    const move = (from: number | undefined, to: number | undefined, amount: string) => post('/transfers', { fromClientId: from, toClientId: to, sum: rub(amount) });
    const done = await move(ids.Root, ids.Own, '60');
    expect(done.status, JSON.stringify(done.body)).to.equal(201);
    expect(done.body).to.deep.include({ kind: 'transfer', type: 'expense', otherClient: { id: ids.Own, name: 'Own' }, balanceAfter: rub('40.00') });
    expect((await accounts(ids.Own))[0].balance).to.deep.equal(rub('60.00'));
    expect((await move(ids.Root, ids.Own, '40.01')).body.code).to.equal('ledger.below_floor');
    expect((await move(ids.Root, ids.Root, '1')).body.code).to.equal('transfer.same_client');
    expect((await move(ids.Root, ids.Staff, '1')).body.code).to.equal('account.none');
    const stranger = (await post('/clients', { name: 'Stranger' })).body.id;
    expect((await move(ids.Root, stranger, '1')).body.code).to.equal('transfer.other_tree');
  });

  it('M-8 transfers there and back in a storm neither deadlock nor lose a kopeck', async () => {
    for (const name of ['Own', 'Shop']) await book(ids[name], 'receipt', '1000');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const [from, to] = index % 2 ? [ids.Own, ids.Shop] : [ids.Shop, ids.Own];
        return post('/transfers', { fromClientId: from, toClientId: to, sum: rub('1.01') });
      }),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 201));
    expect([(await accounts(ids.Own))[0].balance, (await accounts(ids.Shop))[0].balance]).to.deep.equal([rub('1000.00'), rub('1000.00')]);
  });

  it('M-9 balance with employees leaves out who is effectively deleted', async () => {
    for (const name of ['Root', 'Own', 'Shop', 'Gone']) await book(ids[name], 'receipt', '10');
    await book(ids.Shop, 'receipt', '3', { accountKind: 1 });
    await post(`/clients/${ids.Gone}/delete`, {});
    const [main, bonus] = await accounts(ids.Root);
    expect([main.balance, main.balanceWithEmployees, bonus.balanceWithEmployees]).to.deep.equal([rub('10.00'), rub('30.00'), rub('3.00')]);
  });

  it('D-15 a client without an own account has no accounts', async () => {
    expect((await server.get().call('GET', `/clients/${ids.Staff}/accounts`)).body).to.include({ code: 'account.none' });
    expect((await book(ids.Staff, 'receipt', '1')).body.payer).to.deep.equal({ id: ids.Own, name: 'Own' });
  });

  it('D-15 giving up an own account needs empty accounts, or moves the rest to the payer in the same act', async () => {
    const { call } = server.get();
    await book(ids.Own, 'receipt', '70');
    await book(ids.Own, 'receipt', '5', { accountKind: 1 });
    const refused = await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: false });
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'account.not_empty']);
    const done = await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: false, transferRest: true });
    expect(done.status, JSON.stringify(done.body)).to.equal(200);
    expect((await accounts(ids.Root)).map(({ balance }: { balance: object }) => balance)).to.deep.equal([rub('70.00'), rub('5.00')]);
    expect((await book(ids.Own, 'receipt', '1')).body.code).to.equal('account.none');
    await call('PATCH', `/clients/${ids.Own}`, { usesOwnAccount: true });
    expect((await book(ids.Own, 'receipt', '1')).status).to.equal(201);
  });

  it('D-15 booking while the account is given up: one of the two wins, no money is stranded', async () => {
    const { call } = server.get();
    for (let round = 0; round < 10; round += 1) {
      await call('PATCH', `/clients/${ids.Shop}`, { usesOwnAccount: true });
      const [off, booked] = await Promise.all([call('PATCH', `/clients/${ids.Shop}`, { usesOwnAccount: false }), book(ids.Shop, 'receipt', '1')]);
      expect([off.status === 200, booked.status === 201].filter(Boolean), `${off.status} ${booked.status}`).to.have.length(1);
      if (booked.status === 201) await book(ids.Shop, 'expense', '1');
    }
  });

  it('D-6 a client with operations cannot be removed for good', async () => {
    const { call } = server.get();
    await book(ids.Shop, 'receipt', '1');
    await post(`/clients/${ids.Shop}/delete`, {});
    const refused = await call('DELETE', `/clients/${ids.Shop}`);
    expect(refused.body).to.deep.include({ code: 'client.in_use', inTheWay: [{ what: 'operations', count: 1 }] });
    await accounts(ids.Gone);
    await post(`/clients/${ids.Own}/invoices`, { sum: rub('1') });
    for (const name of ['Staff', 'Own']) await post(`/clients/${ids[name]}/delete`, {});
    await call('DELETE', `/clients/${ids.Staff}`);
    expect((await call('DELETE', `/clients/${ids.Own}`)).body).to.deep.include({ code: 'client.in_use', inTheWay: [{ what: 'invoices', count: 1 }] });
    await post(`/clients/${ids.Gone}/delete`, {});
    expect((await call('DELETE', `/clients/${ids.Gone}`)).status).to.equal(204);
  });

  it('refuses what is no sum, another currency, an unknown kind or carrier, and the future, naming the field', async () => {
    const tries: [object, string][] = [
      [{ sum: rub('0') }, 'body/sum/amount'],
      [{ sum: rub('-1') }, 'body/sum/amount'],
      [{ sum: rub('1.001') }, 'body/sum/amount'],
      [{ sum: { amount: '1', currency: 'EUR' } }, 'body/sum/currency'],
      [{ sum: rub('1'), accountKind: 77 }, 'body/accountKind'],
      [{ sum: rub('1'), carrierId: 77 }, 'body/carrierId'],
      [{ sum: rub('1'), at: '2999-01-01T00:00:00Z' }, 'body/at'],
    ];
    for (const [body, path] of tries) {
      const refused = await post(`/clients/${ids.Root}/operations`, { type: 'receipt', ...body });
      expect(refused.status).to.equal(422);
      expect(refused.body.errors[0].path).to.equal(path);
    }
  });

  it('M-3, M-4 the database itself refuses edits, and entries that do not sum to zero', async () => {
    await book(ids.Root, 'receipt', '10');
    const client = new pg.Client({ connectionString: server.get().context.config.databaseUrl ?? '' });
    await client.connect();
    try {
      for (const statement of ['update entries set name = null', 'delete from postings', 'truncate postings, entries cascade', 'update postings set amount_minor = 1']) {
        const refused = await client.query(statement).then(() => null, (error: Error) => error.message);
        expect(refused, statement).to.match(/append-only/);
      }
      const lopsided = client.query(`insert into postings (entry_id, account_id, amount_minor, at) select entry_id, account_id, 5, now() from postings limit 2`);
      expect(await lopsided.then(() => null, (error: Error) => error.message)).to.match(/sum to zero/);
    } finally {
      await client.end();
    }
  });
});
