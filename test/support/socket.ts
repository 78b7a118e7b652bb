// A socket as the screens and the driver app have it.
import { io, type Socket } from 'socket.io-client';
import type { CallAnswer, ChangeEvent } from '../../src/contract/events.js';

export interface TestSocket {
  readonly socket: Socket;
  readonly events: ChangeEvent[];
  readonly resyncs: unknown[];
  /** The seq said when the socket was caught up. */
  readonly readySeq: string;
  call(op: string, params?: Record<string, unknown>, body?: unknown): Promise<CallAnswer>;
  /** Waits until an event fits, at most `within` milliseconds. */
  until(fits: (event: ChangeEvent) => boolean, within?: number): Promise<ChangeEvent>;
  close(): void;
}

export function openSocket(url: string, auth: Record<string, unknown>, namespace = 'dispatcher'): Promise<TestSocket> {
  const socket = io(`${url}/${namespace}`, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  const events: ChangeEvent[] = [];
  const resyncs: unknown[] = [];
  socket.on('change', (event: ChangeEvent) => events.push(event));
  socket.on('resync', (event: unknown) => resyncs.push(event));
  return new Promise((resolve, reject) => {
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
    socket.once('ready', ({ seq }: { seq: string }) =>
      resolve({
        socket,
        events,
        resyncs,
        readySeq: seq,
        call: (op, params, body) => socket.timeout(5_000).emitWithAck('call', { op, ...(params && { params }), ...(body !== undefined && { body }) }) as Promise<CallAnswer>,
        until: (fits, within = 3_000) => waitFor(socket, events, fits, within),
        close: () => void socket.close(),
      }),
    );
  });
}

function waitFor(socket: Socket, events: ChangeEvent[], fits: (event: ChangeEvent) => boolean, within: number): Promise<ChangeEvent> {
  const found = events.find(fits);
  if (found) return Promise.resolve(found);
  return new Promise((resolve, reject) => {
    const look = (event: ChangeEvent) => {
      if (!fits(event)) return;
      clearTimeout(timer);
      socket.off('change', look);
      resolve(event);
    };
    const timer = setTimeout(() => {
      socket.off('change', look);
      reject(new Error(`no such event within ${within} ms; there were ${JSON.stringify(events)}`));
    }, within);
    socket.on('change', look);
  });
}
