import { atTime, type Clock, sleep } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Pause } from './lookout.js';

export interface RecheckOptions {
  readonly clock: Clock;
  /** Between two looks. */
  readonly everyMs: number;
  /** Looks at the rights now and acts on what it finds; rejects where it cannot find out. */
  readonly look: () => Promise<void>;
  /** Whether what the stream shows is itself cut off from the cluster, so that nothing new can show. */
  readonly isCutOff: () => boolean;
  /** When the caller's token ends, in ms since 1970; undefined: it does not say. */
  readonly tokenEndsMs: number | undefined;
  /** Called at most once: the rights cannot be had any more. */
  readonly onLost: (error: AlbError) => void;
  readonly pause: Pause;
}

/** A look that failed is tried again after so long. */
const againMs = 1000;
/** How long past its time a look may go on failing. */
const graceMs = 4000;

/**
 * Looks at the rights behind a stream again and again; the returned function ends it. A look that fails decides nothing
 * while the stream itself is cut off from the cluster; else the rights are believed only for the grace time more.
 */
export function recheckRights(options: RecheckOptions): () => void {
  const { clock, tokenEndsMs, onLost } = options;
  const stop = new AbortController();
  const end = (error: AlbError) => {
    if (stop.signal.aborted) return;
    stop.abort();
    onLost(error);
  };
  if (tokenEndsMs !== undefined) {
    const cancel = atTime(clock, tokenEndsMs, () => end(tokenEnded()));
    stop.signal.addEventListener('abort', cancel);
  }
  void lookUntilLost(options, stop.signal).then((error) => error && end(error));
  return () => stop.abort();
}

/** Resolves with why the rights are lost, or with nothing when the signal aborts. */
async function lookUntilLost(options: RecheckOptions, signal: AbortSignal): Promise<AlbError | undefined> {
  const { clock, everyMs, look, isCutOff, pause } = options;
  let dueMs = clock.elapsed() + everyMs;
  let refused = false;
  await sleep(clock, everyMs, signal);
  while (!signal.aborted) {
    try {
      await look();
      dueMs = clock.elapsed() + everyMs;
      refused = false;
      await sleep(clock, everyMs, signal);
    } catch (thrown) {
      const error = AlbError.from(thrown);
      // Twice, since an API server that has just started may know no token for a moment.
      if (error.code === 'UNAUTHENTICATED' && refused) return error;
      refused = error.code === 'UNAUTHENTICATED';
      if (isCutOff()) dueMs = clock.elapsed();
      if (clock.elapsed() - dueMs >= graceMs) return error;
      await (isCutOff() ? pause(everyMs, signal) : sleep(clock, againMs, signal));
    }
  }
  return undefined;
}

/** The same words for every stream whose token has ended. */
export function tokenEnded(): AlbError {
  return new AlbError('UNAUTHENTICATED', 'The token has ended; begin again with a new one');
}
