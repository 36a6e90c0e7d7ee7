import type { Clock } from '../clock.js';

/** Runs the task again and again, each time `everyMs` after it was done; the returned function ends it. */
export function repeat(clock: Clock, everyMs: number, task: () => Promise<void>): () => void {
  let over = false;
  let cancel: () => void = () => undefined;
  const arm = () => {
    if (!over) cancel = clock.schedule(everyMs, () => void task().finally(arm));
  };
  arm();
  return () => {
    over = true;
    cancel();
  };
}
