// HTTP below the wire format: raw bytes in, one answer with status 200 out. The same for the HTTPS port and for PORT.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppContext } from '../context.js';
import { observeRequest } from '../http/metrics.js';
import { type Api, apis, fallbackApi } from './apis.js';
import { type Answer, commonError, toAnswer } from './answer.js';
import { type CommonApi, type Exchange, routeOf } from './serve.js';

const BODY_LIMIT = 1024 * 1024;
/** What is sent beyond a limit is read and thrown away up to here, so that the client reads our answer. */
const DISCARDED_AT_MOST = 16 * 1024 * 1024;
const BODY_WITHIN_MS = 20_000;
/** Bodies over 1 MiB in memory at once: anybody may send them, signed or not. */
const LARGE_AT_ONCE = 12;

let large = 0;

type Unread = 'long' | 'slow' | 'gone' | 'busy';

const refusals: Record<'slow' | 'busy', string> = { slow: 'тело запроса не получено вовремя', busy: 'слишком много больших запросов, повторите позже' };

/** Does the path belong to one of the APIs? On the HTTPS port every path does. */
export function isApiPath(url: string): boolean {
  // Programs whose address ends with a slash ask for //common_api.
  const [first] = url.replace(/^\/+/, '').split(/[/?]/, 1);
  return apis.some(({ name }) => name === first);
}

export async function answerHttp(context: AppContext, commonApi: CommonApi, request: IncomingMessage, response: ServerResponse, ip: string): Promise<void> {
  const started = process.hrtime.bigint();
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const route = routeOf(path);
  const body = await readBody(request, route.request?.bodyLimit ?? BODY_LIMIT);
  if (body === 'gone') return;
  if (body === 'slow' || body === 'busy') return send(response, route.api ?? fallbackApi, toAnswer(commonError(1, refusals[body])), true);
  const exchange: Exchange = {
    method: request.method ?? 'GET',
    path,
    query: mark < 0 ? Buffer.alloc(0) : Buffer.from(url.slice(mark + 1).replace(/#.*$/s, ''), 'latin1'),
    body: body === 'long' ? Buffer.alloc(0) : body,
    tooLong: body === 'long',
    ip,
    header: (name) => [request.headers[name]].flat()[0],
  };
  try {
    const { api, name, answer } = await commonApi.serve(exchange, route);
    send(response, api, answer, exchange.tooLong);
    observeRequest(exchange.method, `/${api.name}/1.0/${name}`, 200, Number(process.hrtime.bigint() - started) / 1e9);
  } catch (error) {
    context.logger.error({ err: error }, 'CommonAPI call failed');
    send(response, route.api ?? fallbackApi, toAnswer(commonError(10)), true);
  }
}

function send(response: ServerResponse, api: Api, answer: Answer, close: boolean): void {
  const { type, body } = api.write(answer);
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store', ...(close && { Connection: 'close' }) });
  response.end(body);
}

/** The whole body, or why there is none: longer than its limit, too slow, its sender is gone, too many large ones at once. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | Unread> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let isLarge = false;
    const end = (result: Buffer | Unread) => {
      clearTimeout(timer);
      if (isLarge) large -= 1;
      request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
      resolve(result);
    };
    const giveUp = (why: Unread) => {
      request.pause();
      end(why);
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else chunks = [];
      if (length > DISCARDED_AT_MOST) return giveUp('long');
      if (isLarge || length <= BODY_LIMIT || limit <= BODY_LIMIT) return;
      if (large >= LARGE_AT_ONCE) return giveUp('busy');
      isLarge = true;
      large += 1;
    };
    const finish = () => end(length > limit ? 'long' : Buffer.concat(chunks));
    const leave = () => end('gone');
    const timer = setTimeout(() => giveUp('slow'), BODY_WITHIN_MS);
    request.on('data', take).on('end', finish).on('close', leave).on('error', leave);
  });
}
