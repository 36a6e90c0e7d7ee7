import type { Clock } from '../clock.js';

/**
 * From the first look in a turn of the event loop it stands still to the turn's end. By the running time, a process that is behind
 * would let in the more, the slower it is, and go on being behind.
 */
export function turnClock(clock: Pick<Clock, 'elapsed'>): Pick<Clock, 'elapsed'> {
  let nowMs: number | undefined;
  const forget = () => {
    nowMs = undefined;
  };
  return {
    elapsed() {
      if (nowMs === undefined) {
        nowMs = clock.elapsed();
        setImmediate(forget);
      }
      return nowMs;
    },
  };
}
