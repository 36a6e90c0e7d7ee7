import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { LiveHandle } from './live-handle.js';
import type { LiveCollection } from './ports.js';
import { repeat } from './repeat.js';

export interface GuardOptions {
  /** Whether the caller still may; a failure to find out, other than a refused token, leaves things as they are. */
  readonly mayStill: () => Promise<boolean>;
  /** What the caller is told when not. */
  readonly refusal: () => AlbError;
  readonly clock: Clock;
  readonly recheckMs: number;
}

/** The same set, until the caller loses the right to it. */
export function guardLive(inner: LiveCollection, options: GuardOptions): LiveCollection {
  const handle: LiveHandle = new LiveHandle({
    listing: inner,
    covers: (namespace) => inner.covers(namespace),
    onClose: () => {
      stopChecks();
      inner.close();
    },
  });
  const stopChecks = repeat(options.clock, options.recheckMs, async () => {
    try {
      if (!(await options.mayStill())) handle.end(options.refusal());
    } catch (error) {
      if (error instanceof AlbError && error.code === 'UNAUTHENTICATED') handle.end(error);
    }
  });
  inner.onChange((change) => handle.emit([change]));
  inner.onEnd((error) => handle.end(error));
  return handle;
}
