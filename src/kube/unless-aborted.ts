import { errorFromAbort } from './error-from-abort.js';

/** The promise's outcome, or a rejection as soon as the signal aborts. */
export function unlessAborted<V>(promise: Promise<V>, signal: AbortSignal | undefined): Promise<V> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(errorFromAbort(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    // Heard in any case: a promise that nobody waits for any more may still reject.
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
