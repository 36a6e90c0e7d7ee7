/** Operations that one page may ask at once. */
const minBurst = 10;

/**
 * Lets so many a second through, by the clock's elapsed time: it never goes back. After a rest a tenth of them come at once,
 * not all: everybody would wait behind a second's worth for as long as it takes.
 */
export class TokenBucket {
  readonly #burst: number;
  #tokens: number;
  #atMs: number;

  constructor(
    private readonly perSecond: number,
    nowMs: number,
  ) {
    this.#burst = Math.min(perSecond, Math.max(minBurst, perSecond / 10));
    this.#tokens = this.#burst;
    this.#atMs = nowMs;
  }

  /** 0: taken. Else nothing is taken, and one will be there in so many milliseconds. */
  take(nowMs: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((nowMs - this.#atMs) * this.perSecond) / 1000);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / this.perSecond);
    this.#tokens -= 1;
    return 0;
  }
}
