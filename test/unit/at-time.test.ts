import { describe, expect, it } from '@jest/globals';
import { atTime } from '../../src/clock.js';
import { createTestClock } from './http/test-clock.js';

const dayMs = 86_400_000;

function open() {
  const clock = createTestClock();
  const delays: number[] = [];
  let calls = 0;
  const recording = {
    now: clock.now,
    elapsed: clock.elapsed,
    schedule(delayMs: number, task: () => void) {
      delays.push(delayMs);
      return clock.schedule(delayMs, task);
    },
  };
  const at = (timeMs: number) =>
    atTime(recording, timeMs, () => {
      calls += 1;
    });
  return { clock, delays, at, calls: () => calls };
}

describe('atTime', () => {
  it('calls at the time, however far off, with delays that setTimeout can take', () => {
    const { clock, delays, at, calls } = open();
    at(60 * dayMs);
    for (let day = 1; day < 60; day += 1) clock.advance(dayMs);
    expect(calls()).toBe(0);
    clock.advance(dayMs);
    expect(calls()).toBe(1);
    expect(Math.max(...delays)).toBeLessThan(2 ** 31);
  });

  it('calls soon for a time that has passed, and not before it returned', () => {
    const { clock, at, calls } = open();
    clock.advance(1000);
    at(500);
    expect(calls()).toBe(0);
    clock.advance(0);
    expect(calls()).toBe(1);
  });

  it('can be taken back at any time', () => {
    const { clock, at, calls } = open();
    const cancel = at(60 * dayMs);
    clock.advance(30 * dayMs);
    cancel();
    clock.advance(60 * dayMs);
    expect(calls()).toBe(0);
  });
});
