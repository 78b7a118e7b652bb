// C-3: nothing outside of the own subtree can be seen, changed or heard of, whatever id is put in a request. The list of
// operations is read, so none is forgotten; an operation that takes an id and does not say whose fails here.
import { expect } from 'chai';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { systemActor } from '../../src/auth/actor.js';
import { hashPassword } from '../../src/auth/passwords.js';
import type { Operation } from '../../src/http/operation.js';
import { createNote } from '../../src/notes/notes.js';
import { audiences } from '../../src/routes.js';
import { cabinetRights } from '../../src/contract/rights.js';
import { digestOf } from '../support/digest.js';
import { addressOf } from '../support/fixtures.js';
import { placesOf, sampleOf } from '../support/samples.js';
import { type Answer, useServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';
import { importOf } from '../support/cabinet.js';

const operations = (audiences.find(({ name }) => name === 'cabinet')?.operations ?? []).filter(({ spec }) => spec.path.startsWith('/cabinet/'));
const MISSING = 2_000_000_000;
/** Ids of what all clients share, and of the session's own, whose owner is asked for in its statement. */
const SHARED_IDS = new Set(['cabinetEndSession params.id', ...operations.flatMap(({ spec }) => [`${spec.id} body.crewGroupId`])]);
const isIdName = (name: string) => /^ids?$|[a-z]Ids?$/.test(name) && name !== 'externalId';

interface Node {
  id: number;
  name: string;
  parent: number | null;
  org: number;
  token: string;
  things: Record<string, number>;
}

interface Request {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

describe('Isolation of the cabinet (C-3)', function () {
  this.timeout(120_000);
  const server = useServer();
  const call = (method: string, path: string, body?: unknown, token?: string) => server.get().call(method, path, body, token === undefined ? {} : { token });
  const nodes: Node[] = [];
  let tariffId = 0;
  const isWithin = (node: Node, top: Node): boolean => node === top || (node.parent !== null && isWithin(nodes[node.parent] as Node, top));
  const outsideOf = (top: Node) => nodes.filter((node) => !isWithin(node, top));

  before(async () => {
    const { db } = server.get().context;
    tariffId = (await call('POST', '/tariffs', { name: 'Dear', fare: { minimum: '9000.00' } })).body.id;
    // Large ids are found in answers; small ones are in every one of them.
    await db.withConnection((client) => client.query(`select setval('clients_id_seq', 7700001)`));
    const [parents] = fc.sample(fc.tuple(...Array.from({ length: 5 }, (_, index) => fc.integer({ min: 0, max: index + 1 }))), 1) as [number[]];
    // A root, a unit in it, five anywhere below; another organisation of three, the last of it deleted.
    const plan = [null, 0, ...parents, null, 7, 8];
    for (const [index, parent] of plan.entries()) nodes.push(await makeNode(index, parent, index < 7 ? 0 : 1));
    const passwordHash = await hashPassword('a quiet morning');
    for (const node of nodes) await db.prisma.client.update({ where: { id: node.id }, data: { apiLogin: `login${node.id}`, apiPasswordHash: passwordHash } });
    for (const node of nodes) node.token = (await call('POST', '/cabinet/sessions', { login: `login${node.id}`, password: 'a quiet morning' }, '')).body.token as string;
    for (const node of nodes) await makeThings(node);
    // What all this making pushes has arrived before anybody listens for what must not.
    const socket = await openSocket(server.get().url, { token: (nodes[7] as Node).token }, 'cabinet');
    await call('POST', `/clients/${nodes.at(-1)?.id}/delete`, {});
    expect((await call('POST', `/clients/${nodes[7]?.id}/ratings`, { stars: 5 })).status).to.be.below(300);
    await socket.until(({ action }) => action === 'client.rated', 20_000);
    socket.close();
  });

  async function makeNode(index: number, parent: number | null, org: number): Promise<Node> {
    const name = `Mark${index}q${Math.random().toString(36).slice(2, 8)}`;
    const parentId = parent === null ? null : (nodes[parent] as Node).id;
    const { body, status } = await call('POST', '/clients', { name, parentId, email: `${name}@firm.example`, phones: [{ number: `+7 900 ${1_000_000 + index}`, main: true, identifiesCaller: true }], ...(parent === null ? {} : { usesOwnAccount: index % 2 === 0 }) });
    expect(status, JSON.stringify(body)).to.equal(201);
    if (parent === null) {
      for (const right of cabinetRights) await call('PUT', `/clients/${body.id}/settings/${right}`, { value: 'allow' });
      await call('PUT', `/clients/${body.id}/settings/bankDetails`, { value: { bankName: `Bank of ${name}`, invoicesAllowed: true } });
      await call('PUT', `/clients/${body.id}/settings/greetingSign`, { value: `Welcome to ${name}` });
      await call('PUT', `/clients/${body.id}/budgets/month`, { sum: { amount: '500.00', currency: 'RUB' } });
      await call('POST', `/clients/${body.id}/notes`, { text: `A note of ${name}` });
    }
    if (parent === null || index % 2 === 0) await call('POST', `/clients/${body.id}/operations`, { type: 'receipt', sum: { amount: '1000.00', currency: 'RUB' } });
    return { id: body.id, name, parent, org, token: '', things: {} };
  }

  async function makeThings(node: Node): Promise<void> {
    const { db } = server.get().context;
    const idOf = async (path: string, body: object) => {
      const answer = await call('POST', path, body);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
      return answer.body.id as number;
    };
    const now = new Date();
    const order = await idOf('/orders', { clientId: node.id, passenger: `Rider of ${node.name}`, pay: { rest: 'cash' } });
    const noted = await db.transaction((tx) => createNote(tx, { ...systemActor('test'), kind: 'client', id: node.id, name: node.name }, node.id, { text: `Note of ${node.name}` }));
    const topUp = await db.withConnection(async (client) => {
      const { rows } = await client.query<{ id: number }>(
        `insert into top_ups (client_id, kind, state, payment_system, carrier_id, currency, sum_minor, expires_at, created_at, actor_name, channel)
         select $1, 'card', 'waiting', 'simulated', c.id, c.currency, 100, $2, $2, 'test', 'system' from carriers c where c.is_default returning id`, [node.id, now]);
      return rows[0] as { id: number };
    });
    node.things = {
      client: node.id, below: node.id, linked: node.id, order, ownOrder: order, dailyOrder: await idOf('/daily-orders', { clientId: node.id, weekdays: [1], time: '12:00', leadMinutes: 0 }),
      invoice: await idOf(`/clients/${node.id}/invoices`, { sum: { amount: '10.00', currency: 'RUB' } }), note: noted.id as number, topUp: topUp.id, import: await importOf(server.get(), node.token),
    };
  }

  /** A request of a signed-in client in which every id is its own. */
  function ownRequest(top: Node, { spec }: Operation): Request {
    const below = nodes.find((node) => node !== top && isWithin(node, top) && node.parent !== null) ?? top;
    const request: Request = { params: sampled(spec.params), query: sampled(spec.query), body: spec.body ? sampleOf(spec.body) : undefined };
    const subject = Object.values(spec.targets ?? {}).includes('below') || spec.id === 'cabinetTransfer' ? below : top;
    for (const [place, kind] of Object.entries(spec.targets ?? {})) {
      if (place.startsWith('query.') || place.split('.').length > 2) continue;
      if (place.startsWith('body.') && !(place.slice(5) in ((request.body ?? {}) as object)) && !place.endsWith('parentId')) continue;
      put(request, place, place === 'body.toClientId' || place === 'body.parentId' ? top.id : (subject.things[kind] as number));
    }
    if (spec.id === 'cabinetChangeSeveral') request.body = { ids: [below.id], act: 'move', parentId: top.id };
    return request;
  }

  function put(request: Request, place: string, id: number): void {
    const [part, name, deeper] = place.split('.') as ['params' | 'query' | 'body', string, string?];
    const given = (request[part] ?? {}) as Record<string, unknown>;
    request[part] = { ...given, [name]: deeper !== undefined ? { [deeper]: id } : name === 'ids' ? [id] : id };
  }

  const send = (operation: Operation, request: Request, token: string): Promise<Answer> => call(operation.spec.method.toUpperCase(), addressOf(operation, request), request.body, token);
  const essence = ({ status, body }: { status: number; body: Record<string, unknown> }) => ({ status, ...body, instance: undefined });

  it('every operation says of each id that it takes whose it is', () => {
    const silent = operations.flatMap(({ spec }) =>
      ([['params', spec.params], ['query', spec.query], ['body', spec.body]] as [string, TSchema | undefined][]).flatMap(([part, schema]) =>
        (schema ? placesOf(schema) : []).filter((place) => isIdName(place.at(-1) as string)).map((place) => `${part}.${place.join('.')}`).filter((place) => !(place in (spec.targets ?? {}))).map((place) => `${spec.id} ${place}`),
      ),
    );
    expect(silent.filter((one) => !SHARED_IDS.has(one))).to.deep.equal([]);
  });

  it("somebody else's ids answer as missing ones, by HTTP and by socket, change nothing, and push nothing", async () => {
    const listener = nodes[7] as Node;
    const foreignSocket: TestSocket = await openSocket(server.get().url, { token: listener.token }, 'cabinet');
    const before = await digestOf(server.get().context.db);
    const tops = [nodes[1] as Node, nodes.find((node) => node.org === 0 && !nodes.some((other) => other.parent !== null && nodes[other.parent] === node)) as Node];
    for (const top of tops) {
      const socket = await openSocket(server.get().url, { token: top.token }, 'cabinet');
      const outside = outsideOf(top);
      const others = [...outside.filter(({ org }) => org === 0).slice(0, 2), nodes[7] as Node, nodes.at(-1) as Node];
      for (const operation of operations) {
        const { spec } = operation;
        for (const [place, kind] of Object.entries(spec.targets ?? {})) {
          const request = () => ownRequest(top, operation);
          const missing = request();
          put(missing, place, MISSING);
          const asMissing = await send(operation, missing, top.token);
          expect(asMissing.status, `${spec.id} ${place} ${JSON.stringify(asMissing.body)}`).to.equal(404);
          for (const other of others) {
            const foreign = request();
            put(foreign, place, other.things[kind] as number);
            const answer = await send(operation, foreign, top.token);
            expect(essence(answer), `${spec.id} ${place} of ${other.name}`).to.deep.equal(essence(asMissing));
          }
          if (spec.download || spec.takesFile) continue;
          const foreign = request();
          put(foreign, place, (nodes[7] as Node).things[kind] as number);
          const said = await socket.call(spec.id, { ...foreign.params, ...foreign.query }, foreign.body);
          expect(said.ok, `${spec.id} by socket`).to.equal(false);
          expect(essence({ status: 404, body: (said as { problem: Record<string, unknown> }).problem }), spec.id).to.deep.equal(essence(asMissing));
        }
        if (Object.values(spec.targets ?? {}).includes('below')) {
          const itself = ownRequest(top, operation);
          put(itself, Object.entries(spec.targets ?? {}).find(([, kind]) => kind === 'below')?.[0] as string, top.id);
          expect((await send(operation, itself, top.token)).status, `${spec.id} on itself`).to.equal(404);
        }
      }
      socket.close();
    }
    const after = await digestOf(server.get().context.db);
    expect(after).to.deep.equal(before);
    expect(foreignSocket.events).to.deep.equal([]);
    foreignSocket.close();
  });

  it('no answer names anybody outside, also where somebody above is blocked, pays, or is short of funds; others hear nothing of it', async () => {
    const foreignSocket = await openSocket(server.get().url, { token: (nodes[7] as Node).token }, 'cabinet');
    const top = nodes[1] as Node;
    const tell = async (what: string) => {
      for (const operation of operations.filter(({ spec }) => !spec.takesFile && spec.download !== 'application/zip' && spec.permission !== 'public' && !/Session|SignOut|Password|Erase|SecondFactor/.test(spec.id))) {
        const answer = await send(operation, ownRequest(top, operation), top.token);
        expect(answer.status, `${operation.spec.id} ${JSON.stringify(answer.body).slice(0, 300)}`).to.be.below(500);
        refuseOutsiders(top, operation, answer, what);
      }
    };
    await call('POST', `/clients/${nodes[0]?.id}/block`, { reason: `Because of ${nodes[0]?.name}` });
    await tell('blocked above');
    await call('POST', `/clients/${nodes[0]?.id}/unblock`, {});
    for (const [key, value] of [['tariff', tariffId], ['cashForbidden', true]]) await call('PUT', `/clients/${nodes[0]?.id}/settings/${key}`, { value });
    const refused = await call('POST', '/cabinet/orders', { pay: { useCashless: true } }, top.token);
    expect(refused.body, JSON.stringify(refused.body)).to.include({ code: 'order.refused' });
    refuseOutsiders(top, operations[0] as Operation, refused, 'short of funds');
    const taken = await call('POST', '/cabinet/clients', { name: 'New', phones: [{ number: '+7 900 1000007', identifiesCaller: true }] }, top.token);
    expect(taken.body).to.include({ code: 'client.phone_taken' });
    refuseOutsiders(top, operations[0] as Operation, taken, 'a number of another organisation');
    await tell('as usual');
    expect(foreignSocket.events).to.deep.equal([]);
    foreignSocket.close();
  });

  function refuseOutsiders(top: Node, { spec }: Operation, answer: Answer, what: string): void {
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    for (const { name, id } of outsideOf(top)) {
      expect(text.includes(name), `${spec.id} names ${name} (${what}): ${text.slice(0, 2_000)}`).to.equal(false);
      expect(new RegExp(`\\b${id}\\b`).test(text), `${spec.id} tells the id ${id} (${what}): ${text.slice(0, 2_000)}`).to.equal(false);
    }
  }
});

function sampled(schema: TSchema | undefined): Record<string, unknown> {
  return schema ? (sampleOf(schema) as Record<string, unknown>) : {};
}
