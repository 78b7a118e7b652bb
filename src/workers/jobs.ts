// All jobs of this process.
import type { AppContext } from '../context.js';
import { type JobRunner, startJobRunner } from '../db/jobs.js';
import { importTasks } from './import-jobs.js';

const JOBS_AT_ONCE = 2;

export function startJobQueue(context: Pick<AppContext, 'db' | 'logger'>, connectionString: string): JobRunner {
  const { logger } = context;
  return startJobRunner({
    connectionString,
    tasks: { ...importTasks(context) },
    concurrency: JOBS_AT_ONCE,
    onError: (error, what) => logger.warn({ err: error }, what),
  });
}
