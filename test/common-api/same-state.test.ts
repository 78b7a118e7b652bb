// One program run against CommonAPI and the same through REST leaves the same state: cards, what holds, balances, histories.
// Two fresh databases give the same ids, so the two can be compared as they stand.
import { expect } from 'chai';
import fc from 'fast-check';
import { type TestCommonApi, useCommonApi } from '../support/common-api.js';
import { type TestServer, useServer } from '../support/server.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Any = any;

/** Where it happens: client ids by the order in which they were made. */
interface World {
  clients: number[];
  api: TestCommonApi;
  rest: TestServer;
}

interface Step {
  /** Codes and statuses tell whether both took it. */
  byApi(world: World): Promise<{ taken: boolean; made?: number }>;
  byRest(world: World): Promise<{ taken: boolean; made?: number }>;
}

const at = (world: World, place: number): number => world.clients[place % Math.max(1, world.clients.length)] ?? 999_999;
const apiOutcome = ({ code, data }: { code: number; data: Any }) => ({ taken: code === 0, made: (data.client_id ?? data.client_employee_id) as number });
const restOutcome = ({ status, body }: { status: number; body: Any }) => ({ taken: status < 300, made: body?.id as number });
const amount = (kopecks: number) => (kopecks / 100).toFixed(2);

let logins = 0;

const register = fc.record({ name: fc.constantFrom('Анна', 'ООО «Ромашка»', 'O’Neil & Co', 'a+b=c%20'), phone: fc.integer({ min: 79_990_000_000, max: 79_999_999_999 }), parent: fc.option(fc.nat(9)), address: fc.option(fc.constantFrom('Мира, 1', 'x')) })
  .map(({ name, phone, parent, address }): Step => {
    logins += 1;
    const login = `program${logins}`;
    return {
      byApi: async (world) => apiOutcome(await world.api.form('register_client', {
        name, login, password: 'a-long-password', phones: String(phone), ...(parent !== null && { parent_id: at(world, parent) }), ...(address !== null && { address }), ...(parent === null && { client_group: 1 }),
      })),
      async byRest(world) {
        const group = (await world.rest.call('GET', '/groups/1')).body as Any;
        const made = await world.rest.call('POST', '/clients', {
          name, apiLogin: login, phones: [{ number: String(phone), main: true, identifiesCaller: true }], ...(address !== null && { address }),
          ...(parent === null ? { groupId: 1, kind: group.type === 'legal' ? 'organisation' : 'person' } : { parentId: at(world, parent) }),
        });
        if (made.status < 300) await world.rest.call('PUT', `/clients/${made.body.id}/api-password`, { password: 'a-long-password' });
        return restOutcome(made);
      },
    };
  });

const change = fc.record({ who: fc.nat(9), name: fc.option(fc.constantFrom('Борис', 'Вера')), email: fc.option(fc.constantFrom('v@example.com', '')), comment: fc.option(fc.constantFrom('', 'к')), informing: fc.option(fc.boolean()) })
  .map(({ who, name, email, comment, informing }): Step => ({
    byApi: async (world) => apiOutcome(await world.api.form('update_client_info', {
      client_id: at(world, who), ...(name !== null && { name }), ...(email !== null && { email }), ...(comment !== null && { comment }), ...(informing !== null && { use_email_informing: informing }),
    })),
    async byRest(world) {
      // On that wire a deleted client is none.
      if ((await world.rest.call('GET', `/clients/${at(world, who)}`)).body.deleted) return { taken: false };
      return restOutcome(await world.rest.call('PATCH', `/clients/${at(world, who)}`, {
        ...(name !== null && { name }), ...(email !== null && { email: email || null }), ...(comment !== null && { comment: comment || null }), ...(informing !== null && { useEmail: informing }),
      }));
    },
  }));

const move = fc.record({ who: fc.nat(9), below: fc.option(fc.nat(9)) }).map(({ who, below }): Step => ({
  byApi: async (world) => apiOutcome(await world.api.json('update_client_info2', { client_id: at(world, who), parent_id: below === null ? 0 : at(world, below) })),
  async byRest(world) {
    const [id, parentId] = [at(world, who), below === null ? null : at(world, below)];
    const card = (await world.rest.call('GET', `/clients/${id}`)).body as Any;
    if (card.deleted || !card.id) return { taken: false };
    if (card.parentId === parentId) return { taken: true };
    // A person that gets a superior is one no more, unless the move is refused.
    const dry = await world.rest.call('POST', `/clients/${id}/move`, { parentId, dryRun: true });
    if (dry.status >= 300 && dry.body.code !== 'client.person_not_root') return { taken: false };
    if (card.kind === 'person' && parentId !== null) await world.rest.call('PATCH', `/clients/${id}`, { kind: 'employee' });
    return restOutcome(await world.rest.call('POST', `/clients/${id}/move`, { parentId }));
  },
}));

const employee = fc.record({ of: fc.nat(9), name: fc.constantFrom('Глеб', 'Дина'), phone: fc.integer({ min: 79_980_000_000, max: 79_989_999_999 }) }).map(({ of, name, phone }): Step => ({
  byApi: async (world) => apiOutcome(await world.api.json('create_client_employee', { client_id: at(world, of), name, phones: [{ phone: String(phone), is_default: true, use_for_call: true }] })),
  byRest: async (world) => restOutcome(await world.rest.call('POST', '/clients', { name, kind: 'employee', parentId: at(world, of), phones: [{ number: String(phone), main: true, useForCalls: true, identifiesCaller: true }] })),
}));

const deletion = fc.record({ who: fc.nat(9), deleted: fc.boolean() }).map(({ who, deleted }): Step => ({
  byApi: async (world) => apiOutcome(await world.api.json('update_client_employee_info', { client_employee_id: at(world, who), is_deleted: deleted })),
  async byRest(world) {
    const id = at(world, who);
    const card = (await world.rest.call('GET', `/clients/${id}`)).body as Any;
    if (!card.id || card.parentId === null) return { taken: false };
    if (card.ownDeleted === deleted) return { taken: true };
    return restOutcome(await world.rest.call('POST', `/clients/${id}/${deleted ? 'delete' : 'restore'}`, {}));
  },
}));

const operation = fc.record({ who: fc.nat(9), kopecks: fc.integer({ min: 1, max: 500_000_000 }), receipt: fc.boolean(), kind: fc.constantFrom(0, 1) }).map(({ who, kopecks, receipt, kind }): Step => ({
  byApi: async (world) => apiOutcome(await world.api.form('create_client_operation', {
    client_id: at(world, who), sum: (kopecks / 100).toExponential().replace(/e\+(\d)$/, 'e+0$1'), oper_type: receipt ? 'receipt' : 'expense', account_kind: kind, comment: 'c', pay_type: 'cash',
  })),
  byRest: async (world) => restOutcome(await world.rest.call('POST', `/clients/${at(world, who)}/operations`, { type: receipt ? 'receipt' : 'expense', sum: { amount: amount(kopecks), currency: 'RUB' }, accountKind: kind, comment: 'c', cash: true })),
}));

/** Everything that both sides must agree on. */
async function stateOf(server: TestServer, ids: readonly number[]): Promise<unknown[]> {
  return Promise.all(ids.map(async (id) => {
    const { registeredAt: _a, registeredBy: _b, registeredFrom: _c, createdAt: _d, updatedAt: _e, ...card } = (await server.call('GET', `/clients/${id}`)).body as Any;
    const accounts = (await server.call('GET', `/clients/${id}/accounts`)).body as Any;
    const history = ((await server.call('GET', `/clients/${id}/history?limit=500`)).body.items as Any[]).map(({ action, version, changes }) => {
      const { registeredAt: _1, registeredBy: _2, registeredFrom: _3, ...told } = changes;
      return { action, version, changes: told };
    });
    return { card, effective: (await server.call('GET', `/clients/${id}/effective`)).body, accounts: accounts.items ?? accounts.code, history };
  }));
}

describe('the same program through CommonAPI and through REST', () => {
  const api = useCommonApi();
  const rest = useServer();
  const worlds: { byApi: World; byRest: World }[] = [];

  before(() => {
    worlds.push({ byApi: { clients: [], api: api.get(), rest: api.get().server }, byRest: { clients: [], api: api.get(), rest: rest.get() } });
  });

  it('leaves the same cards, effective settings, balances and histories (property)', async function program() {
    this.timeout(60_000);
    const { byApi, byRest } = worlds[0] as { byApi: World; byRest: World };
    const steps = fc.oneof({ weight: 3, arbitrary: register }, { weight: 3, arbitrary: change }, { weight: 2, arbitrary: move }, { weight: 2, arbitrary: employee }, { weight: 2, arbitrary: deletion }, { weight: 4, arbitrary: operation });
    await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 6, maxLength: 14 }), async (list) => {
      for (const step of list) {
        const [one, other] = [await step.byApi(byApi), await step.byRest(byRest)];
        expect(one.taken, `${step.byApi.toString().slice(0, 120)} ${JSON.stringify([one, other])}`).to.equal(other.taken);
        if (one.taken && typeof one.made === 'number' && typeof other.made === 'number' && !byApi.clients.includes(one.made) && one.made === other.made) {
          byApi.clients.push(one.made);
          byRest.clients.push(other.made);
        }
      }
      expect(await stateOf(api.get().server, byApi.clients)).to.deep.equal(await stateOf(rest.get(), byRest.clients));
    }), { numRuns: Number(process.env.PROGRAMS ?? 3), endOnFailure: true });
    expect(byApi.clients.length).to.be.above(5);
  });
});
