// Favourite and unwanted crews (card tab 9) where orders are made and crews assigned.
import { expect } from 'chai';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

describe('favourite and unwanted crews', () => {
  const server = useServer();
  const { call, must, tree, order, state } = ordering(server);
  let ids: Record<string, number>;

  beforeEach(async () => {
    ids = await tree('Firm(Clerk)');
    await must(call('PATCH', `/clients/${ids.Firm}`, { favouriteCrews: [7, 8], unwantedCrews: [13] }));
    await must(call('PATCH', `/clients/${ids.Clerk}`, { favouriteCrews: [7, 13], unwantedCrews: [8] }));
  });

  const wishes = () => ({
    favourite: [{ crewId: 7, client: { id: ids.Clerk, name: 'Clerk' } }],
    unwanted: [{ crewId: 8, client: { id: ids.Clerk, name: 'Clerk' } }, { crewId: 13, client: { id: ids.Firm, name: 'Firm' } }],
  });

  it('tab 9 resolve and open orders have those of the customer and everybody above, each with who says so; unwanted beats favourite', async () => {
    expect((await must(call('POST', '/resolve', { clientId: ids.Clerk }))).crews).to.deep.equal(wishes());
    const made = await must(order({ clientId: ids.Clerk, sum: rub('0') }));
    expect(made.crews).to.deep.equal(wishes());
    expect((await must(call('GET', `/orders/${made.id}`)))).to.deep.equal(made);
    await must(call('PATCH', `/clients/${ids.Clerk}`, { favouriteCrews: [], unwantedCrews: [] }));
    expect((await must(call('GET', `/orders?customerId=${ids.Clerk}`))).items[0].crews).to.deep.equal({
      favourite: [{ crewId: 7, client: { id: ids.Firm, name: 'Firm' } }, { crewId: 8, client: { id: ids.Firm, name: 'Firm' } }], unwanted: [{ crewId: 13, client: { id: ids.Firm, name: 'Firm' } }],
    });
    expect((await must(state(made.id, 'finished'))).crews).to.equal(null);
  });

  it('tab 9 an unwanted crew is refused, naming the client, unless the dispatcher confirms it; the history keeps that', async () => {
    const { id } = await must(order({ clientId: ids.Clerk, sum: rub('0') }));
    const refused = await state(id, 'driverAssigned', { crewId: 13 });
    expect([refused.status, refused.body.code, refused.body.client, refused.body.needsConfirmation]).to.deep.equal([409, 'order.crew_unwanted', { id: ids.Firm, name: 'Firm' }, true]);
    expect((await must(call('GET', `/orders/${id}`))).state).to.equal('new');
    expect((await must(state(id, 'driverAssigned', { crewId: 13, confirmed: true })))).to.include({ state: 'driverAssigned', crewId: 13 });
    // The crew is there: going on needs no other confirmation.
    await must(state(id, 'carAtPlace', { crewId: 13 }));
    const { items } = await must(call('GET', `/history?entity=order&entityId=${id}`));
    expect(items.map(({ changes }: { changes: object }) => 'unwantedCrewConfirmed' in changes)).to.deep.equal([false, true, false]);
    await must(state(id, 'driverAssigned', { crewId: 7 }));
    expect((await state(id, 'driverAssigned', { crewId: 8 })).body.code).to.equal('order.crew_unwanted');
  });
});
