import type { Clock } from '../../../src/clock.js';

export interface TestClock extends Clock {
  /** Lets so many milliseconds pass, and does what was due. */
  advance(ms: number): void;
  /** Whether something is due in exactly so many milliseconds. */
  pendingIn(ms: number): boolean;
}

export function createTestClock(): TestClock {
  let now = 0;
  const tasks = new Set<{ dueMs: number; task: () => void }>();
  return {
    now: () => now,
    elapsed: () => now,
    schedule(delayMs, task) {
      const entry = { dueMs: now + delayMs, task };
      tasks.add(entry);
      return () => tasks.delete(entry);
    },
    pendingIn: (ms) => [...tasks].some(({ dueMs }) => dueMs === now + ms),
    advance(ms) {
      now += ms;
      const due = [...tasks].filter(({ dueMs }) => dueMs <= now).sort((a, b) => a.dueMs - b.dueMs);
      for (const entry of due) {
        if (!tasks.delete(entry)) continue;
        entry.task();
      }
    },
  };
}
