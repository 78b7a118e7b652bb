// One socket: calls with acknowledgements, and pushes. After a lost line it gives the last seq back, and the server
// sends what was missed, so that no event is missed or applied twice (S-11).
import { io, type Socket } from 'socket.io-client';
import type { CallAnswer, ChangeEvent, Viewers, Viewing } from '../../contract/events.js';
import { CallError } from './call-error.js';
import type { Body, OperationId, Params, Result } from './operations.js';

export type LineState = 'connecting' | 'live' | 'lost';

const ANSWER_WITHIN_MS = 30_000;

export class Live {
  #socket: Socket;
  #seq: string | undefined;
  #state: LineState = 'connecting';
  /** When the screen was last known to be up to date, in ms since the epoch. */
  freshAt = Date.now();
  #changes = new Set<(event: ChangeEvent) => void>();
  #states = new Set<() => void>();
  #viewing: Viewing | null = null;
  #viewers = new Set<(viewers: Viewers) => void>();
  /** Too much was missed to be sent: everything shown must be asked for again. */
  onResync: () => void = () => undefined;
  /** The session has ended, here or elsewhere. */
  onSignedOut: () => void = () => undefined;

  constructor(namespace: '/dispatcher' | '/cabinet') {
    this.#socket = io(namespace, {
      transports: ['websocket'], autoConnect: false, reconnectionDelay: 300, reconnectionDelayMax: 3_000,
      auth: (give) => give(this.#seq === undefined ? {} : { seq: this.#seq }),
    });
    this.#socket.on('change', (event: ChangeEvent) => {
      this.#seq = event.seq;
      for (const listen of this.#changes) listen(event);
    });
    this.#socket.on('ready', ({ seq }: { seq: string }) => {
      this.#seq = seq;
      this.#enter('live');
    });
    this.#socket.on('resync', ({ seq }: { seq: string }) => {
      this.#seq = seq;
      this.onResync();
    });
    // Of a new line the server knows nothing yet.
    this.#socket.on('connect', () => this.#viewing?.id && this.#socket.emit('viewing', this.#viewing));
    this.#socket.on('viewers', (said: Viewers) => {
      const others = said.viewers.filter(({ key }) => key !== this.#socket.id);
      for (const listen of this.#viewers) listen({ ...said, viewers: others });
    });
    this.#socket.on('signedOut', () => this.onSignedOut());
    this.#socket.on('disconnect', (reason) => {
      this.#enter('lost');
      // The server closes a socket only to end it or to be restarted; socket.io does not come back by itself then.
      if (reason === 'io server disconnect') setTimeout(() => this.#socket.connect(), 500);
    });
    this.#socket.on('connect_error', (error) => {
      this.#enter('lost');
      if ((error as { data?: { code?: string } }).data?.code === 'auth.required') this.onSignedOut();
    });
  }

  get state(): LineState {
    return this.#state;
  }

  connect(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#socket.disconnect();
    this.#seq = undefined;
    this.#enter('connecting');
  }

  /** Runs any operation; throws CallError. Waits for the line, then at most 30 s for the answer. */
  async call<Id extends OperationId>(op: Id, params?: Params<Id>, body?: Body<Id>): Promise<Result<Id>> {
    return (await this.callByName(op, params as Record<string, unknown> | undefined, body)) as Result<Id>;
  }

  /** For operations whose names are made by pattern. */
  async callByName(op: string, params: Record<string, unknown> = {}, body?: unknown): Promise<unknown> {
    const answer = await this.#ask({ op, params, ...(body !== undefined && { body }) });
    if (answer.ok) return answer.result;
    if (answer.problem.code === 'auth.required') this.onSignedOut();
    throw new CallError(answer.problem.code, answer.problem);
  }

  async #ask(message: object): Promise<CallAnswer> {
    let sent = this.#socket.connected;
    const noteSent = () => {
      sent = true;
    };
    this.#socket.once('connect', noteSent);
    // A question that was on its way when the line broke has no answer any more: better to say so than to wait.
    let lose: (() => void) | null = null;
    const lost = new Promise<never>((_resolve, reject) => {
      lose = () => sent && reject(new CallError('line.lost', {}));
      this.#socket.once('disconnect', lose);
    });
    try {
      return await Promise.race([this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck('call', message) as Promise<CallAnswer>, lost]);
    } catch (error) {
      throw error instanceof CallError ? error : new CallError(sent ? 'line.slow' : 'line.lost', {});
    } finally {
      this.#socket.off('connect', noteSent);
      if (lose) this.#socket.off('disconnect', lose);
    }
  }

  onChange(listen: (event: ChangeEvent) => void): () => void {
    this.#changes.add(listen);
    return () => void this.#changes.delete(listen);
  }

  /** Tells others what is open here (S-12). */
  view(viewing: Viewing): void {
    this.#viewing = viewing;
    if (this.#socket.connected) this.#socket.emit('viewing', viewing);
  }

  /** Who else shows the same. */
  onViewers(listen: (viewers: Viewers) => void): () => void {
    this.#viewers.add(listen);
    return () => void this.#viewers.delete(listen);
  }

  onState(listen: () => void): () => void {
    this.#states.add(listen);
    return () => void this.#states.delete(listen);
  }

  #enter(state: LineState): void {
    if (this.#state === 'live' && state !== 'live') this.freshAt = Date.now();
    this.#state = state;
    for (const listen of this.#states) listen();
  }
}
