// A clock that stands still until a test moves it. It starts in a year after everything that the database stamped itself.
import { DateTime } from 'luxon';
import type { Clock } from '../../src/lib/clock.js';

export interface TestClock extends Clock {
  advance(milliseconds: number): void;
  /** The instant in some milliseconds, as the API takes it. */
  in(milliseconds: number): string;
}

export function testClock(start = '2040-01-01T00:00:00.000Z'): TestClock {
  let now = DateTime.fromISO(start, { zone: 'utc' }) as DateTime<true>;
  return {
    now: () => now,
    advance(milliseconds) {
      now = now.plus({ milliseconds });
    },
    in: (milliseconds) => now.plus({ milliseconds }).toISO(),
  };
}
