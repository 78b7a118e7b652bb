// C-4, D-13, D-14: the six rights along a path. What the server allows is compared with a rule that is written here once
// more, as simply as it can be said.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Operation } from '../../src/http/operation.js';
import { type CabinetRight, cabinetRights } from '../../src/contract/rights.js';
import { audiences } from '../../src/routes.js';
import { signInClient } from '../support/cabinet.js';
import { addressOf, sampleRequest } from '../support/fixtures.js';
import { useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';

const operations = (audiences.find(({ name }) => name === 'cabinet')?.operations ?? []).filter(({ spec }) => spec.path.startsWith('/cabinet/') && spec.permission !== 'public');
type Own = 'allow' | 'forbid' | undefined;
interface Level { id: number; own: Partial<Record<CabinetRight, Own>> }

/** D-10: the root allows, or the group where it says nothing, which here does not; nobody on the way down forbids. */
const hasRight = (path: readonly Level[], right: CabinetRight) => path[0]?.own[right] === 'allow' && path.slice(1).every(({ own }) => own[right] !== 'forbid');

describe('Rights in the cabinet (C-4, D-13, D-14)', function () {
  this.timeout(120_000);
  const server = useServer();
  const call = (method: string, path: string, body?: unknown, token?: string) => server.get().call(method, path, body, token === undefined ? {} : { token });
  const create = async (name: string, parentId: number | null) => (await call('POST', '/clients', { name, parentId })).body.id as number;
  const path: Level[] = [];
  let token = '';
  let requests: { operation: Operation; address: string; body: unknown }[] = [];

  const say = async (level: Level, right: CabinetRight, own: Own) => {
    if (level.own[right] === own) return;
    const address = `/clients/${level.id}/settings/${right}`;
    const { status, body } = own === undefined ? await call('DELETE', address) : await call('PUT', address, { value: own });
    expect(status, JSON.stringify(body)).to.equal(200);
    level.own[right] = own;
  };

  before(async () => {
    for (const name of ['Root', 'Unit', 'Office']) path.push({ id: await create(name, path.at(-1)?.id ?? null), own: {} });
    token = (await signInClient(server.get(), path.at(-1)?.id as number)).token;
    for (const operation of operations.filter(({ spec }) => !spec.takesFile && spec.permission !== 'signedIn')) {
      const request = await sampleRequest(server.get(), operation);
      requests.push({ operation, address: addressOf(operation, request), body: request.body });
    }
    // A quarter of them is enough for each set of rights, another quarter each time.
    requests = fc.sample(fc.shuffledSubarray(requests, { minLength: requests.length }), 1)[0] ?? [];
  });

  it('an operation is allowed exactly when its right holds on the whole path, whatever each level says', async () => {
    const ways = fc.array(fc.tuple(fc.constantFrom<Own>('allow', 'forbid', undefined), fc.constantFrom<Own>('forbid', undefined), fc.constantFrom<Own>('forbid', undefined)), { minLength: cabinetRights.length, maxLength: cabinetRights.length });
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(ways, async (said) => {
        for (const [index, right] of cabinetRights.entries()) for (const [depth, level] of path.entries()) await say(level, right, said[index]?.[depth]);
        const { body: me } = await call('GET', '/cabinet/me', undefined, token);
        expect(me.rights).to.deep.equal(cabinetRights.filter((right) => hasRight(path, right)));
        turn += 1;
        for (const { operation, address, body } of requests.filter((_, index) => index % 4 === turn % 4)) {
          const { spec } = operation;
          const answer = await call(spec.method.toUpperCase(), address, body, token);
          const allowed = hasRight(path, spec.permission as CabinetRight);
          expect(answer.body?.code === 'auth.forbidden', `${spec.id} ${JSON.stringify(answer.body).slice(0, 200)}`).to.equal(!allowed);
          if (!allowed) expect(answer.body.right).to.equal(spec.permission);
        }
      }),
      { numRuns: Number(process.env.RIGHTS_RUNS ?? 12) },
    );
  });

  it('every right has operations, and every operation that changes somebody else needs one', () => {
    const used = new Set(operations.map(({ spec }) => spec.permission));
    expect(cabinetRights.filter((right) => !used.has(right))).to.deep.equal([]);
    const free = operations.filter(({ spec, kind }) => kind !== 'query' && spec.permission === 'signedIn' && Object.keys(spec.targets ?? {}).length > 0).map(({ spec }) => spec.id);
    expect(free).to.deep.equal(['cabinetRemoveOrganisation', 'cabinetSwitchOrganisation', 'cabinetCreateInvoice']);
  });

  it('D-14: grants and withdraws below itself only what it effectively has, and never on itself', async () => {
    for (const right of cabinetRights) for (const level of path) await say(level, right, level === path[0] ? 'allow' : undefined);
    const chain = [...path];
    for (const name of ['Desk', 'Person']) chain.push({ id: await create(name, chain.at(-1)?.id as number), own: {} });
    const me = 2;
    const subset = fc.subarray([...cabinetRights]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 4 }), subset, subset, fc.subarray<CabinetRight>(cabinetRights.filter((right) => right !== 'right.employees')), async (target, grant, withdrawn, missing) => {
        const withdraw = withdrawn.filter((right) => !grant.includes(right));
        for (const right of cabinetRights) await say(chain[1] as Level, right, missing.includes(right) ? 'forbid' : undefined);
        const has = (right: CabinetRight) => hasRight(chain.slice(0, me + 1), right);
        const level = chain[target] as Level;
        const answer = await call('POST', `/cabinet/clients/${level.id}/rights`, { grant, withdraw }, token);
        if (target <= me) return void expect(answer.body.code, 'itself and above').to.equal('client.not_found');
        const refused = [...grant, ...withdraw].find((right) => !has(right));
        if (refused !== undefined) return void expect(answer.body).to.include({ code: 'auth.forbidden', right: refused });
        expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
        for (const right of grant) if (level.own[right] === 'forbid') level.own[right] = undefined;
        for (const right of withdraw) level.own[right] = 'forbid';
        for (const [depth, one] of chain.entries()) {
          const { body } = await call('GET', `/clients/${one.id}/effective`);
          expect(cabinetRights.filter((right) => body.settings[right].value === true), `level ${depth}`).to.deep.equal(cabinetRights.filter((right) => hasRight(chain.slice(0, depth + 1), right)));
        }
      }),
      { numRuns: Number(process.env.RIGHTS_RUNS ?? 15) },
    );
  });

  it('D-14: own accounts below are given by whoever uses one, and by nobody else', async () => {
    for (const right of cabinetRights) for (const level of path) await say(level, right, level === path[0] ? 'allow' : undefined);
    const below = await create('Clerk', path[2]?.id as number);
    const set = (id: number) => call('PUT', `/cabinet/clients/${id}/own-account`, { usesOwnAccount: true }, token);
    expect((await set(below)).body.code).to.equal('cabinet.no_own_account');
    await call('PATCH', `/clients/${path[2]?.id}`, { usesOwnAccount: true });
    expect((await set(below)).body).to.include({ usesOwnAccount: true });
    expect((await set(path[2]?.id as number)).body.code, 'itself').to.equal('client.not_found');
  });

  it('a block makes an open session read-only at once, a withdrawn right is gone, a deletion ends it, on sockets too (C-3)', async () => {
    for (const right of cabinetRights) for (const level of path) await say(level, right, level === path[0] ? 'allow' : undefined);
    const socket = await openSocket(server.get().url, { token }, 'cabinet');
    const add = () => socket.call('cabinetCreateClient', {}, { name: 'Somebody' });
    const code = async () => { const answer = await add(); return answer.ok ? 'ok' : (answer.problem as { code: string }).code; };
    expect(await code()).to.equal('ok');
    await call('POST', `/clients/${path[1]?.id}/block`, {});
    expect(await code()).to.equal('cabinet.blocked');
    expect((await socket.call('cabinetListClients')).ok, 'reads on').to.equal(true);
    await call('POST', `/clients/${path[1]?.id}/unblock`, {});
    await call('PUT', `/clients/${path[1]?.id}/settings/right.employees`, { value: 'forbid' });
    expect(await code()).to.equal('auth.forbidden');
    const out = new Promise((resolve) => socket.socket.once('signedOut', resolve));
    await call('POST', `/clients/${path[0]?.id}/delete`, {});
    await out;
    expect((await call('GET', '/cabinet/me', undefined, token)).status).to.equal(401);
    await call('POST', `/clients/${path[0]?.id}/restore`, {});
    socket.close();
  });
});
