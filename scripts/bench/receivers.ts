// The receiving ends of the sockets, in a process of their own: {do: 'connect' | 'count' | 'latencies' | 'rate', …}.
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

interface Question {
  do: 'connect' | 'connectPlain' | 'latencies' | 'reset' | 'rate';
  url: string;
  token: string;
  count: number;
  /** When each change was asked for, by "id:version", in milliseconds since the epoch. */
  asked: Record<string, number>;
  expected: number;
}

const sockets: Socket[] = [];
let plain: WebSocket[] = [];
let received = 0;
let first = 0;
let last = 0;
let bytes = 0;
const arrivals = new Map<string, number[]>();

const now = () => performance.timeOrigin + performance.now();

function count(): void {
  last = now();
  if (received === 0) first = last;
  received += 1;
}

async function connect({ url, token, count: wanted }: Question): Promise<number> {
  // A few at a time: a thousand at once is another question than the one asked.
  while (sockets.length < wanted) {
    await Promise.all(Array.from({ length: Math.min(25, wanted - sockets.length) }, () => open(url, token)));
  }
  return sockets.length;
}

function open(url: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = io(`${url}/dispatcher`, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
    sockets.push(socket);
    socket.once('ready', () => resolve());
    socket.once('connect_error', reject);
    socket.on('change', ({ id, version }: { id: number; version: number }) => {
      count();
      const key = `${id}:${version}`;
      const times = arrivals.get(key);
      if (times) times.push(last);
      else arrivals.set(key, [last]);
    });
    if (sockets.length === 1) socket.on('change', (event: object) => {
      bytes = JSON.stringify(['change', event]).length + '42/dispatcher,'.length;
    });
  });
}

async function connectPlain({ url, count: wanted }: Question): Promise<number> {
  while (plain.length < wanted) {
    const opened = Array.from({ length: Math.min(25, wanted - plain.length) }, () => new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false }));
    plain = [...plain, ...opened];
    await Promise.all(opened.map((socket) => new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
      socket.on('message', count);
    })));
  }
  return plain.length;
}

/** Milliseconds from the asking to each arrival, and how many are missing. */
function latencies({ asked }: Question): { times: number[]; missing: number } {
  const times: number[] = [];
  let missing = 0;
  for (const [key, at] of Object.entries(asked)) {
    const came = arrivals.get(key) ?? [];
    missing += sockets.length - came.length;
    for (const time of came) times.push(time - at);
  }
  return { times, missing };
}

/** Deliveries a second from the first to the last, once all have come (or ten seconds passed without one). */
async function rate({ expected }: Question): Promise<{ rate: number; received: number; bytes: number }> {
  const started = now();
  while (received < expected && now() - Math.max(last, started) < 10_000) await new Promise((resolve) => setTimeout(resolve, 20));
  return { rate: (received - 1) / ((last - first) / 1_000), received, bytes };
}

process.on('message', (question: Question) => {
  void (async () => {
    const answers = {
      connect,
      connectPlain,
      latencies,
      rate,
      reset: () => {
        received = 0;
        arrivals.clear();
        return true;
      },
    };
    process.send?.(await answers[question.do](question));
  })();
});
