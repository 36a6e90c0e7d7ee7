/** Time as a parameter: everything that waits or stamps takes a Clock, so that tests own the time. */
export interface Clock {
  /** Milliseconds since 1970, by a clock that is set now and then: for what is compared with times that others wrote. */
  now(): number;
  /** Milliseconds since some moment, by a clock that nobody sets: for how long things last. */
  elapsed(): number;
  /** Calls `task` once after `delayMs`; the returned function takes it back. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** Beyond this Node takes a delay for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  schedule(delayMs, task) {
    // Thousands of timers are set at a time: the plain case keeps nothing but the timer.
    if (delayMs <= longestTimerMs) {
      const timer = setTimeout(task, delayMs).unref();
      return () => clearTimeout(timer);
    }
    let cancel = systemClock.schedule(longestTimerMs, () => {
      cancel = systemClock.schedule(delayMs - longestTimerMs, task);
    });
    return () => cancel();
  },
};

/** Somebody may set the clock meanwhile: so often it is looked at. */
const lookMs = 60_000;

/**
 * Calls `task` once the clock says `timeMs` (since 1970), never earlier; within a minute where it is set past that. The
 * returned function takes it back.
 */
export function atTime(clock: Clock, timeMs: number, task: () => void): () => void {
  const arm = (): (() => void) => {
    const delayMs = Math.min(Math.max(timeMs - clock.now(), 0), lookMs);
    return clock.schedule(delayMs, () => {
      if (clock.now() >= timeMs) return task();
      cancel = arm();
    });
  };
  let cancel = arm();
  return () => cancel();
}

/** Resolves after `delayMs` of the clock's time, or as soon as the signal aborts (never rejects). */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(delayMs, finish);
    signal?.addEventListener('abort', finish);
  });
}

/** RFC 3339 in UTC with milliseconds. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
