// An audience: its operations, how it signs in, and (in src/realtime) what is pushed to it. Operators, crews and clients
// come through doors of their own: a token is good for one audience, and is nobody's for the others.
import { type Actor, anonymous, type Channel } from '../auth/actor.js';
import type { Db } from '../db/database.js';
import type { Operation } from './operation.js';

export interface Audience {
  /** The namespace on the socket is "/" and this. */
  readonly name: 'dispatcher' | 'cabinet' | 'driver';
  /** What history says of it. */
  readonly channel: Channel;
  readonly operations: readonly Operation[];
  /** Browsers' sessions; null: a bearer token only. */
  readonly cookies: { readonly session: string; readonly csrf: string } | null;
  /** For the documentation: whose token it is. */
  readonly tokenOf: string;
  /** Whose token this is; anonymous if it is unknown or does not hold any more. */
  actorOfToken(db: Db, token: string, requestId: string): Promise<Actor>;
}

export function stranger({ channel }: Pick<Audience, 'channel'>, requestId: string): Actor {
  return { ...anonymous, channel, requestId };
}
