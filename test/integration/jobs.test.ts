import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { enqueueJob, startJobRunner } from '../../src/db/jobs.js';
import { useDatabase } from '../support/database.js';

describe('the job runner', () => {
  const test = useDatabase();

  it('ends when it is told to, at whatever moment of its start', async () => {
    for (const after of [0, 5, 20, 80, 300]) {
      const runner = startJobRunner({ connectionString: test.url, tasks: { nothing: async () => undefined }, concurrency: 2, onError: (error) => expect.fail(String(error)) });
      await sleep(after);
      await runner.stop();
    }
  });

  it('runs what was committed, and what runs when it is told to stop ends first', async () => {
    const ended: unknown[] = [];
    let begun = () => undefined as void;
    const running = new Promise<void>((resolve) => (begun = resolve));
    const runner = startJobRunner({
      connectionString: test.url, concurrency: 1, onError: (error) => expect.fail(String(error)),
      tasks: {
        note: async (payload, stopping) => {
          begun();
          while (!stopping.aborted) await sleep(5);
          ended.push(payload);
        },
      },
    });
    await test.db.transaction((tx) => enqueueJob(tx, { task: 'note', payload: { number: 7 } }));
    await running;
    await runner.stop();
    expect(ended).to.deep.equal([{ number: 7 }]);
  });
});
