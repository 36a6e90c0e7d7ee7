import type { OperationTypeNode } from 'graphql';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { OperationResources } from '../graphql/engine.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';

export interface OperationScopeOptions {
  readonly clock: Clock;
  /** 0: no deadline. Subscriptions have none. */
  readonly operationTimeoutMs: number;
  readonly metrics: Pick<Metrics, 'countRefusal'>;
  readonly logger: Pick<Logger, 'error'>;
}

const gone = new AlbError('TIMEOUT', 'The caller has gone');
const over = new AlbError('TIMEOUT', 'The operation is over');

/**
 * The life of one operation: the deadline of its reads, and everything that it opened, which its end closes whichever way it
 * ends. Writes heed no signal: half of two is worse than late.
 */
export class OperationScope implements OperationResources {
  readonly #controller = new AbortController();
  readonly #cancelDeadline: (() => void) | undefined;
  /** Undefined once it is over. */
  #owned: readonly (() => void)[] | undefined = [];

  constructor(
    private readonly options: OperationScopeOptions,
    private readonly type: `${OperationTypeNode}`,
  ) {
    const { clock, operationTimeoutMs: timeoutMs } = options;
    if (type !== 'subscription' && timeoutMs > 0) {
      this.#cancelDeadline = clock.schedule(timeoutMs, () => this.#expire(timeoutMs));
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  own(close: () => void): void {
    if (this.#owned === undefined) this.#close(close);
    // An array that grows takes room to spare, in each of thousands of subscriptions.
    else this.#owned = this.#owned.concat(close);
  }

  /** The caller has gone, and with them the operation. Mutations go on: what they read is to finish, or to undo, what they wrote. */
  disconnect(): void {
    if (this.type === 'mutation') return;
    this.#controller.abort(gone);
    this.end();
  }

  /** It is over. Closes what it owns, the last opened first; what it still reads is read for nobody. */
  end(): void {
    if (this.#owned === undefined) return;
    this.finish();
    // A mutation is followed by its record in the log, which may still ask the cluster for the caller's name.
    if (this.type !== 'mutation') this.#controller.abort(over);
  }

  /** It is over, and nothing that it began to read is still under way: the signal need not tell anybody. */
  finish(): void {
    const owned = this.#owned;
    if (owned === undefined) return;
    this.#owned = undefined;
    this.#cancelDeadline?.();
    for (const close of owned.toReversed()) this.#close(close);
  }

  #expire(timeoutMs: number): void {
    this.options.metrics.countRefusal('OPERATION_TIMEOUT_MS');
    this.#controller.abort(new AlbError('TIMEOUT', `The operation was not done within ${timeoutMs} ms`));
  }

  /** One that fails leaves none of the others open. */
  #close(close: () => void): void {
    try {
      close();
    } catch (err) {
      this.options.logger.error({ err }, 'closing failed');
    }
  }
}
