// A valid request for any operation, made from its schemas alone, so that no operation can be forgotten.
import type { TSchema } from 'typebox';
import { allRights } from '../../src/contract/rights.js';
import type { Operation } from '../../src/http/operation.js';
import { audiences, dispatcherOperations } from '../../src/routes.js';
import { cabinetClient, cabinetRequest, linkedTo, signInClient } from './cabinet.js';
import type { Answer, TestServer } from './server.js';
import { sampleOf } from './samples.js';

export interface SampleRequest {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

let numbers = 0;

const audienceOf = new Map(audiences.flatMap(({ name, operations }) => operations.map((operation) => [operation, name] as const)));

/** A token of whoever the operation is for: the administrator's, a client's, or a crew's. */
export async function tokenFor(server: TestServer, operation: Operation): Promise<string> {
  switch (audienceOf.get(operation)) {
    case 'driver': return (await driverOf(server)).token;
    case 'cabinet': return (await cabinetClient(server)).token;
    default: return server.token;
  }
}

/** Of somebody who may do all that the operation's audience may do, but for the one right that the operation needs. */
export async function tokenWithoutRight(server: TestServer, operation: Operation): Promise<string> {
  const right = operation.spec.permission;
  if (audienceOf.get(operation) === 'cabinet') return (await cabinetClient(server, right)).token;
  const known = withoutRight.get(server) ?? new Map<string, Promise<string>>();
  withoutRight.set(server, known);
  const made = known.get(right) ?? server.operatorWith(allRights.filter((other) => other !== right));
  known.set(right, made);
  return made;
}

const withoutRight = new WeakMap<TestServer, Map<string, Promise<string>>>();

/** Somebody who is signed in at another door. */
export async function strangerTo(server: TestServer, operation: Operation): Promise<string> {
  return audienceOf.get(operation) === 'dispatcher' ? (await cabinetClient(server)).token : server.token;
}

interface Driver {
  token: string;
  noteId: number;
  orderId: number;
}

const drivers = new WeakMap<TestServer, Promise<Driver>>();

/** A crew with an order and a note on it. */
function driverOf(server: TestServer): Promise<Driver> {
  const known = drivers.get(server) ?? makeDriver(server);
  drivers.set(server, known);
  return known;
}

async function makeDriver(server: TestServer): Promise<Driver> {
  const idOf = async (path: string, body: object) => (await server.call('POST', path, body)).body.id as number;
  const crewId = await idOf('/crews', { name: 'A crew', crewGroupId: await idOf('/crew-groups', { name: 'A crew group', seesDriverNotes: true }) });
  const clientId = await idOf('/clients', { name: 'Driven' });
  const noteId = await idOf(`/clients/${clientId}/notes`, { text: 'A note' });
  const orderId = await idOf('/orders', { clientId });
  await server.call('POST', `/orders/${orderId}/state`, { state: 'driverAssigned', crewId });
  return { token: (await server.call('POST', `/crews/${crewId}/token`, {})).body.token as string, noteId, orderId };
}

/** Parameters that exist, a body of required members. Items are made where there is none yet. */
export async function sampleRequest(server: TestServer, operation: Operation): Promise<SampleRequest> {
  const { spec } = operation;
  if (audienceOf.get(operation) === 'driver') return driverRequest(await driverOf(server), operation);
  if (audienceOf.get(operation) === 'cabinet') return cabinetRequest(server, operation);
  const params: Record<string, unknown> = {};
  if (spec.params) {
    for (const [name, schema] of Object.entries((spec.params as unknown as { properties: Record<string, TSchema> }).properties)) {
      if (name === 'organisationId') params[name] = await linkedTo(server, (await signInClient(server, params.id as number)).token);
      else if (name === 'noteId') params[name] = (await server.call('POST', `/clients/${params.id as number}/notes`, { text: 'A note' })).body.id as number;
      else params[name] = name === 'id' && spec.path.includes('/{id}') ? await existingId(server, spec.path.slice(0, spec.path.indexOf('/{id}'))) : sampleOf(schema);
    }
  }
  return { params, query: spec.query ? (sampleOf(spec.query) as Record<string, unknown>) : {}, body: spec.body ? freshBody(spec.body) : undefined };
}

function driverRequest({ noteId, orderId }: Driver, { spec }: Operation): SampleRequest {
  const params = spec.params ? { id: spec.path.startsWith('/driver/orders/') ? orderId : noteId } : {};
  return { params, query: {}, body: spec.body ? { ...(sampleOf(spec.body) as object), orderId } : undefined };
}

/** The newest item of a collection, or a new one. 1 where the collection has no list. */
async function existingId(server: TestServer, collection: string): Promise<number> {
  const create = dispatcherOperations.find(({ spec }) => spec.method === 'post' && spec.path === collection && spec.body !== undefined);
  if (create) {
    const made = await server.call('POST', collection, freshBody(create.spec.body as TSchema));
    if (made.status < 300 && typeof made.body?.id === 'number') return made.body.id as number;
  }
  const list = await server.call('GET', collection);
  const ids = ((list.body?.items ?? []) as { id?: number }[]).map(({ id }) => id ?? 0);
  return Math.max(1, ...ids);
}

// Names and logins are unique in places.
function freshBody(schema: TSchema): unknown {
  const body = sampleOf(schema);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  numbers += 1;
  const unique = Object.fromEntries(['name', 'login'].filter((member) => member in body).map((member) => [member, `${member}${numbers}`]));
  return { ...body, ...unique };
}

export function addressOf(operation: Operation, { params, query }: Pick<SampleRequest, 'params' | 'query'>): string {
  const path = operation.spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&');
  return search ? `${path}?${search}` : path;
}

export async function send(server: TestServer, operation: Operation, request: SampleRequest, token?: string | null): Promise<Answer> {
  const { method, takesFile } = operation.spec;
  const sent = token === undefined ? await tokenFor(server, operation) : token;
  if (!takesFile) return server.call(method.toUpperCase(), addressOf(operation, request), request.body, { token: sent });
  const form = new FormData();
  form.append('file', new Blob(['name\nNew client\n'], { type: 'text/csv' }), 'clients.csv');
  const response = await fetch(`${server.url}/api/v1${addressOf(operation, request)}`, { method: method.toUpperCase(), body: form, headers: sent ? { authorization: `Bearer ${sent}` } : {} });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
}
