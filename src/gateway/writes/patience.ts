import { type Clock, sleep } from '../../clock.js';
import { AlbError } from '../../errors.js';

/** How long a cluster that fails is asked again, once something has been written, and how soon at first. */
const patienceMs = 5_000;
const firstDelayMs = 100;

/**
 * Runs a task again while it fails for a reason that may pass, the cluster's own Retry-After heeded, for five seconds in
 * all. For what must be known or undone once a write has begun; what has not begun simply fails.
 */
export async function withPatience<T>(
  clock: Clock,
  task: () => Promise<T>,
  mayPass = (error: AlbError) => error.retryable,
): Promise<T> {
  const endMs = clock.elapsed() + patienceMs;
  for (let delayMs = firstDelayMs; ; delayMs *= 2) {
    try {
      return await task();
    } catch (thrown) {
      const error = AlbError.from(thrown);
      const waitMs = Math.max(delayMs, error.retryAfterMs ?? 0);
      if (!mayPass(error) || clock.elapsed() + waitMs > endMs) throw error;
      await sleep(clock, waitMs);
    }
  }
}

/**
 * Looks, and does what the look calls for, until one calls for nothing. `look` answers what is to be done, if anything;
 * `unseen`: something was sent before and no answer came. Rejects where that cannot be brought about, with `outcomeUnknown`
 * where something was sent and nothing has been seen since.
 */
export async function bringAbout(
  clock: Clock,
  look: (unseen: boolean) => Promise<(() => Promise<unknown>) | undefined>,
): Promise<void> {
  let unseen = false;
  const attempt = async () => {
    const act = await look(unseen);
    unseen = false;
    try {
      await act?.();
    } catch (thrown) {
      const error = AlbError.from(thrown);
      unseen = error.outcomeUnknown;
      if (error.code !== 'NOT_FOUND') throw error;
    }
  };
  try {
    await withPatience(clock, attempt, (error) => isStale(error) || error.retryable);
  } catch (thrown) {
    const error = AlbError.from(thrown);
    throw new AlbError(error.code, error.message, { cause: error, outcomeUnknown: unseen });
  }
}

/** The cluster's own CONFLICT: written between the look and the act, by the operator more often than not. */
function isStale({ code, kubernetes }: AlbError): boolean {
  return code === 'CONFLICT' && kubernetes !== undefined;
}
