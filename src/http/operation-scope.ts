import type { OperationTypeNode } from 'graphql';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Metrics } from '../metrics.js';

/** How long one operation may go on reading. Writes heed no signal: half of two is worse than late. */
export interface OperationScope {
  readonly signal: AbortSignal;
  /** The caller has gone. Mutations go on: what they read is to finish, or to undo, what they wrote. */
  disconnect(): void;
  /** It is over. */
  end(): void;
}

export interface OperationScopeOptions {
  readonly clock: Clock;
  /** 0: no deadline. Subscriptions have none. */
  readonly operationTimeoutMs: number;
  readonly metrics: Pick<Metrics, 'countRefusal'>;
}

export function openOperationScope(
  { clock, operationTimeoutMs: timeoutMs, metrics }: OperationScopeOptions,
  type: `${OperationTypeNode}`,
): OperationScope {
  const controller = new AbortController();
  const timed = type !== 'subscription' && timeoutMs > 0;
  const expire = () => {
    metrics.countRefusal('OPERATION_TIMEOUT_MS');
    controller.abort(timedOut(timeoutMs));
  };
  const cancel = timed ? clock.schedule(timeoutMs, expire) : () => undefined;
  const abortGone = () => controller.abort(new AlbError('TIMEOUT', 'The caller has gone'));
  return {
    signal: controller.signal,
    disconnect() {
      if (type !== 'mutation') abortGone();
    },
    end() {
      cancel();
      // What feeds a subscription would otherwise wait for a next event that nobody reads.
      if (type === 'subscription') abortGone();
    },
  };
}

function timedOut(timeoutMs: number): AlbError {
  return new AlbError('TIMEOUT', `The operation was not done within ${timeoutMs} ms`);
}
