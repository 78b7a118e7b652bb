// Operations on Express: /api/v1/clients/{id} → /api/v1/clients/:id.
import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Actor } from '../auth/actor.js';
import { csrfToken } from '../auth/sessions.js';
import type { AppContext } from '../context.js';
import { AppError } from '../lib/app-error.js';
import { type Audience, stranger } from './audience.js';
import type { Call, Download } from './operation.js';
import { type PreparedOperation, prepareOperation } from './prepared-operation.js';
import { sendProblem } from './problem.js';
import { readUpload } from './upload.js';

const SESSION_DAYS_MS = 7 * 24 * 3_600_000;
const JSON_LIMIT = '1mb';
const READING = new Set(['GET', 'HEAD']);

export function mountHttp(context: AppContext, audiences: readonly Audience[]): Router {
  const router = Router({ caseSensitive: true });
  const strangers = limiterForStrangers(context);
  const readJson = express.json({ limit: JSON_LIMIT, strict: false, type: ['application/json', 'application/*+json'] });
  const methodsByPath = new Map<string, Set<string>>();

  for (const { audience, operation } of audiences.flatMap((audience) => audience.operations.map((operation) => ({ audience, operation })))) {
    const prepared = prepareOperation(operation);
    const { method, path } = operation.spec;
    const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
    methodsByPath.set(route, (methodsByPath.get(route) ?? new Set()).add(method));
    const handle = (request: Request, response: Response) => serve(context, audience, prepared, strangers, request, response);
    if (operation.spec.body) router[method](route, requireJson, readJson, handle);
    else router[method](route, handle);
  }
  for (const [route, methods] of methodsByPath) {
    const allowed = [...methods, ...(methods.has('get') ? ['head'] : []), 'options'].map((method) => method.toUpperCase()).join(', ');
    router.all(route, (request, response) => {
      response.setHeader('Allow', allowed);
      if (request.method !== 'OPTIONS') throw new AppError('request.method_not_allowed');
      response.status(204).end();
    });
  }
  return router;
}

async function serve(context: AppContext, audience: Audience, prepared: PreparedOperation, strangers: RateLimiterMemory | null, request: Request, response: Response): Promise<void> {
  try {
    const actor = await authenticate(context, audience, request, response);
    if (actor.kind === 'anonymous') await takePoint(strangers, request.ip ?? '');
    prepared.permit(actor);
    const { spec } = prepared.operation;
    const call: Call = {
      context,
      ip: request.ip ?? '',
      userAgent: request.get('user-agent') ?? null,
      ...(spec.takesFile && { upload: await readUpload(request) }),
      ...(spec.idempotent && { idempotencyKey: idempotencyKey(request.get('idempotency-key')) }),
    };
    const result = await prepared.run(context, actor, {
      params: { ...request.params },
      query: { ...request.query },
      body: request.body as unknown,
      version: ifMatch(request),
    }, call);
    if (spec.session) setSessionCookies(context, audience, response, spec.session === 'opens' ? (result as { token: string }).token : null);
    if (spec.status === 204) response.status(204).end();
    else if (spec.download) sendFile(response, spec.download, result as Download);
    else sendJson(response, spec.status ?? 200, result);
  } catch (error) {
    sendProblem(response, context.logger, error);
  }
}

/** JSON without Express's detours (no etag, no charset look-up): an API answer is never cached. */
function sendJson(response: Response, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function sendFile(response: Response, type: string, { fileName, content }: Download): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Length', content.byteLength);
  response.end(content);
}

function requireJson(request: Request, _response: Response, next: (error?: unknown) => void): void {
  const hasBody = request.headers['content-length'] !== undefined ? request.headers['content-length'] !== '0' : request.headers['transfer-encoding'] !== undefined;
  if (hasBody && !request.is(['application/json', 'application/*+json'])) next(new AppError('request.media_type', 'Send the body as application/json.'));
  else next();
}

/** Who sends a request: by bearer token, else by the session cookie, which is good for changes only with its CSRF token. */
export async function authenticate({ db }: AppContext, audience: Audience, request: Request, response: Response): Promise<Actor> {
  const requestId = response.locals.requestId as string;
  const bearer = /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return audience.actorOfToken(db, bearer, requestId);
  const { cookies } = audience;
  const cookie = cookies && request.headers.authorization === undefined ? cookieValue(request.headers.cookie, cookies.session) : null;
  if (!cookies || !cookie) return stranger(audience, requestId);
  const actor = await audience.actorOfToken(db, cookie, requestId);
  if (actor.kind !== 'anonymous' && !READING.has(request.method) && !sameToken(request.get('x-csrf-token'), csrfToken(cookie))) {
    throw new AppError('request.csrf', `Send the value of the cookie ${cookies.csrf} as X-CSRF-Token.`);
  }
  return actor;
}

export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=');
    if (key === name && value && /^[\w-]{20,200}$/.test(value)) return value;
  }
  return null;
}

function sameToken(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

function setSessionCookies(context: AppContext, { cookies }: Audience, response: Response, token: string | null): void {
  if (!cookies) return;
  const shared = { sameSite: 'strict', secure: context.config.cookieSecure, path: '/' } as const;
  if (token === null) {
    response.clearCookie(cookies.session, shared).clearCookie(cookies.csrf, shared);
    return;
  }
  response.cookie(cookies.session, token, { ...shared, httpOnly: true, maxAge: SESSION_DAYS_MS });
  response.cookie(cookies.csrf, csrfToken(token), { ...shared, maxAge: SESSION_DAYS_MS });
}

/** Checks a key from outside; throws request.invalid naming the header. */
export function idempotencyKey(given: unknown): string | null {
  if (given === undefined) return null;
  if (typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given)) return given;
  throw new AppError('request.invalid', 'Idempotency-Key must be 1 to 200 printable characters without blanks.', {
    errors: [{ path: 'header/Idempotency-Key', code: 'pattern', message: 'must be 1 to 200 printable characters without blanks' }],
  });
}

function ifMatch(request: Request): number | null {
  const header = request.get('if-match');
  if (header === undefined) return null;
  const version = /^(?:W\/)?"?(\d{1,10})"?$/.exec(header.trim())?.[1];
  if (version === undefined || Number(version) < 1) {
    throw new AppError('request.invalid', 'If-Match must be the version that you saw, as a number.', {
      errors: [{ path: 'header/If-Match', code: 'format', message: 'must be a version number' }],
    });
  }
  return Number(version);
}

/** Requests without a valid session are limited by address; an operator's are not, the sign-in is. */
function limiterForStrangers(context: AppContext): RateLimiterMemory | null {
  const points = context.config.rateLimitPerSecond;
  return points === 0 ? null : new RateLimiterMemory({ points, duration: 1 });
}

async function takePoint(limiter: RateLimiterMemory | null, ip: string): Promise<void> {
  if (!limiter) return;
  try {
    await limiter.consume(ip);
  } catch {
    throw new AppError('request.too_many', 'Too many requests without sign-in from this address.', { retryAfter: 1 });
  }
}
