// HTTP load: rates by autocannon; single latencies one after the other.
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';

export interface Target {
  url: string;
  headers?: Record<string, string>;
  paths: readonly string[];
  /** JSON: they are posted to the first path. */
  bodies?: readonly string[];
}

const CONNECTIONS = 32;

/** Answers a second; throws if any was not a 200. */
export async function requestRate({ url, headers = {}, paths, bodies }: Target, seconds: number): Promise<number> {
  const posted = bodies?.map((body) => ({ method: 'POST' as const, path: paths[0] as string, body }));
  const requests = posted ?? paths.map((path) => ({ method: 'GET' as const, path }));
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: seconds, requests });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}${paths[0]}: ${result.non2xx} refused, ${result.errors} failed, of ${result.requests.total}`);
  return result['2xx'] / result.duration;
}

/** Milliseconds of each request, `atOnce` at a time. */
export async function latencies({ url, headers = {}, paths }: Target, atOnce = 1): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const started = performance.now();
      await fetchOnce(`${url}${path}`, headers, agent);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  agent.destroy();
  return times;
}

function fetchOnce(url: string, headers: Record<string, string>, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (response) => {
      response.resume();
      response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${response.statusCode}`))));
    }).once('error', reject);
  });
}
