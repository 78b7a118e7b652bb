// Operations of the cabinet: each says which ids of its input are whose, and which right it needs (C-3, C-4). The checks
// are made here, for all of them in the same way, and once more before a change is committed: a client that was moved
// away meanwhile is out of reach.
import type { Static, TSchema } from 'typebox';
import type { Actor } from '../auth/actor.js';
import type { Db, Tx } from '../db/database.js';
import { type Call, command, type Described, type Input, type Operation, type OperationSpec, procedure, query } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';
import { holdTrees } from '../tree/tree.js';
import { cutRefusal } from './refusals.js';
import { namesAny, requireWithin, type Targets } from './scope.js';
import { topOf } from './sight.js';

type Schema = TSchema | undefined;
type StaticOr<T, Fallback> = T extends TSchema ? Static<T> : Fallback;
type InputOf<P extends Schema, Q extends Schema, B extends Schema> = Input<StaticOr<P, unknown>, StaticOr<Q, unknown>, StaticOr<B, unknown>>;

export type CabinetSpec<P extends Schema, Q extends Schema, B extends Schema, R extends TSchema> = OperationSpec<P, Q, B, R> & {
  targets?: Targets;
  /** A blocked client, and an operator who only looks, may do it all the same: sign out, change a password. */
  alsoBlocked?: boolean;
  /** Before the user agreement is accepted, too. */
  beforeAgreement?: boolean;
};

/** Reads of a signed-in client. */
export function cabinetQuery<const Id extends string, P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined, R extends TSchema = TSchema>(
  spec: CabinetSpec<P, Q, B, R> & { id: Id },
  handler: (db: Db, actor: Actor, input: InputOf<P, Q, B>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return discreet(query(spec, async (db, actor, input, call) => {
    await requireWithin(db, actor, spec.targets ?? {}, input);
    return handler(db, actor, input, call);
  }));
}

/** Changes of a signed-in client, in one transaction. */
export function cabinetCommand<const Id extends string, P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined, R extends TSchema = TSchema>(
  spec: CabinetSpec<P, Q, B, R> & { id: Id },
  handler: (tx: Tx, actor: Actor, input: InputOf<P, Q, B>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return discreet(command(spec, async (tx, actor, input, call) => {
    if (!spec.alsoBlocked) requireActive(actor);
    await requireWithin(tx, actor, spec.targets ?? {}, input);
    const result = await handler(tx, actor, input, call);
    await requireWithin(tx, actor, spec.targets ?? {}, input);
    return result;
  }));
}

/** Changes that open their own transactions, or write with one statement: money, orders, imports. */
export function cabinetProcedure<const Id extends string, P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined, R extends TSchema = TSchema>(
  spec: CabinetSpec<P, Q, B, R> & { id: Id },
  handler: (db: Db, actor: Actor, input: InputOf<P, Q, B>, call: Call) => Promise<Static<R>>,
): Described<Id, P, Q, B, R> {
  return discreet(procedure(spec, async (db, actor, input, call) => {
    if (!spec.alsoBlocked) requireActive(actor);
    await requireWithin(db, actor, spec.targets ?? {}, input);
    return handler(namesAny(spec.targets ?? {}, input) ? keptWithin(db, actor, spec.targets ?? {}, input) : db, actor, input, call);
  }));
}

/**
 * The database for a procedure: whatever it writes is written in a transaction that looks at the subtree once more. A single
 * statement does so with the tree held, since it decides upon what was read before.
 */
function keptWithin(db: Db, actor: Actor, targets: Targets, input: object): Db {
  return {
    ...db,
    run: (block, values) => {
      if (!block.write) return db.run(block, values);
      return db.transaction(async (tx) => {
        await holdTrees(tx, [topOf(actor)]);
        await requireWithin(tx, actor, targets, input);
        return tx.run(block, values);
      });
    },
    transaction: (change) => db.transaction(async (tx) => {
      const result = await change(tx);
      await requireWithin(tx, actor, targets, input);
      return result;
    }),
  };
}

/** Refusals name nobody outside of the subtree. Worked out when no transaction is open any more. */
function discreet<T extends Operation & { spec: { beforeAgreement?: boolean } }>(operation: T): T {
  const run: Operation['run'] = async (context, actor, input, call) => {
    try {
      if (actor.client?.mustAccept && !operation.spec.beforeAgreement) throw new AppError('agreement.not_accepted');
      return await operation.run(context, actor, input, call);
    } catch (error) {
      throw await cutRefusal(context.db, actor, error);
    }
  };
  const errors = operation.spec.beforeAgreement ? operation.spec.errors : ([...(operation.spec.errors ?? []), 'agreement.not_accepted'] as const);
  return { ...operation, spec: { ...operation.spec, ...(errors && { errors }) }, run };
}

/** D-7: a blocked client can sign in and read, and can change nothing. */
function requireActive(actor: Actor): void {
  if (actor.client?.readOnly) throw new AppError('cabinet.read_only');
  if (actor.client?.blocked) throw new AppError('cabinet.blocked');
}
