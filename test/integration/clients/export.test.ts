import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { clientsTable } from '../../../src/clients/export.js';
import { buildTree } from '../../support/build.js';
import { useServer } from '../../support/server.js';

describe('list of clients as a file (S-2)', () => {
  const server = useServer();
  let ids: Record<string, number>;
  const csv = async (query: string) => parse((await server.get().call('GET', `/clients.csv?${query}`)).body as string, { bom: true }) as string[][];
  before(async () => {
    ids = await buildTree(server.get().context.db, 'Org(South(Shop,Store),North)');
    await server.get().call('PATCH', `/clients/${ids.Store}`, { name: '+7 499 is a number' });
    await server.get().call('POST', `/clients/${ids.South}/block`, { reason: 'debt' });
  });

  it('has the rows of the list with the same filter in the same order, in the language asked for, and no formulas', async () => {
    const query = `parentId=${ids.Org}&scope=subtree&sort=name`;
    const [head, ...rows] = await csv(`${query}&language=fr`);
    expect(head?.slice(0, 4)).to.deep.equal(['Nº', 'Nom', 'Type', 'Unités supérieures']);
    const { items } = (await server.get().call('GET', `/clients?${query}`)).body;
    expect(rows.map(([id]) => Number(id))).to.deep.equal(items.map(({ id }: { id: number }) => id));
    expect(rows.find(([id]) => Number(id) === ids.Store)?.[1]).to.equal("'+7 499 is a number");
    expect(rows.find(([id]) => Number(id) === ids.Shop)).to.include.members(['Org › South', 'oui: South: debt']);
    expect((await csv('q=shop')).slice(1).map(([id]) => Number(id))).to.deep.equal([ids.Shop]);
    expect((await server.get().call('GET', '/clients.xlsx')).status).to.equal(200);
  });

  it('goes over all pages and is refused above its bound, not cut', async () => {
    const { db } = server.get().context;
    const query = { parentId: ids.Org as number, scope: 'subtree' as const };
    expect((await clientsTable(db, query, '2026-01-01', 'en', 4)).rows).to.have.length(4);
    const error = await clientsTable(db, query, '2026-01-01', 'en', 3).then(() => null, (refused: { code: string }) => refused);
    expect(error?.code).to.equal('request.too_large');
  });
});
