// Any error → problem+json. What we did not foresee is logged with the request's id and told as nothing but that.
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { describeDatabaseError } from '../db/db-errors.js';
import { AppError } from '../lib/app-error.js';

const RETRY_AFTER_SECONDS = '2';

export function toAppError(raw: unknown): AppError {
  const error = describeDatabaseError(raw);
  if (error instanceof AppError) return error;
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === 'entity.too.large') return new AppError('request.too_large');
  if (type === 'entity.parse.failed') return new AppError('request.malformed', 'The body is not valid JSON.');
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return new AppError('request.media_type');
  if (type === 'request.aborted' || (status !== undefined && status >= 400 && status < 500) || error instanceof URIError) return new AppError('request.malformed');
  return Object.assign(new AppError('server.error'), { cause: raw });
}

export function sendProblem(response: Response, logger: Logger, raw: unknown): void {
  const error = toAppError(raw);
  const requestId = response.locals.requestId as string;
  if (error.status >= 500) logger.error({ err: error.cause ?? error, requestId, code: error.code }, 'request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error.status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  if (typeof error.data.retryAfter === 'number') response.setHeader('Retry-After', String(error.data.retryAfter));
  response.status(error.status).type('application/problem+json').send(JSON.stringify(error.toProblem(requestId)));
}

export function problemHandler(logger: Logger) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => sendProblem(response, logger, error);
}
