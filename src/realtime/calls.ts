// The event `call` {op, params, body}: any operation of the audience by its operationId, as over HTTP.
import { randomUUID } from 'node:crypto';
import type { AppContext } from '../context.js';
import type { CallAnswer, CallMessage } from '../contract/events.js';
import type { Audience } from '../http/audience.js';
import { idempotencyKey } from '../http/mount-http.js';
import { type PreparedOperation, prepareOperation } from '../http/prepared-operation.js';
import { toAppError } from '../http/problem.js';
import { AppError } from '../lib/app-error.js';
import type { AudienceSocket } from './feed.js';

export interface Calls {
  serve(socket: AudienceSocket, message: unknown, answer: unknown): void;
  /** Refuses new calls; ends when the last one that runs has been answered. */
  finish(): Promise<void>;
}

export function createCalls(context: AppContext, audience: Audience): Calls {
  const prepared = new Map(audience.operations.filter(({ spec }) => !spec.takesFile && !spec.download).map((operation) => [operation.spec.id, prepareOperation(operation)]));
  const running = new Set<Promise<void>>();
  let finishing = false;
  return {
    serve(socket, message, answer) {
      if (typeof answer !== 'function') return;
      const reply = answer as (answer: CallAnswer) => void;
      if (finishing) {
        reply({ ok: false, problem: new AppError('server.unavailable', 'The server is stopping.').toProblem() });
        return;
      }
      const call = answerCall(context, audience, prepared, socket, message).then(reply).finally(() => running.delete(call));
      running.add(call);
    },
    async finish() {
      finishing = true;
      await Promise.all(running);
    },
  };
}

async function answerCall(context: AppContext, audience: Audience, prepared: Map<string, PreparedOperation>, socket: AudienceSocket, message: unknown): Promise<CallAnswer> {
  const requestId = randomUUID();
  try {
    const { op, params, body } = readCall(message);
    const operation = prepared.get(op);
    if (!operation) throw new AppError('request.not_found', `There is no operation "${op.slice(0, 100)}".`);
    const { spec } = operation.operation;
    const actor = await audience.actorOfToken(context.db, socket.data.token, requestId);
    if (actor.kind === 'anonymous' && spec.permission !== 'public') throw new AppError('auth.required');
    const { idempotencyKey: key, ...parameters } = params;
    const call = {
      context, ip: socket.handshake.address, userAgent: socket.handshake.headers['user-agent'] ?? null,
      ...(spec.idempotent && { idempotencyKey: idempotencyKey(key) }),
    };
    return { ok: true, result: await operation.run(context, actor, { ...splitParameters(operation, spec.idempotent ? parameters : params), body }, call) };
  } catch (error) {
    const problem = toAppError(error);
    if (problem.status >= 500) context.logger.error({ err: problem.cause ?? problem, requestId, code: problem.code }, 'call failed');
    return { ok: false, problem: problem.toProblem(requestId) };
  }
}

function readCall(message: unknown): { op: string; params: Record<string, unknown>; body: unknown } {
  const { op, params = {}, body } = (message ?? {}) as CallMessage;
  if (typeof op !== 'string' || typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new AppError('request.malformed', 'A call is {op: operationId, params?: {…}, body?: {…}}.');
  }
  return { op, params, body };
}

/** On the socket path and query parameters come together; `version` stands for If-Match. */
function splitParameters({ operation }: PreparedOperation, given: Record<string, unknown>) {
  const inPath = new Set(Object.keys((operation.spec.params as { properties?: object } | undefined)?.properties ?? {}));
  const { version, ...rest } = given;
  const takesVersion = version === undefined || (typeof version === 'number' && Number.isInteger(version) && version > 0);
  if (!takesVersion) throw new AppError('request.invalid', 'params/version must be a version number', { errors: [{ path: 'params/version', code: 'type', message: 'must be a version number' }] });
  const entries = Object.entries(rest);
  return {
    params: Object.fromEntries(entries.filter(([name]) => inPath.has(name))),
    query: Object.fromEntries(entries.filter(([name]) => !inPath.has(name))),
    version: version ?? null,
  };
}
