import type { Clock } from '../clock.js';

/** The promise's outcome, or a failure after `limitMs`. Work that hangs is left behind, not ended. */
export function within<V>(work: Promise<V>, limitMs: number, clock: Clock, failure: () => Error): Promise<V> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(limitMs, () => reject(failure()));
    work.then(resolve, reject).finally(cancel);
  });
}
