// C-5: of the notices that the rules send it, a client takes those that it wants; the rest cannot be asked for.
import { expect } from 'chai';
import { tellOrderEvents } from '../../src/orders/tell.js';
import { ordering } from '../orders/support.js';
import { signInClient } from '../support/cabinet.js';
import { useServer } from '../support/server.js';

describe('Notices in the cabinet (C-5)', () => {
  const server = useServer();
  const { call, must, tree, order, state, set, fill } = ordering(server);
  const tell = () => tellOrderEvents(server.get().context.db, (error) => { throw error; });

  it('are those of the rules that hold; what is not wanted is not sent, until it is wanted again', async () => {
    const ids = await tree('Firm(Clerk)');
    await must(call('PATCH', `/clients/${ids.Clerk}`, { email: 'clerk@firm.example', useEmail: true }));
    await set(ids.Firm, 'notifications', { orderCreated: ['email', 'sms', 'push'], orderAborted: ['email'] });
    await fill(ids.Firm, '1000');
    const { token } = await signInClient(server.get(), ids.Clerk as number);
    const mine = (method: string, body?: unknown) => server.get().call(method, '/cabinet/me/notices', body, { token });
    const all = (wanted: boolean) => [{ event: 'orderCreated', channel: 'email', wanted }, { event: 'orderCreated', channel: 'sms', wanted: true }, { event: 'orderAborted', channel: 'email', wanted: true }];
    expect((await mine('GET')).body.items).to.deep.equal(all(true));
    const muted = [{ event: 'orderCreated', channel: 'email' }];
    expect((await mine('PUT', { muted })).body.items).to.deep.equal(all(false));
    await mine('PUT', { muted: [...muted] });
    const { body: history } = await call('GET', `/clients/${ids.Clerk}/history`);
    expect(history.items.filter(({ action }: { action: string }) => action === 'client.notices_changed')).to.have.length(1);
    await tell();
    const { id } = await must(order({ clientId: ids.Clerk }));
    expect(await tell()).to.equal(0);
    await must(state(id, 'aborted'));
    expect(await tell()).to.equal(1);
    await set(ids.Firm, 'notifications', { orderAborted: ['email'] });
    expect((await mine('GET')).body.items).to.deep.equal([{ event: 'orderAborted', channel: 'email', wanted: true }]);
    await set(ids.Firm, 'notifications', { orderCreated: ['email'] });
    await mine('PUT', { muted: [] });
    await must(order({ clientId: ids.Clerk }));
    expect(await tell()).to.equal(1);
  });
});
