// The loop in each process that applies what is due: all at once at the start, then on time to the second. While
// something is due there is no pause.
import type { Db } from '../db/database.js';
import { applyNextDue, nextDueAt } from './apply.js';

const LOOK_EVERY_MS = 1_000;
const AT_LEAST_MS = 20;
/** Another process is applying: it may be killed meanwhile. */
const BUSY_MS = 250;

export interface Scheduler {
  /** Ends after the change that is being applied. */
  stop(): Promise<void>;
}

/** `onFault` gets what went wrong; the loop goes on. */
export function startScheduler(db: Db, onFault: (error: unknown) => void): Scheduler {
  let stopped = false;
  let wake = () => undefined as void;

  const pause = (milliseconds: number) => new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });

  async function round(): Promise<number> {
    let outcome = await applyNextDue(db, onFault);
    while (!stopped && (outcome === 'applied' || outcome === 'failed')) outcome = await applyNextDue(db, onFault);
    if (outcome === 'busy') return BUSY_MS;
    const dueAt = await nextDueAt(db);
    return dueAt === null ? LOOK_EVERY_MS : Math.min(LOOK_EVERY_MS, Math.max(AT_LEAST_MS, dueAt.getTime() - db.clock.now().toMillis()));
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      const milliseconds = await round().catch((error: unknown) => {
        onFault(error);
        return LOOK_EVERY_MS;
      });
      if (!stopped) await pause(milliseconds);
    }
  }

  const running = loop();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
