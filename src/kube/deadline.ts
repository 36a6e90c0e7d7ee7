import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { errorFromAbort } from './error-from-abort.js';
import { unlessAborted } from './unless-aborted.js';

/** One signal for the two ends of a request's patience: its time limit and its asker's own signal. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #cancelTimer: () => void;
  #error: AlbError | undefined;

  constructor(
    clock: Clock,
    timeoutMs: number,
    private readonly outer: AbortSignal | undefined,
    what: { cluster: string; changes: boolean },
  ) {
    const outcomeUnknown = what.changes;
    this.#cancelTimer = clock.schedule(timeoutMs, () => {
      const message = `Cluster ${what.cluster} did not answer within ${timeoutMs} ms`;
      this.#abort(new AlbError('TIMEOUT', message, { outcomeUnknown }));
    });
    if (outer?.aborted) this.#onOuterAbort();
    else outer?.addEventListener('abort', this.#onOuterAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the signal aborted; undefined while it has not. */
  get error(): AlbError | undefined {
    return this.#error;
  }

  /**
   * The outcome of a request's work, or a rejection as soon as the signal aborts, whichever step the work is at. Given the whole
   * of the work, no step of it can be forgotten; one that heeds no signal is left behind.
   */
  race<V>(work: Promise<V>): Promise<V> {
    return unlessAborted(work, this.signal);
  }

  /** The time limit is kept: from now on only the asker's own signal counts. */
  lift(): void {
    this.#cancelTimer();
  }

  /** Call it when the request is over. */
  clear(): void {
    this.#cancelTimer();
    this.outer?.removeEventListener('abort', this.#onOuterAbort);
  }

  readonly #onOuterAbort = () => this.#abort(errorFromAbort(this.outer));

  #abort(error: AlbError): void {
    this.#error ??= error;
    this.#controller.abort(this.#error);
  }
}
