// The database as the rest of the program sees it. `Db` reads; `Tx` is one open transaction and is what every
// changing function takes first. The brand keeps a Db from being passed where a Tx is needed.
//
// Locks are taken in one order: tree (advisory, per root) → caller numbers (advisory) → client row → the rest.
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Clock } from '../lib/clock.js';
import type { Defaults } from './defaults.js';
import { describeDatabaseError, isTransient } from './db-errors.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { PipelinedReads } from './pipelined-reads.js';
import { CONNECT_WITHIN_MS, watchForSilence } from './silence.js';
import type { SqlBlock, SqlRunner } from './sql.js';

export type { Prisma };

/** SQL's NULL in a jsonb column, as opposed to JSON's null. */
export const SQL_NULL = Prisma.DbNull;

declare const inTransaction: unique symbol;

export interface Tx extends SqlRunner {
  readonly prisma: Prisma.TransactionClient;
  readonly clock: Clock;
  readonly defaults: Defaults;
  readonly [inTransaction]: true;
}

export interface Db extends SqlRunner {
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly defaults: Defaults;
  /** Runs `change` in one READ COMMITTED transaction; on a deadlock the whole of it runs again, at most three times. */
  transaction<T>(change: (tx: Tx) => Promise<T>): Promise<T>;
  /** A plain connection for what neither the ORM nor a block can do: COPY, session locks. */
  withConnection<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  connectionString: string;
  clock: Clock;
  defaults: Defaults;
  connections?: number;
  readConnections?: number;
  onError?: (error: Error) => void;
}

const ATTEMPTS = 3;

export function openDatabase(options: DatabaseOptions): Db {
  const onError = options.onError ?? (() => undefined);
  const open = new Set<pg.PoolClient>();
  const pool = (max: number, name: string) => openPool({ connectionString: options.connectionString, max, application_name: name }, open, onError);
  const adapter = new PrismaPg(pool(options.connections ?? 10, 'treeline'), { statementNameGenerator: ({ sql }) => statementName(sql), disposeExternalPool: true });
  const prisma = new PrismaClient({ adapter });
  const reads = new PipelinedReads({
    connectionString: options.connectionString,
    connections: options.readConnections ?? 2,
    slowConnections: 3,
    onError,
  });
  const plain = pool(3, 'treeline-plain');
  const writes = pool(8, 'treeline-writes');
  const stopWatching = watchForSilence(options.connectionString, () => {
    onError(new Error('The database has said nothing for 5 seconds: all connections were cut.'));
    for (const client of open) client.connection.stream.destroy();
    reads.cut();
  });

  return {
    prisma,
    clock: options.clock,
    defaults: options.defaults,
    run: (block, values) => (block.write ? runPooled(writes, block, values) : reads.run(block, values)).catch(rethrow),
    transaction: (change) => transaction(prisma, options, change),
    async withConnection(use) {
      const client = await plain.connect();
      let failure: Error | undefined;
      try {
        return await use(client);
      } catch (error) {
        failure = error as Error;
        throw error;
      } finally {
        // What failed may have left a transaction open: such a connection is closed, not reused.
        client.release(failure);
      }
    },
    async close() {
      await Promise.allSettled([stopWatching(), prisma.$disconnect(), reads.close(), plain.end(), writes.end()]);
    },
  };
}

async function runPooled(pool: pg.Pool, { name, text }: SqlBlock, values: unknown[]): Promise<unknown[]> {
  return (await pool.query({ name, text, values })).rows as unknown[];
}

/** A pool whose connections are in `open` as long as they live. */
function openPool(config: pg.PoolConfig, open: Set<pg.PoolClient>, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  pool.on('error', onError);
  pool.on('connect', (client) => {
    open.add(client);
    // A connection that breaks while somebody has it speaks to nobody else, and an error without a listener ends the process.
    client.on('error', onError);
  });
  pool.on('remove', (client) => open.delete(client));
  return pool;
}

async function transaction<T>(prisma: PrismaClient, options: DatabaseOptions, change: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction((client) => change(asTx(client, options)), { maxWait: 5_000, timeout: 60_000 });
    } catch (error) {
      if (attempt < ATTEMPTS && isTransient(error)) continue;
      rethrow(error);
    }
  }
}

function asTx(client: Prisma.TransactionClient, { clock, defaults }: DatabaseOptions): Tx {
  const run = (block: SqlBlock, values: unknown[]) => client.$queryRawUnsafe<unknown[]>(block.text, ...values);
  return { prisma: client, clock, defaults, run } as Tx;
}

function rethrow(error: unknown): never {
  throw describeDatabaseError(error);
}

// Prepared by name, as un-prepared statements cost four times as much. Statements with lists of values have
// endlessly many texts and stay nameless.
const names = new Map<string, string>();
function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= 1_000 || sql.length > 8_000 || / IN \(\$/.test(sql)) return '';
  const name = `t_${createHash('sha1').update(sql).digest('hex')}`;
  names.set(sql, name);
  return name;
}
