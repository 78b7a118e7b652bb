// Jobs are rows, written in the transaction that wants them: they run if and only if it is committed.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type Runner, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Tx } from './database.js';
import { loadSql, queryRows } from './sql.js';

const sql = loadSql(import.meta.url);

export interface JobRequest {
  task: string;
  payload: Record<string, unknown>;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** A job that waits under the same key is replaced. */
  key?: string;
}

export async function enqueueJob(tx: Tx, { task, payload, queue, key }: JobRequest): Promise<void> {
  await queryRows(tx, sql('add_job'), { task, payload: JSON.stringify(payload), queue: queue ?? null, key: key ?? null });
}

/** The library's own tables, in the schema graphile_worker. Nothing to do where they are up to date. */
export async function prepareJobs(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: new Logger(() => () => undefined), noHandleSignals: true });
}

export interface JobRunner {
  /** Tells what runs to stop at its next resting place, and waits for that. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  connectionString: string;
  /** A task gets its payload, and a signal to stop at the next resting place; what throws runs again later. */
  tasks: Readonly<Record<string, (payload: unknown, stopping: AbortSignal) => Promise<void>>>;
  concurrency: number;
  onError(error: unknown, what: string): void;
}

const LOOK_FOR_THE_DEAD_MS = 2_000;
const START_AGAIN_MS = 1_000;

/**
 * Runs jobs. The library gives up a pool of workers that died after four hours; here every pool holds an advisory lock
 * while its process lives, and whoever finds a job whose pool's lock is free takes it back at once.
 */
export function startJobRunner({ connectionString, tasks, concurrency, onError }: JobRunnerOptions): JobRunner {
  const presence = new Presence(connectionString, (error) => onError(error, 'the job runner lost the database'));
  const stopping = new AbortController();
  const taskList: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload, stopping.signal)]));
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' && !stopping.signal.aborted) onError(new Error(message), 'jobs');
  });
  let runner: Runner | null = null;

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      const events: WorkerEvents = new EventEmitter();
      events.on('pool:create', ({ workerPool }) => presence.announce(workerPool.id));
      try {
        runner = await run({ connectionString, taskList, concurrency, logger, events, noHandleSignals: true, pollInterval: 1_000, maxPoolSize: concurrency + 2 });
        // It was told to stop while it got ready, when there was nothing to stop yet.
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        if (!stopping.signal.aborted) onError(error, 'the job runner ended and is started again');
      }
      if (!stopping.signal.aborted) await sleep(START_AGAIN_MS);
    }
  }

  const running = keepRunning();
  const timer = setInterval(() => {
    presence.freeTheDead().catch((error: unknown) => stopping.signal.aborted || onError(error, 'jobs of ended processes could not be looked for'));
  }, LOOK_FOR_THE_DEAD_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await runner?.stop().catch(() => undefined);
      await running;
      await presence.close();
    },
  };
}

/** That this process lives, as locks that end with its connection. */
class Presence {
  readonly #pool: pg.Pool;
  readonly #ids = new Set<string>();
  readonly #onError: (error: unknown) => void;
  #holder: Promise<pg.PoolClient> | null = null;

  constructor(connectionString: string, onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#pool = new pg.Pool({ connectionString, max: 2, application_name: 'treeline-jobs' });
    this.#pool.on('error', onError);
  }

  announce(id: string): void {
    this.#ids.add(id);
    this.#hold().catch(this.#onError);
  }

  /** Jobs of pools that hold no lock go back. A pool announces itself before its first job, but not in the same instant. */
  async freeTheDead(): Promise<void> {
    await this.#hold();
    await this.#pool.query(`
      select graphile_worker.force_unlock_workers(array_agg(dead.locked_by))
      from (
        select holder.locked_by
        from (select distinct j.locked_by from graphile_worker.jobs j where j.locked_at < now() - interval '2 seconds') as holder
        where pg_try_advisory_xact_lock(hashtextextended('treeline jobs ' || holder.locked_by, 0))
      ) as dead
      having count(*) > 0`);
  }

  async close(): Promise<void> {
    const holder = await this.#holder?.catch(() => null);
    holder?.release(true);
    await this.#pool.end();
  }

  async #hold(): Promise<void> {
    this.#holder ??= this.#connect();
    try {
      const client = await this.#holder;
      for (const id of this.#ids) {
        await client.query(`select pg_advisory_lock(hashtextextended('treeline jobs ' || $1, 0))
          where not exists (
            select 1 from pg_locks l
            where l.locktype = 'advisory' and l.pid = pg_backend_pid() and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('treeline jobs ' || $1, 0)
          )`, [id]);
      }
    } catch (error) {
      this.#holder = null;
      throw error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const client = await this.#pool.connect();
    const forget = () => {
      this.#holder = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    return client;
  }
}
