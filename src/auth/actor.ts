// Who does something, through which door. Every operation takes an actor, also "system": history needs it.
import type { CabinetRight, Right } from '../contract/rights.js';
import { AppError } from '../lib/app-error.js';

export type Channel = 'dispatcher' | 'cabinet' | 'commonApi' | 'import' | 'driverApp' | 'passengerApp' | 'system';

export interface Actor {
  readonly kind: 'operator' | 'client' | 'apiUser' | 'crew' | 'system' | 'anonymous';
  readonly id: number | null;
  readonly name: string;
  /** Of an operator by its roles; of a client what it effectively has of the cabinet's. */
  readonly rights: ReadonlySet<Right | CabinetRight>;
  readonly allRights: boolean;
  readonly channel: Channel;
  readonly requestId: string;
  readonly sessionId: number | null;
  /** For whom: the client as whom an operator signed in, the operator who had scheduled a change. */
  readonly onBehalfOf?: string | null;
  readonly client?: ActingClient;
}

/** A client in its cabinet. */
export interface ActingClient {
  readonly id: number;
  /** Effectively: it may read, and change nothing (D-7). */
  readonly blocked: boolean;
  readonly usesOwnAccount: boolean;
  /** An operator in its place who may only look (B-16). */
  readonly readOnly: boolean;
  /** A user agreement waits for it (C-10): nothing else works before. */
  readonly mustAccept: boolean;
}

export const anonymous: Actor = {
  kind: 'anonymous', id: null, name: 'nobody', rights: new Set(), allRights: false, channel: 'dispatcher', requestId: '-', sessionId: null,
};

/** The program itself: jobs, demo data, command-line tools. */
export function systemActor(name: string, channel: Channel = 'system', requestId = '-'): Actor {
  return { kind: 'system', id: null, name, rights: new Set(), allRights: true, channel, requestId, sessionId: null };
}

export function can(actor: Actor, right: Right | CabinetRight): boolean {
  return actor.allRights || actor.rights.has(right);
}

/** Throws `auth.forbidden` and names the missing right. */
export function requireRight(actor: Actor, right: Right | CabinetRight): void {
  if (!can(actor, right)) throw new AppError('auth.forbidden', `The right "${right}" is needed for this.`, { right });
}
