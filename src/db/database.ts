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
import { type Prisma, PrismaClient } from './generated/client.js';
import { PipelinedReads } from './pipelined-reads.js';
import type { SqlBlock, SqlRunner } from './sql.js';

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
  const adapter = new PrismaPg(
    { connectionString: options.connectionString, max: options.connections ?? 10, application_name: 'treeline' },
    { statementNameGenerator: ({ sql }) => statementName(sql), onPoolError: onError },
  );
  const prisma = new PrismaClient({ adapter });
  const reads = new PipelinedReads({
    connectionString: options.connectionString,
    connections: options.readConnections ?? 2,
    slowConnections: 3,
    onError,
  });
  const plain = new pg.Pool({ connectionString: options.connectionString, max: 3, application_name: 'treeline-plain' });
  plain.on('error', onError);

  return {
    prisma,
    clock: options.clock,
    defaults: options.defaults,
    run: (block, values) => reads.run(block, values).catch(rethrow),
    transaction: (change) => transaction(prisma, options, change),
    async withConnection(use) {
      const client = await plain.connect();
      try {
        return await use(client);
      } finally {
        client.release();
      }
    },
    async close() {
      await Promise.allSettled([prisma.$disconnect(), reads.close(), plain.end()]);
    },
  };
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
