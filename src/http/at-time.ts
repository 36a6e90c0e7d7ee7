import type { Clock } from '../clock.js';

/** The longest delay of setTimeout; it takes a longer one for none at all. */
const longestDelayMs = 2_147_483_647;

/** Calls `task` once the clock has come to `timeMs` (since 1970), never earlier. The returned function takes it back. */
export function atTime(clock: Clock, timeMs: number, task: () => void): () => void {
  const arm = (): (() => void) => {
    const delayMs = Math.min(Math.max(timeMs - clock.now(), 0), longestDelayMs);
    return clock.schedule(delayMs, () => {
      if (clock.now() >= timeMs) return task();
      cancel = arm();
    });
  };
  let cancel = arm();
  return () => cancel();
}
