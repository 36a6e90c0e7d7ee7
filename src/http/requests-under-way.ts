import type { ServerResponse } from 'node:http';

/** Counts requests until their last byte has left, so that closing can wait for them. */
export class RequestsUnderWay {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  add(response: ServerResponse): void {
    this.#count += 1;
    response.once('close', () => {
      this.#count -= 1;
      // A Set cleared for each request would leave as many tables to collections of the whole heap.
      if (this.#count > 0 || this.#waiting.size === 0) return;
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    });
  }

  /** Resolves when there are none. */
  idle(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.add(resolve));
  }
}
