import type { Clock } from '../clock.js';
import type { AlbError } from '../errors.js';
import { LiveHandle } from './live-handle.js';
import type { Pause } from './lookout.js';
import type { LiveCollection } from './ports.js';
import { recheckRights } from './recheck-rights.js';

export interface GuardOptions {
  /** Whether the caller still may; rejects where that cannot be found out. */
  readonly mayStill: () => Promise<boolean>;
  /** What the caller is told when not. */
  readonly refusal: () => AlbError;
  readonly clock: Clock;
  readonly recheckMs: number;
  readonly tokenEndsMs: number | undefined;
  /** Whether the set itself is cut off from the cluster. */
  readonly isCutOff: () => boolean;
  readonly pause: Pause;
}

/** The same set, until the caller loses the right to it. */
export function guardLive(inner: LiveCollection, options: GuardOptions): LiveCollection {
  const handle: LiveHandle = new LiveHandle({
    listing: inner,
    covers: (namespace) => inner.covers(namespace),
    shared: inner.shared,
    onClose: () => {
      stopChecks();
      inner.close();
    },
  });
  const stopChecks = recheckRights({
    ...options,
    everyMs: options.recheckMs,
    look: async () => {
      if (!(await options.mayStill())) handle.end(options.refusal());
    },
    onLost: (error) => handle.end(error),
  });
  inner.onChange((change) => handle.emit([change]));
  inner.onEnd((error) => handle.end(error));
  return handle;
}
