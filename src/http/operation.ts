// Operations are data. The same list is mounted on HTTP and on the socket, makes the OpenAPI document, and drives
// the tests that try every operation without sign-in, without the right, and with bad input.
import { type Static, type TSchema, Type } from 'typebox';
import type { Actor } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import type { ErrorCode } from '../contract/errors.js';
import type { CabinetRight, Right } from '../contract/rights.js';
import type { Db, Tx } from '../db/database.js';

type StaticOr<T, Fallback> = T extends TSchema ? Static<T> : Fallback;

export interface Input<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** From If-Match or the body's `version`: the version that the writer saw (D-8). */
  version: number | null;
}

/** What only a few operations need to know about the request itself. */
export interface Call {
  readonly context: AppContext;
  readonly ip: string;
  readonly userAgent: string | null;
  /** The uploaded file of a multipart request. */
  readonly upload?: Upload;
  /** Header Idempotency-Key: the same key with the same content gives the first answer again. */
  readonly idempotencyKey?: string | null;
}

export interface Upload {
  readonly fileName: string;
  readonly content: Buffer;
}

export interface OperationSpec<P extends TSchema | undefined, Q extends TSchema | undefined, B extends TSchema | undefined, R extends TSchema> {
  /** OpenAPI operationId, and the name of the operation on the socket. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, with parameters in braces. */
  path: string;
  tag: string;
  summary: string;
  /** The right that is needed; `signedIn` for any operator, `public` for anybody. */
  permission: Right | CabinetRight | 'signedIn' | 'public';
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  status?: 200 | 201 | 202 | 204;
  errors?: readonly ErrorCode[];
  /** Takes the header Idempotency-Key. */
  idempotent?: boolean;
  /** Places of ids that are somebody else's until checked, and what each is: `params.id` → client. */
  targets?: Readonly<Record<string, string>>;
  /** Opens or ends the cookie session of a browser. */
  session?: 'opens' | 'closes';
  /** multipart/form-data with one file, at most 50 MiB. */
  takesFile?: boolean;
  /** The answer is a file of this type, to be saved: the handler gives a Download. Over HTTP only. */
  download?: 'application/zip' | 'text/csv' | 'application/pdf' | 'image/png' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
}

/** `response` of an operation with `download`. */
export const Download = Type.Unsafe<{ fileName: string; content: Uint8Array }>({ type: 'string', format: 'binary' });
export type Download = Static<typeof Download>;

export interface Operation {
  readonly spec: OperationSpec<TSchema | undefined, TSchema | undefined, TSchema | undefined, TSchema>;
  readonly kind: 'query' | 'command' | 'procedure';
  run(context: AppContext, actor: Actor, input: Input<never, never, never>, call: Call): Promise<unknown>;
}

/** An operation that remembers its name and shapes for the compiler: the front ends' types come from here (UI: src/ui/api). */
export interface Described<Id extends string, P extends TSchema | undefined, Q extends TSchema | undefined, B extends TSchema | undefined, R extends TSchema> extends Operation {
  readonly described?: { id: Id; params: StaticOr<P, object>; query: StaticOr<Q, object>; body: StaticOr<B, undefined>; result: Static<R> };
}

/** Reads. The handler gets the database. */
export function query<const Id extends string, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined, B extends TSchema | undefined = undefined, R extends TSchema = TSchema>(
  spec: OperationSpec<P, Q, B, R> & { id: Id },
  handler: (db: Db, actor: Actor, input: Input<StaticOr<P, unknown>, StaticOr<Q, unknown>, StaticOr<B, unknown>>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return { spec, kind: 'query', run: (context, actor, input, call) => handler(context.db, actor, input, call) } as Described<Id, P, Q, B, R>;
}

/**
 * Thrown by a command to give an answer and leave nothing behind: the transaction is rolled back. The answer is worked
 * out only then, when no lock is held any more and the outbox waits for nobody.
 */
export class RolledBack extends Error {
  constructor(readonly answer: () => unknown) {
    super('rolled back on purpose');
  }
}

async function inTransaction<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(change);
  } catch (error) {
    if (error instanceof RolledBack) return (await error.answer()) as T;
    throw error;
  }
}

/** Changes. The handler runs inside one transaction, perhaps more than once: nothing in it may leave the process. */
export function command<const Id extends string, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined, B extends TSchema | undefined = undefined, R extends TSchema = TSchema>(
  spec: OperationSpec<P, Q, B, R> & { id: Id },
  handler: (tx: Tx, actor: Actor, input: Input<StaticOr<P, unknown>, StaticOr<Q, unknown>, StaticOr<B, unknown>>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return {
    spec, kind: 'command',
    run: (context, actor, input, call) => inTransaction(context.db, (tx) => handler(tx, actor, input as never, call)),
  } as Described<Id, P, Q, B, R>;
}

/** Work that opens its own transactions: sign-in, imports. */
export function procedure<const Id extends string, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined, B extends TSchema | undefined = undefined, R extends TSchema = TSchema>(
  spec: OperationSpec<P, Q, B, R> & { id: Id },
  handler: (db: Db, actor: Actor, input: Input<StaticOr<P, unknown>, StaticOr<Q, unknown>, StaticOr<B, unknown>>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return { spec, kind: 'procedure', run: (context, actor, input, call) => handler(context.db, actor, input as never, call) } as Described<Id, P, Q, B, R>;
}
