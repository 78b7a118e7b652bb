import { expect } from 'chai';
import { useServer } from '../support/server.js';

describe('Payers of many clients at once (O-2)', () => {
  const server = useServer();
  it('names for each the nearest with an account of its own, with the balance of its main account', async () => {
    const { call } = server.get();
    const make = async (body: object) => (await call('POST', '/clients', body)).body.id as number;
    const root = await make({ name: 'Сеть' });
    const shop = await make({ name: 'Магазин', parentId: root, usesOwnAccount: true });
    const till = await make({ name: 'Касса', parentId: shop });
    const office = await make({ name: 'Офис', parentId: root });
    await call('POST', `/clients/${root}/operations`, { type: 'receipt', sum: { amount: '1500.50', currency: 'RUB' } });
    await call('POST', `/clients/${shop}/operations`, { type: 'receipt', sum: { amount: '20.00', currency: 'RUB' } });
    const { status, body } = await call('POST', '/clients/payers', { ids: [till, office, root, 2_000_000_000] });
    expect(status).to.equal(200);
    const byId = Object.fromEntries(body.items.map(({ id, payer, balance }: { id: number; payer: { id: number; name: string }; balance: { amount: string } }) => [id, [payer.name, balance.amount]]));
    expect(byId).to.deep.equal({ [root]: ['Сеть', '1500.50'], [till]: ['Магазин', '20.00'], [office]: ['Сеть', '1500.50'] });
  });
});
