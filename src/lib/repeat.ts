import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` again and again, `pauseMs` after its last end; failures go to `onError`. Gives a stop, which waits for a run in progress. */
export function repeat(pauseMs: number, work: () => Promise<unknown>, onError: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await work().catch(onError);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}
