// One call from its bytes to its answer. What is checked comes in the order of the wire format: API type (2) → version (5) →
// switched on (3) → name (6) → GET or POST (7) → [ping ends here] → signature (4) → user (13) → his requests (14) → missing
// parameters (8) → wrong ones (9) → the request itself → whatever fails inside (10).
import { randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Actor } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import { type CallLog, openCallLog } from '../integrations/calls.js';
import { findCommonApiUser } from '../integrations/users.js';
import { type Answer, ApiError, commonError, OK, toAnswer } from './answer.js';
import { type Api, apis, fallbackApi, VERSION } from './apis.js';
import { decodeForm, decodeJson, type Given } from './decode.js';
import { describeError } from './errors.js';
import { loggedParameters } from './masking.js';
import type { ApiRequest } from './request.js';
import { readValues } from './request.js';
import { findRequest } from './requests.js';

/** What came over the line. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** After the "?", still encoded. */
  readonly query: Buffer;
  readonly body: Buffer;
  /** The body was longer than its request allows, and is not here. */
  readonly tooLong: boolean;
  readonly ip: string;
  header(name: string): string | undefined;
}

export interface Route {
  readonly api: Api | null;
  readonly version: string;
  readonly name: string;
  readonly request: ApiRequest | null;
}

/** Which request a path means. */
export function routeOf(path: string): Route {
  const [apiName = '', version = '', ...rest] = path.split('/').filter((part) => part !== '');
  const api = apis.find(({ name }) => name === apiName) ?? null;
  const name = rest.join('/');
  return { api, version, name, request: api === null || version !== VERSION ? null : findRequest(api.name, name) };
}

export interface Served {
  readonly api: Api;
  /** Its name if it is one of ours, else "other": for metrics. */
  readonly name: string;
  readonly answer: Answer;
}

export interface CommonApi {
  serve(exchange: Exchange, route: Route): Promise<Served>;
  /** Waits until the log is written. */
  close(): Promise<void>;
}

export function createCommonApi(context: AppContext): CommonApi {
  const log = openCallLog(context.db, (error) => context.logger.warn({ err: error }, 'the log of CommonAPI calls could not be written'));
  const limiter = context.config.commonApiRatePerSecond === 0 ? null : new RateLimiterMemory({ points: context.config.commonApiRatePerSecond, duration: 1 });
  return {
    serve: (exchange, route) => serve(context, limiter, log, exchange, route),
    close: () => log.flush(),
  };
}

/** What is known of a call by the time it ends, for the log. */
interface Trace {
  userId: number | null;
  given: Given | null;
  values: Record<string, unknown>;
  clientId: number | null;
}

async function serve(context: AppContext, limiter: RateLimiterMemory | null, log: CallLog, exchange: Exchange, route: Route): Promise<Served> {
  const started = process.hrtime.bigint();
  const at = context.clock.now().toISO();
  const trace: Trace = { userId: null, given: null, values: {}, clientId: null };
  const answer = await answerCall(context, limiter, exchange, route, trace);
  const ms = Math.round(Number(process.hrtime.bigint() - started) / 1e4) / 100;
  if (!route.request?.open) {
    log.note({
      at, api: route.api?.name ?? 'other', request: route.request?.name ?? 'other', ip: exchange.ip.slice(0, 64), userId: trace.userId, code: answer.code, ms,
      clientId: trace.clientId ?? clientOf(trace.values, answer), parameters: trace.given === null ? null : loggedParameters(trace.given),
    });
  }
  return { api: route.api ?? fallbackApi, name: route.request?.name ?? 'other', answer };
}

function clientOf(values: Record<string, unknown>, { data }: Answer): number | null {
  return [values.client_id, data.client_id].find((id) => typeof id === 'number' && id > 0) as number | undefined ?? null;
}

async function answerCall(context: AppContext, limiter: RateLimiterMemory | null, exchange: Exchange, route: Route, trace: Trace): Promise<Answer> {
  try {
    const { api, request, key } = locate(context, exchange, route);
    if (request.open) return { code: 0, descr: OK, data: {} };
    if (exchange.tooLong) throw commonError(9, 'тело запроса слишком велико');
    const raw = signedBytes(exchange);
    if (!api.isSigned({ bytes: raw, header: exchange.header('signature') }, key)) throw commonError(4);
    const actor = await actorOf(context, api, request, exchange, trace);
    await takePoint(limiter, `${api.name} ${trace.userId ?? ''}`);
    const given = decode(api, request, exchange, raw);
    trace.given = given;
    const { db, config } = context;
    trace.values = readValues(request.params, given, config.timeZone);
    const about = (clientId: number) => void (trace.clientId = clientId);
    return { code: 0, descr: OK, data: await request.handle({ context, db, actor, ip: exchange.ip, zone: config.timeZone, raw, about }, trace.values as never) };
  } catch (raw) {
    const error = route.request && !(raw instanceof ApiError) ? describeError(route.request, raw, trace.values) : raw;
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 10) context.logger.error({ err: error.cause ?? error, request: route.request?.name }, 'CommonAPI request failed');
    return toAnswer(error);
  }
}

function locate({ config }: AppContext, { method }: Exchange, { api, version, request }: Route): { api: Api; request: ApiRequest; key: string } {
  if (api === null) throw commonError(2);
  if (version !== VERSION) throw commonError(5);
  const key = api.keyOf(config);
  if (key === null) throw commonError(3);
  if (request === null) throw commonError(6);
  if (!takesMethod(request, method, config.commonApiLenientMethods)) throw commonError(7);
  return { api, request, key };
}

function takesMethod({ kind, open }: ApiRequest, method: string, lenient: boolean): boolean {
  if (kind === 'GET') return method === 'GET' || (method === 'POST' && open === true);
  return method === 'POST' || (method === 'GET' && kind === 'FORM' && lenient);
}

/** A client may post nothing and have its parameters in the query. */
function signedBytes({ method, query, body }: Exchange): Buffer {
  return method === 'GET' || body.length === 0 ? query : body;
}

function decode(api: Api, { kind }: ApiRequest, { body, method }: Exchange, raw: Buffer): Given {
  if (kind === 'JSON' && method === 'POST' && body.length > 0) return decodeJson(raw);
  const given = decodeForm(api.parametersOf(raw));
  return api.anyCase ? new Map([...given].map(([name, value]) => [name.toLowerCase(), value])) : given;
}

async function actorOf({ db }: AppContext, api: Api, request: ApiRequest, exchange: Exchange, trace: Trace): Promise<Actor> {
  const everything = { kind: 'apiUser', rights: new Set<never>(), allRights: true, channel: 'commonApi', requestId: randomUUID(), sessionId: null } as const;
  const given = api.hasUsers ? exchange.header('x-user-id')?.trim() : undefined;
  if (given === undefined || given === '') return { ...everything, id: null, name: api.name };
  const id = /^\d{1,10}$/.test(given) ? Number(given) : 0;
  const user = id > 0 && id <= 2_147_483_647 ? await findCommonApiUser(db, id) : null;
  if (!user?.active) throw commonError(13);
  trace.userId = user.id;
  if (user.requests !== null && !user.requests.includes(request.name)) throw commonError(14);
  return { ...everything, id: user.id, name: user.name };
}

async function takePoint(limiter: RateLimiterMemory | null, key: string): Promise<void> {
  if (limiter === null) return;
  try {
    await limiter.consume(key);
  } catch {
    throw commonError(1, 'слишком много запросов, повторите позже');
  }
}
