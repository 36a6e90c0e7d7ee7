import { type Clock, sleep } from '../clock.js';

/**
 * Does one after the other, evenly over `overMs`, the first at once: so that what those concerned do next does not come
 * all at one time either.
 */
export async function spread(clock: Clock, overMs: number, tasks: readonly (() => void)[]): Promise<void> {
  const beganMs = clock.elapsed();
  for (const [at, task] of tasks.entries()) {
    const waitMs = beganMs + (overMs * at) / tasks.length - clock.elapsed();
    if (waitMs > 0) await sleep(clock, waitMs);
    task();
  }
}
