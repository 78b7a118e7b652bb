// What an audience is pushed over its sockets. The namespace (sockets.ts) admits sockets, runs their calls and reads their
// rights again; a feed brings a socket up to date when it comes, and tells it what happens from then on.
import type { Socket } from 'socket.io';
import type { Actor } from '../auth/actor.js';
import type { OutboxRow } from '../history/outbox.js';

export interface SocketData {
  token: string;
  actor: Actor;
}

export type AudienceSocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, SocketData>;

export interface Feed {
  /** Changes of these may change what its actors may do: their rights are read again before the rows are pushed. */
  readonly rightsDependOn: ReadonlySet<string>;
  /** Of these rows: which sockets are to be read again; absent: all. */
  concerned?(rows: readonly OutboxRow[]): (socket: AudienceSocket) => boolean;
  /** Brings a socket up to date; it is cut if that fails. */
  join(socket: AudienceSocket): Promise<void>;
  leave(socket: AudienceSocket): void;
  /** The actor of a socket was read again. */
  rightsRead(socket: AudienceSocket): void;
  /** Reads what is to be said about new rows; the function that it gives says it. Nobody is told before all feeds have read. */
  push(rows: readonly OutboxRow[]): Promise<() => void>;
}
