import { type Clock, sleep } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Informer } from './informer.js';
import type { Kind } from './kinds.js';
import { isRefusal } from './refusal.js';

export interface PreloaderOptions {
  readonly clock: Clock;
  /** The informer that keeps a kind with the server's identity; a new one when the last is over. */
  readonly informerOf: (kind: Kind) => Informer;
}

/** A kept set that ended is begun anew after so long. */
const repinMs = 30_000;
const retryMs = 1000;

/** Fills caches before anybody asks, and holds them. */
export class Preloader {
  readonly #pinned = new Set<Kind>();
  readonly #closing = new AbortController();

  constructor(private readonly options: PreloaderOptions) {}

  /** Resolves when the kind is there, or known not to be to be had; a cluster that does not answer is waited for. */
  async load(kind: Kind): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#pin(kind).ready(signal);
        return;
      } catch (error) {
        // Refused, or a kind that is not served: reads find out for themselves, and start-up need not wait.
        if (isRefusal(error) || (error instanceof AlbError && error.code === 'NOT_FOUND')) return;
        await sleep(this.options.clock, retryMs, signal);
      }
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #pin(kind: Kind): Informer {
    const informer = this.options.informerOf(kind);
    if (this.#pinned.has(kind)) return informer;
    this.#pinned.add(kind);
    informer.open().onEnd(() => {
      this.#pinned.delete(kind);
      if (this.#closing.signal.aborted) return;
      this.options.clock.schedule(repinMs, () => {
        if (!this.#closing.signal.aborted) this.#pin(kind);
      });
    });
    return informer;
  }
}
