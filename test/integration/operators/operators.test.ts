import { expect } from 'chai';
import type { Right } from '../../../src/contract/rights.js';
import { expectProblem } from '../../support/problems.js';
import { type Answer, type TestServer, useServer } from '../../support/server.js';

describe('operators and roles', () => {
  const server = useServer();
  const call: TestServer['call'] = (...parameters) => server.get().call(...parameters);
  let manager: string;
  let managerId: number;
  let administratorRole: number;

  async function role(name: string, rights: Right[]): Promise<number> {
    return (await call('POST', '/roles', { name, rights })).body.id as number;
  }

  async function operator(login: string, roleIds: number[]): Promise<number> {
    const { status, body } = await call('POST', '/operators', { login, password: 'long-enough', roleIds });
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id as number;
  }

  const asManager = (method: string, path: string, body?: unknown) => call(method, path, body, { token: manager });
  const expectForbidden = (answer: Answer, operation: string) => {
    expectProblem(answer, operation);
    expect(answer.body.code).to.equal('auth.forbidden');
  };

  before(async () => {
    administratorRole = (await call('GET', '/roles')).body.items.find(({ allRights }: { allRights: boolean }) => allRights).id as number;
    managerId = await operator('manager', [await role('Manager', ['operator.manage', 'client.view'])]);
    manager = (await call('POST', '/sessions', { login: 'manager', password: 'long-enough' }, { token: null })).body.token as string;
  });

  it('S-1 nobody gives a role with rights that he does not have, to himself or to others', async () => {
    const booker = await role('Booker', ['operation.book']);
    for (const roleIds of [[administratorRole], [booker]]) {
      expectForbidden(await asManager('PATCH', `/operators/${managerId}`, { roleIds }), 'changeOperator');
      expectForbidden(await asManager('POST', '/operators', { login: 'straw', password: 'long-enough', roleIds }), 'createOperator');
    }
    const viewer = await role('Viewer', ['client.view']);
    expect((await asManager('POST', '/operators', { login: 'viewer', password: 'long-enough', roleIds: [viewer] })).status).to.equal(201);
  });

  it('S-1 nobody makes or widens a role with rights that he does not have', async () => {
    expectForbidden(await asManager('POST', '/roles', { name: 'Wide', rights: ['client.view', 'client.delete'] }), 'createRole');
    const own = (await asManager('POST', '/roles', { name: 'Narrow', rights: ['client.view'] })).body.id as number;
    expectForbidden(await asManager('PATCH', `/roles/${own}`, { rights: ['client.view', 'client.delete'] }), 'changeRole');
    expect((await asManager('PATCH', `/roles/${own}`, { rights: [] })).status).to.equal(200);
    const stronger = await role('Stronger', ['client.delete']);
    expectForbidden(await asManager('PATCH', `/roles/${stronger}`, { rights: [] }), 'changeRole');
    expectForbidden(await asManager('PATCH', `/roles/${stronger}`, { name: 'Mine now' }), 'changeRole');
    expectForbidden(await asManager('DELETE', `/roles/${stronger}`), 'removeRole');
  });

  it('S-1 nobody touches an operator who may do more: no password, login, switching off or removal', async () => {
    const admin = (await call('GET', '/operators')).body.items.find(({ login }: { login: string }) => login === 'admin').id as number;
    const stronger = await operator('stronger', [await role('Deleter', ['client.delete'])]);
    for (const id of [admin, stronger]) {
      for (const change of [{ password: 'taken-over' }, { login: 'mine' }, { active: false }, { roleIds: [] }, { name: 'Mine' }]) expectForbidden(await asManager('PATCH', `/operators/${id}`, change), 'changeOperator');
      expectForbidden(await asManager('DELETE', `/operators/${id}`), 'removeOperator');
    }
    expect((await call('POST', '/sessions', { login: 'admin', password: 'admin-password' }, { token: null })).status).to.equal(201);
  });

  it('an operator who may do less, or the same, can be managed', async () => {
    const weaker = await operator('weaker', [await role('Reader', ['client.view'])]);
    expect((await asManager('PATCH', `/operators/${weaker}`, { password: 'a-new-password', name: 'Weaker' })).status).to.equal(200);
    expect((await asManager('DELETE', `/operators/${weaker}`)).status).to.equal(204);
    expect((await asManager('PATCH', `/operators/${managerId}`, { name: 'Manager himself' })).status).to.equal(200);
  });

  it('somebody active with all rights always remains', async () => {
    const admin = (await call('GET', '/operators')).body.items.find(({ login }: { login: string }) => login === 'admin').id as number;
    for (const change of [{ active: false }, { roleIds: [] }]) {
      const answer = await call('PATCH', `/operators/${admin}`, change);
      expectProblem(answer, 'changeOperator');
      expect(answer.body.code).to.equal('operator.last_administrator');
    }
    expectProblem(await call('DELETE', `/operators/${admin}`), 'removeOperator');
    expectProblem(await call('DELETE', `/roles/${administratorRole}`), 'removeRole');
    expectProblem(await call('PATCH', `/roles/${administratorRole}`, { rights: [] }), 'changeRole');
  });

  it('a login is unique whatever its case, and a role by name', async () => {
    await operator('Case', []);
    const taken = await call('POST', '/operators', { login: 'cASE', password: 'long-enough' });
    expectProblem(taken, 'createOperator');
    expect(taken.body.errors).to.deep.include({ path: 'body/login', code: 'operator.login_taken', message: taken.body.errors[0].message });
    await role('Unique', []);
    const named = await call('POST', '/roles', { name: 'UNIQUE' });
    expect(named.body.errors[0].path).to.equal('body/name');
  });

  it('the history tells that a password changed, and never which', async () => {
    const id = await operator('secretive', []);
    await call('PATCH', `/operators/${id}`, { password: 'brand-new-secret' });
    const { body } = await call('GET', `/history?entity=operator&entityId=${id}`);
    expect(body.items[0].changes).to.deep.equal({ password: [null, 'changed'] });
    expect(JSON.stringify(body)).to.not.match(/brand-new|long-enough|argon2/);
  });
});
