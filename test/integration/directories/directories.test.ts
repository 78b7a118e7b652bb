import { expect } from 'chai';
import { buildClient } from '../../support/build.js';
import { expectProblem } from '../../support/problems.js';
import { type TestServer, useServer } from '../../support/server.js';

describe('directories', () => {
  const server = useServer();
  const call: TestServer['call'] = (...parameters) => server.get().call(...parameters);
  const create = async (path: string, body: object): Promise<Record<string, never> & { id: number }> => {
    const answer = await call('POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };

  it('leaves the fields of an attribute that a change does not name', async () => {
    const choices = [{ id: 1, name: 'red' }, { id: 2, name: 'blue' }];
    const { id } = await create('/attributes', { name: 'Colour', type: 'choice', choices, order: 7, hidden: true });
    const changed = await call('PATCH', `/attributes/${id}`, { name: 'Color' });
    expect(changed.body).to.deep.include({ name: 'Color', type: 'choice', choices, order: 7, hidden: true });
    expect((await call('GET', `/attributes/${id}`)).body).to.deep.equal(changed.body);
  });

  it('clears what a change says is null, and the answer is what is stored', async () => {
    const tariff = await create('/tariffs', { name: 'Day', fare: { minimum: '100' } });
    expect((await call('PATCH', `/tariffs/${tariff.id}`, { fare: null })).body.fare).to.equal(null);
    expect((await call('GET', `/tariffs/${tariff.id}`)).body.fare).to.equal(null);
    const discount = await create('/discounts', { name: 'Ten', percent: 10 });
    expect((await call('PATCH', `/discounts/${discount.id}`, { percent: null, sum: { amount: '5', currency: 'RUB' } })).body).to.deep.include({ percent: null, sum: { amount: '5.00', currency: 'RUB' } });
  });

  it('takes every percentage with two decimals', async () => {
    for (const percent of [0, 0.01, 0.07, 0.29, 1.1, 4.35, 8.2, 33.33, 99.99, 100]) expect((await create('/discounts', { name: `${percent} %`, percent })).percent).to.equal(percent);
    for (const percent of [0.001, 33.333, -0.01, 100.01]) expectProblem(await call('POST', '/discounts', { name: 'x', percent }), 'createDiscount');
  });

  it('keeps a tariff that a shift needs', async () => {
    const tariff = await create('/tariffs', { name: 'Night' });
    await create('/tariff-shifts', { name: 'Shift', entries: [{ tariffId: tariff.id }] });
    const answer = await call('DELETE', `/tariffs/${tariff.id}`);
    expectProblem(answer, 'removeTariff');
    expect(answer.body.inTheWay).to.deep.equal([{ what: 'shifts', count: 1 }]);
  });

  it('keeps what the program itself needs: the two kinds of account and the default carrier', async () => {
    for (const kind of [0, 1]) {
      expect((await call('GET', `/account-kinds/${kind}`)).status).to.equal(200);
      expectProblem(await call('DELETE', `/account-kinds/${kind}`), 'removeAccountKind');
    }
    const carrier = (await call('GET', '/carriers')).body.items.find(({ isDefault }: { isDefault: boolean }) => isDefault);
    expectProblem(await call('DELETE', `/carriers/${carrier.id}`), 'removeCarrier');
    expect((await call('PATCH', '/account-kinds/0', { name: 'Cashless' })).body).to.include({ id: 0, name: 'Cashless' });
  });

  it('refuses to remove what clients or groups use, and lets it go afterwards', async () => {
    const client = await buildClient(server.get().context.db);
    const group = await create('/groups', { name: 'Group', type: 'legal' });
    const uses: [string, string, (id: number) => unknown][] = [
      ['/tariffs', 'tariff', (id) => id], ['/tariffs', 'prizeTariff', (id) => id], ['/tariff-shifts', 'tariffShift', (id) => id], ['/discounts', 'discount', (id) => id], ['/discounts', 'prizeDiscount', (id) => id],
      ['/crew-groups', 'crewGroups', (id) => [id]], ['/crew-groups', 'defaultCrewGroup', (id) => id], ['/settlement-rules', 'settlementRule', (id) => id], ['/dynamic-priority-rules', 'dynamicPriorityRule', (id) => id],
    ];
    for (const [path, key, value] of uses) {
      for (const place of [`/clients/${client}`, `/groups/${group.id}`]) {
        const { id } = await create(path, { name: `For ${key}` });
        expect((await call('PUT', `${place}/settings/${key}`, { value: value(id) })).status).to.equal(200);
        const refused = await call('DELETE', `${path}/${id}`);
        expect(refused.status, `${path} used as ${key} by ${place}`).to.equal(409);
        expect(refused.body.code).to.equal('item.in_use');
        await call('DELETE', `${place}/settings/${key}`);
        expect((await call('DELETE', `${path}/${id}`)).status).to.equal(204);
      }
    }
  });

  it('says how many discount cards keep a discount from being removed', async () => {
    const { id } = await create('/discounts', { name: 'Of cards', percent: 5 });
    await call('POST', '/discount-cards', { number: 'K-1', discountId: id });
    await call('POST', '/discount-cards', { number: 'K-2', discountId: id });
    expect((await call('DELETE', `/discounts/${id}`)).body).to.deep.include({ code: 'item.in_use', inTheWay: [{ what: 'cards', count: 2 }] });
  });

  it('keeps the type, the binding and the used choices of an attribute in use', async () => {
    const { id } = await create('/attributes', { name: 'Size', type: 'choice', choices: [{ id: 1, name: 'S' }, { id: 2, name: 'M' }] });
    const client = await buildClient(server.get().context.db);
    await call('PUT', `/clients/${client}/settings/attribute.${id}`, { value: 1 });
    for (const change of [{ type: 'number', choices: null }, { choices: [{ id: 2, name: 'M' }] }, { choices: null }, { boundTo: ['order'] }]) {
      expectProblem(await call('PATCH', `/attributes/${id}`, change), 'changeAttribute', JSON.stringify(change));
    }
    expect((await call('PATCH', `/attributes/${id}`, { choices: [{ id: 1, name: 'Small' }, { name: 'L' }] })).body.choices).to.deep.equal([{ id: 1, name: 'Small' }, { id: 2, name: 'L' }]);
    expectProblem(await call('DELETE', `/attributes/${id}`), 'removeAttribute');
  });

  it('answers for a hidden attribute as if there were none', async () => {
    const hidden = await create('/attributes', { name: 'Secret', type: 'string', hidden: true });
    const client = await buildClient(server.get().context.db);
    const group = (await call('GET', '/groups')).body.items[0].id as number;
    await call('PUT', `/clients/${client}/settings/attribute.${hidden.id}`, { value: 'hush' });
    await call('PUT', `/groups/${group}/settings/attribute.${hidden.id}`, { value: 'hush hush' });
    const token = await server.get().operatorWith(['client.view', 'client.change', 'client.move', 'history.see', 'group.manage']);
    const asked = (id: number) => [
      ['GET', `/attributes/${id}`], ['GET', `/clients/${client}/why/attribute.${id}`], ['DELETE', `/clients/${client}/settings/attribute.${id}`], ['PUT', `/clients/${client}/settings/attribute.${id}`, { value: 'x' }],
      ['DELETE', `/groups/${group}/settings/attribute.${id}`], ['PUT', `/groups/${group}/settings/attribute.${id}`, { value: 'x' }],
    ] as const;
    const missing = asked(999_999);
    for (const [index, [method, path, body]] of asked(hidden.id).entries()) {
      const [here, there] = [await call(method, path, body, { token }), await call(missing[index]?.[0] as string, missing[index]?.[1] as string, body, { token })];
      expectProblem(here);
      const plain = (text: object) => JSON.stringify({ ...text, instance: '' }).replaceAll('999999', String(hidden.id));
      expect(plain(here.body), path).to.equal(plain(there.body));
    }
    for (const path of [`/clients/${client}`, `/clients/${client}/effective`, `/clients/${client}/history`, `/history?limit=500`, '/groups', `/groups/${group}`, '/attributes']) {
      const { status, body } = await call('GET', path, undefined, { token });
      expect(status, path).to.equal(200);
      expect(JSON.stringify(body), path).to.not.match(/hush/);
    }
    const preview = await call('POST', `/clients/${await buildClient(server.get().context.db)}/move`, { parentId: client, dryRun: true }, { token });
    expect(preview.status).to.equal(200);
    expect(JSON.stringify(preview.body)).to.not.include(`attribute.${hidden.id}`);
  });
});
