import { types } from 'node:util';
import type { Clock } from '../clock.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';

/** So many are logged in a window; the metric counts each. */
const maxLogged = 10;
const windowMs = 60_000;

export interface RejectionReporterOptions {
  readonly logger: Pick<Logger, 'error'>;
  readonly metrics: Pick<Metrics, 'countUnhandledRejection'>;
  readonly clock: Clock;
}

/** Takes each rejection that nobody handled. It ends nothing: whoever waits for that operation has a deadline. */
export function rejectionReporter({ logger, metrics, clock }: RejectionReporterOptions): (reason: unknown) => void {
  let windowEndsMs = Number.NEGATIVE_INFINITY;
  let logged = 0;
  let unlogged = 0;
  return (reason) => {
    metrics.countUnhandledRejection();
    const nowMs = clock.elapsed();
    if (nowMs >= windowEndsMs) [windowEndsMs, logged] = [nowMs + windowMs, 0];
    if (logged === maxLogged) {
      unlogged += 1;
      return;
    }
    logged += 1;
    // What is no error has no stack; what it is may not even be turned into a text.
    const err = types.isNativeError(reason) ? reason : new Error(`Rejected with a value of type ${typeof reason}`);
    logger.error({ err, ...(unlogged > 0 && { unlogged }) }, 'unhandled rejection');
    unlogged = 0;
  };
}
