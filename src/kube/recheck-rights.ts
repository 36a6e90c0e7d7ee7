import { type Clock, sleep } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Pause } from './lookout.js';

export interface RecheckOptions {
  readonly clock: Clock;
  /** Between two looks. */
  readonly everyMs: number;
  /** Looks at the rights now and acts on what it finds; rejects where it cannot find out. */
  readonly look: () => Promise<void>;
  /** Called at most once: the rights cannot be had any more. */
  readonly onLost: (error: AlbError) => void;
  readonly pause: Pause;
}

/** What a platform's proxy says when the cluster behind it does not answer. */
const inFront: ReadonlySet<number> = new Set([502, 503, 504]);
/** A look that failed is tried again after so long. */
const againMs = 1000;
/** How long past its time a look may go on failing, while the cluster answers. */
const graceMs = 4000;

/**
 * Looks at the rights behind a stream again and again; the returned function ends it. A cluster that does not answer decides
 * nothing, for it shows nothing either; one that answers, but not this question, is believed only for the grace time.
 */
export function recheckRights({ clock, everyMs, look, onLost, pause }: RecheckOptions): () => void {
  const stop = new AbortController();
  const run = async () => {
    let sureMs = clock.now();
    let refused = false;
    await sleep(clock, everyMs, stop.signal);
    while (!stop.signal.aborted) {
      try {
        await look();
        sureMs = clock.now();
        refused = false;
        await sleep(clock, everyMs, stop.signal);
      } catch (thrown) {
        const error = AlbError.from(thrown);
        const answered = error.kubernetes !== undefined && !inFront.has(error.kubernetes.code);
        // Twice, since an API server that has just started may know no token for a moment.
        const tokenRefused = error.code === 'UNAUTHENTICATED' && refused;
        if (tokenRefused || (answered && clock.now() - sureMs >= everyMs + graceMs)) return onLost(error);
        refused = error.code === 'UNAUTHENTICATED';
        await (answered ? sleep(clock, againMs, stop.signal) : pause(everyMs, stop.signal));
      }
    }
  };
  void run();
  return () => stop.abort();
}
