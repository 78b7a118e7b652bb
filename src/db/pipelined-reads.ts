// Hot reads: a few connections, each with many prepared statements in flight (pg's pipeline mode). On two cores
// this gave 18 k chains/s where the ORM's raw queries gave 2.4 k. Answers come in order, so a slow statement holds
// up those behind it: blocks marked "slow" take an ordinary pool instead.
//
// Blocks keep one plan for all parameters. Left to itself PostgreSQL plans the statement with the chains anew each time,
// as it takes the unknown number of ids for ten: that cost 1 ms before 0.3 ms of work. Statements put together for a
// filter have connections of their own, where PostgreSQL decides.
import pg from 'pg';
import { AppError } from '../lib/app-error.js';
import { COMPOSED } from './composed.js';
import { CONNECT_WITHIN_MS } from './silence.js';
import type { SqlBlock, SqlRunner } from './sql.js';

const MAX_WAITING = 5_000;
const HOT_TIMEOUT_MS = 5_000;
const SLOW_TIMEOUT_MS = 60_000;

// int8 as BigInt in both worlds: the ORM's raw queries do the same.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));

interface Lane {
  client: pg.Client;
  waiting: number;
  gathering: boolean;
}

type Planning = 'force_generic_plan' | 'auto';
const PLANNINGS: readonly Planning[] = ['force_generic_plan', 'auto'];

export interface ReadOptions {
  connectionString: string;
  /** For blocks, and as many again for composed statements. */
  connections: number;
  slowConnections: number;
  onError: (error: Error) => void;
}

export class PipelinedReads implements SqlRunner {
  readonly #options: ReadOptions;
  readonly #lanes: (Promise<Lane> | null)[];
  readonly #current: pg.Client[] = [];
  readonly #slow: pg.Pool;
  readonly #open = new Set<pg.Client>();
  readonly #next: Record<Planning, number> = { force_generic_plan: 0, auto: 0 };
  #waiting = 0;
  #closed = false;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.connections * PLANNINGS.length }, () => null);
    this.#slow = new pg.Pool({
      connectionString: options.connectionString,
      max: options.slowConnections,
      types,
      statement_timeout: SLOW_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: 'treeline-slow-reads',
    });
    this.#slow.on('error', options.onError);
    this.#slow.on('connect', (client) => {
      this.#open.add(client);
      client.on('error', options.onError);
    });
    this.#slow.on('remove', (client) => this.#open.delete(client));
  }

  async run(block: SqlBlock, values: unknown[]): Promise<unknown[]> {
    if (block.slow) return (await this.#slow.query({ text: block.text, values })).rows;
    if (this.#waiting >= MAX_WAITING) throw new AppError('server.unavailable', 'Too many reads are waiting.');
    const lane = await this.#lane(block.name.startsWith(COMPOSED) ? 'auto' : 'force_generic_plan');
    lane.waiting += 1;
    this.#waiting += 1;
    gather(lane);
    try {
      return (await lane.client.query({ name: block.name, text: block.text, values })).rows;
    } finally {
      lane.waiting -= 1;
      this.#waiting -= 1;
    }
  }

  /** Ends all connections at once: what waits on them fails, what comes next opens new ones. */
  cut(): void {
    for (const client of this.#open) client.connection.stream.destroy();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const lanes = await Promise.allSettled(this.#lanes.filter((lane) => lane !== null));
    await Promise.allSettled([...lanes.map((lane) => lane.status === 'fulfilled' && lane.value.client.end()), this.#slow.end()]);
  }

  #lane(planning: Planning): Promise<Lane> {
    if (this.#closed) throw new AppError('server.unavailable', 'The server is stopping.');
    this.#next[planning] = (this.#next[planning] + 1) % this.#options.connections;
    const index = PLANNINGS.indexOf(planning) * this.#options.connections + this.#next[planning];
    this.#lanes[index] ??= this.#connect(index, planning);
    return this.#lanes[index];
  }

  async #connect(index: number, planning: Planning): Promise<Lane> {
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      pipeline: true,
      types,
      statement_timeout: HOT_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: 'treeline-reads',
      keepAlive: true,
      options: `-c plan_cache_mode=${planning}`,
    });
    this.#current[index] = client;
    this.#open.add(client);
    // A connection says that it broke and, later, that it ended: by then its lane may have a new one.
    const forget = () => {
      if (this.#current[index] === client) this.#lanes[index] = null;
      this.#open.delete(client);
    };
    client.on('error', (error) => {
      forget();
      this.#options.onError(error);
    });
    client.on('end', forget);
    try {
      await client.connect();
      return { client, waiting: 0, gathering: false };
    } catch (error) {
      forget();
      throw error;
    }
  }
}

/** What is asked for while other requests are being read goes out in one write: writes were a quarter of the process's time. */
function gather(lane: Lane): void {
  if (lane.gathering) return;
  lane.gathering = true;
  const { stream } = lane.client.connection;
  stream.cork();
  setImmediate(() => {
    lane.gathering = false;
    stream.uncork();
  });
}
