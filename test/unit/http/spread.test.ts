import { expect, it } from '@jest/globals';
import { spread } from '../../../src/http/spread.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

it('does the first at once and the rest evenly over the time', async () => {
  const clock = new FakeClock(0);
  const doneAtMs: number[] = [];
  const task = () => void doneAtMs.push(clock.now());
  const all = spread(clock, 1000, [task, task, task, task]);
  for (const count of [1, 2, 3]) {
    await until(() => clock.pending === 1 && doneAtMs.length === count);
    clock.advance(250);
  }
  await all;
  expect(doneAtMs).toEqual([0, 250, 500, 750]);
});

it('catches up where the clock has run ahead', async () => {
  const clock = new FakeClock(0);
  const doneAtMs: number[] = [];
  const task = () => void doneAtMs.push(clock.now());
  const all = spread(clock, 1000, [task, task, task, task]);
  clock.advance(600);
  await until(() => clock.pending === 1 && doneAtMs.length === 3);
  clock.advance(1000);
  await all;
  expect(doneAtMs).toEqual([0, 600, 600, 1600]);
});

it('does all at once over no time, and none of nothing', async () => {
  const clock = new FakeClock(0);
  let done = 0;
  const task = () => {
    done += 1;
  };
  await spread(clock, 0, [task, task]);
  await spread(clock, 1000, []);
  expect([done, clock.pending]).toEqual([2, 0]);
});
