import { atTime, type Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Pause } from './lookout.js';

/** How it is looked at: the same for all that one caller has open. */
export interface RecheckOptions {
  readonly clock: Clock;
  /** Between two looks. */
  readonly everyMs: number;
  /** When the caller's token ends, in ms since 1970; undefined: it does not say. */
  readonly tokenEndsMs: number | undefined;
  readonly pause: Pause;
}

/** A stream that shows what its caller may see. */
export interface Checked {
  /** Looks at the rights now and acts on what it finds; rejects where it cannot find out. */
  look(): Promise<void>;
  /** Whether what the stream shows is itself cut off from the cluster, so that nothing new can show. */
  isCutOff(): boolean;
  /** Called at most once: the rights cannot be had any more. */
  onLost(error: AlbError): void;
}

/** A look that failed is tried again after so long. */
const againMs = 1000;
/** How long past its time a look may go on failing. */
const graceMs = 4000;

/**
 * Looks at the rights behind a stream again and again; the returned function ends it. A look that fails decides nothing
 * while the stream itself is cut off from the cluster; else the rights are believed only for the grace time more.
 */
export function recheckRights(checked: Checked, options: RecheckOptions): () => void {
  const check = new RightsCheck(checked, options);
  return () => check.stop();
}

/** Three of them stand behind each listener of thousands: between two looks it holds a timer and nothing else. */
class RightsCheck {
  #dueMs = 0;
  #refused = false;
  #stopped = false;
  #cancelLook: () => void = () => undefined;
  readonly #cancelEnd: (() => void) | undefined;

  constructor(
    private readonly checked: Checked,
    private readonly options: RecheckOptions,
  ) {
    const { clock, everyMs, tokenEndsMs } = options;
    if (tokenEndsMs !== undefined) this.#cancelEnd = atTime(clock, tokenEndsMs, () => this.#end(tokenEnded()));
    this.#dueMs = clock.elapsed() + everyMs;
    this.#lookIn(everyMs);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook();
    this.#cancelEnd?.();
  }

  #end(error: AlbError): void {
    if (this.#stopped) return;
    this.stop();
    this.checked.onLost(error);
  }

  #lookIn(delayMs: number): void {
    if (this.#stopped) return;
    this.#cancelLook = this.options.clock.schedule(delayMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { clock, everyMs } = this.options;
    try {
      await this.checked.look();
      this.#dueMs = clock.elapsed() + everyMs;
      this.#refused = false;
      this.#lookIn(everyMs);
    } catch (thrown) {
      await this.#onFailure(AlbError.from(thrown));
    }
  }

  async #onFailure(error: AlbError): Promise<void> {
    const { clock, everyMs, pause } = this.options;
    // Twice, since an API server that has just started may know no token for a moment.
    if (error.code === 'UNAUTHENTICATED' && this.#refused) return this.#end(error);
    this.#refused = error.code === 'UNAUTHENTICATED';
    const cutOff = this.checked.isCutOff();
    if (cutOff) this.#dueMs = clock.elapsed();
    if (clock.elapsed() - this.#dueMs >= graceMs) return this.#end(error);
    if (!cutOff) return this.#lookIn(againMs);
    if (this.#stopped) return;
    const waiting = new AbortController();
    this.#cancelLook = () => waiting.abort();
    await pause(everyMs, waiting.signal);
    // Not awaited: each look would hold the one before it, for as long as the cluster is away.
    if (!this.#stopped) void this.#look();
  }
}

/** The same words for every stream whose token has ended. */
export function tokenEnded(): AlbError {
  return new AlbError('UNAUTHENTICATED', 'The token has ended; begin again with a new one');
}
