// An operation with its schemas compiled: the one path from outside to a handler, whichever door was used.
// sign-in → right → input → run → (tests, development) response check.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Actor } from '../auth/actor.js';
import { requireRight } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import { AppError } from '../lib/app-error.js';
import type { Call, Operation } from './operation.js';
import { compileCoercing, compileSchema } from '../lib/schema-check.js';
import { check, checkPlain, checkText } from './validation.js';

export interface RawInput {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  version: number | null;
}

export interface PreparedOperation {
  readonly operation: Operation;
  permit(actor: Actor): void;
  run(context: AppContext, actor: Actor, raw: RawInput, call: Call): Promise<unknown>;
}

export function prepareOperation(operation: Operation): PreparedOperation {
  const { spec } = operation;
  const params = spec.params && compileCoercing(spec.params);
  const queryCheck = spec.query && compileCoercing(spec.query);
  const body = spec.body && compileSchema(spec.body);
  let response: ValidateFunction | undefined;

  return {
    operation,
    permit(actor) {
      if (spec.permission === 'public') return;
      if (actor.kind === 'anonymous') throw new AppError('auth.required');
      if (spec.permission !== 'signedIn') requireRight(actor, spec.permission);
    },
    async run(context, actor, raw, call) {
      this.permit(actor);
      checkPlain(spec.params, raw.params, 'params');
      if (params) check(params, raw.params, 'params');
      checkPlain(spec.query, raw.query, 'query');
      if (queryCheck) check(queryCheck, raw.query, 'query');
      else refuseUnknown(raw.query);
      const given = raw.body === undefined ? {} : raw.body;
      if (body) {
        checkText(given, 'body', spec.body);
        check(body, given, 'body');
      }
      const input = { params: raw.params, query: raw.query, body: given, version: raw.version ?? versionIn(given) };
      const result = await operation.run(context, actor, input as never, call);
      if (context.config.checkResponses && spec.status !== 204 && !spec.download) {
        response ??= compileSchema(spec.response);
        // What is sent is JSON: check that, not the object it is made from.
        const sent: unknown = JSON.parse(JSON.stringify(result));
        if (!response(sent)) throw new Error(`${spec.id} answered against its schema: ${JSON.stringify(response.errors?.slice(0, 5))}`);
      }
      return result;
    },
  };
}

function versionIn(body: unknown): number | null {
  const version = (body as { version?: unknown } | null)?.version;
  return typeof version === 'number' ? version : null;
}

function refuseUnknown(query: Record<string, unknown>): void {
  const errors = Object.keys(query).slice(0, 50).map((name) => ({ path: `query/${name.slice(0, 100)}`, code: 'additionalProperties', message: 'is not known here' }));
  if (errors.length) throw new AppError('request.invalid', 'The address has parameters that are not known here.', { errors });
}
