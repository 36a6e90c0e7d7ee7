import type { Clock } from '../clock.js';

/** Asks at most once in `forMs`, and once at a time; a failure is not kept. */
export function keptFor<T>(forMs: number, clock: Clock, ask: () => Promise<T>): () => Promise<T> {
  let kept: { value: T; untilMs: number } | undefined;
  let asking: Promise<T> | undefined;
  return async () => {
    if (kept !== undefined && kept.untilMs > clock.elapsed()) return kept.value;
    asking ??= ask()
      .then((value) => {
        kept = { value, untilMs: clock.elapsed() + forMs };
        return value;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
}
