import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { turnClock } from '../../../src/http/turn-clock.js';
import { FakeClock } from '../../harness/fake-clock.js';

it('stands still for one turn of the event loop, and has caught up in the next', async () => {
  const clock = new FakeClock();
  const turn = turnClock(clock);
  const startMs = turn.elapsed();
  clock.advance(100);
  await Promise.resolve();
  expect(turn.elapsed()).toBe(startMs);
  await setImmediate();
  expect(turn.elapsed()).toBe(startMs + 100);
});
