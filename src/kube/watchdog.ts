import type { Clock } from '../clock.js';

/** Calls `onSilence` once when nothing fed it for `limitMs`. Feeding is cheap: it moves no timer. */
export class Watchdog {
  #fedMs: number;
  #cancel: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly limitMs: number,
    private readonly onSilence: () => void,
  ) {
    this.#fedMs = clock.elapsed();
    this.#cancel = clock.schedule(limitMs, this.#look);
  }

  feed(): void {
    this.#fedMs = this.clock.elapsed();
  }

  stop(): void {
    this.#cancel();
  }

  readonly #look = () => {
    const leftMs = this.#fedMs + this.limitMs - this.clock.elapsed();
    if (leftMs <= 0) this.onSilence();
    else this.#cancel = this.clock.schedule(leftMs, this.#look);
  };
}
