import { expect } from 'chai';
import { buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';

describe('the history of everything (directory.md §6)', () => {
  const server = useServer();
  let ids: Record<string, number>;
  let anna: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  const rows = async (query: string): Promise<any[]> => {
    const { status, body } = await server.get().call('GET', `/history?${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body.items;
  };
  const as = (token: string, method: string, path: string, body?: unknown) => server.get().call(method, path, body, { token });

  before(async () => {
    ids = await buildTree(server.get().context.db, 'Org(South(Shop),North)');
    anna = await server.get().operatorWith(['client.view', 'client.change', 'client.block', 'client.move', 'operation.book', 'balance.see']);
    const { body: tariff } = await server.get().call('POST', '/tariffs', { name: 'Комфорт' });
    await as(anna, 'PUT', `/clients/${ids.South}/settings/tariff`, { value: tariff.id });
    await as(anna, 'POST', `/clients/${ids.Shop}/move`, { parentId: ids.North });
    await as(anna, 'POST', `/clients/${ids.Org}/operations`, { type: 'receipt', sum: { amount: '5.00', currency: 'RUB' } });
    await server.get().call('POST', `/clients/${ids.North}/block`, { reason: 'a debt of 100%' });
  });

  it('tells what each row is about by name, with superiors, and what ids in it are called', async () => {
    const [moved] = await rows(`entity=client&entityId=${ids.Shop}&action=client.moved`);
    expect(moved.subject).to.deep.equal({ name: 'Shop', client: { id: ids.Shop, name: 'Shop' }, path: [{ id: ids.Org, name: 'Org' }, { id: ids.North, name: 'North' }] });
    expect(moved.names).to.include({ [`client ${ids.South}`]: 'South', [`client ${ids.North}`]: 'North' });
    const [set] = await rows(`clientId=${ids.South}&action=client.setting_changed`);
    expect(Object.values(set.names)).to.deep.equal(['Комфорт']);
    const [booked] = await rows('entity=account&limit=1');
    expect(booked.subject.client).to.deep.equal({ id: ids.Org, name: 'Org' });
    expect((await rows('entity=tariff&limit=1'))[0].subject).to.include({ name: 'Комфорт', client: null });
  });

  it('is found by who, channel, entity, action, client with everybody below, and period, all at once too', async () => {
    const login = (await rows('action=client.moved&limit=1'))[0].actorName as string;
    const of = async (query: string) => (await rows(`${query}&limit=500`)).map(({ action }: { action: string }) => action);
    expect(await of(`who=${encodeURIComponent(login.slice(1).toUpperCase())}&clientId=${ids.Org}&below=true`)).to.deep.equal(['account.booked', 'client.employees_changed', 'client.employees_changed', 'client.moved', 'client.setting_changed']);
    expect(await of(`clientId=${ids.Org}`)).to.deep.equal(['account.booked', 'client.employees_changed', 'client.employees_changed', 'client.created']);
    expect(await of(`clientId=${ids.North}&below=true`)).to.include.members(['client.blocked', 'client.moved']).and.not.include('account.booked');
    expect(await of('channel=cabinet')).to.deep.equal([]);
    expect(await of('who=100%25')).to.deep.equal([]);
    const now = new Date().toISOString();
    expect(await of(`from=${now}`)).to.deep.equal([]);
    expect(await of(`to=${now}&entity=account`)).to.deep.equal(['account.booked']);
    expect(await of(`entity=client&action=client.blocked&who=admin&channel=dispatcher&clientId=${ids.Org}&below=true&to=${now}`)).to.deep.equal(['client.blocked']);
  });

  it('goes on at a cursor with the same filter', async () => {
    const all = (await rows(`clientId=${ids.Org}&below=true&limit=500`)).map(({ id }: { id: number }) => id);
    const paged: number[] = [];
    for (let cursor = ''; cursor !== 'end'; ) {
      const { body } = await server.get().call('GET', `/history?clientId=${ids.Org}&below=true&limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ id }: { id: number }) => id));
      cursor = body.nextCursor ?? 'end';
    }
    expect(paged).to.deep.equal(all);
  });
});
