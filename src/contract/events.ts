// What the sockets carry. `call` {op, params, body} → {ok, result} | {ok: false, problem}; pushes are `change`.
import type { IncomingCall } from './calls.js';
import type { ClientItem } from './clients.js';
import type { DriverNotes } from './driver.js';
import type { Problem } from './errors.js';

export interface CallMessage {
  op: string;
  params?: Record<string, unknown>;
  body?: unknown;
}

export type CallAnswer = { ok: true; result: unknown } | { ok: false; problem: Problem };

export interface ChangeEvent {
  /** Opaque; hand the last one back (auth.seq) after a reconnect. */
  seq: string;
  entity: string;
  id: number;
  version: number | null;
  /** entity.past_tense; client.subtree_changed stands for many changes at once somewhere below `id`. */
  action: string;
  /** The list row as it is now, for clients. */
  view?: ClientItem;
  /** Of entity call: who rings. */
  call?: IncomingCall;
}

/** What a screen shows (S-12), said by the event `viewing`; id null: nothing more. */
export interface Viewing {
  entity: string;
  id: number | null;
  /** Something unsaved was typed. */
  editing: boolean;
}

export interface Viewer {
  /** One for each open screen: the same operator can have two. */
  key: string;
  operatorId: number;
  name: string;
  editing: boolean;
}

/** Pushed as `viewers` to everybody who shows it, whenever it differs. */
export interface Viewers {
  entity: string;
  id: number;
  viewers: Viewer[];
}

/** What crews are pushed, always the whole: entity driverNotes, id of the crew. */
export interface DriverNotesEvent extends Omit<ChangeEvent, 'view' | 'call'> {
  view: DriverNotes;
}
