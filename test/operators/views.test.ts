import { expect } from 'chai';
import { useServer } from '../support/server.js';

describe('saved views (S-2)', () => {
  const server = useServer();
  const as = (token: string, method: string, path: string, body?: unknown) => server.get().call(method, path, body, { token });

  it('belong to one operator, are replaced by name whatever its case, and listed by section and name', async () => {
    const [anna, boris] = [await server.get().operatorWith([]), await server.get().operatorWith([])];
    const first = await as(anna, 'POST', '/views', { section: 'clients', name: 'Должники', address: 'blocked=1' });
    expect(first.status).to.equal(201);
    const again = await as(anna, 'POST', '/views', { section: 'clients', name: ' ДОЛЖНИКИ', address: 'blocked=1&deep=1' });
    expect(again.body).to.deep.equal({ id: first.body.id, section: 'clients', name: 'ДОЛЖНИКИ', address: 'blocked=1&deep=1' });
    await as(anna, 'POST', '/views', { section: 'history', name: 'Yesterday', address: '' });
    expect((await as(anna, 'GET', '/views?section=clients')).body.items.map(({ name }: { name: string }) => name)).to.deep.equal(['ДОЛЖНИКИ']);
    expect((await as(anna, 'GET', '/views')).body.items).to.have.length(2);
    expect((await as(boris, 'GET', '/views')).body.items).to.deep.equal([]);
    expect((await as(boris, 'DELETE', `/views/${first.body.id}`)).body.code).to.equal('view.not_found');
    expect((await as(anna, 'DELETE', `/views/${first.body.id}`)).status).to.equal(204);
    const { items } = (await server.get().call('GET', '/history?entity=operatorView')).body;
    expect(items.map(({ action }: { action: string }) => action)).to.deep.equal(['operatorView.removed', 'operatorView.created', 'operatorView.changed', 'operatorView.created']);
    expect(JSON.stringify(items), 'the address stays private').to.not.contain('blocked');
  });

  it('are at most fifty; the fifty-first is refused, a change of one of them is not', async () => {
    const token = await server.get().operatorWith([]);
    const statuses = [];
    for (let number = 0; number < 51; number += 1) statuses.push((await as(token, 'POST', '/views', { section: 'clients', name: `view ${number}`, address: '' })).status);
    expect(statuses.filter((status) => status === 201)).to.have.length(50);
    expect(statuses[50]).to.equal(409);
    expect((await as(token, 'POST', '/views', { section: 'clients', name: 'view 7', address: 'q=x' })).status).to.equal(201);
  });
});
