// The HTTP side without listen(): what tests import.
import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { mountSetPasswordPage } from './cabinet/set-password-page.js';
import { mountCommonApiDocs } from './common-api/docs-page.js';
import { type CommonApi, createCommonApi } from './common-api/serve.js';
import { answerHttp, isApiPath } from './common-api/transport.js';
import type { AppContext } from './context.js';
import { healthRoutes } from './http/health.js';
import { mountHttp } from './http/mount-http.js';
import { mountDevPayments } from './http/dev-payments.js';
import { mountDocs } from './http/docs.js';
import { mountInbox } from './http/inbox.js';
import { openApiDocument } from './http/openapi.js';
import { mountPlainPageStyle } from './http/plain-page.js';
import { problemHandler } from './http/problem.js';
import { mountScreen } from './http/screens.js';
import { observeRequest } from './http/metrics.js';
import { AppError } from './lib/app-error.js';
import { audiences, dispatcherAudience } from './routes.js';

/** `commonApi`: shared with its HTTPS port. */
export function buildApp(context: AppContext, commonApi: CommonApi = createCommonApi(context)): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  if (context.config.trustProxy !== null) app.set('trust proxy', context.config.trustProxy);
  app.use(commonApiPaths(context, commonApi));
  app.use(requestId);
  app.use(logging(context));
  app.use(securityHeaders(context));
  app.use('/api/v1', mountHttp(context, audiences));
  app.use(healthRoutes(context));
  const document = JSON.stringify(openApiDocument(audiences));
  app.get('/openapi.json', (_request, response) => void response.type('application/json').send(document));
  mountCommonApiDocs(app, context);
  mountDocs(app);
  mountPlainPageStyle(app);
  mountSetPasswordPage(app, context);
  mountInbox(app, context, dispatcherAudience);
  mountDevPayments(app, context);
  mountScreen(app, { name: 'cabinet', base: '/cabinet/' });
  mountScreen(app, { name: 'dispatcher', base: '/' });
  app.use((_request: Request, _response: Response, next: NextFunction) => next(new AppError('request.not_found')));
  app.use(problemHandler(context.logger));
  return app;
}

/**
 * Express sets the prototypes of every request and response anew, which costs two thirds of its speed (10.7 k → 33 k
 * answers a second on two cores). Here requests and responses are born with Express's prototypes, so that its
 * setPrototypeOf changes nothing. A test holds both ways equal.
 */
export function createHttpServer(app: Express): Server {
  return createServer({ IncomingMessage: bornAs(IncomingMessage, app.request), ServerResponse: bornAs(ServerResponse, app.response) } as never, app);
}

function bornAs<T extends typeof IncomingMessage | typeof ServerResponse>(base: T, prototype: object): T {
  // A plain function, not a class: a class's prototype cannot be replaced by Express's own object.
  function Born(this: object, first: unknown, second: unknown) {
    (base as unknown as (this: object, first: unknown, second: unknown) => void).call(this, first, second);
  }
  Born.prototype = prototype;
  Object.setPrototypeOf(Born, base);
  return Born as unknown as T;
}

/** Before everything else: its answers have neither our headers nor our problems, and it counts its calls itself. */
function commonApiPaths(context: AppContext, commonApi: CommonApi) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (isApiPath(request.url)) void answerHttp(context, commonApi, request, response, request.ip ?? '');
    else next();
  };
}

function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
}

function logging(context: AppContext) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = process.hrtime.bigint();
    response.on('finish', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      observeRequest(request.method, route, response.statusCode, seconds);
      const level = response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'info' : 'debug';
      context.logger[level](
        { requestId: response.locals.requestId as string, method: request.method, route, status: response.statusCode, ms: Math.round(seconds * 1e4) / 10 },
        'request',
      );
    });
    next();
  };
}

/** Helmet's headers are the same for every answer: asked for once instead of through its thirteen functions each time. */
function securityHeaders(context: AppContext) {
  const headers: [string, string][] = [];
  const collector = { setHeader: (name: string, value: string) => headers.push([name, value]), removeHeader: () => undefined };
  chosenHeaders(context)({} as never, collector as never, (error?: unknown) => {
    if (error) throw error;
  });
  return (_request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

function chosenHeaders(context: AppContext) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: true,
      directives: { 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'connect-src': ["'self'"], ...(!context.config.cookieSecure && { 'upgrade-insecure-requests': null }) },
    },
    strictTransportSecurity: context.config.cookieSecure,
  });
}
