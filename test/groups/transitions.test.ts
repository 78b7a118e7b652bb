import { expect } from 'chai';
import { DateTime } from 'luxon';
import { useServer } from '../support/server.js';

describe('rules by which clients move between groups', () => {
  let now = DateTime.fromISO('2026-03-01T23:30:00Z', { zone: 'utc' }) as DateTime<true>;
  const server = useServer({}, { clock: { now: () => now } });
  let silver: number;
  let gold: number;
  const post = async (path: string, body: unknown) => (await server.get().call('POST', path, body)).body;
  const groupOf = async (id: number) => (await server.get().call('GET', `/clients/${id}`)).body.groupId;
  before(async () => {
    silver = (await post('/groups', { name: 'Silver', type: 'legal' })).id;
    gold = (await post('/groups', { name: 'Gold', type: 'legal' })).id;
  });
  afterEach(async () => {
    for (const { id } of (await server.get().call('GET', '/group-transition-rules')).body.items) await server.get().call('DELETE', `/group-transition-rules/${id}`);
  });

  it('by turnover and trips: a dry run tells, a run moves, the history names the rule', async () => {
    const { call, context } = server.get();
    const rich = (await post('/clients', { name: 'Rich', groupId: silver })).id;
    const poor = (await post('/clients', { name: 'Poor', groupId: silver })).id;
    await context.db.prisma.clientTotal.createMany({
      data: [
        { clientId: rich, finishedOrders: 100, turnoverMinor: 1_000_000n, currency: 'RUB' },
        { clientId: poor, finishedOrders: 100, turnoverMinor: 999_999n, currency: 'RUB' },
      ],
    });
    const rule = await post('/group-transition-rules', {
      name: 'To gold', fromGroupId: silver, toGroupId: gold, condition: { minTurnover: { amount: '10000', currency: 'RUB' }, minTrips: 100 },
    });
    const due = await post('/group-transition-rules/dry-run', {});
    expect(due.items).to.deep.equal([{ client: { id: rich, name: 'Rich' }, ruleId: rule.id, fromGroupId: silver, toGroupId: gold }]);
    expect(await groupOf(rich)).to.equal(silver);
    expect(await post('/group-transition-rules/run', undefined)).to.deep.equal({ moved: 1, failed: [] });
    expect([await groupOf(rich), await groupOf(poor)]).to.deep.equal([gold, silver]);
    const [entry] = (await call('GET', `/clients/${rich}/history?limit=1`)).body.items;
    expect(entry).to.include({ channel: 'system', actorName: 'rule "To gold"' }).and.have.deep.property('changes', { groupId: [silver, gold] });
    const [log] = (await call('GET', `/history?entity=groupTransitionRule&entityId=${rule.id}`)).body.items;
    expect(log).to.have.deep.property('changes', { clients: [null, 1] });
  });

  it('by days since registration and on a date, the first rule by position winning', async () => {
    const early = (await post('/clients', { name: 'Early', groupId: silver, registeredAt: '2025-01-01T00:00:00Z' })).id;
    await post('/group-transition-rules', { name: 'Later', fromGroupId: silver, toGroupId: gold, condition: { onDate: '2026-03-02' }, position: 1 });
    expect((await post('/group-transition-rules/dry-run', {})).items).to.deep.equal([]);
    now = now.plus({ hours: 1 });
    const first = await post('/group-transition-rules', { name: 'A year', fromGroupId: silver, toGroupId: gold, condition: { registeredDays: 365 } });
    const due = await post('/group-transition-rules/dry-run', {});
    expect(due.items.find(({ client }: { client: { id: number } }) => client.id === early)).to.include({ ruleId: first.id });
  });

  it('an inactive rule does nothing; deleted clients stay where they are', async () => {
    const gone = (await post('/clients', { name: 'Gone', groupId: silver })).id;
    await post(`/clients/${gone}/delete`, {});
    const rule = await post('/group-transition-rules', { name: 'R', fromGroupId: silver, toGroupId: gold, condition: { onDate: '2000-01-01' } });
    const due = async () => (await post('/group-transition-rules/dry-run', {})).items.map(({ client }: { client: { id: number } }) => client.id);
    expect(await due()).not.to.include(gone);
    await server.get().call('PATCH', `/group-transition-rules/${rule.id}`, { active: false });
    expect(await due()).to.deep.equal([]);
  });

  it('refuses rules about unknown or equal groups and without a condition, naming the field', async () => {
    const { call } = server.get();
    const tries = [
      [{ name: 'x', fromGroupId: silver, toGroupId: silver, condition: { minTrips: 1 } }, 'body/toGroupId'],
      [{ name: 'x', fromGroupId: 9_999, toGroupId: silver, condition: { minTrips: 1 } }, 'body/fromGroupId'],
      [{ name: 'x', fromGroupId: silver, toGroupId: gold, condition: {} }, 'body/condition'],
      [{ name: 'x', fromGroupId: silver, toGroupId: gold }, 'body/condition'],
    ] as const;
    for (const [body, path] of tries) {
      const refused = await call('POST', '/group-transition-rules', body);
      expect(refused.status).to.equal(422);
      expect(refused.body.errors[0].path).to.equal(path);
    }
  });

  it('a group that a rule names cannot be removed', async () => {
    await post('/group-transition-rules', { name: 'R', fromGroupId: silver, toGroupId: gold, condition: { minTrips: 1 } });
    const empty = (await post('/groups', { name: 'Empty', type: 'legal' })).id;
    await post('/group-transition-rules', { name: 'E', fromGroupId: empty, toGroupId: gold, condition: { minTrips: 1 } });
    expect((await server.get().call('DELETE', `/groups/${empty}`)).body.code).to.equal('group.in_use');
  });
});
