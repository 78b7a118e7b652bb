// A client that is signed in to its cabinet, with everything that operations of the cabinet can be about.
import type { TSchema } from 'typebox';
import { cabinetRights } from '../../src/contract/rights.js';
import type { Operation } from '../../src/http/operation.js';
import { sampleOf } from './samples.js';
import type { Answer, TestServer } from './server.js';

const PASSWORD = 'a quiet morning';
let logins = 0;

export interface Signed {
  id: number;
  login: string;
  token: string;
}

/** Gives a client a login and signs it in. */
export async function signInClient(server: TestServer, id: number): Promise<Signed> {
  logins += 1;
  const login = `cabinet${logins}`;
  await done(server.call('PATCH', `/clients/${id}`, { apiLogin: login }));
  await done(server.call('PUT', `/clients/${id}/api-password`, { password: PASSWORD }));
  return { id, login, token: await tokenOf(server, login) };
}

export async function tokenOf(server: TestServer, login: string): Promise<string> {
  return (await done(server.call('POST', '/cabinet/sessions', { login, password: PASSWORD }, { token: null }))).body.token as string;
}

async function done(answer: Promise<Answer>): Promise<Answer> {
  const got = await answer;
  if (got.status >= 300) throw new Error(`${got.status} ${JSON.stringify(got.body)}`);
  return got;
}

/** An organisation that may do everything, but for one right if `without` is given; its id. */
export async function makeOrganisation(server: TestServer, name: string, without: string | null = null): Promise<number> {
  const { id } = (await done(server.call('POST', '/clients', { name, email: 'office@firm.example' }))).body as { id: number };
  for (const right of cabinetRights) await done(server.call('PUT', `/clients/${id}/settings/${right}`, { value: right === without ? 'forbid' : 'allow' }));
  await server.call('POST', `/clients/${id}/operations`, { type: 'receipt', sum: { amount: '100000.00', currency: 'RUB' } });
  return id;
}

const signed = new WeakMap<TestServer, Map<string, Promise<Signed>>>();

/** The client that tries operations; `without`: one that has every right but this. */
export async function cabinetClient(server: TestServer, without: string | null = null): Promise<Signed> {
  const known = signed.get(server) ?? new Map<string, Promise<Signed>>();
  signed.set(server, known);
  const key = without ?? '';
  const made = known.get(key) ?? makeOrganisation(server, `Cabinet of ${key || 'all'}`, without).then((id) => signInClient(server, id));
  known.set(key, made);
  const client = await made;
  if ((await server.call('GET', '/cabinet/me', undefined, { token: client.token })).status === 200) return client;
  // An operation that was tried has ended the session, or set another password.
  const again = signInClient(server, client.id);
  known.set(key, again);
  return again;
}

/** Makes things of a client's own subtree, by the kind of a target. */
export function makerOf(server: TestServer, topId: number, employeeId: number): Record<string, () => Promise<number>> {
  const idOf = async (path: string, body: object) => (await done(server.call('POST', path, body))).body.id as number;
  let names = 0;
  const below = () => idOf('/clients', { name: `Below ${topId} ${(names += 1)}`, parentId: topId });
  return {
    client: below,
    below,
    ownOrder: () => idOf('/orders', { clientId: employeeId }),
    order: () => idOf('/orders', { clientId: employeeId }),
    dailyOrder: () => idOf('/daily-orders', { clientId: employeeId, weekdays: [1], time: '12:00', leadMinutes: 0 }),
    topUp: () => idOf(`/clients/${topId}/top-ups`, { sum: { amount: '10.00', currency: 'RUB' } }).catch(() => 1),
    invoice: () => idOf(`/clients/${topId}/invoices`, { sum: { amount: '10.00', currency: 'RUB' } }),
  };
}

/** Parameters and a body in which all ids are of the client's own. */
export async function cabinetRequest(server: TestServer, { spec }: Operation): Promise<{ params: Record<string, unknown>; query: Record<string, unknown>; body: unknown }> {
  const { id: topId, token } = await cabinetClient(server);
  const make = makerOf(server, topId, (await done(server.call('POST', '/clients', { name: 'An employee', parentId: topId }))).body.id as number);
  const request = { params: samplesOf(spec.params), query: samplesOf(spec.query), body: spec.body ? sampleOf(spec.body) : undefined };
  for (const [place, kind] of Object.entries(spec.targets ?? {})) {
    const [part, name, deeper] = place.split('.') as ['params' | 'query' | 'body', string, string?];
    if (deeper !== undefined) continue;
    const given = request[part] as Record<string, unknown> | undefined;
    if (!given || !(name in given) || kind === 'note') continue;
    const id = kind === 'import' ? await importOf(server, token) : kind === 'linked' ? await linkedTo(server, token) : await (make[kind] as () => Promise<number>)();
    given[name] = Array.isArray(given[name]) ? [id] : id;
  }
  if ('noteId' in request.params) request.params.noteId = (await done(server.call('POST', `/cabinet/clients/${request.params.id as number}/notes`, { text: 'A note' }, { token }))).body.id;
  return request;
}

/** Another organisation of the same person; its id. */
export async function linkedTo(server: TestServer, token: string): Promise<number> {
  const other = await signInClient(server, await makeOrganisation(server, 'Another of the same person'));
  await done(server.call('POST', '/cabinet/organisations', { login: other.login, password: PASSWORD }, { token }));
  return other.id;
}

export async function importOf(server: TestServer, token: string): Promise<number> {
  const form = new FormData();
  form.append('file', new Blob(['name\nNew client\n'], { type: 'text/csv' }), 'clients.csv');
  const response = await fetch(`${server.url}/api/v1/cabinet/imports`, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { id: number }).id;
}

function samplesOf(schema: TSchema | undefined): Record<string, unknown> {
  if (!schema) return {};
  return sampleOf(schema) as Record<string, unknown>;
}
